// The sieve against its exact limits, an adaptive reference, and a direct simulation of passes.
#include "models/cells/sieve.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <random>

using namespace cellroute;

namespace {

constexpr double um = 1e-6;

Sieve narrow(double m, double sg, double n) { return {m, sg, n, 0, m}; }

double phi(double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; }

double adaptive(const std::function<double(double)>& f, double a, double b, double fa, double fm, double fb,
                double tolerance, int depth) {
  const double m = (a + b) / 2, fl = f((a + m) / 2), fr = f((m + b) / 2);
  const double coarse = (b - a) / 6 * (fa + 4 * fm + fb);
  const double fine = (b - a) / 12 * (fa + 4 * fl + 2 * fm + 4 * fr + fb);
  if (depth == 0 || std::abs(fine - coarse) < 15 * tolerance) return fine + (fine - coarse) / 15;
  return adaptive(f, a, m, fa, fl, fm, tolerance / 2, depth - 1) +
         adaptive(f, m, b, fm, fr, fb, tolerance / 2, depth - 1);
}

/// Mean over z in [za, zb] of a standard normal, by adaptive Simpson on 64 starting panels.
double reference(double m, double sg, double n, double median, double gsd, double za, double zb) {
  const auto f = [&](double z) {
    const double p = phi(std::log(median * std::pow(gsd, z) / m) / std::log(sg));
    return std::exp(-z * z / 2) / std::sqrt(2 * M_PI) * (1 - std::pow(1 - p, n));
  };
  double sum = 0;
  for (int i = 0; i < 64; ++i) {
    const double a = za + (zb - za) * i / 64, b = za + (zb - za) * (i + 1) / 64;
    sum += adaptive(f, a, b, f(a), f((a + b) / 2), f(b), 1e-15, 30);
  }
  return sum / (phi(zb) - phi(za));
}

}  // namespace

TEST_CASE("one constriction stops half of the cells as wide as its median") {
  CHECK(stop_probability(7 * um, 7 * um, 1.2) == Approx(0.5).epsilon(1e-15));
  CHECK(stop_probability(7 * um * 1.2, 7 * um, 1.2) == Approx(0.841344746068543).epsilon(1e-13));
  CHECK(stop_probability(7 * um / 1.2, 7 * um, 1.2) == Approx(0.158655253931457).epsilon(1e-13));
}

TEST_CASE("a single size meets n constrictions as n independent trials") {
  const DiameterSlice one{6 * um, 1, 0, 1};
  const double p = stop_probability(6 * um, 7 * um, 1.2);
  CHECK(mean_extraction(narrow(7 * um, 1.2, 1), one, 1) == Approx(p).epsilon(1e-14));
  CHECK(mean_extraction(narrow(7 * um, 1.2, 3), one, 1) == Approx(1 - std::pow(1 - p, 3)).epsilon(1e-13));
  CHECK(mean_extraction(narrow(7 * um, 1.2, 3), one, 0.5) ==
        Approx(mean_extraction(narrow(14 * um, 1.2, 3), one, 1)).epsilon(1e-13));
  // a slice of a single size is that size
  const DiameterSlice slice{6 * um, 1, 0.4, 0.6};
  CHECK(mean_extraction(narrow(7 * um, 1.2, 3), slice, 1) == Approx(1 - std::pow(1 - p, 3)).epsilon(1e-13));
}

TEST_CASE("an open bed stops nothing and a tight bed everything") {
  const DiameterSlice cells{18 * um, 1.2, 0, 1};
  CHECK(mean_extraction(narrow(7 * um, 1.2, 0), cells, 1) == 0);
  CHECK(mean_extraction(narrow(7 * um, 1.001, 1), {18 * um, 1.0, 0, 1}, 1) == 1);
  CHECK(mean_extraction(narrow(1e-7, 1.01, 60), cells, 1) == Approx(1).margin(1e-14));
  CHECK(mean_extraction(narrow(1e-2, 1.01, 60), cells, 1) == 0);
}

TEST_CASE("one log-normal constriction averaged over log-normal cells is a log-normal comparison") {
  // P(d > constriction) with both log-normal is Phi of the difference over the joint width.
  const double m = 20 * um, sg = 1.3, d = 17 * um, gsd = 1.25;
  const double exact = phi(std::log(d / m) / std::hypot(std::log(sg), std::log(gsd)));
  CHECK(std::abs(mean_extraction(narrow(m, sg, 1), {d, gsd, 0, 1}, 1) - exact) < 1e-12);
}

