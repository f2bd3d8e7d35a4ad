// Permeability fields that are hard in different ways, the same for tests and benchmarks.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include "sim/numerics/grid.hpp"

namespace cellroute::testing {

/// A small generator of numbers in [0, 1), the same everywhere (splitmix64).
class Noise {
 public:
  explicit Noise(std::uint64_t seed) : state_(seed) {}
  double operator()() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
  }

 private:
  std::uint64_t state_;
};

inline std::vector<double> uniform_field(const numerics::Grid& grid) {
  return std::vector<double>(grid.size(), 1.0);
}

/// Smooth, with the symmetry of hexagons: three plane waves at 120 degrees, six lobules across.
inline std::vector<double> lobular_field(const numerics::Grid& grid, double contrast) {
  std::vector<double> k(grid.size());
  const auto [nx, ny, nz] = grid.cells;
  for (int kk = 0; kk < nz; ++kk) {
    for (int j = 0; j < ny; ++j) {
      for (int i = 0; i < nx; ++i) {
        const double x = 12 * std::numbers::pi * i / nx, y = 12 * std::numbers::pi * j / ny;
        const double wave =
            (std::cos(x) + std::cos(-x / 2 + std::sqrt(0.75) * y) + std::cos(-x / 2 - std::sqrt(0.75) * y)) /
            3;
        const double depth = nz > 1 ? 0.2 * std::cos(4 * std::numbers::pi * kk / nz) : 0;
        k[grid.index(i, j, kk)] = std::pow(contrast, 0.5 * (wave + depth));
      }
    }
  }
  return k;
}

/// Vessel-like: paths one cell wide that step along the axes, winding round the block, until they fill
/// `share` of it.
inline std::vector<double> channel_field(const numerics::Grid& grid, double contrast, double share,
                                         std::uint64_t seed = 7) {
  std::vector<double> k(grid.size(), 1.0);
  Noise noise(seed);
  std::size_t filled = 0;
  while (static_cast<double>(filled) < share * static_cast<double>(grid.size())) {
    std::array<int, 3> at{}, step{};
    std::array<double, 3> lean{};
    for (int a = 0; a < 3; ++a) {
      at[a] = static_cast<int>(noise() * grid.cells[a]);
      step[a] = noise() < 0.5 ? 1 : grid.cells[a] - 1;
      lean[a] = grid.cells[a] > 1 ? noise() : 0;
    }
    const int length = 10 + static_cast<int>(noise() * 3 * grid.cells[0]);
    for (int s = 0; s < length; ++s) {
      double& here = k[grid.index(at[0], at[1], at[2])];
      if (here == 1.0) ++filled;
      here = contrast;
      const double pick = noise() * (lean[0] + lean[1] + lean[2]);
      const int a = pick < lean[0] ? 0 : (pick < lean[0] + lean[1] ? 1 : 2);
      at[a] = (at[a] + step[a]) % grid.cells[a];
    }
  }
  return k;
}

/// Sheets one cell thin that hardly conduct: straight ones and leaning ones that cross them.
inline std::vector<double> septa_field(const numerics::Grid& grid, double contrast) {
  std::vector<double> k(grid.size(), 1.0);
  for (int kk = 0; kk < grid.cells[2]; ++kk) {
    for (int j = 0; j < grid.cells[1]; ++j) {
      for (int i = 0; i < grid.cells[0]; ++i) {
        const bool across = (i + j / 2) % 37 == 0 || j % 29 == 0;
        const bool level = grid.cells[2] > 1 && (kk + i / 3) % 31 == 0;
        if (across || level) k[grid.index(i, j, kk)] = 1 / contrast;
      }
    }
  }
  return k;
}

/// Every cell on its own, evenly in the logarithm.
inline std::vector<double> noise_field(const numerics::Grid& grid, double contrast, std::uint64_t seed = 7) {
  std::vector<double> k(grid.size());
  Noise noise(seed);
  for (double& v : k) v = std::pow(contrast, noise() - 0.5);
  return k;
}

}  // namespace cellroute::testing
