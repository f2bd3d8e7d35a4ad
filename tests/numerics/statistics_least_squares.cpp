// Bounded least squares: known minima, bounds, starts, and what the neighbourhood of a fit says.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <vector>

#include "sim/numerics/statistics/fit_analysis.hpp"
#include "sim/numerics/statistics/least_squares.hpp"

using namespace cellroute::numerics;

namespace {

using Sets = std::vector<std::vector<double>>;

/// A model of one set as one of many.
template <class Model>
Residuals each(const Model& model) {
  return [model](const Sets& sets) {
    Sets found;
    for (const std::vector<double>& x : sets) found.push_back(model(x));
    return found;
  };
}

/// Rosenbrock's valley as residuals: minimum 0 at (1, 1).
std::vector<double> valley(const std::vector<double>& x) { return {10 * (x[1] - x[0] * x[0]), 1 - x[0]}; }

/// Straight line through five data with sd 0.5, by hand below.
const std::vector<double> place = {0, 1, 2, 3, 10}, height = {1.1, 2.8, 5.3, 6.9, 20};
std::vector<double> line(const std::vector<double>& x) {
  std::vector<double> r;
  for (std::size_t i = 0; i < place.size(); ++i) r.push_back((x[0] + x[1] * place[i] - height[i]) / 0.5);
  return r;
}

/// Least squares of the line without datum `left_out`, in closed form.
std::vector<double> line_by_hand(std::size_t left_out) {
  double n = 0, x = 0, y = 0, xx = 0, xy = 0;
  for (std::size_t i = 0; i < place.size(); ++i) {
    if (i == left_out) continue;
    n += 1, x += place[i], y += height[i], xx += place[i] * place[i], xy += place[i] * height[i];
  }
  const double slope = (n * xy - x * y) / (n * xx - x * x);
  return {(y - slope * x) / n, slope};
}

const std::vector<Bound> line_bounds = {{-10, 10, false}, {-10, 10, false}};

}  // namespace

TEST_CASE("least squares finds the bottom of a curved valley from every start") {
  const std::vector<Bound> bounds = {{-3, 3, false}, {-3, 3, false}};
  const auto fits = least_squares(each(valley), bounds, {{-1.2, 1}, {2.9, -2.9}, {0, 0}});
  REQUIRE(fits.size() == 3);
  for (const Fit& fit : fits) {
    CHECK(fit.stop != StopReason::failed);
    CHECK(fit.estimate[0] == Approx(1).epsilon(1e-5));
    CHECK(fit.estimate[1] == Approx(1).epsilon(1e-5));
    CHECK_FALSE(fit.at_bound[0]);
  }
}

TEST_CASE("least squares stops on a bound that hides the minimum, at the best point of the face") {
  // With x <= 0.5 the best y is x^2.
  const std::vector<Bound> bounds = {{-3, 0.5, false}, {-3, 3, false}};
  const Fit fit = least_squares(each(valley), bounds, {{-1.2, 1}})[0];
  CHECK(fit.at_bound[0]);
  CHECK(fit.estimate[0] == 0.5);
  CHECK(fit.estimate[1] == Approx(0.25).epsilon(1e-6));
  CHECK(fit.sum_of_squares == Approx(0.25).epsilon(1e-9));
}

TEST_CASE("a rate over six decades is found on its logarithmic scale") {
  const auto model = each([](const std::vector<double>& x) {
    std::vector<double> r;
    for (int i = 0; i < 6; ++i) r.push_back(100 * (std::exp(-x[0] * i * 100) - std::exp(-3e-3 * i * 100)));
    return r;
  });
  for (const double start : {1e-6, 1e-2}) {
    const Fit fit = least_squares(model, {{1e-6, 1, true}}, {{start}})[0];
    CHECK(fit.estimate[0] == Approx(3e-3).epsilon(1e-6));
  }
}

