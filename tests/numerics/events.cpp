// Events, stops and output times are hit exactly.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/numerics/problems.hpp"
#include "tests/numerics/recorder.hpp"

using testing::LinearProblem;
using testing::LinearShape;
using testing::Recorder;
using testing::Task;

namespace {

const LinearShape single(1, {});

std::vector<double> constants(double rate, double source) {
  LinearProblem problem(single);
  problem.add(0, 0, -rate);
  problem.source(0) = source;
  return problem.coefficients;
}

/// Infusion at 2.5/s from 0.1 to 0.7 s into a pool that loses 3/s.
Task infusion() {
  Task task;
  task.coefficients = {constants(3, 0), constants(3, 2.5), constants(3, 0)};
  task.stops = {0.1, 0.7, 10.0 / 3};
  task.times = {0, 0.05, 0.1, 0.4, 0.7, 1.1, 10.0 / 3};
  task.initial = {0.2};
  task.scale = {1};
  task.relative_tolerance = 1e-11;
  task.absolute_tolerance = 1e-12;
  return task;
}

double exact(double t) {
  double y = 0.2 * std::exp(-3 * t);
  if (t > 0.1) y += 2.5 / 3 * (std::exp(-3 * std::max(0.0, t - 0.7)) - std::exp(-3 * (t - 0.1)));
  return y;
}

}  // namespace

TEST_CASE("each segment begins and ends at its event, with its own coefficients") {
  const std::vector<Task> tasks{infusion()};
  Recorder host(tasks);
  testing::run_linear(single, host);
  const auto& answer = host.answers[0];
  REQUIRE(answer.ending == cellroute::numerics::Ending::complete);
  CHECK(answer.event_times == tasks[0].stops);
  CHECK(answer.end_time == 10.0 / 3);
  for (std::size_t i = 0; i < tasks[0].times.size(); ++i) {
    INFO("t " << tasks[0].times[i]);
    REQUIRE(answer.outputs[i].size() == 1);
    CHECK(answer.outputs[i][0] == Approx(exact(tasks[0].times[i])).margin(1e-10));
  }
}

TEST_CASE("an output at the start is the initial state, one at the end is the final state") {
  const std::vector<Task> tasks{infusion()};
  Recorder host(tasks);
  testing::run_linear(single, host);
  CHECK(host.answers[0].outputs.front()[0] == 0.2);
  CHECK(host.answers[0].outputs.back()[0] == host.answers[0].last[0]);
}

TEST_CASE("segments of very different lengths are all kept") {
  Task task = infusion();
  task.coefficients = {constants(0, 1)};
  task.stops = {1e-9, 1e-6, 1e-6 + 1e-12, 1, 86400, 864000};
  task.times = {1e-9, 1e-6, 1, 86400, 864000};
  task.initial = {0};
  const std::vector<Task> tasks{task};
  Recorder host(tasks);
  testing::run_linear(single, host);
  REQUIRE(host.answers[0].event_times == task.stops);
  for (std::size_t i = 0; i < task.times.size(); ++i)
    CHECK(host.answers[0].outputs[i][0] == Approx(task.times[i]).epsilon(1e-9));
}

TEST_CASE("a right-hand side that blows up ends the run and says when") {
  LinearProblem problem(single);
  problem.add(0, 0, 40);
  Task task = infusion();
  task.coefficients = {problem.coefficients};
  task.initial = {1};
  task.stops = {100};
  task.times = {1, 50};
  task.relative_tolerance = 1e-6;
  std::vector<Task> tasks{task, infusion()};
  Recorder host(tasks);
  testing::run_linear(single, host);
  CHECK(host.answers[0].ending != cellroute::numerics::Ending::complete);
  CHECK(host.answers[0].end_time > 10);
  CHECK(host.answers[0].end_time < 30);
  CHECK(host.answers[0].outputs[0][0] == Approx(std::exp(40.0)).epsilon(1e-4));
  CHECK(host.answers[1].ending == cellroute::numerics::Ending::complete);  // its neighbour is unharmed
  CHECK(host.answers[1].outputs[3][0] == Approx(exact(0.4)).margin(1e-10));
}
