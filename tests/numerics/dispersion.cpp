// A5 and A6: the closed-closed dispersion model. The column is cut into N compartments (central
// differences, flux inlet, zero-gradient outlet), stepped by the production integrator until it is
// steady; the order in 1/N is measured and removed by extrapolation.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/numerics/problems.hpp"
#include "tests/numerics/recorder.hpp"

using testing::LinearProblem;
using testing::LinearShape;
using testing::Recorder;
using testing::Task;

namespace {

/// Share that leaves a closed-closed column (Danckwerts).
double dispersion_model(double R, double D) {
  const double a = std::sqrt(1 + 4 * R * D);
  return 4 * a /
         ((1 + a) * (1 + a) * std::exp((a - 1) / (2 * D)) - (1 - a) * (1 - a) * std::exp(-(a + 1) / (2 * D)));
}

/// A column of n cells; with `moments`, two more unknowns hold the time integrals of what is inside.
LinearShape column_shape(int n, bool moments) {
  std::vector<std::pair<int, int>> places;
  for (int i = 1; i < n; ++i) {
    places.emplace_back(i, i - 1);
    places.emplace_back(i - 1, i);
  }
  if (moments) {
    for (int i = 0; i < n; ++i) places.emplace_back(n, i);
    places.emplace_back(n + 1, n);
  }
  return LinearShape(moments ? n + 2 : n, places);
}

/// Length, speed and mean transit are 1; R is the loss rate and D the dispersion number.
LinearProblem column(const LinearShape& shape, int n, double R, double D) {
  LinearProblem problem(shape);
  const double h = 1.0 / n;
  for (int i = 0; i < n; ++i) problem.add(i, i, -R);
  for (int i = 0; i + 1 < n; ++i) {  // face between i and i + 1: (c_i + c_i+1)/2 - D (c_i+1 - c_i)/h
    const double forward = 0.5 + D / h, backward = 0.5 - D / h;
    problem.add(i, i, -forward / h);
    problem.add(i, i + 1, -backward / h);
    problem.add(i + 1, i, forward / h);
    problem.add(i + 1, i + 1, backward / h);
  }
  problem.add(n - 1, n - 1, -1 / h);
  return problem;
}

struct Pair {
  double R, D;
};

std::vector<double> steady_exits(int n, const std::vector<Pair>& pairs) {
  const LinearShape shape = column_shape(n, false);
  std::vector<Task> tasks;
  for (const auto& [R, D] : pairs) {
    LinearProblem problem = column(shape, n, R, D);
    problem.source(0) = n;  // unit flux into a cell of volume 1/n
    Task task;
    task.coefficients = {problem.coefficients};
    task.initial.assign(n, 0.0);
    task.scale.assign(n, 1.0);
    task.stops = {60};
    task.relative_tolerance = 1e-6;  // steady in the end: only the end counts
    task.absolute_tolerance = 1e-8;
    tasks.push_back(task);
  }
  Recorder host(tasks);
  testing::run_linear(shape, host, testing::instruction_sets().back());
  std::vector<double> exits;
  for (const auto& answer : host.answers) exits.push_back(answer.last.back());
  return exits;
}

double order(double coarse, double middle, double fine) {
  return std::log2((coarse - middle) / (middle - fine));
}

/// Removes h^2 and then h^4 from three grids, each twice as fine as the one before.
double extrapolate(double coarse, double middle, double fine) {
  const double first = middle + (middle - coarse) / 3, second = fine + (fine - middle) / 3;
  return second + (second - first) / 15;
}

}  // namespace

TEST_CASE("A5: the dispersion model has the tabulated digits") {
  const double table[][3] = {{1, .001, .36824640}, {1, .05, .38422460},  {1, .17, .41156408},
                             {1, 1, .46765588},    {1, 1000, .49995835}, {3, .05, .069746681},
                             {3, .17, .10401433},  {3, .23, .11658643},  {10, .17, .003982042}};
  for (const auto& [R, D, F] : table) CHECK(std::fabs(dispersion_model(R, D) - F) < 1e-8);
  CHECK(dispersion_model(1.2, 1.0 / 12) == Approx(0.330759665346).epsilon(1e-11));  // A4
}

TEST_CASE("A5: a column of compartments loses what the dispersion model says, with order 2") {
  const std::vector<Pair> pairs{{1, .05}, {1, .17}, {1, 1},   {1, 1000},
                                {3, .05}, {3, .17}, {3, .23}, {10, .17}};
  const std::vector<double> coarse = steady_exits(50, pairs), middle = steady_exits(100, pairs),
                            fine = steady_exits(200, pairs);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto [R, D] = pairs[i];
    const double exact = dispersion_model(R, D);
    INFO("R_N " << R << " D_N " << D << " error at 200 cells " << fine[i] - exact);
    CHECK(std::fabs(fine[i] - exact) < (D < 0.1 ? 3e-5 : 6e-6));
    CHECK(std::fabs(extrapolate(coarse[i], middle[i], fine[i]) - exact) < 1e-8);
    if (D < 100) CHECK(order(coarse[i], middle[i], fine[i]) == Approx(2).margin(0.1));
  }
}

TEST_CASE("A6: transit times of a closed column have mean 1 and the tabulated CV^2, with order 2") {
  const double numbers[3] = {0.08, 0.17, 0.23}, table[3] = {0.147200, 0.282361, 0.355569};
  std::vector<double> results[3];
  const double end = 40;
  for (int grid = 0; grid < 3; ++grid) {
    const int n = 25 << grid;
    const LinearShape shape = column_shape(n, true);
    std::vector<Task> tasks;
    for (const double D : numbers) {
      LinearProblem problem = column(shape, n, 0, D);
      for (int i = 0; i < n; ++i) problem.add(n, i, 1.0 / n);  // P = integral of what is still inside
      problem.add(n + 1, n, 1);                                // integral of P
      Task task;
      task.coefficients = {problem.coefficients};
      task.initial.assign(n + 2, 0.0);
      task.initial[0] = n;
      task.scale.assign(n + 2, 1.0);
      task.stops = {end};
      task.relative_tolerance = 1e-11;
      task.absolute_tolerance = 1e-12;
      tasks.push_back(task);
    }
    Recorder host(tasks);
    testing::run_linear(shape, host, testing::instruction_sets().back());
    for (const auto& answer : host.answers) {
      const double mean = answer.last[n], second = 2 * (end * mean - answer.last[n + 1]);
      CHECK(mean == Approx(1).epsilon(1e-9));
      results[grid].push_back(second / (mean * mean) - 1);
    }
  }
  for (int i = 0; i < 3; ++i) {
    const double D = numbers[i], formula = 2 * D - 2 * D * D * (1 - std::exp(-1 / D));
    CHECK(std::fabs(formula - table[i]) < 6e-7);
    CHECK(order(results[0][i], results[1][i], results[2][i]) == Approx(2).margin(0.1));
    CHECK(std::fabs(extrapolate(results[0][i], results[1][i], results[2][i]) - formula) < 1e-6);
  }
}
