// A10: linear compartments A -> B -> C against Bateman's closed form.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/numerics/problems.hpp"
#include "tests/numerics/recorder.hpp"

using testing::LinearProblem;
using testing::LinearShape;
using testing::Recorder;
using testing::Task;

namespace {

constexpr double k_a = 0.5, k_bc = 0.1, k_b = 0.15, k_c = 0.02;

std::vector<double> bateman(double t) {
  const double a = std::exp(-k_a * t), b = std::exp(-k_b * t), c = std::exp(-k_c * t);
  return {a, k_a / (k_b - k_a) * (a - b),
          k_a * k_bc *
              (a / ((k_b - k_a) * (k_c - k_a)) + b / ((k_a - k_b) * (k_c - k_b)) +
               c / ((k_a - k_c) * (k_b - k_c)))};
}

const LinearShape chain(3, {{1, 0}, {2, 1}});

Task chain_task(double tolerance) {
  LinearProblem problem(chain);
  problem.add(0, 0, -k_a);
  problem.add(1, 0, k_a);
  problem.add(1, 1, -k_b);
  problem.add(2, 1, k_bc);
  problem.add(2, 2, -k_c);
  Task task;
  task.coefficients = {problem.coefficients};
  task.initial = {1, 0, 0};
  task.scale = {1, 1, 1};
  task.times = {1, 10, 60};
  task.stops = {60};
  task.relative_tolerance = tolerance;
  task.absolute_tolerance = tolerance * 1e-2;
  return task;
}

}  // namespace

TEST_CASE("A10: the closed form has the published digits") {
  const double expected[3][3] = {{.6065306597, .3631104524, .0200977398},
                                 {.0067379470, .3091317331, .4128416205},
                                 {9.3576e-14, 1.762997e-4, .2412059008}};
  const double times[3] = {1, 10, 60};
  for (int i = 0; i < 3; ++i) {
    for (int s = 0; s < 3; ++s)
      CHECK(bateman(times[i])[s] == Approx(expected[i][s]).epsilon(1e-5).margin(1e-18));
    CHECK(bateman(times[i])[2] == Approx(expected[i][2]).margin(5e-11).epsilon(0));
  }
}

TEST_CASE("A10: linear compartments follow Bateman to 1e-12 through the production integrator") {
  const std::vector<Task> tasks{chain_task(1e-14)};
  Recorder host(tasks);
  testing::run_linear(chain, host);
  for (int i = 0; i < 3; ++i) {
    for (int s = 0; s < 3; ++s) {
      INFO("t " << tasks[0].times[i] << " state " << s);
      CHECK(std::fabs(host.answers[0].outputs[i][s] - bateman(tasks[0].times[i])[s]) < 1e-12);
    }
  }
}

TEST_CASE("A10: the achieved error follows the tolerance") {
  for (const double tolerance : {1e-4, 1e-6, 1e-8, 1e-10}) {
    const std::vector<Task> tasks{chain_task(tolerance)};
    Recorder host(tasks);
    testing::run_linear(chain, host);
    double worst = 0;
    for (int i = 0; i < 3; ++i) {
      for (int s = 0; s < 3; ++s)
        worst = std::max(worst, std::fabs(host.answers[0].outputs[i][s] - bateman(tasks[0].times[i])[s]));
    }
    CHECK(worst < 10 * tolerance);
  }
}
