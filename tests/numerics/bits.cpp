// A result does not depend on the lane, on the neighbours, on how many jobs there are or on the
// instruction set: compared bit for bit.
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <random>

#include "tests/numerics/problems.hpp"
#include "tests/numerics/recorder.hpp"

using testing::Answer;
using testing::Isa;
using testing::LinearProblem;
using testing::LinearShape;
using testing::Recorder;
using testing::Task;

namespace {

const LinearShape web(6, {{1, 0}, {2, 1}, {0, 2}, {3, 1}, {4, 3}, {5, 4}, {0, 5}, {4, 0}});

/// Compartments with rates over eight decades, an infusion, and outputs and tolerances of its own.
Task random_task(std::mt19937_64& random) {
  const auto uniform = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(random() >> 11) * 0x1p-53;
  };
  Task task;
  LinearProblem quiet(web);
  for (const auto& [row, column] : web.off_diagonal) {
    const double rate = std::pow(10, uniform(-5, 3));
    quiet.add(row, column, rate);
    quiet.add(column, column, -rate);
  }
  quiet.add(2, 2, -uniform(0, 1));
  LinearProblem infused = quiet;
  infused.source(static_cast<int>(random() % 6)) = uniform(0, 5);
  infused.decay() = uniform(0, 0.1);
  const double stop = uniform(0.1, 20), end = stop + std::pow(10, uniform(0, 5));
  task.coefficients = {infused.coefficients, quiet.coefficients};
  task.stops = {stop, end};
  for (int i = 0; i < 5; ++i) task.initial.push_back(uniform(0, 1));
  task.initial.push_back(0);
  task.scale.assign(6, 1.0);
  double t = 0;
  for (int i = 0; i < 7 && t < end; ++i) {
    task.times.push_back(t);
    t += uniform(0, end / 5);
  }
  task.relative_tolerance = std::pow(10, uniform(-9, -4));
  task.absolute_tolerance = task.relative_tolerance * 1e-3;
  return task;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

void require_same(const Answer& a, const Answer& b) {
  REQUIRE(same_bits(a.last, b.last));
  REQUIRE(a.outputs.size() == b.outputs.size());
  for (std::size_t i = 0; i < a.outputs.size(); ++i) REQUIRE(same_bits(a.outputs[i], b.outputs[i]));
  REQUIRE(a.effort.steps == b.effort.steps);
  REQUIRE(a.effort.rejected == b.effort.rejected);
}

std::vector<Answer> solve(const std::vector<Task>& tasks, Isa isa) {
  Recorder host(tasks);
  testing::run_linear(web, host, isa);
  return host.answers;
}

}  // namespace

TEST_CASE("a job alone, among any neighbours, at any place and in any batch has the same bits") {
  std::mt19937_64 random(3);
  std::vector<Task> tasks;
  for (int i = 0; i < 40; ++i) tasks.push_back(random_task(random));
  for (const Isa isa : testing::instruction_sets()) {
    std::vector<Answer> alone;
    for (const Task& task : tasks) alone.push_back(solve({task}, isa).front());
    for (const std::size_t size : {2, 3, 7, 8, 9, 17, 40}) {
      std::vector<std::size_t> members;
      std::vector<Task> batch;
      for (std::size_t i = 0; i < size; ++i) {
        members.push_back(random() % tasks.size());
        batch.push_back(tasks[members.back()]);
      }
      const std::vector<Answer> together = solve(batch, isa);
      for (std::size_t i = 0; i < size; ++i) require_same(together[i], alone[members[i]]);
    }
  }
}

TEST_CASE("the instruction set changes no bit of an integration") {
  if (testing::instruction_sets().size() < 2) return;
  std::mt19937_64 random(29);
  std::vector<Task> tasks;
  for (int i = 0; i < 60; ++i) tasks.push_back(random_task(random));
  const std::vector<Answer> base = solve(tasks, Isa::base), wide = solve(tasks, Isa::avx512);
  for (std::size_t i = 0; i < tasks.size(); ++i) require_same(base[i], wide[i]);
}
