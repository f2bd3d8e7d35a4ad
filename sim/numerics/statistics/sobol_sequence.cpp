#include "sim/numerics/statistics/sobol_sequence.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <boost/random/detail/sobol_table.hpp>
#include <cstddef>
#include <stdexcept>

#include "sim/numerics/random/philox.hpp"

namespace cellroute::numerics {
namespace {

using Table = boost::random::detail::qrng_tables::sobol;
constexpr std::uint64_t one = 1;

std::uint64_t reversed(std::uint64_t x) {
  x = (x & 0x5555555555555555u) << 1 | (x >> 1 & 0x5555555555555555u);
  x = (x & 0x3333333333333333u) << 2 | (x >> 2 & 0x3333333333333333u);
  x = (x & 0x0f0f0f0f0f0f0f0fu) << 4 | (x >> 4 & 0x0f0f0f0f0f0f0f0fu);
  return __builtin_bswap64(x);
}

/// The odd integers m_0, m_1 ... of one dimension, m_b < 2^(b + 1), by the recurrence of its polynomial.
std::array<std::uint64_t, SobolSequence::digits> initial_integers(int dimension) {
  std::array<std::uint64_t, SobolSequence::digits> m;
  if (dimension == 0) {  // van der Corput
    m.fill(1);
    return m;
  }
  const auto which = static_cast<std::size_t>(dimension) - 1;
  const std::uint64_t polynomial = Table::polynomial(which);
  const int degree = std::bit_width(polynomial) - 1;
  for (int b = 0; b < SobolSequence::digits; ++b) {
    if (b < degree) {
      m[b] = Table::minit(which, static_cast<std::size_t>(b));
      continue;
    }
    m[b] = m[b - degree];
    for (int back = 1; back <= degree; ++back) {
      if (polynomial >> (degree - back) & 1) m[b] ^= m[b - back] << back;
    }
  }
  return m;
}

/// Streams of Philox that no other design uses.
constexpr std::uint64_t scrambling_streams = 0x50b0'1000'0000'0000;

}  // namespace

int SobolSequence::max_dimensions() { return Table::max_dimension; }

SobolSequence::SobolSequence(int dimensions) : dimensions_(dimensions) {
  if (dimensions < 1 || dimensions > max_dimensions()) {
    throw std::invalid_argument("a Sobol sequence has 1 to 3667 dimensions");
  }
  directions_.resize(static_cast<std::size_t>(digits) * dimensions);
  for (int d = 0; d < dimensions; ++d) {
    const auto m = initial_integers(d);
    for (int b = 0; b < digits; ++b) {
      directions_[static_cast<std::size_t>(b) * dimensions + d] = reversed(m[b]) >> (63 - b);
    }
  }
}

SobolSequence::SobolSequence(int dimensions, std::uint64_t seed, std::uint64_t replicate)
    : SobolSequence(dimensions) {
  keys_.resize(dimensions);
  for (int d = 0; d < dimensions; ++d) {
    const Philox random(seed, scrambling_streams + (replicate << 12) + static_cast<std::uint64_t>(d));
    for (int r = 0; r < rounds; ++r) {
      const std::uint64_t i = 3 * static_cast<std::uint64_t>(r);
      keys_[d].add[r] = random.bits(i);
      keys_[d].spread[r] = random.bits(i + 1) & ~one;   // even
      keys_[d].multiply[r] = random.bits(i + 2) | one;  // odd
    }
  }
}

void SobolSequence::point(std::uint64_t index, std::span<double> point) const {
  constexpr std::size_t block = 64;
  for (std::size_t begin = 0; begin < point.size(); begin += block) {
    const std::size_t count = std::min(block, point.size() - begin);
    std::array<std::uint64_t, block> x{};
    for (std::uint64_t left = index; left != 0; left &= left - 1) {
      const std::uint64_t* v =
          directions_.data() + static_cast<std::size_t>(std::countr_zero(left)) * dimensions_ + begin;
      for (std::size_t d = 0; d < count; ++d) x[d] ^= v[d];
    }
    for (std::size_t d = 0; d < count; ++d) {
      if (!keys_.empty()) {
        // Sums and products carry upwards only, away from the first digit, which is the lowest bit here.
        const Keys& keys = keys_[begin + d];
        for (int r = 0; r < rounds; ++r) {
          x[d] += keys.add[r];
          x[d] ^= x[d] * keys.spread[r];
          x[d] *= keys.multiply[r];
        }
      }
      point[begin + d] = (static_cast<double>(reversed(x[d]) >> (64 - digits)) + 0.5) * 0x1p-52;
    }
  }
}

}  // namespace cellroute::numerics
