// A Latin hypercube by number: every dimension has one point in each of N equal stretches, and any
// point can be had without the others.
//
// The stretch of point i in dimension d is a keyed bijection of 0 ... N - 1: affine steps and shifted
// XORs modulo the next power of two, repeated until the result is below N (J. Black, P. Rogaway, Ciphers
// with arbitrary finite domains, CT-RSA 2002, doi:10.1007/3-540-45760-7_9). Latin hypercubes: M. D.
// McKay, R. J. Beckman, W. J. Conover, Technometrics 21 (1979) 239, doi:10.1080/00401706.1979.10489755.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace cellroute::numerics {

class LatinHypercube {
 public:
  /// Hypercubes of one seed with different `replicate` are independent. Throws std::invalid_argument
  /// unless points and dimensions are at least 1.
  LatinHypercube(std::uint64_t points, int dimensions, std::uint64_t seed, std::uint64_t replicate = 0);
  std::uint64_t points() const { return points_; }
  int dimensions() const { return static_cast<int>(keys_.size()); }
  /// Point `index` < points(), its first point.size() numbers, all in (0, 1).
  void point(std::uint64_t index, std::span<double> point) const;

 private:
  static constexpr int rounds = 6;
  struct Keys {
    std::array<std::uint64_t, rounds> multiply, add;
  };
  std::uint64_t stretch(const Keys& keys, std::uint64_t index) const;
  std::uint64_t points_, seed_, replicate_, mask_;
  int shift_;
  std::vector<Keys> keys_;
};

}  // namespace cellroute::numerics
