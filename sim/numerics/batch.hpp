// What a batch integrator asks of its surroundings, in plain doubles.
#pragma once

namespace cellroute::numerics {

/// One initial-value problem as a lane sees it. Pointers stay valid until the lane is finished.
struct Job {
  const double* coefficients = nullptr;  // whatever the system reads; read again after each event
  const double* initial = nullptr;       // [n]
  const double* scale = nullptr;         // [n] what an absolute tolerance of 1 means for each state
  const double* output_times = nullptr;  // ascending
  int outputs = 0;
  double start = 0;
  double stop = 0;  // the first event, or the end
  double relative_tolerance = 1e-6;
  double absolute_tolerance = 1e-8;
};

struct Effort {
  long steps = 0, rejected = 0, evaluations = 0;
  int worst_state = -1;  // where the error was too large, when the step size vanished
};

enum class Ending { complete, step_vanished, too_many_steps, interrupted };

/// Feeds lanes and takes their answers. Calls come from one thread; lanes are independent.
class Host {
 public:
  virtual ~Host() = default;
  /// Asked before every step; true ends all problems under way as interrupted.
  virtual bool stop() { return false; }
  /// The lane's next problem; false when there is none left.
  virtual bool next(int lane, Job& job) = 0;
  /// State [n] at output_times[index].
  virtual void output(int lane, int index, const double* state) = 0;
  /// The lane has reached job.stop: change coefficients and set a later stop, or return false at the end.
  virtual bool event(int lane, Job& job) = 0;
  /// The lane is done; `monitors` are the system's running extremes, `state` is where it ended.
  virtual void finished(int lane, Ending ending, double time, const double* state, const double* monitors,
                        const Effort& effort) = 0;
};

}  // namespace cellroute::numerics
