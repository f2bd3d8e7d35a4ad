#include "sim/body/simulate.hpp"

#include <omp.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <tuple>

#include "sim/body/compile.hpp"
#include "sim/body/kernel.hpp"
#include "sim/body/observe.hpp"
#include "sim/numerics/lanes.hpp"

namespace cellroute::body {

namespace {

std::string join(const std::vector<std::string>& problems) {
  std::string text = "this case cannot be run:";
  for (const std::string& problem : problems) text += "\n  " + problem;
  return text;
}

std::string when(double t) {
  char text[64];
  std::snprintf(text, sizeof text, "%.6g s", t);
  return text;
}

constexpr const char* never_begun = "interrupted before it began";

/// Feeds a list of cases to the lanes and hands over what they leave.
class Feeder : public numerics::Host {
 public:
  Feeder(std::span<const BodyCase> cases, const std::vector<std::size_t>& members, const Take& take,
         const std::function<bool()>& stop, const Watch& watch)
      : cases_(cases), members_(members), take_(take), stop_(stop), watch_(watch) {}

  /// Cases that were not begun are handed over too.
  void hand_over_rest() {
    while (next_ < members_.size()) {
      Outcome outcome;
      outcome.failure = never_begun;
      take_(members_[next_++], outcome);
    }
  }

  bool stop() override { return stop_ && stop_(); }

  bool next(int lane, numerics::Job& job) override {
    if (next_ >= members_.size() || stop()) return false;
    Run& run = runs_[lane];
    run.index = members_[next_++];
    run.segment = 0;
    run.compiled = compile(cases_[run.index], extractions_);
    const LayoutView& v = run.compiled.layout->view();
    run.initial.assign(v.states, 0.0);
    run.observer.emplace(cases_[run.index], run.compiled, watch_, run.outcome.result);
    job = numerics::Job{};
    job.coefficients = run.compiled.segments[0].coefficients.data();
    job.initial = run.initial.data();
    job.scale = run.compiled.scale.data();
    job.output_times = run.compiled.output_times.data();
    job.outputs = static_cast<int>(run.compiled.output_times.size());
    job.stop = run.compiled.segments[0].stop;
    job.relative_tolerance = run.compiled.relative_tolerance;
    job.absolute_tolerance = run.compiled.absolute_tolerance;
    return true;
  }

  void output(int lane, int, const double* state) override { runs_[lane].observer->take(state); }

  bool event(int lane, numerics::Job& job) override {
    Run& run = runs_[lane];
    if (++run.segment >= run.compiled.segments.size()) return false;
    job.coefficients = run.compiled.segments[run.segment].coefficients.data();
    job.stop = run.compiled.segments[run.segment].stop;
    return true;
  }

  void finished(int lane, numerics::Ending ending, double time, const double* state, const double* monitors,
                const numerics::Effort& effort) override {
    Run& run = runs_[lane];
    const LayoutView& v = run.compiled.layout->view();
    run.raw.last.assign(state, state + v.states);
    run.raw.monitors.assign(monitors, monitors + monitor_count);
    run.raw.effort = effort;
    run.outcome.failure = why_failed(run, ending, time);
    run.observer->finish(run.raw);
    take_(run.index, run.outcome);
  }

 private:
  struct Run {
    std::size_t index = 0, segment = 0;
    CompiledCase compiled;
    std::vector<double> initial;
    std::optional<Observer> observer;
    RawEnd raw;
    Outcome outcome;
  };

  static std::string why_failed(const Run& run, numerics::Ending ending, double time) {
    const LayoutView& v = run.compiled.layout->view();
    for (int i = 0; i < v.states; ++i) {
      if (!std::isfinite(run.raw.last[i]))
        return run.compiled.layout->describe_state(i) + " is not a number at " + when(time);
    }
    if (ending == numerics::Ending::step_vanished) {
      return "the step size vanished at " + when(time) + ", in " +
             run.compiled.layout->describe_state(run.raw.effort.worst_state);
    }
    if (ending == numerics::Ending::interrupted) return "interrupted at " + when(time);
    if (ending == numerics::Ending::too_many_steps) return "too many steps; stopped at " + when(time);
    const double lowest = run.raw.monitors[lowest_share] / run.compiled.dose;
    if (lowest < -1e-5) {
      const auto worst = std::min_element(run.raw.last.begin(), run.raw.last.begin() + v.label_lodged);
      return "a population became negative (" + std::to_string(lowest) + " of the dose), last in " +
             run.compiled.layout->describe_state(static_cast<int>(worst - run.raw.last.begin())) +
             "; tighten the tolerances";
    }
    return "";
  }

  std::span<const BodyCase> cases_;
  const std::vector<std::size_t>& members_;
  const Take& take_;
  const std::function<bool()>& stop_;
  const Watch watch_;
  std::size_t next_ = 0;
  ExtractionCache extractions_;
  Run runs_[numerics::lane_count];
};

/// Cases that share a set of lanes: many, since lanes idle at a chunk's end, but several chunks a thread.
std::size_t chunk_size(std::size_t cases, int workers) {
  if (workers == 1) return 512;
  return std::clamp<std::size_t>(cases / (4 * static_cast<std::size_t>(workers)), 64, 512);
}

}  // namespace

CaseError::CaseError(std::vector<std::string> all)
    : std::runtime_error(join(all)), problems(std::move(all)) {}

std::vector<std::string> check(const BodyCase& body_case) { return contradictions(body_case); }

BodyResult simulate(const BodyCase& body_case) {
  std::vector<std::string> problems = contradictions(body_case);
  if (!problems.empty()) throw CaseError(std::move(problems));
  std::vector<Outcome> outcomes = simulate(std::span<const BodyCase>(&body_case, 1), 1);
  if (!outcomes[0].failure.empty()) throw SimulationError(outcomes[0].failure);
  return std::move(outcomes[0].result);
}

std::vector<Outcome> simulate(std::span<const BodyCase> cases, int threads,
                              const std::function<bool()>& stop) {
  std::vector<Outcome> outcomes(cases.size());
  simulate(
      cases, threads, [&](std::size_t i, Outcome& outcome) { outcomes[i] = std::move(outcome); }, stop);
  return outcomes;
}

void simulate(std::span<const BodyCase> cases, int threads, const Take& take,
              const std::function<bool()>& stop, const Watch& watch) {
  const int workers = threads > 0 ? threads : omp_get_max_threads();
  const std::size_t most = chunk_size(cases.size(), workers);
  // Chunks hold cases of one shape, in order of their index.
  struct Chunk {
    std::shared_ptr<const Layout> layout;
    std::vector<std::size_t> members;
  };
  std::vector<Chunk> chunks;
  std::map<const Layout*, std::size_t> open;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const std::vector<std::string> problems = contradictions(cases[i]);
    if (!problems.empty()) {
      Outcome outcome;
      outcome.failure = join(problems);
      take(i, outcome);
      continue;
    }
    auto layout = layout_of(cases[i]);
    auto place = open.find(layout.get());
    if (place == open.end() || chunks[place->second].members.size() >= most) {
      open[layout.get()] = chunks.size();
      chunks.push_back({layout, {}});
      place = open.find(layout.get());
    }
    chunks[place->second].members.push_back(i);
  }
#pragma omp parallel for schedule(dynamic, 1) num_threads(workers)
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    Feeder feeder(cases, chunks[i].members, take, stop, watch);
    const LayoutView& layout = chunks[i].layout->view();
    run_batch(layout, feeder, worth_lanes(layout, chunks[i].members.size()) ? "" : "single");
    feeder.hand_over_rest();
  }
}

}  // namespace cellroute::body
