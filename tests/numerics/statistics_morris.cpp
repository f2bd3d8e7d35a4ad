// Morris trajectories and the effects along them.
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <stdexcept>
#include <vector>

#include "sim/numerics/statistics/morris.hpp"

using namespace cellroute::numerics;

namespace {

std::vector<double> point(const MorrisDesign& design, std::uint64_t row) {
  std::vector<double> u(design.parameters());
  design.point(row, u);
  return u;
}

std::vector<double> run(const MorrisDesign& design, int trajectories,
                        const std::function<double(const std::vector<double>&)>& function) {
  std::vector<double> values;
  for (int row = 0; row < trajectories * design.rows_per_trajectory(); ++row) {
    values.push_back(function(point(design, static_cast<std::uint64_t>(row))));
  }
  return values;
}

}  // namespace

TEST_CASE("a Morris trajectory moves every parameter once by half the range, between levels") {
  constexpr int k = 9;
  const MorrisDesign design(k, 5, 6);
  for (std::uint64_t t = 0; t < 30; ++t) {
    std::vector<int> moved(k, 0);
    const auto steps = design.steps(t);
    for (std::uint64_t s = 0; s < k; ++s) {
      const auto before = point(design, t * (k + 1) + s), after = point(design, t * (k + 1) + s + 1);
      for (int j = 0; j < k; ++j) {
        const double level = after[j] * 6 - 0.5;
        CHECK(level == Approx(std::round(level)).margin(1e-12));
        CHECK((after[j] > 0 && after[j] < 1));
        if (before[j] == after[j]) continue;
        CHECK(j == steps[s].parameter);
        CHECK(after[j] - before[j] == Approx(steps[s].change).epsilon(1e-12));
        ++moved[j];
      }
    }
    CHECK(moved == std::vector<int>(k, 1));
  }
  CHECK_THROWS_AS(MorrisDesign(0, 1), std::invalid_argument);
  CHECK_THROWS_AS(MorrisDesign(2, 1, 5), std::invalid_argument);
}

TEST_CASE("every parameter starts equally often from each level, in an order of its own") {
  const MorrisDesign design(12, 8, 4);
  int alike = 0;
  for (int j = 0; j < 12; ++j) {
    std::map<double, int> starts;
    for (std::uint64_t t = 0; t < 40; ++t) {
      ++starts[point(design, t * 13)[j]];
      alike += point(design, t * 13)[j] == point(design, t * 13)[(j + 1) % 12];
    }
    CHECK(starts.size() == 4);
    for (const auto& [level, times] : starts) CHECK(times == 10);
  }
  CHECK(alike > 60);  // of 480, a quarter expected if independent
  CHECK(alike < 180);
}

TEST_CASE("elementary effects of known functions") {
  const MorrisDesign design(4, 3);
  // Linear in 0; a product of 1 and 2; even in 1 around the middle; nothing of 3.
  const auto values =
      run(design, 40, [](const std::vector<double>& u) { return 3 * u[0] - 2 * u[1] * u[2]; });
  const auto effects = elementary_effects(design, values);
  CHECK(effects[0].mean == Approx(3));
  CHECK(effects[0].mean_absolute == Approx(3));
  CHECK(effects[0].deviation == Approx(0).margin(1e-9));
  // -2 u_2 over levels 1/8 ... 7/8: mean -1, standard deviation 2 sqrt(5) / 8.
  CHECK(effects[1].mean == Approx(-1).margin(0.25));
  CHECK(effects[1].mean_absolute == Approx(-effects[1].mean));
  CHECK(effects[1].deviation == Approx(std::sqrt(5.0) / 4).epsilon(0.2));
  CHECK(effects[1].mean_interval.contains(-1));
  CHECK(effects[1].deviation_interval.half_width() > 0.01);
  CHECK(effects[3].mean_absolute == 0);
  CHECK(effects[3].effects == 40);
}

TEST_CASE("effects of both signs cancel in the mean and not in the mean of their sizes") {
  const MorrisDesign design(2, 3);
  const auto effects = elementary_effects(
      design, run(design, 40, [](const std::vector<double>& u) { return (u[0] - 0.5) * (u[1] - 0.5); }));
  // Effects +-1/8, +-3/8: mean size 1/4.
  CHECK(std::fabs(effects[0].mean) < 0.13);
  CHECK(effects[0].mean_absolute == Approx(0.25).margin(0.06));
  CHECK(effects[0].mean_absolute_interval.contains(0.25));
}

TEST_CASE("an effect with a failed row is left out, and only that") {
  const MorrisDesign design(3, 3);
  auto values = run(design, 10, [](const std::vector<double>& u) { return u[0] + u[1] + u[2]; });
  values[4 * 2 + 3] = std::numeric_limits<double>::quiet_NaN();  // the last row of the third trajectory
  const auto effects = elementary_effects(design, values);
  int lost = 0;
  for (const ElementaryEffects& e : effects) {
    lost += 10 - e.effects;
    CHECK(e.mean == Approx(1));
  }
  CHECK(lost == 1);
  values.pop_back();
  CHECK_THROWS_AS(elementary_effects(design, values), std::invalid_argument);
}
