// Coarser and coarser systems of cells that exchange.
#include "sim/numerics/transport/implicit_levels.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cellroute::numerics {

namespace {

constexpr int rows_of_a_block = 32768;
constexpr double strong = 0.25;  // of a group's strongest exchange: worth pairing for
constexpr double linked = 0.1;   // of a row's strongest: enough to belong to one block

/// A rung while it is being made.
struct System {
  std::vector<int> start, from;
  std::vector<double> rate;
  std::vector<std::array<int, 3>> place;      // in units of this rung's blocks
  std::vector<int> back;                      // the entry of the opposite exchange
  std::vector<std::array<double, 3>> centre;  // [m]
  std::vector<double> cells;                  // original cells in it

  int size() const { return static_cast<int>(start.size()) - 1; }
};

void find_opposites(System& s) {
  s.back.resize(s.from.size());
  for (int i = 0; i < s.size(); ++i) {
    for (int e = s.start[i]; e < s.start[i + 1]; ++e) {
      int back = s.start[s.from[e]];
      while (s.from[back] != i) ++back;
      s.back[e] = back;
    }
  }
}

System finest(const Grid& grid, const Exchange& exchange) {
  System s{exchange.start, exchange.from, exchange.rate, {}, {}, {}, {}};
  find_opposites(s);
  const int nx = grid.cells[0], ny = grid.cells[1];
  for (const int cell : exchange.order) {
    const std::array<int, 3> place = {cell % nx, cell / nx % ny, cell / (nx * ny)};
    s.place.push_back(place);
    s.centre.push_back({(place[0] + 0.5) * grid.spacing[0], (place[1] + 0.5) * grid.spacing[1],
                        (place[2] + 0.5) * grid.spacing[2]});
  }
  s.cells.assign(exchange.order.size(), 1);
  return s;
}

/// Pairs each group with the free neighbour it exchanges most with, both ways together, if that is not
/// weak beside what it exchanges with others. Groups are numbered by their first members; so are pairs.
std::vector<int> pair_up(const System& s, const std::vector<int>& group, const std::vector<int>& first,
                         const std::vector<int>& member, int groups, int& pairs) {
  std::vector<int> pair(groups, -1);
  std::vector<std::pair<int, double>> near;
  pairs = 0;
  for (int g = 0; g < groups; ++g) {
    if (pair[g] >= 0) continue;
    pair[g] = pairs;
    near.clear();
    for (int m = first[g]; m < first[g + 1]; ++m) {
      const int i = member[m];
      for (int e = s.start[i]; e < s.start[i + 1]; ++e) {
        const int h = group[s.from[e]];
        if (h == g) continue;
        auto same = std::find_if(near.begin(), near.end(), [&](const auto& n) { return n.first == h; });
        if (same == near.end()) same = near.insert(near.end(), {h, 0.0});
        same->second += s.rate[e] + s.rate[s.back[e]];
      }
    }
    double most = 0, best = 0;
    int partner = -1;
    for (const auto& [h, strength] : near) {
      most = std::max(most, strength);
      if (pair[h] >= 0 || !(strength > best)) continue;
      best = strength;
      partner = h;
    }
    if (partner >= 0 && best >= strong * most) pair[partner] = pairs;
    ++pairs;
  }
  return pair;
}

void list_members(const std::vector<int>& group, int groups, std::vector<int>& first,
                  std::vector<int>& member) {
  first.assign(static_cast<std::size_t>(groups) + 1, 0);
  for (const int g : group) ++first[g + 1];
  for (int g = 0; g < groups; ++g) first[g + 1] += first[g];
  member.resize(group.size());
  std::vector<int> next(first.begin(), first.end() - 1);
  for (std::size_t i = 0; i < group.size(); ++i) member[next[group[i]]++] = static_cast<int>(i);
}

std::vector<int> join_pairs(const System& s, int& joined) {
  std::vector<int> group(s.size()), first, member;
  std::iota(group.begin(), group.end(), 0);
  joined = s.size();
  for (int twice = 0; twice < 2; ++twice) {
    list_members(group, joined, first, member);
    int pairs = 0;
    const std::vector<int> pair = pair_up(s, group, first, member, joined, pairs);
    for (int& g : group) g = pair[g];
    joined = pairs;
  }
  return group;
}

int root(std::vector<int>& parent, int i) {
  while (parent[i] != i) i = parent[i] = parent[parent[i]];
  return i;
}

/// Within each block of 2 x 2 x 2, what hangs together by exchanges that are not weak.
std::vector<int> join_blocks(const System& s, int& joined) {
  std::vector<int> parent(s.size());
  std::iota(parent.begin(), parent.end(), 0);
  for (int i = 0; i < s.size(); ++i) {
    double most = 0;
    for (int e = s.start[i]; e < s.start[i + 1]; ++e) most = std::max(most, s.rate[e]);
    for (int e = s.start[i]; e < s.start[i + 1]; ++e) {
      const int j = s.from[e];
      bool together = s.rate[e] > 0 && s.rate[e] >= linked * most;
      for (int axis = 0; axis < 3 && together; ++axis)
        together = s.place[i][axis] / 2 == s.place[j][axis] / 2;
      if (!together) continue;
      const int a = root(parent, i), b = root(parent, j);
      parent[std::max(a, b)] = std::min(a, b);  // the root is the first of its set
    }
  }
  std::vector<int> group(s.size());
  joined = 0;
  for (int i = 0; i < s.size(); ++i) {
    const int first = root(parent, i);
    group[i] = first == i ? joined++ : group[first];
  }
  return group;
}

/// The unknown of the next rung for each of this one, numbered as they first appear. Blocks converge
/// faster; where dispersion is so oblique or so one-sided that they would hold together too little, pairs
/// of pairs follow the exchange wherever it goes.
std::vector<int> join(const System& s, int& joined) {
  std::vector<int> group = join_blocks(s, joined);
  if (joined > 0.4 * s.size()) group = join_pairs(s, joined);
  return group;
}

std::array<double, 3> difference(const Grid& grid, const std::array<double, 3>& a,
                                 const std::array<double, 3>& b) {
  std::array<double, 3> d;
  for (int axis = 0; axis < 3; ++axis) {
    d[axis] = b[axis] - a[axis];
    const double length = grid.cells[axis] * grid.spacing[axis];
    if (grid.periodic[axis]) d[axis] -= length * std::round(d[axis] / length);
  }
  return d;
}

System coarsen(const Grid& grid, const System& fine, const std::vector<int>& coarse, int size) {
  System s;
  s.centre.assign(size, {0, 0, 0});
  s.cells.assign(size, 0);
  std::vector<int> first, member;
  list_members(coarse, size, first, member);
  s.place.resize(size);
  for (int c = 0; c < size; ++c) {
    for (int axis = 0; axis < 3; ++axis) s.place[c][axis] = fine.place[member[first[c]]][axis] / 2;
    const std::array<double, 3>& base = fine.centre[member[first[c]]];  // a group may lie across a joint
    std::array<double, 3> shift{};
    for (int m = first[c]; m < first[c + 1]; ++m) {
      const int i = member[m];
      const auto away = difference(grid, base, fine.centre[i]);
      s.cells[c] += fine.cells[i];
      for (int axis = 0; axis < 3; ++axis) shift[axis] += fine.cells[i] * away[axis];
    }
    for (int axis = 0; axis < 3; ++axis) s.centre[c][axis] = base[axis] + shift[axis] / s.cells[c];
  }

  // The sums of the rates, and the sums with each rate scaled by the ratio of distances.
  std::vector<double> scaled;
  std::vector<int> seen(size, -1);
  s.start.push_back(0);
  for (int c = 0; c < size; ++c) {
    const int begin = static_cast<int>(s.from.size());
    for (int m = first[c]; m < first[c + 1]; ++m) {
      const int i = member[m];
      for (int e = fine.start[i]; e < fine.start[i + 1]; ++e) {
        const int j = fine.from[e], d = coarse[j];
        if (d == c) continue;
        if (seen[d] < begin) {
          seen[d] = static_cast<int>(s.from.size());
          s.from.push_back(d);
          s.rate.push_back(0);
          scaled.push_back(0);
        }
        const auto near = difference(grid, fine.centre[i], fine.centre[j]);
        const auto far = difference(grid, s.centre[c], s.centre[d]);
        const double length = far[0] * far[0] + far[1] * far[1] + far[2] * far[2];
        const double along = near[0] * far[0] + near[1] * far[1] + near[2] * far[2];
        s.rate[seen[d]] += fine.rate[e];
        scaled[seen[d]] += fine.rate[e] * (length > 0 ? std::clamp(along / length, 0.1, 1.0) : 1.0);
      }
    }
    s.start.push_back(static_cast<int>(s.from.size()));
  }
  find_opposites(s);
  const std::vector<double> sum = s.rate;
  for (std::size_t e = 0; e < sum.size(); ++e) {
    const double flow = sum[e] - sum[s.back[e]];
    s.rate[e] = std::max(0.5 * (scaled[e] + scaled[s.back[e]]), 0.5 * std::fabs(flow)) + 0.5 * flow;
  }
  return s;
}

Rung pack(const System& s, double scale, int block_rows) {
  Rung rung;
  rung.size = s.size();
  rung.block = block_rows;
  rung.start.push_back(0);
  rung.border_start.push_back(0);
  std::vector<double> away(s.size(), 0);
  rung.entry.reserve(s.from.size());
  for (int i = 0; i < s.size(); ++i) {
    const int block = i / block_rows;
    for (const bool later : {false, true}) {
      if (later) rung.later.push_back(static_cast<int>(rung.entry.size()));
      for (int e = s.start[i]; e < s.start[i + 1]; ++e) {
        if (s.rate[e] > 0 && s.from[e] / block_rows == block && (s.from[e] > i) == later)
          rung.entry.push_back({s.from[e], static_cast<float>(s.rate[e] / scale)});
      }
    }
    rung.start.push_back(static_cast<int>(rung.entry.size()));
    const std::size_t borders = rung.border_entry.size();
    for (int e = s.start[i]; e < s.start[i + 1]; ++e) {
      away[s.from[e]] += s.rate[e];
      if (s.rate[e] > 0 && s.from[e] / block_rows != block)
        rung.border_entry.push_back({s.from[e], static_cast<float>(s.rate[e] / scale)});
    }
    if (rung.border_entry.size() == borders) continue;
    rung.border.push_back(i);
    rung.border_start.push_back(static_cast<int>(rung.border_entry.size()));
  }
  for (const double a : away) rung.away.push_back(static_cast<float>(a / scale));
  return rung;
}

}  // namespace

void Rung::join(std::vector<int> to, int joined) {
  coarse = std::move(to);
  list_members(coarse, joined, first, member);
}

Ladder make_ladder(const Grid& grid, const Exchange& exchange) {
  Ladder ladder;
  double most = 0;
  for (const double a : exchange.away) most = std::max(most, a);
  if (most > 0) ladder.scale = most;
  System system = finest(grid, exchange);
  const int block = exchange.along_flow ? std::max(1, system.size()) : rows_of_a_block;
  while (true) {
    ladder.rung.push_back(pack(system, ladder.scale, block));
    int joined = 0;
    std::vector<int> coarse = join(system, joined);
    if (joined > 0.9 * system.size()) break;
    system = coarsen(grid, system, coarse, joined);
    ladder.rung.back().join(std::move(coarse), joined);
  }
  return ladder;
}

}  // namespace cellroute::numerics
