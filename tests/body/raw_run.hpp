// Raw states of one compiled case, straight from the production kernel.
#pragma once

#include <algorithm>
#include <vector>

#include "sim/body/compile.hpp"
#include "sim/body/kernel.hpp"

namespace testing {

struct RawStates {
  std::vector<std::vector<double>> at;  // [output_times][states]
  cellroute::numerics::Effort effort;
  cellroute::numerics::Ending ending{};
};

class OneCase : public cellroute::numerics::Host {
 public:
  explicit OneCase(const cellroute::body::CompiledCase& compiled)
      : compiled_(compiled), initial_(compiled.layout->view().states, 0.0) {
    raw.at.resize(compiled.output_times.size());
  }
  bool next(int, cellroute::numerics::Job& job) override {
    if (given_) return false;
    given_ = true;
    job = {};
    job.coefficients = compiled_.segments[0].coefficients.data();
    job.initial = initial_.data();
    job.scale = compiled_.scale.data();
    job.output_times = compiled_.output_times.data();
    job.outputs = static_cast<int>(compiled_.output_times.size());
    job.stop = compiled_.segments[0].stop;
    job.relative_tolerance = compiled_.relative_tolerance;
    job.absolute_tolerance = compiled_.absolute_tolerance;
    return true;
  }
  void output(int, int index, const double* state) override {
    raw.at[index].assign(state, state + initial_.size());
  }
  bool event(int, cellroute::numerics::Job& job) override {
    if (++segment_ >= compiled_.segments.size()) return false;
    job.coefficients = compiled_.segments[segment_].coefficients.data();
    job.stop = compiled_.segments[segment_].stop;
    return true;
  }
  void finished(int, cellroute::numerics::Ending ending, double, const double*, const double*,
                const cellroute::numerics::Effort& effort) override {
    raw.ending = ending;
    raw.effort = effort;
  }
  RawStates raw;

 private:
  const cellroute::body::CompiledCase& compiled_;
  std::vector<double> initial_;
  std::size_t segment_ = 0;
  bool given_ = false;
};

inline RawStates raw_run(const cellroute::body::CompiledCase& compiled, const char* instruction_set = "") {
  OneCase host(compiled);
  cellroute::body::run_batch(compiled.layout->view(), host, instruction_set);
  return host.raw;
}

/// Living cells held in one bed (not in its blood), over all populations.
inline double held(const cellroute::body::LayoutView& v, const std::vector<double>& y, int bed) {
  namespace b = cellroute::body;
  double sum = 0;
  for (int k = 0; k < v.populations; ++k) {
    for (const int state : {b::trapped_fast, b::trapped_slow, b::adherent, b::homed})
      sum += y[v.in_tissue(bed, state, k)];
  }
  return sum;
}

inline double circulating(const cellroute::body::LayoutView& v, const std::vector<double>& y, int node) {
  double sum = 0;
  for (int k = 0; k < v.populations; ++k) sum += y[v.circulating(node, k)];
  return sum;
}

}  // namespace testing
