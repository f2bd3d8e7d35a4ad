// Carriers for the transport tests: columns, and flows down a solved pressure.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/numerics/random/philox.hpp"
#include "sim/numerics/transport/carrier.hpp"

namespace testing {

using cellroute::numerics::Carrier;
using cellroute::numerics::Grid;

/// One uniform number after the other.
class Uniform {
 public:
  explicit Uniform(std::uint64_t seed) : philox_(seed, 0) {}
  double operator()() { return philox_.uniform(next_++); }

 private:
  cellroute::numerics::Philox philox_;
  std::uint64_t next_ = 0;
};

/// Flow `q` along x from a well in the first cell to one in the last (the other way for q < 0), with
/// pore volumes given cell by cell.
Carrier column(const std::vector<double>& pore_volume, double length, double q);

/// Darcy flow in random permeability over `decades`, between `wells` inlets and as many outlets of
/// random strength at random places, of total 1 m3/s; pore volumes differ cell by cell.
Carrier random_flow(const Grid& grid, double decades, int wells, std::uint64_t seed);

}  // namespace testing
