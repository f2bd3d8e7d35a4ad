// Orders of the method, measured. A tolerance so loose that every segment is one step makes the
// step size the distance between events.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/numerics/problems.hpp"
#include "tests/numerics/recorder.hpp"

using testing::LinearProblem;
using testing::LinearShape;
using testing::Recorder;
using testing::Task;

namespace {

/// Closed form of the arrest cell: M = phi C + S is kept, and (M - S)/(Sm - S) decays exponentially.
std::vector<double> arrest(double phi, double K, double Sm, double C0, double S0, double t) {
  const double M = phi * C0 + S0, d = Sm - M;
  const double r = (M - S0) / (Sm - S0) * std::exp(-K / phi * d * t);
  const double S = (M - r * Sm) / (1 - r);
  return {(M - S) / phi, S};
}

constexpr double phi = 0.15, K = 2, Sm = 1, C0 = 4, S0 = 0.1, horizon = 0.5;

Task arrest_task(int steps, bool between) {
  Task task;
  task.coefficients = {{phi, K, Sm}};
  task.initial = {C0, S0};
  task.scale = {1, 1};
  task.relative_tolerance = task.absolute_tolerance = 1e12;
  const double h = horizon / steps;
  for (int i = 1; i <= steps; ++i) {
    if (between) {
      for (const double theta : {0.3, 0.7}) task.times.push_back((i - 1 + theta) * h);
    }
    task.stops.push_back(i == steps ? horizon : i * h);
  }
  if (!between) task.times = {horizon};
  return task;
}

double worst_error(const Task& task, const testing::Answer& answer) {
  double worst = 0;
  for (std::size_t i = 0; i < task.times.size(); ++i) {
    const std::vector<double> exact = arrest(phi, K, Sm, C0, S0, task.times[i]);
    for (int s = 0; s < 2; ++s) worst = std::max(worst, std::fabs(answer.outputs[i][s] - exact[s]));
  }
  return worst;
}

std::vector<double> orders(bool between, double& finest) {
  std::vector<Task> tasks;
  for (const int steps : {16, 32, 64, 128}) tasks.push_back(arrest_task(steps, between));
  Recorder host(tasks);
  testing::run_arrest(host);
  std::vector<double> errors, rates;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    REQUIRE(host.answers[i].effort.steps == static_cast<long>(tasks[i].stops.size()));
    errors.push_back(worst_error(tasks[i], host.answers[i]));
  }
  for (std::size_t i = 1; i < errors.size(); ++i) rates.push_back(std::log2(errors[i - 1] / errors[i]));
  finest = errors.back();
  return rates;
}

const LinearShape single(1, {});

}  // namespace

TEST_CASE("nonlinear arrest in one cell converges with order 5") {
  double finest = 0;
  const std::vector<double> rates = orders(false, finest);
  INFO("rates " << rates[0] << " " << rates[1] << " " << rates[2] << ", finest error " << finest);
  CHECK(rates.back() == Approx(5).margin(0.4));
  CHECK(finest < 1e-8);
}

TEST_CASE("states between steps come from an interpolation of order 4: their local error falls with h^5") {
  double finest = 0;
  const std::vector<double> rates = orders(true, finest);
  INFO("rates " << rates[0] << " " << rates[1] << " " << rates[2] << ", finest error " << finest);
  CHECK(rates.back() > 4.5);
  CHECK(rates.back() < 5.6);
}

TEST_CASE(
    "the adaptive error follows the tolerance on the nonlinear cell, with the work of an order-5 method") {
  std::vector<Task> tasks;
  const double tolerances[] = {1e-4, 1e-6, 1e-8, 1e-10, 1e-12};
  for (const double tolerance : tolerances) {
    Task task = arrest_task(1, false);
    task.times = {0.01, 0.02, 0.05, 0.1, 0.2, 0.35, horizon};
    task.stops = {horizon};
    task.relative_tolerance = task.absolute_tolerance = tolerance;
    tasks.push_back(task);
  }
  Recorder host(tasks);
  testing::run_arrest(host);
  std::vector<double> steps;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    INFO("tolerance " << tolerances[i]);
    CHECK(worst_error(tasks[i], host.answers[i]) < 20 * tolerances[i]);
    steps.push_back(static_cast<double>(host.answers[i].effort.steps));
  }
  // The error per step is estimated by an order-4 method: steps grow like tolerance^(-1/5).
  CHECK(std::log10(steps[4] / steps[2]) / 4 == Approx(0.2).margin(0.05));
}

TEST_CASE("the time derivative of a non-autonomous right-hand side keeps the order") {
  // Prothero-Robinson, y' = -lambda (y - phi) + phi' with phi = exp(-s t).
  const double s = 0.8;
  for (const double lambda : {1.0, 1e5}) {
    std::vector<Task> tasks;
    for (const int steps : {8, 16, 32, 64}) {
      LinearProblem problem(single);
      problem.add(0, 0, -lambda);
      problem.source(0) = lambda - s;
      problem.decay() = s;
      Task task;
      task.coefficients = {problem.coefficients};
      task.initial = {1};
      task.scale = {1};
      task.relative_tolerance = task.absolute_tolerance = 1e12;
      for (int i = 1; i <= steps; ++i) task.stops.push_back(4.0 * i / steps);
      task.times = {4.0};
      tasks.push_back(task);
    }
    Recorder host(tasks);
    testing::run_linear(single, host);
    std::vector<double> errors;
    for (std::size_t i = 0; i < tasks.size(); ++i)
      errors.push_back(std::fabs(host.answers[i].outputs[0][0] - std::exp(-4 * s)));
    const double rate = std::log2(errors[1] / errors[2]);
    INFO("lambda " << lambda << " errors " << errors[0] << " " << errors[1] << " " << errors[2] << " "
                   << errors[3]);
    if (lambda < 10) {
      CHECK(rate == Approx(5).margin(0.3));
    } else {
      // Order reduction: 3 is what the stiff end shows, on errors of the size h^3/lambda.
      CHECK(rate > 2.8);
      CHECK(errors[0] < 1e-9);
    }
  }
}
