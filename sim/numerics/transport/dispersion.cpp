// The stencils of all cells, and their sum as exchanges between pairs of cells.
#include "sim/numerics/transport/dispersion.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

#include "sim/numerics/transport/check.hpp"

namespace cellroute::numerics {

namespace {

using Vector = std::array<int, 3>;

struct Step {
  int axis, sign;
};

/// The faces that a straight line between two cell centres crosses, in order. Where it passes through
/// an edge or a corner it has two ways round; they are told apart by `mirrored`.
std::vector<Step> walk(const Vector& offset, bool mirrored) {
  struct Crossing {
    double when;
    int rank;
    Step step;
  };
  std::vector<Crossing> crossings;
  for (int axis = 0; axis < 3; ++axis) {
    const int steps = std::abs(offset[axis]);
    for (int k = 0; k < steps; ++k)
      crossings.push_back(
          {(2 * k + 1.0) / (2 * steps), mirrored ? -axis : axis, {axis, offset[axis] < 0 ? -1 : 1}});
  }
  std::sort(crossings.begin(), crossings.end(), [](const Crossing& a, const Crossing& b) {
    return a.when != b.when ? a.when < b.when : a.rank < b.rank;
  });
  std::vector<Step> steps;
  for (const Crossing& c : crossings) steps.push_back(c.step);
  return steps;
}

class Neighbourhood {
 public:
  Neighbourhood(const Grid& grid, const DispersionStencils& stencils, const Faces* open)
      : grid_(grid), open_(open) {
    for (int sign : {1, -1}) {
      for (Vector e : stencils.offset) {
        for (int& step : e) step *= sign;
        way_[sign < 0].push_back({e, {walk(e, false), walk(e, true)}});
      }
    }
    const std::size_t slots = static_cast<std::size_t>(stencils.slots);
    active_.assign(grid.size(), 0);
    for (std::size_t i = 0; i < stencils.weight.size(); ++i)
      if (stencils.weight[i] > 0) active_[i / slots] = 1;
    guarded_ = open || std::find(active_.begin(), active_.end(), 0) != active_.end();
  }

  /// The cell at an offset (or against it) from the cell at `place`, or -1 when the way is barred.
  long at(const Vector& place, int offset, bool against) const {
    const Way& way = way_[against][static_cast<std::size_t>(offset)];
    Vector there = place;
    for (int axis = 0; axis < 3; ++axis)
      if (!move(there, axis, way.offset[axis])) return -1;
    if (guarded_)
      for (const auto& steps : way.steps)
        if (!passable(place, steps)) return -1;
    return static_cast<long>(grid_.index(there[0], there[1], there[2]));
  }

 private:
  struct Way {
    Vector offset;
    std::array<std::vector<Step>, 2> steps;
  };

  bool move(Vector& place, int axis, int steps) const {
    int& p = place[axis];
    const int n = grid_.cells[axis];
    p += steps;
    if (p >= 0 && p < n) return true;
    if (!grid_.periodic[axis]) return false;
    p = ((p % n) + n) % n;
    return true;
  }

  bool passable(Vector place, const std::vector<Step>& steps) const {
    for (const Step step : steps) {
      const std::size_t from = grid_.index(place[0], place[1], place[2]);
      move(place, step.axis, step.sign);
      const std::size_t to = grid_.index(place[0], place[1], place[2]);
      if (!active_[from] || !active_[to]) return false;
      if (open_ && !((*open_)[step.axis][step.sign > 0 ? from : to] > 0)) return false;
    }
    return true;
  }

