#include "sim/numerics/statistics/latin_hypercube.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <stdexcept>

#include "sim/numerics/random/philox.hpp"

namespace cellroute::numerics {
namespace {

/// Streams of Philox that no other design uses: keys of the bijections, and places within a stretch.
constexpr std::uint64_t key_streams = 0x1a71'0000'0000'0000, place_streams = 0x1a71'8000'0000'0000;

std::uint64_t stream(std::uint64_t kind, std::uint64_t replicate, std::size_t dimension) {
  return kind + (replicate << 20) + dimension;
}

}  // namespace

LatinHypercube::LatinHypercube(std::uint64_t points, int dimensions, std::uint64_t seed,
                               std::uint64_t replicate)
    : points_(points), seed_(seed), replicate_(replicate) {
  if (points < 1 || dimensions < 1) {
    throw std::invalid_argument("a Latin hypercube has at least one point and one dimension");
  }
  // On a few numbers the steps make few of all permutations; walking back from 2^10 makes them all.
  const int width = std::max(10, static_cast<int>(std::bit_width(points - 1)));
  mask_ = width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
  shift_ = width / 2;
  keys_.resize(static_cast<std::size_t>(dimensions));
  for (std::size_t d = 0; d < keys_.size(); ++d) {
    const Philox random(seed, stream(key_streams, replicate, d));
    for (std::uint64_t r = 0; r < rounds; ++r) {
      keys_[d].multiply[r] = random.bits(2 * r) | 1;  // odd: a bijection modulo powers of two
      keys_[d].add[r] = random.bits(2 * r + 1);
    }
  }
}

std::uint64_t LatinHypercube::stretch(const Keys& keys, std::uint64_t index) const {
  std::uint64_t x = index;
  do {
    for (int r = 0; r < rounds; ++r) {
      x = (x * keys.multiply[r] + keys.add[r]) & mask_;
      x ^= x >> shift_;
    }
  } while (x >= points_);
  return x;
}

void LatinHypercube::point(std::uint64_t index, std::span<double> point) const {
  for (std::size_t d = 0; d < point.size(); ++d) {
    const double within = Philox(seed_, stream(place_streams, replicate_, d)).uniform(index);
    const double place = static_cast<double>(stretch(keys_[d], index)) + within;
    point[d] = std::clamp(place / static_cast<double>(points_), 0x1p-54, 1 - 0x1p-53);
  }
}

}  // namespace cellroute::numerics
