// A Latin hypercube whose points are asked for one by one, in any order: nothing is stored.
//
// Each column is a keyed permutation of the strata: a balanced Feistel network over the next power of four, walked
// along its cycle until it is back among the strata.
// Source: M. D. McKay, R. J. Beckman, W. J. Conover, Technometrics 21 (1979) 239, doi:10.2307/1268522; J. Black,
// P. Rogaway, Ciphers with arbitrary finite domains, CT-RSA 2002, doi:10.1007/3-540-45760-7_9.
#pragma once

#include <cstdint>

namespace cellroute::numerics {

/// A permutation of 0 .. size - 1 that is a function of its key.
class KeyedPermutation {
 public:
  /// @pre size >= 1
  KeyedPermutation(std::uint64_t seed, std::uint64_t stream, std::uint64_t size);
  std::uint64_t operator()(std::uint64_t index) const;

 private:
  std::uint64_t seed_, stream_, size_;
  int half_bits_;
};

class LatinHypercube {
 public:
  /// Hypercubes of different seeds are independent.
  LatinHypercube(std::uint64_t seed, std::uint64_t points) : seed_(seed), points_(points) {}
  /// Coordinate `dimension` of point `index`, in (0, 1): one point lies in each of `points` equal intervals.
  double operator()(std::uint64_t index, std::uint64_t dimension) const;

 private:
  std::uint64_t seed_, points_;
};

}  // namespace cellroute::numerics
