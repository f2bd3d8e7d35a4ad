// Which vessels are near: a uniform grid of cells, each with the numbers of the capsules that touch it.
//
// Entries are never taken out: a vessel that moved is put in again and its old entries stay, so whoever
// asks must test the vessel as it is now. A number may be visited more than once.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/liver/trees/geometry.hpp"

namespace cellroute::liver {

class CapsuleIndex {
 public:
  CapsuleIndex() = default;
  /// Cells of width `cell` [m] over the box; what reaches out of it is kept in the outermost cells.
  CapsuleIndex(const Point& low, const Point& high, double cell);

  void insert(std::int32_t number, const Capsule& capsule);

  /// visit(number) for all that share a cell with the capsule, until it returns false.
  /// @return whether it never did
  template <class Visit>
  bool near(const Capsule& capsule, Visit&& visit) const {
    return for_cells(capsule, [&](std::size_t cell) {
      for (std::int32_t e = head_[cell]; e >= 0; e = entry_[static_cast<std::size_t>(e)].next) {
        if (!visit(entry_[static_cast<std::size_t>(e)].number)) return false;
      }
      return true;
    });
  }

  double cell() const { return cell_; }
  /// Cells along the longest side of the box.
  int widest() const { return std::max({cells_[0], cells_[1], cells_[2]}); }

 private:
  struct Entry {
    std::int32_t number, next;
  };

  int clamped(double place, std::size_t d) const {
    return static_cast<int>(std::clamp(std::floor((place - low_[d]) / cell_), 0.0, cells_[d] - 1.0));
  }

  /// All cells the capsule touches and a few more: layer by layer along its longest side, the box of the
  /// piece of the axis that can reach into the layer, widened by the radius.
  template <class Visit>
  bool for_cells(const Capsule& c, Visit&& visit) const {
    const Point along = difference(c.b, c.a);
    std::size_t d = 0;
    for (std::size_t k = 1; k < 3; ++k) {
      if (std::fabs(along[k]) > std::fabs(along[d])) d = k;
    }
    const std::size_t e = (d + 1) % 3, f = (d + 2) % 3;
    const double low = std::min(c.a[d], c.b[d]) - c.radius, high = std::max(c.a[d], c.b[d]) + c.radius;
    const int last = clamped(high, d);
    for (int layer = clamped(low, d); layer <= last; ++layer) {
      const double floor = low_[d] + layer * cell_ - c.radius, ceiling = floor + cell_ + 2 * c.radius;
      double s = 0, t = 1;  // the axis between floor and ceiling; at the box's ends, all beyond too
      if (along[d] != 0) {
        s = ((layer == 0 ? low : floor) - c.a[d]) / along[d];
        t = ((layer == cells_[d] - 1 ? high : ceiling) - c.a[d]) / along[d];
        if (s > t) std::swap(s, t);
        s = std::clamp(s, 0.0, 1.0);
        t = std::clamp(t, 0.0, 1.0);
      }
      const Point p = between(c.a, c.b, s), q = between(c.a, c.b, t);
      const int e_last = clamped(std::max(p[e], q[e]) + c.radius, e),
                f_first = clamped(std::min(p[f], q[f]) - c.radius, f),
                f_last = clamped(std::max(p[f], q[f]) + c.radius, f);
      for (int i = clamped(std::min(p[e], q[e]) - c.radius, e); i <= e_last; ++i) {
        for (int j = f_first; j <= f_last; ++j) {
          if (!visit(static_cast<std::size_t>(layer) * stride_[d] + static_cast<std::size_t>(i) * stride_[e] +
                     static_cast<std::size_t>(j) * stride_[f]))
            return false;
        }
      }
    }
    return true;
  }

  Point low_{};
  double cell_ = 1;
  std::array<int, 3> cells_{1, 1, 1};
  std::array<std::size_t, 3> stride_{1, 1, 1};
  std::vector<std::int32_t> head_{-1};
  std::vector<Entry> entry_;
};

}  // namespace cellroute::liver
