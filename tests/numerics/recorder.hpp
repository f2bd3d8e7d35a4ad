// A host that feeds a list of jobs and keeps everything the integrator says.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/numerics/batch.hpp"
#include "sim/numerics/lanes.hpp"

namespace testing {

/// One job with its own copies of everything a numerics::Job points to. `stops` are its segments;
/// segment i runs with coefficients[min(i, last)].
struct Task {
  std::vector<std::vector<double>> coefficients;
  std::vector<double> initial, scale, times, stops;
  double start = 0, relative_tolerance = 1e-8, absolute_tolerance = 1e-12;
};

struct Answer {
  std::vector<std::vector<double>> outputs;
  std::vector<double> last;
  std::vector<double> event_times;
  double end_time = 0;
  cellroute::numerics::Ending ending{};
  cellroute::numerics::Effort effort;
};

class Recorder : public cellroute::numerics::Host {
 public:
  explicit Recorder(const std::vector<Task>& tasks) : answers(tasks.size()), tasks_(tasks) {}

  bool next(int lane, cellroute::numerics::Job& job) override {
    if (next_ >= tasks_.size()) return false;
    index_[lane] = next_++;
    segment_[lane] = 0;
    const Task& task = tasks_[index_[lane]];
    answers[index_[lane]].outputs.resize(task.times.size());
    job = {};
    job.coefficients = task.coefficients.front().data();
    job.initial = task.initial.data();
    job.scale = task.scale.data();
    job.output_times = task.times.data();
    job.outputs = static_cast<int>(task.times.size());
    job.start = task.start;
    job.stop = task.stops.front();
    job.relative_tolerance = task.relative_tolerance;
    job.absolute_tolerance = task.absolute_tolerance;
    return true;
  }
  void output(int lane, int index, const double* state) override {
    const Task& task = tasks_[index_[lane]];
    answers[index_[lane]].outputs[index].assign(state, state + task.initial.size());
  }
  bool event(int lane, cellroute::numerics::Job& job) override {
    const Task& task = tasks_[index_[lane]];
    answers[index_[lane]].event_times.push_back(job.stop);
    const std::size_t segment = ++segment_[lane];
    if (segment >= task.stops.size()) return false;
    job.coefficients =
        task.coefficients[segment < task.coefficients.size() ? segment : task.coefficients.size() - 1].data();
    job.stop = task.stops[segment];
    return true;
  }
  void finished(int lane, cellroute::numerics::Ending ending, double time, const double* state, const double*,
                const cellroute::numerics::Effort& effort) override {
    Answer& answer = answers[index_[lane]];
    answer.ending = ending;
    answer.end_time = time;
    answer.last.assign(state, state + tasks_[index_[lane]].initial.size());
    answer.effort = effort;
  }

  std::vector<Answer> answers;

 private:
  const std::vector<Task>& tasks_;
  std::size_t next_ = 0;
  std::size_t index_[cellroute::numerics::lane_count] = {}, segment_[cellroute::numerics::lane_count] = {};
};

}  // namespace testing