TEST_CASE("all starts and all columns of a Jacobian go in one call") {
  int calls = 0;
  std::size_t sets_asked = 0;
  const Residuals counted = [&](const Sets& sets) {
    ++calls;
    sets_asked += sets.size();
    Sets found;
    for (const auto& x : sets) found.push_back(line(x));
    return found;
  };
  std::vector<std::vector<double>> starts;
  for (int s = 0; s < 20; ++s) starts.push_back({-9 + 0.9 * s, 9 - 0.9 * s});
  const auto fits = least_squares(counted, line_bounds, starts);
  CHECK(calls <= 15);
  CHECK(sets_asked > 20u * 4);
  for (const Fit& fit : fits) CHECK(fit.estimate[1] == Approx(line_by_hand(99)[1]).epsilon(1e-7));
  CHECK(least_squares(counted, line_bounds, starts)[3].estimate == fits[3].estimate);
}

TEST_CASE("a start that cannot be computed fails alone, and sets that fail are stepped around") {
  const auto model = each([](const std::vector<double>& x) -> std::vector<double> {
    if (x[0] > 8) return {};
    if (x[0] > 7) return {std::numeric_limits<double>::quiet_NaN(), 1};
    return {x[0] - 2, x[1] - 3};
  });
  const auto fits = least_squares(model, line_bounds, {{9, 0}, {6.5, -9}, {7.5, 0}});
  CHECK(fits[0].start == 1);
  CHECK(fits[0].estimate[0] == Approx(2));
  CHECK(fits[1].stop == StopReason::failed);
  CHECK(fits[2].stop == StopReason::failed);
  CHECK_THROWS_AS(least_squares(model, {{1, 0, false}}, {{0.5}}), std::invalid_argument);
  CHECK_THROWS_AS(least_squares(model, {{0, 1, true}}, {{0.5}}), std::invalid_argument);
  CHECK_THROWS_AS(least_squares(model, line_bounds, {{0.5}}), std::invalid_argument);
}

TEST_CASE("variances, leverage and influence of a straight line are those of the closed form") {
  const auto model = each(line);
  const Fit fit = least_squares(model, line_bounds, {{0, 0}})[0];
  const FitAnalysis analysis = analyse_fit(model, line_bounds, fit);
  CHECK(analysis.rank == 2);
  CHECK(analysis.not_identifiable.empty());
  // Var of the slope: sd^2 / Sxx; the mean place is 3.2.
  double sxx = 0;
  for (const double x : place) sxx += (x - 3.2) * (x - 3.2);
  CHECK(analysis.covariance[3] == Approx(0.25 / sxx).epsilon(1e-7));
  CHECK(analysis.covariance[0] == Approx(0.25 * (0.2 + 3.2 * 3.2 / sxx)).epsilon(1e-7));
  CHECK(analysis.correlation[1] == Approx(-3.2 / std::sqrt(sxx / 5 + 3.2 * 3.2)).epsilon(1e-7));
  double sum = 0;
  for (std::size_t i = 0; i < place.size(); ++i) {
    CHECK(analysis.leverage[i] == Approx(0.2 + (place[i] - 3.2) * (place[i] - 3.2) / sxx).epsilon(1e-7));
    sum += analysis.leverage[i];
    // Of a linear model the linearised influence is exact: refit by hand without the datum.
    const std::vector<double> without = line_by_hand(i);
    for (std::size_t j = 0; j < 2; ++j) {
      CHECK(analysis.change_without[i * 2 + j] == Approx(without[j] - fit.estimate[j]).margin(1e-6));
    }
    // Cook: (b_i - b)^T J^T J (b_i - b) / (2 s^2), with s = 1 in units of the deviation.
    double distance = 0;
    for (const double x : place) {
      const double moved = (without[0] - fit.estimate[0] + (without[1] - fit.estimate[1]) * x) / 0.5;
      distance += moved * moved / 2;
    }
    CHECK(analysis.cooks_distance[i] == Approx(distance).epsilon(1e-5));
  }
  CHECK(sum == Approx(2));
  const auto& cook = analysis.cooks_distance;
  CHECK(std::max_element(cook.begin(), cook.end()) - cook.begin() == 4);  // the far datum pulls most

  LeastSquaresOptions estimated;
  estimated.known_deviation = false;
  const FitAnalysis scaled = analyse_fit(model, line_bounds, fit, estimated);
  CHECK(scaled.variance == Approx(fit.sum_of_squares / 3));
  CHECK(scaled.covariance[3] == Approx(analysis.covariance[3] * scaled.variance));
}

