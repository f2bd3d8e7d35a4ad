// Nearest terminals through a grid of buckets, searched in growing shells until none can be nearer.
#include "sim/liver/trees/voxel_terminals.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/liver/trees/geometry.hpp"
#include "sim/liver/trees/mask.hpp"

namespace cellroute::liver {

namespace {

/// The terminals of one Couinaud segment in cubic buckets, about one in each.
class Buckets {
 public:
  Buckets(const std::vector<Point>& place, std::vector<std::int32_t> terminals, double volume)
      : place_(&place), width_(std::cbrt(volume / static_cast<double>(terminals.size()))) {
    low_ = place[static_cast<std::size_t>(terminals[0])];
    Point high = low_;
    for (const std::int32_t t : terminals) {
      for (std::size_t d = 0; d < 3; ++d) {
        low_[d] = std::min(low_[d], place[static_cast<std::size_t>(t)][d]);
        high[d] = std::max(high[d], place[static_cast<std::size_t>(t)][d]);
      }
    }
    for (std::size_t d = 0; d < 3; ++d) count_[d] = 1 + static_cast<int>((high[d] - low_[d]) / width_);
    first_.assign(static_cast<std::size_t>(count_[0]) * static_cast<std::size_t>(count_[1]) *
                          static_cast<std::size_t>(count_[2]) +
                      1,
                  0);
    for (const std::int32_t t : terminals) ++first_[bucket_of(t) + 1];
    for (std::size_t b = 1; b < first_.size(); ++b) first_[b] += first_[b - 1];
    members_.resize(terminals.size());
    std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
    for (const std::int32_t t : terminals) members_[next[bucket_of(t)]++] = t;
  }

  std::int32_t nearest(const Point& p) const {
    std::array<int, 3> at{};
    int farthest = 0;
    for (std::size_t d = 0; d < 3; ++d) {
      at[d] = static_cast<int>(std::floor((p[d] - low_[d]) / width_));
      farthest = std::max({farthest, std::abs(at[d]), std::abs(at[d] - count_[d] + 1)});
    }
    std::int32_t best = -1;
    double least = 0;
    for (int shell = 0; shell <= farthest; ++shell) {
      // All of this shell is at least shell - 1 whole buckets away.
      const double gap = (shell - 1) * width_;
      if (best >= 0 && shell > 0 && gap > 0 && gap * gap > least) break;
      search(p, at, shell, best, least);
    }
    return best;
  }

 private:
  std::size_t index(int i, int j, int k) const {
    return static_cast<std::size_t>(i) +
           static_cast<std::size_t>(count_[0]) *
               (static_cast<std::size_t>(j) +
                static_cast<std::size_t>(count_[1]) * static_cast<std::size_t>(k));
  }
  std::size_t bucket_of(std::int32_t t) const {
    const Point& p = (*place_)[static_cast<std::size_t>(t)];
    return index(static_cast<int>((p[0] - low_[0]) / width_), static_cast<int>((p[1] - low_[1]) / width_),
                 static_cast<int>((p[2] - low_[2]) / width_));
  }

  void search(const Point& p, const std::array<int, 3>& at, int shell, std::int32_t& best,
              double& least) const {
    const auto from = [&](std::size_t d) { return std::max(0, at[d] - shell); };
    const auto to = [&](std::size_t d) { return std::min(count_[d] - 1, at[d] + shell); };
    for (int k = from(2); k <= to(2); ++k) {
      for (int j = from(1); j <= to(1); ++j) {
        const bool whole = std::abs(k - at[2]) == shell || std::abs(j - at[1]) == shell;
        for (int i = from(0); i <= to(0); ++i) {
          if (!whole && std::abs(i - at[0]) != shell) continue;
          const std::size_t b = index(i, j, k);
          for (std::size_t m = first_[b]; m < first_[b + 1]; ++m) {
            const std::int32_t t = members_[m];
            const double d = squared_distance(p, (*place_)[static_cast<std::size_t>(t)]);
            if (best < 0 || d < least || (d == least && t < best)) {
              best = t;
              least = d;
            }
          }
        }
      }
    }
  }

  const std::vector<Point>* place_;
  double width_;
  Point low_{};
  std::array<int, 3> count_{};
  std::vector<std::size_t> first_;
  std::vector<std::int32_t> members_;
};

}  // namespace

void assign_voxels(const LiverAnatomy& anatomy, VesselTree& tree) {
  const Mask mask(anatomy);
  std::vector<Point> place;
  for (const std::int32_t t : tree.terminals) place.push_back(tree.end[static_cast<std::size_t>(t)]);
  std::array<std::vector<std::int32_t>, couinaud_segments> terminals;
  tree.terminal_of_voxel.assign(anatomy.voxels.size(), -1);
  for (std::size_t t = 0; t < place.size(); ++t) {
    const auto cell = static_cast<std::int32_t>(mask.cell_at(place[t]));
    const auto at = std::lower_bound(anatomy.voxels.begin(), anatomy.voxels.end(), cell);
    if (cell < 0 || at == anatomy.voxels.end() || *at != cell) {
      throw std::invalid_argument("a terminal of the " +
                                  std::string(tree_names[static_cast<std::size_t>(tree.kind)]) +
                                  " lies outside the liver");
    }
    auto& owner = tree.terminal_of_voxel[static_cast<std::size_t>(at - anatomy.voxels.begin())];
    if (owner >= 0) {
      throw std::invalid_argument("two terminals of the " +
                                  std::string(tree_names[static_cast<std::size_t>(tree.kind)]) +
                                  " lie in one voxel");
    }
    owner = static_cast<std::int32_t>(t);
    terminals[static_cast<std::size_t>(anatomy.segment[static_cast<std::size_t>(cell)] - 1)].push_back(owner);
  }
  std::array<double, couinaud_segments> volume{};
  for (const std::int32_t cell : anatomy.voxels) {
    volume[static_cast<std::size_t>(anatomy.segment[static_cast<std::size_t>(cell)] - 1)] +=
        anatomy.grid.voxel_volume();
  }
  std::vector<Buckets> buckets;
  std::array<std::size_t, couinaud_segments> bucket_of{};
  for (std::size_t s = 0; s < couinaud_segments; ++s) {
    if (volume[s] == 0) continue;
    if (terminals[s].empty()) {
      throw std::invalid_argument("the " + std::string(tree_names[static_cast<std::size_t>(tree.kind)]) +
                                  " has no terminal in segment " + std::to_string(s + 1));
    }
    bucket_of[s] = buckets.size();
    buckets.emplace_back(place, terminals[s], volume[s]);
  }
  const auto n = static_cast<std::int64_t>(anatomy.voxels.size());
#pragma omp parallel for schedule(static)
  for (std::int64_t v = 0; v < n; ++v) {
    auto& owner = tree.terminal_of_voxel[static_cast<std::size_t>(v)];
    if (owner >= 0) continue;
    const auto cell = static_cast<std::size_t>(anatomy.voxels[static_cast<std::size_t>(v)]);
    owner = buckets[bucket_of[static_cast<std::size_t>(anatomy.segment[cell] - 1)]].nearest(
        anatomy.grid.centre(cell));
  }
}

}  // namespace cellroute::liver
