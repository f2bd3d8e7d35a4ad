// Sieve integrals in lanes against the plain ones, and their independence of what else is asked.
#include "sim/body/extraction.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "sim/body/kernel.hpp"
#include "sim/numerics/lanes.hpp"

using namespace cellroute;

namespace {

struct Asked {
  std::vector<Sieve> sieves;
  std::vector<body::ScaledSlice> slices;
};

/// Sieves and slices over all that the library's ranges allow, and beyond.
Asked random_questions(unsigned seed) {
  std::mt19937_64 random(seed);
  const auto between = [&](double low, double high) {
    return low * std::pow(high / low, static_cast<double>(random() >> 11) * 0x1p-53);
  };
  Asked asked;
  const double median = between(5e-6, 4e-5), gsd = between(1.02, 1.6), scale = between(0.3, 1);
  for (int k = 0; k < 5; ++k) asked.slices.push_back({{median, gsd, k / 5.0, (k + 1) / 5.0}, scale});
  asked.slices.push_back({{median, gsd, 0, 1}, scale});
  asked.slices.push_back({{median, 1, 0, 1}, scale});  // one size
  for (int i = 0; i < 11; ++i)
    asked.sieves.push_back({between(3e-6, 6e-5), between(1.02, 1.8), between(0.5, 1000),
                            i % 3 == 0 ? 0 : between(0.01, 1), between(1e-5, 1e-4)});
  asked.sieves[4].constrictions = 0;  // an open bed
  asked.sieves[5].diameter = 1e-7;    // a shut one
  return asked;
}

std::vector<const Sieve*> addresses(const std::vector<Sieve>& sieves) {
  std::vector<const Sieve*> all;
  for (const Sieve& sieve : sieves) all.push_back(&sieve);
  return all;
}

}  // namespace

TEST_CASE("extractions found side by side are those of the plain quadrature to 1e-11") {
  double worst = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    const Asked asked = random_questions(seed);
    body::ExtractionCache cache;
    cache.begin(asked.slices);
    cache.prepare(addresses(asked.sieves));
    for (const Sieve& sieve : asked.sieves) {
      for (std::size_t k = 0; k < asked.slices.size(); ++k) {
        const double plain = mean_extraction(sieve, asked.slices[k].slice, asked.slices[k].scale);
        worst = std::max(worst, std::fabs(cache.of(sieve)[k] - plain));
      }
    }
  }
  CHECK(worst < 1e-11);
}

TEST_CASE("an extraction's bits depend neither on what else is asked nor on what is known already") {
  const Asked asked = random_questions(7), other = random_questions(8);
  body::ExtractionCache together, one_by_one;
  together.begin(asked.slices);
  together.prepare(addresses(asked.sieves));
  one_by_one.begin(other.slices);
  one_by_one.prepare(addresses(other.sieves));
  one_by_one.begin(asked.slices);
  for (auto sieve = asked.sieves.rbegin(); sieve != asked.sieves.rend(); ++sieve) {
    one_by_one.prepare({&*sieve});
    CHECK(one_by_one.of(*sieve) == together.of(*sieve));
  }
  for (const body::ScaledSlice& slice : asked.slices) {  // and not on the slices beside it
    body::ExtractionCache alone;
    alone.begin({slice});
    alone.prepare(addresses(asked.sieves));
    const std::size_t k = &slice - asked.slices.data();
    for (const Sieve& sieve : asked.sieves) CHECK(alone.of(sieve).front() == together.of(sieve)[k]);
  }
}

TEST_CASE("the instruction set changes no bit of a sieve integral") {
  if (!body::has_avx512()) return;
  std::mt19937_64 random(3);
  const auto between = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(random() >> 11) * 0x1p-53;
  };
  for (int repeat = 0; repeat < 50; ++repeat) {
    body::SieveIntegral eight[numerics::lane_count];
    for (body::SieveIntegral& one : eight) {
      one = {between(0.5, 80), between(-6, 6), between(0.1, 3), between(-7, 0), 0};
      one.high = one.low + between(0, 7);
    }
    double base[numerics::lane_count], wide[numerics::lane_count];
    body::kernel::integrate_base(eight, base);
    body::kernel::integrate_avx512(eight, wide);
    for (int l = 0; l < numerics::lane_count; ++l) REQUIRE(base[l] == wide[l]);
  }
}
