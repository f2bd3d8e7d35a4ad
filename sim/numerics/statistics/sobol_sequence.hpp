// Sobol points by number, plain or with Owen's nested uniform scrambling.
//
// Point i has in dimension d the bits  x_d(i) = XOR of v_{d,b} over the set bits b of i  (plain binary
// order, so that any point can be had alone). Direction numbers v: S. Joe, F. Y. Kuo, SIAM J. Sci.
// Comput. 30 (2008) 2635, doi:10.1137/070709359.
//
// Scrambling flips each bit of x_d by a fair coin that depends on all higher bits: A. B. Owen, in:
// Monte Carlo and Quasi-Monte Carlo Methods in Scientific Computing (1995) 287,
// doi:10.1007/978-1-4612-2552-2_19. The coins come from a hash in which a bit is changed only by
// those above it: S. Laine, T. Karras, Comput. Graph. Forum 30 (2011) 1147,
// doi:10.1111/j.1467-8659.2011.01985.x. Its keys are Philox numbers: the same on every machine.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace cellroute::numerics {

class SobolSequence {
 public:
  static constexpr int digits = 52;  // binary digits of a number, and the limit 2^52 of the index
  static int max_dimensions();

  /// Plain points, on a grid of 2^-52, moved up by half of it so that none is 0.
  /// Throws std::invalid_argument unless 1 <= dimensions <= max_dimensions().
  explicit SobolSequence(int dimensions);
  /// Scrambled; scrambles of one seed with different `replicate` are independent.
  SobolSequence(int dimensions, std::uint64_t seed, std::uint64_t replicate = 0);

  int dimensions() const { return dimensions_; }
  /// Point `index` < 2^52, its first point.size() <= dimensions() numbers, all in (0, 1).
  /// May be asked from any thread and in any order.
  void point(std::uint64_t index, std::span<double> point) const;

 private:
  static constexpr int rounds = 5;  // fewer leave the coins of the fourth digit visibly uneven
  struct Keys {
    std::uint64_t add[rounds], spread[rounds], multiply[rounds];
  };
  int dimensions_;
  std::vector<std::uint64_t> directions_;  // [bit of the index][dimension], first digit lowest
  std::vector<Keys> keys_;                 // [dimension], empty without scrambling
};

}  // namespace cellroute::numerics
