#include "sim/numerics/random/latin_hypercube.hpp"

#include <bit>

#include "sim/numerics/random/philox.hpp"

namespace cellroute::numerics {
namespace {

constexpr int rounds = 8;
constexpr std::uint64_t place_streams = 1ull << 62, jitter_streams = 1ull << 63;

}  // namespace

KeyedPermutation::KeyedPermutation(std::uint64_t seed, std::uint64_t stream, std::uint64_t size)
    : seed_(seed), stream_(stream), size_(size) {
  const int bits = std::bit_width(size - 1);
  half_bits_ = bits < 2 ? 1 : (bits + 1) / 2;
}

std::uint64_t KeyedPermutation::operator()(std::uint64_t index) const {
  const Philox random(seed_, stream_);
  const std::uint64_t mask = (1ull << half_bits_) - 1;
  do {
    std::uint64_t left = index >> half_bits_, right = index & mask;
    for (std::uint64_t round = 0; round < rounds; ++round) {
      const std::uint64_t mixed = left ^ (random.bits((round << 32) | right) & mask);
      left = right;
      right = mixed;
    }
    index = (left << half_bits_) | right;
  } while (index >= size_);
  return index;
}

double LatinHypercube::operator()(std::uint64_t index, std::uint64_t dimension) const {
  const KeyedPermutation place(seed_, place_streams + dimension, points_);
  const double jitter = Philox(seed_, jitter_streams + dimension).uniform(index);
  return (static_cast<double>(place(index)) + jitter) / static_cast<double>(points_);
}

}  // namespace cellroute::numerics
