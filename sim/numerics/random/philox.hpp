// Random numbers by counter: number i of stream s under key k is a pure function of (k, s, i), the
// same on every machine and in any order. Philox4x32-10 from Random123; own inverse transforms,
// because those of the standard library differ between libraries.
//
// Source: J. K. Salmon et al., Parallel random numbers: as easy as 1, 2, 3, SC'11,
// doi:10.1145/2063384.2063405.
#pragma once

#include <cstdint>

namespace cellroute::numerics {

class Philox {
 public:
  Philox(std::uint64_t seed, std::uint64_t stream) : seed_(seed), stream_(stream) {}
  /// 64 random bits.
  std::uint64_t bits(std::uint64_t index) const;
  /// In the open interval (0, 1), on a grid of 2^-53.
  double uniform(std::uint64_t index) const;

 private:
  std::uint64_t seed_, stream_;
};

/// Quantile z [1] of the standard normal: Phi(z) = q, to a relative 1e-12 for q in (0, 1).
double normal_quantile(double q);

}  // namespace cellroute::numerics
