// Kahn's method on rows: a cell that is ready takes along every neighbour in its row that waits for
// nothing outside the row.
#include "sim/numerics/transport/segments.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "sim/numerics/transport/order.hpp"

namespace cellroute::numerics {

namespace {

class Cutter {
 public:
  explicit Cutter(const Carrier& carrier)
      : carrier_(carrier),
        grid_(carrier.grid),
        cells_(static_cast<int>(grid_.size())),
        waiting_(cells_, 0),
        lateral_(cells_, 0),
        level_of_(cells_, 0),
        done_(cells_, 0) {}

  Segments cut() {
    for (int c = 0; c < cells_; ++c) {
      each_side(c, [&](int side, int, double incoming) {
        waiting_[c] += incoming > 0;
        lateral_[c] += incoming > 0 && side >= 2;
      });
      if (waiting_[c] == 0) ready_.push_back(c);
    }
    int covered = 0;
    for (std::size_t next = 0; next < ready_.size(); ++next) {
      if (done_[ready_[next]]) continue;
      const Segment segment = grow(ready_[next]);
      finish(segment);
      covered += segment.length;
    }
    if (covered < cells_) order_by_flow(carrier_);  // throws, and names a cell of the circle
    return by_level();
  }

 private:
  /// visit(side, neighbour, incoming flux) for the up to six sides of a cell: low x, high x, low y, ...
  template <class Visit>
  void each_side(int cell, Visit visit) const {
    int stride = 1;
    for (int axis = 0; axis < 3; ++axis) {
      const int n = grid_.cells[axis], place = cell / stride % n;
      const bool joined = grid_.periodic[axis] && n > 1;
      if (place > 0 || joined) {
        const int lower = place > 0 ? cell - stride : cell + stride * (n - 1);
        visit(2 * axis, lower, carrier_.flux[axis][lower]);
      }
      if (place + 1 < n || joined) {
        const int upper = place + 1 < n ? cell + stride : cell - stride * (n - 1);
        visit(2 * axis + 1, upper, -carrier_.flux[axis][cell]);
      }
      stride *= n;
    }
  }

  /// Does blood enter over this side (0: low x, 1: high x) from a cell that is not done?
  bool waits(int cell, int wanted) const {
    bool answer = false;
    each_side(cell, [&](int side, int neighbour, double incoming) {
      if (side == wanted) answer = incoming > 0 && !done_[neighbour];
    });
    return answer;
  }

  Segment grow(int seed) const {
    const int row = seed / grid_.cells[0] * grid_.cells[0], end = row + grid_.cells[0];
    int low = seed, high = seed;
    const auto joins = [&](int cell) {
      return cell >= row && cell < end && !done_[cell] && lateral_[cell] == 0 &&
             high - low + 1 < longest_segment;
    };
    while (joins(high + 1)) ++high;
    while (joins(low - 1)) --low;
    while (low < seed && waits(low, 0)) ++low;
    while (high > seed && waits(high, 1)) --high;
    return {low, high - low + 1, false, false};
  }

  void finish(Segment segment) {
    int level = 0;
    const int end = segment.first + segment.length;
    for (int c = segment.first; c < end; ++c) done_[c] = 1;
    for (int c = segment.first; c < end; ++c)
      each_side(c, [&](int side, int n, double incoming) {
        const bool inside = n >= segment.first && n < end;
        if (incoming > 0 && side == 0) segment.up = true;
        if (incoming > 0 && side == 1) segment.down = true;
        if (incoming > 0 && !inside) level = std::max(level, level_of_[n] + 1);
        if (!(incoming < 0) || done_[n]) return;
        if (side >= 2) --lateral_[n];
        if (--waiting_[n] == 0) ready_.push_back(n);
      });
    for (int c = segment.first; c < end; ++c) level_of_[c] = level;
    found_.push_back(segment);
  }

  Segments by_level() const {
    std::vector<int> order(found_.size());
    std::iota(order.begin(), order.end(), 0);
    const auto level = [&](int s) { return level_of_[found_[s].first]; };
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return level(a) < level(b); });
    Segments segments;
    segments.list.reserve(found_.size());
    for (const int s : order) {
      if (static_cast<int>(segments.level.size()) <= level(s))
        segments.level.push_back(static_cast<int>(segments.list.size()));
      segments.list.push_back(found_[s]);
    }
    segments.level.push_back(static_cast<int>(segments.list.size()));
    return segments;
  }

  const Carrier& carrier_;
  const Grid& grid_;
  int cells_;
  std::vector<unsigned char> waiting_, lateral_;  // feeds not done: all, and those along y and z
  std::vector<int> level_of_;
  std::vector<char> done_;
  std::vector<int> ready_;
  std::vector<Segment> found_;
};

}  // namespace

Segments cut_segments(const Carrier& carrier) { return Cutter(carrier).cut(); }

}  // namespace cellroute::numerics
