// Pollock's flow lines through a grid (transit.hpp).
#include <algorithm>
#include <array>
#include <cmath>

#include "sim/lobule/transit.hpp"
#include "sim/numerics/transport/check.hpp"

namespace cellroute::lobule {

namespace {

using numerics::Grid;

/// Of the largest flux: less than this is what the pressure's residual leaves. Between layers that are
/// alike nothing else flows, and a line that follows it takes days.
constexpr double least_flux = 1e-9;

class Tracer {
 public:
  explicit Tracer(const numerics::Carrier& carrier) : carrier_(carrier), grid_(carrier.grid) {
    const std::size_t n = grid_.size();
    low_.fill(std::vector<double>(n, 0.0));
    high_ = low_;
    above_.fill(std::vector<std::size_t>(n));
    below_ = above_;
    leaving_ = carrier.outflow;
    double largest = 0;
    numerics::each_face(grid_, [&](int axis, std::size_t c, std::size_t) {
      largest = std::max(largest, std::abs(carrier.flux[axis][c]));
    });
    numerics::each_face(grid_, [&](int axis, std::size_t c, std::size_t next) {
      const double flux = std::abs(carrier.flux[axis][c]) > least_flux * largest ? carrier.flux[axis][c] : 0;
      low_[axis][next] = high_[axis][c] = flux;
      above_[axis][c] = next;
      below_[axis][next] = c;
      leaving_[flux > 0 ? c : next] += std::abs(flux);
    });
  }

  /// Blood [m3/s] that leaves a cell by its low (0) or high (1) face.
  double leaves_by(std::size_t cell, int axis, int side) const {
    const double flux = side ? high_[axis][cell] : -low_[axis][cell];
    return grid_.cells[axis] > 1 ? std::max(0.0, flux) : 0;
  }

  struct Mark {
    std::size_t cell;
    std::array<double, 3> at;  // [1] place in the cell
    double time, length, weight;
  };

  /// Follows a line to its end; done(time, length, weight) is called wherever a part of it leaves.
  template <class Done>
  void follow(Mark m, Done done) const {
    const std::size_t most = 20 * (grid_.cells[0] + grid_.cells[1] + grid_.cells[2]) + 1000;
    for (std::size_t step = 0; step < most && m.weight > 0; ++step) {
      const double leaving = leaving_[m.cell];
      if (!(leaving > 0)) return;
      if (carrier_.outflow[m.cell] > 0) {
        const double part = m.weight * carrier_.outflow[m.cell] / leaving;
        done(m.time + carrier_.pore_volume[m.cell] / leaving, m.length, part);
        m.weight -= part;
      }
      if (!cross(m)) return;
    }
  }

  /// Through `face` of `from` into the next cell.
  void pass(Mark& m, std::size_t from, int axis, int side) const {
    m.cell = side ? above_[axis][from] : below_[axis][from];
    m.at[axis] = side ? 0 : 1;
  }

 private:
  /// To where the line leaves its cell, and into the next; false when it ends in the cell.
  bool cross(Mark& m) const {
    const double volume = carrier_.pore_volume[m.cell];
    std::array<double, 3> here{}, slope{};
    double soonest = infinity;
    int axis = -1, side = 0;
    for (int a = 0; a < 3; ++a) {
      if (grid_.cells[a] == 1) continue;
      const double low = low_[a][m.cell] / volume, high = high_[a][m.cell] / volume;  // [1/s]
      slope[a] = high - low;
      here[a] = low + slope[a] * m.at[a];
      const int to = here[a] > 0 ? 1 : 0;
      const double there = to ? high : low;
      if (here[a] == 0 || (to ? there <= 0 : there >= 0)) continue;  // never reaches that face
      const double way = to - m.at[a];
      const double growth = slope[a] * way / here[a];
      const double time = std::abs(growth) < 1e-9 ? way / here[a] : std::log1p(growth) / slope[a];
      if (time < soonest) {
        soonest = time;
        axis = a;
        side = to;
      }
    }
    if (axis < 0) return false;
    double square = 0;
    for (int a = 0; a < 3; ++a) {
      if (grid_.cells[a] == 1) continue;
      const double x = slope[a] * soonest;
      const double moved = std::abs(x) < 1e-9 ? here[a] * soonest : here[a] * std::expm1(x) / slope[a];
      const double to = a == axis ? side : std::clamp(m.at[a] + moved, 0.0, 1.0);
      square += std::pow((to - m.at[a]) * grid_.spacing[a], 2);
      m.at[a] = to;
    }
    m.time += soonest;
    m.length += std::sqrt(square);
    pass(m, m.cell, axis, side);
    return true;
  }

  const numerics::Carrier& carrier_;
  const Grid& grid_;
  std::array<std::vector<double>, 3> low_, high_;  // [m3/s] through a cell's faces along each axis
  std::array<std::vector<std::size_t>, 3> above_, below_;
  std::vector<double> leaving_;

 public:
  double leaving(std::size_t cell) const { return leaving_[cell]; }
};

}  // namespace

LineTransit line_transit(const numerics::Carrier& carrier, int count) {
  const Tracer tracer(carrier);
  const Grid& grid = carrier.grid;
  double through = 0;
  for (const double q : carrier.inflow) through += q;
  double weight = 0, time = 0, square = 0, length = 0;
  const auto done = [&](double t, double way, double part) {
    weight += part;
    time += part * t;
    square += part * t * t;
    length += part * way;
  };
  for (std::size_t c = 0; c < grid.size(); ++c) {
    if (!(carrier.inflow[c] > 0)) continue;
    const double stay = carrier.pore_volume[c] / tracer.leaving(c);
    if (carrier.outflow[c] > 0) done(stay, 0, carrier.inflow[c] * carrier.outflow[c] / tracer.leaving(c));
    for (int axis = 0; axis < 3; ++axis) {
      for (int side = 0; side < 2; ++side) {
        const double flow = carrier.inflow[c] * tracer.leaves_by(c, axis, side) / tracer.leaving(c);
        if (!(flow > 0)) continue;
        // An even number: the middle of a face may be a line that ends where the flow stands still.
        const int lines = 2 + 2 * static_cast<int>(count * flow / through / 2);
        for (int i = 0; i < lines; ++i) {
          Tracer::Mark m{c, {0.5, 0.5, 0.5}, stay, 0, flow / lines};
          for (int a = 0; a < 2; ++a)
            if (a != axis) m.at[a] = (i + 0.5) / lines;
          tracer.pass(m, c, axis, side);
          tracer.follow(m, done);
        }
      }
    }
  }
  LineTransit t;
  t.flow = weight / through;
  if (!(weight > 0)) return t;
  t.mean = time / weight;
  t.cv2 = square / weight / (t.mean * t.mean) - 1;
  t.length = length / weight;
  return t;
}

}  // namespace cellroute::lobule