TEST_CASE("class averages agree with adaptive quadrature to 1e-10") {
  struct Case {
    double m, sg, n, median, gsd;
  };
  const Case cases[] = {{7, 1.2, 60, 13, 1.2},    {7, 1.2, 60, 6, 1.4},    {17.6, 1.2, 60, 12, 1.15},
                        {9, 1.5, 10, 14, 1.3},    {30, 1.02, 1000, 20, 2}, {12, 1.3, 1.19, 12, 1.25},
                        {12, 1.3, 0.4, 12, 1.25}, {7, 3, 60, 13, 1.05}};
  const int classes = 5;
  const double edges[] = {-7.5, -0.841621233572914, -0.253347103135800, 0.253347103135800, 0.841621233572914,
                          7.5};
  for (const Case& c : cases)
    for (int k = 0; k < classes; ++k) {
      CAPTURE(c.m, c.sg, c.n, c.median, c.gsd, k);
      const DiameterSlice slice{c.median * um, c.gsd, double(k) / classes, double(k + 1) / classes};
      const double got = mean_extraction(narrow(c.m * um, c.sg, c.n), slice, 1);
      CHECK(std::abs(got - reference(c.m, c.sg, c.n, c.median, c.gsd, edges[k], edges[k + 1])) < 1e-10);
    }
}

TEST_CASE("class averages sum to the population average") {
  const Sieve lung{7 * um, 1.2, 60, 0.05, 18 * um};
  const double whole = mean_extraction(lung, {16 * um, 1.25, 0, 1}, 0.65);
  for (const int classes : {2, 5, 12}) {
    double sum = 0;
    for (int k = 0; k < classes; ++k)
      sum += mean_extraction(lung, {16 * um, 1.25, double(k) / classes, double(k + 1) / classes}, 0.65);
    CHECK(std::abs(sum / classes - whole) < 1e-11);
  }
}

TEST_CASE("the class median misleads where the sieve is steep") {
  const DiameterSlice smallest{16 * um, 1.3, 0, 0.2};
  const Sieve wide = narrow(17 * um, 1.2, 60);
  const double average = mean_extraction(wide, smallest, 0.65);
  const double at_median = mean_extraction(wide, {slice_median(smallest), 1, 0, 1}, 0.65);
  CHECK(average > 1.5 * at_median);
}

TEST_CASE("extraction rises with size, with constrictions and with the narrow share") {
  double before = 0;
  for (const double median : {12.6, 17.9, 26.5, 30.4}) {  // Ge 2014
    const double now = mean_extraction({20 * um, 1.3, 5, 0, 20 * um}, {median * um, 1.15, 0, 1}, 0.65);
    CHECK(now > before);
    before = now;
  }
  const DiameterSlice cells{16 * um, 1.2, 0, 1};
  CHECK(mean_extraction(narrow(20 * um, 1.3, 6), cells, 1) >
        mean_extraction(narrow(20 * um, 1.3, 5), cells, 1));
  const double closed = mean_extraction({7 * um, 1.2, 60, 0, 40 * um}, cells, 0.65);
  const double open = mean_extraction({7 * um, 1.2, 60, 1, 40 * um}, cells, 0.65);
  const double mixed = mean_extraction({7 * um, 1.2, 60, 0.25, 40 * um}, cells, 0.65);
  CHECK(mixed == Approx(0.75 * closed + 0.25 * open).epsilon(1e-14));
}

TEST_CASE("slices know their median and their moments") {
  const double gsd = 1.25, s = std::log(gsd);
  CHECK(slice_median({16 * um, gsd, 0, 1}) == Approx(16 * um).epsilon(1e-13));
  CHECK(slice_median({16 * um, gsd, 0, 0.2}) ==
        Approx(16 * um * std::exp(-1.2815515655446004 * s)).epsilon(1e-12));
  CHECK(slice_moment({16 * um, gsd, 0, 1}, 3) ==
        Approx(std::pow(16 * um, 3) * std::exp(4.5 * s * s)).epsilon(1e-12));
  double sum = 0;
  for (int k = 0; k < 7; ++k) sum += slice_moment({16 * um, gsd, k / 7.0, (k + 1) / 7.0}, 2) / 7;
  CHECK(sum == Approx(slice_moment({16 * um, gsd, 0, 1}, 2)).epsilon(1e-12));
  CHECK(slice_moment({16 * um, 1, 0.2, 0.4}, 2) == Approx(std::pow(16 * um, 2)).epsilon(1e-14));
}

TEST_CASE("a million parcels through drawn constrictions stop within four standard deviations") {
  // Each parcel draws its diameter and, at every constriction, the constriction's.
  const double m = 14 * um, sg = 1.3, median = 9 * um, gsd = 1.2;
  const int n = 6, parcels = 1'000'000;
  std::mt19937_64 draw(20120417);
  std::normal_distribution<double> normal;
  int stopped = 0;
  for (int i = 0; i < parcels; ++i) {
    const double x = std::log(median) + std::log(gsd) * normal(draw);
    for (int j = 0; j < n; ++j)
      if (std::log(m) + std::log(sg) * normal(draw) < x) {
        ++stopped;
        break;
      }
  }
  const double expected = mean_extraction(narrow(m, sg, n), {median, gsd, 0, 1}, 1);
  const double sigma = std::sqrt(expected * (1 - expected) / parcels);
  CHECK(std::abs(stopped / double(parcels) - expected) < 4 * sigma);
}
