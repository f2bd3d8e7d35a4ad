// Keyed permutations and the Latin hypercube they make.
#include "sim/numerics/random/latin_hypercube.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <vector>

using cellroute::numerics::KeyedPermutation;
using cellroute::numerics::LatinHypercube;

TEST_CASE("a keyed permutation meets every place once, whatever the size") {
  for (const std::uint64_t size : {1u, 2u, 3u, 4u, 5u, 17u, 64u, 1000u, 4097u}) {
    const KeyedPermutation permutation(11, 3, size);
    std::set<std::uint64_t> met;
    for (std::uint64_t i = 0; i < size; ++i) {
      REQUIRE(permutation(i) < size);
      met.insert(permutation(i));
    }
    CHECK(met.size() == size);
  }
}

TEST_CASE("over many keys all permutations of four places are equally likely") {
  std::map<std::vector<std::uint64_t>, int> counts;
  const int keys = 24000;
  for (int key = 0; key < keys; ++key) {
    const KeyedPermutation permutation(static_cast<std::uint64_t>(key), 0, 4);
    ++counts[{permutation(0), permutation(1), permutation(2), permutation(3)}];
  }
  REQUIRE(counts.size() == 24);
  double chi2 = 0;
  for (const auto& [permutation, count] : counts) chi2 += (count - 1000.0) * (count - 1000.0) / 1000.0;
  CHECK(chi2 < 49.7);  // 0.999 quantile with 23 degrees of freedom
}

TEST_CASE("a Latin hypercube has one point in every interval of every axis, the same for a seed") {
  const std::uint64_t points = 67, dimensions = 9;
  const LatinHypercube design(5, points), again(5, points), other(6, points);
  bool differs = false;
  for (std::uint64_t d = 0; d < dimensions; ++d) {
    std::set<int> intervals;
    for (std::uint64_t i = points; i-- > 0;) {
      const double u = design(i, d);
      REQUIRE((u > 0 && u < 1));
      intervals.insert(static_cast<int>(u * static_cast<double>(points)));
      CHECK(u == again(i, d));
      differs = differs || u != other(i, d);
    }
    REQUIRE(intervals.size() == points);
  }
  CHECK(differs);
}

TEST_CASE("columns of a Latin hypercube are not correlated") {
  const std::uint64_t points = 10000;
  const LatinHypercube design(1, points);
  double sum = 0;
  for (std::uint64_t i = 0; i < points; ++i) sum += (design(i, 0) - 0.5) * (design(i, 1) - 0.5);
  CHECK(std::abs(sum * 12 / static_cast<double>(points)) < 0.04);  // four standard errors
}