TEST_CASE("parameters that only act together are named, and one that does nothing") {
  // Parameters 0 and 3 as a product, 1 and 4 as a sum, 2 alone, 5 nowhere.
  const auto model = each([](const std::vector<double>& x) {
    std::vector<double> r;
    for (int i = 0; i < 12; ++i) {
      const double t = 0.3 * i;
      r.push_back(20 * (x[0] * x[3] * std::exp(-x[2] * t) + (x[1] + x[4]) * t - 2 * std::exp(-t) - 0.7 * t));
    }
    return r;
  });
  const std::vector<Bound> bounds = {{0.1, 10, true}, {0, 2, false}, {0.1, 10, true},
                                     {0.1, 10, true}, {0, 2, false}, {-1, 1, false}};
  const Fit fit = least_squares(model, bounds, {{1, 0.1, 2, 1, 0.2, 0.3}})[0];
  CHECK(fit.sum_of_squares < 1e-10);
  const FitAnalysis analysis = analyse_fit(model, bounds, fit);
  CHECK(analysis.rank == 3);
  auto sets = analysis.not_identifiable;
  std::sort(sets.begin(), sets.end());
  CHECK(sets == std::vector<std::vector<int>>{{0, 3}, {1, 4}, {5}});
  CHECK(std::isinf(analysis.covariance[0]));
  CHECK(std::isnan(analysis.correlation[2]));
  CHECK(std::isfinite(analysis.covariance[2 * 6 + 2]));
}

TEST_CASE("a certified nonlinear fit is reproduced, with its standard deviations") {
  // Misra1a of NIST's Statistical Reference Datasets, y = b1 (1 - exp(-b2 x)):
  // https://www.itl.nist.gov/div898/strd/nls/data/misra1a.shtml
  const std::vector<double> y = {10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02,
                                 44.82, 50.76, 55.05, 61.01, 66.40, 75.47, 81.78};
  const std::vector<double> x = {77.6,  114.9, 141.1, 190.8, 239.9, 289.0, 332.8,
                                 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760.0};
  const auto model = each([&](const std::vector<double>& b) {
    std::vector<double> r;
    for (std::size_t i = 0; i < x.size(); ++i) r.push_back(b[0] * (1 - std::exp(-b[1] * x[i])) - y[i]);
    return r;
  });
  const std::vector<Bound> bounds = {{1, 1e4, true}, {1e-6, 1, true}};
  LeastSquaresOptions options;
  options.known_deviation = false;
  for (const auto& start : std::vector<std::vector<double>>{{500, 1e-4}, {250, 5e-4}}) {
    const Fit fit = least_squares(model, bounds, {start}, options)[0];
    CHECK(fit.estimate[0] == Approx(2.3894212918e2).epsilon(1e-6));
    CHECK(fit.estimate[1] == Approx(5.5015643181e-4).epsilon(1e-6));
    CHECK(fit.sum_of_squares == Approx(1.2455138894e-1).epsilon(1e-9));
    const FitAnalysis analysis = analyse_fit(model, bounds, fit, options);
    CHECK(std::sqrt(analysis.variance) == Approx(1.0187876330e-1).epsilon(1e-9));
    CHECK(std::sqrt(analysis.covariance[0]) == Approx(2.7070075241).epsilon(1e-5));
    CHECK(std::sqrt(analysis.covariance[3]) == Approx(7.2668688436e-6).epsilon(1e-5));
    CHECK(analysis.correlation[1] < -0.99);
  }
  // Where exp(-b2 x) is 0 nothing says which way b2 should go: such a start is beaten by the others.
  const auto fits = least_squares(model, bounds, {{2, 0.5}, {500, 1e-4}}, options);
  CHECK(fits[0].start == 1);
  CHECK(fits[1].sum_of_squares > 1000);
}
