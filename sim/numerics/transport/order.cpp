// Levels of the graph of flow, by taking away the cells that nothing flows into (Kahn's method).
#include "sim/numerics/transport/order.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "sim/numerics/transport/check.hpp"

namespace cellroute::numerics {

namespace {

/// Neighbour and flux towards a cell across each of its six faces; a neighbour of -1 is a wall.
struct Surroundings {
  std::array<int, 6> neighbour;
  std::array<double, 6> incoming;  // [m3/s], negative when leaving
};

class Block {
 public:
  explicit Block(const Carrier& carrier) : carrier_(carrier), grid_(carrier.grid) {
    stride_ = {1, grid_.index(0, 1, 0), grid_.index(0, 0, 1)};
  }

  Surroundings around(int cell) const {
    Surroundings s;
    const std::size_t c = static_cast<std::size_t>(cell);
    for (int axis = 0; axis < 3; ++axis) {
      const std::size_t n = static_cast<std::size_t>(grid_.cells[axis]), stride = stride_[axis];
      const std::size_t place = c / stride % n;
      const bool joined = grid_.periodic[axis] && n > 1;
      const std::size_t lower = place > 0 ? c - stride : c + stride * (n - 1);
      const std::size_t upper = place + 1 < n ? c + stride : c - stride * (n - 1);
      const bool has_lower = place > 0 || joined, has_upper = place + 1 < n || joined;
      s.neighbour[2 * axis] = has_lower ? static_cast<int>(lower) : -1;
      s.incoming[2 * axis] = has_lower ? carrier_.flux[axis][lower] : 0;
      s.neighbour[2 * axis + 1] = has_upper ? static_cast<int>(upper) : -1;
      s.incoming[2 * axis + 1] = has_upper ? -carrier_.flux[axis][c] : 0;
    }
    return s;
  }

 private:
  const Carrier& carrier_;
  const Grid& grid_;
  std::array<std::size_t, 3> stride_;
};

/// Some cell of a circle: from any cell left over, walk against the flow among those left over until
/// a cell comes back.
int cell_of_circle(const Block& block, const std::vector<int>& waiting) {
  int cell = static_cast<int>(std::find_if(waiting.begin(), waiting.end(), [](int w) { return w > 0; }) -
                              waiting.begin());
  std::vector<char> seen(waiting.size(), 0);
  while (!seen[cell]) {
    seen[cell] = 1;
    const Surroundings s = block.around(cell);
    for (int f = 0; f < 6; ++f)
      if (s.incoming[f] > 0 && waiting[s.neighbour[f]] > 0) {
        cell = s.neighbour[f];
        break;
      }
  }
  return cell;
}

}  // namespace

FlowOrder order_by_flow(const Carrier& carrier) {
  check_carrier(carrier);
  const Block block(carrier);
  const int cells = static_cast<int>(carrier.grid.size());

  std::vector<int> waiting(cells), depth(cells, 0);
  std::vector<int> ready;
  ready.reserve(cells);
  int feeds = 0;
  for (int c = 0; c < cells; ++c) {
    for (const double flux : block.around(c).incoming) waiting[c] += flux > 0;
    feeds += waiting[c];
    if (waiting[c] == 0) ready.push_back(c);
  }
  for (std::size_t done = 0; done < ready.size(); ++done) {
    const int c = ready[done];
    const Surroundings s = block.around(c);
    for (int f = 0; f < 6; ++f) {
      const int n = s.neighbour[f];
      if (!(s.incoming[f] < 0)) continue;
      depth[n] = std::max(depth[n], depth[c] + 1);
      if (--waiting[n] == 0) ready.push_back(n);
    }
  }
  if (static_cast<int>(ready.size()) < cells)
    throw std::invalid_argument(
        "carrier: blood runs in a circle through " +
        cell_name(carrier.grid, static_cast<std::size_t>(cell_of_circle(block, waiting))) +
        " (a flow down a pressure cannot: take each face's flux from one pressure field)");

  FlowOrder order;
  order.level.assign(static_cast<std::size_t>(*std::max_element(depth.begin(), depth.end())) + 2, 0);
  for (const int d : depth) ++order.level[d + 1];
  for (int l = 1; l <= order.levels(); ++l) order.level[l] += order.level[l - 1];
  order.cell.resize(cells);
  std::vector<int> next(order.level);
  for (int c = 0; c < cells; ++c) order.cell[next[depth[c]]++] = c;

  order.first_feed.reserve(cells + 1);
  order.feed.reserve(feeds);
  order.feed_flux.reserve(feeds);
  order.leaving.reserve(cells);
  order.first_feed.push_back(0);
  for (const int c : order.cell) {
    const Surroundings s = block.around(c);
    double leaving = carrier.outflow[c];
    for (int f = 0; f < 6; ++f) {
      if (s.incoming[f] > 0) {
        order.feed.push_back(s.neighbour[f]);
        order.feed_flux.push_back(s.incoming[f]);
      } else {
        leaving -= s.incoming[f];
      }
    }
    order.first_feed.push_back(static_cast<int>(order.feed.size()));
    order.leaving.push_back(leaving);
  }
  return order;
}

}  // namespace cellroute::numerics