  const Grid& grid_;
  const Faces* open_;
  std::array<std::vector<Way>, 2> way_;
  std::vector<char> active_;
  bool guarded_;
};

/// Sorts a row and adds up entries of one neighbour; returns the new end.
int merge_row(std::vector<std::pair<int, double>>& row) {
  // Stable: both rows of a pair add up in the same order, to the same bits.
  std::stable_sort(row.begin(), row.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (kept > 0 && row[kept - 1].first == row[i].first)
      row[kept - 1].second += row[i].second;
    else
      row[kept++] = row[i];
  }
  row.resize(kept);
  return static_cast<int>(kept);
}

}  // namespace

namespace {

bool positive(const SymmetricTensor& D, const std::array<bool, 3>& active) {
  // Cholesky's pivots; an axis left out does not count.
  const double xx = active[0] ? D[0] : 1, yy = active[1] ? D[1] : 1, zz = active[2] ? D[2] : 1;
  const double xy = active[0] && active[1] ? D[3] : 0, xz = active[0] && active[2] ? D[4] : 0;
  const double yz = active[1] && active[2] ? D[5] : 0;
  if (!(xx > 0)) return false;
  const double y = yy - xy * xy / xx, coupling = yz - xy * xz / xx;
  if (!(y > 0)) return false;
  return zz - xz * xz / xx - coupling * coupling / y > 0;
}

SymmetricTensor less(const SymmetricTensor& D, const std::array<double, 3>& floor, double share) {
  SymmetricTensor rest = D;
  for (int a = 0; a < 3; ++a) rest[a] -= share * floor[a];
  return rest;
}

/// The share of diag(floor) to set aside for the faces.
double spare_share(const SymmetricTensor& D, const std::array<double, 3>& floor,
                   const std::array<bool, 3>& active, const Selling& own) {
  constexpr double kept = 0.3;
  std::array<double, 3> have{};
  for (int k = 0; k < own.terms; ++k)
    for (int a = 0; a < 3; ++a)
      if (own.offset[k][a] == 1 && own.offset[k][(a + 1) % 3] == 0 && own.offset[k][(a + 2) % 3] == 0)
        have[a] += own.weight[k];
  bool enough = true;
  for (int a = 0; a < 3; ++a) enough &= !active[a] || have[a] >= floor[a];
  if (enough) return 0;
  double low = 0, high = 1;
  if (positive(less(D, floor, 1 / (1 - kept)), active)) return 1;
  for (int halving = 0; halving < 12; ++halving) {
    const double middle = 0.5 * (low + high);
    (positive(less(D, floor, middle / (1 - kept)), active) ? low : high) = middle;
  }
  return low;
}

}  // namespace

DispersionStencils dispersion_stencils(const Grid& grid, std::span<const SymmetricTensor> tensor,
                                       std::span<const std::array<double, 3>> floor) {
  const std::size_t cells = grid.size();
  if (tensor.size() != cells)
    throw std::invalid_argument("dispersion: " + std::to_string(tensor.size()) + " tensors for " +
                                std::to_string(cells) + " cells");
  if (!floor.empty() && floor.size() != cells)
    throw std::invalid_argument("dispersion: " + std::to_string(floor.size()) + " floors for " +
                                std::to_string(cells) + " cells");
  const auto& h = grid.spacing;
  const std::array<bool, 3> active = {grid.cells[0] > 1, grid.cells[1] > 1, grid.cells[2] > 1};
  const int axes = active[0] + active[1] + active[2];
  DispersionStencils s;
  const int terms = axes == 3 ? 6 : axes == 2 ? 3 : axes;
  s.slots = terms + (floor.empty() ? 0 : axes);
  const std::size_t slots = static_cast<std::size_t>(s.slots);
  s.id.assign(cells * slots, 0);
  s.weight.assign(cells * slots, 0);
  std::map<Vector, std::uint16_t> known;
  const double volume = grid.volume();
  for (std::size_t c = 0; c < cells; ++c) {
    const SymmetricTensor& D = tensor[c];
    const SymmetricTensor scaled = {volume * D[0] / (h[0] * h[0]), volume * D[1] / (h[1] * h[1]),
                                    volume * D[2] / (h[2] * h[2]), volume * D[3] / (h[0] * h[1]),
                                    volume * D[4] / (h[0] * h[2]), volume * D[5] / (h[1] * h[2])};
    std::size_t slot = c * slots;
    const auto place = [&](const Vector& offset, double weight) {
      const auto [entry, fresh] = known.try_emplace(offset, static_cast<std::uint16_t>(s.offset.size()));
      if (fresh) s.offset.push_back(offset);
      s.id[slot] = entry->second;
      s.weight[slot++] = weight;
    };
    try {
      Selling own = selling(scaled, active);
      const double share = floor.empty() ? 0 : spare_share(scaled, floor[c], active, own);
      if (share > 0) {
        own = selling(less(scaled, floor[c], share), active);
        for (int axis = 0; axis < 3; ++axis) {
          Vector unit{};
          unit[axis] = 1;
          if (active[axis]) place(unit, share * floor[c][axis]);
        }
      }
      for (int k = 0; k < own.terms; ++k) place(own.offset[k], own.weight[k]);
    } catch (const std::domain_error& error) {
      throw std::domain_error(std::string(error.what()) + " (" + cell_name(grid, c) + ")");
    }
  }
  return s;
}

Links dispersion_links(const Grid& grid, const DispersionStencils& stencils, const Faces* open) {
  const std::size_t cells = grid.size(), slots = static_cast<std::size_t>(stencils.slots);
  const Neighbourhood neighbourhood(grid, stencils, open);

  // Every cell lists what it gives to links in its own row and in its neighbour's; rows are then merged.
  std::vector<int> count(cells + 1, 0);
  std::vector<int> there(cells * slots * 2, -1);
  std::size_t c = 0;
  for (int k = 0; k < grid.cells[2]; ++k) {
    for (int j = 0; j < grid.cells[1]; ++j) {
      for (int i = 0; i < grid.cells[0]; ++i, ++c) {
        for (std::size_t slot = c * slots; slot < (c + 1) * slots; ++slot) {
          if (!(stencils.weight[slot] > 0)) continue;
          for (const bool against : {false, true}) {
            const long n = neighbourhood.at({i, j, k}, stencils.id[slot], against);
            if (n < 0 || static_cast<std::size_t>(n) == c) continue;
            there[2 * slot + against] = static_cast<int>(n);
            ++count[c];
            ++count[static_cast<std::size_t>(n)];
          }
        }
      }
    }
  }
  std::vector<std::size_t> next(cells + 1, 0);
  for (std::size_t r = 0; r < cells; ++r) next[r + 1] = next[r] + static_cast<std::size_t>(count[r]);
  std::vector<std::pair<int, double>> given(next[cells]);
  for (std::size_t slot = 0; slot < cells * slots; ++slot) {
    const int here = static_cast<int>(slot / slots);
    for (const int n : {there[2 * slot], there[2 * slot + 1]}) {
      if (n < 0) continue;
      const double half = 0.5 * stencils.weight[slot];
      given[next[static_cast<std::size_t>(here)]++] = {n, half};
      given[next[static_cast<std::size_t>(n)]++] = {here, half};
    }
  }

  Links links;
  links.start.assign(1, 0);
  links.start.reserve(cells + 1);
  links.cell.reserve(given.size() * 2 / 3);
  links.conductance.reserve(given.size() * 2 / 3);
  std::vector<std::pair<int, double>> row;
  std::size_t begin = 0;
  for (std::size_t r = 0; r < cells; ++r) {
    row.assign(given.begin() + static_cast<long>(begin), given.begin() + static_cast<long>(next[r]));
    begin = next[r];
    links.start.push_back(links.start.back() + merge_row(row));
    for (const auto& [cell, conductance] : row) {
      links.cell.push_back(cell);
      links.conductance.push_back(conductance);
    }
  }
  return links;
}

Links dispersion_links(const Carrier& carrier, const DispersionLaw& law, std::span<const double> factor,
                       const Faces* open) {
  const std::vector<SymmetricTensor> tensor = dispersion_tensor(carrier, law, factor);
  std::vector<std::array<double, 3>> floor(carrier.grid.size(), {0, 0, 0});
  each_face(carrier.grid, [&](int axis, std::size_t c, std::size_t next) {
    const double half = 0.5 * std::fabs(carrier.flux[axis][c]);
    for (const std::size_t side : {c, next}) floor[side][axis] = std::max(floor[side][axis], half);
  });
  return dispersion_links(carrier.grid, dispersion_stencils(carrier.grid, tensor, floor), open);
}

}  // namespace cellroute::numerics
