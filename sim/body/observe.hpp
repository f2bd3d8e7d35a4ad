// From raw states at the output times to a BodyResult.
#pragma once

#include <optional>
#include <vector>

#include "sim/body/compile.hpp"
#include "sim/body/equations.hpp"
#include "sim/body/result.hpp"
#include "sim/numerics/batch.hpp"

namespace cellroute::body {

/// What the kernel left behind at the end of one case.
struct RawEnd {
  std::vector<double> last;      // [states] at the horizon
  std::vector<double> monitors;  // [monitor_count]
  numerics::Effort effort;
};

/// Reads states as they come, one output time after the other.
class Observer {
 public:
  /// All must outlive it. `result` is written anew; the memory it has is used again.
  Observer(const BodyCase& body_case, const CompiledCase& compiled, const Watch& watch, BodyResult& result);
  /// The state [states] at the next output time.
  void take(const double* state);
  /// To be called once, at the end.
  void finish(const RawEnd& raw);

 private:
  const BodyCase* body_case_;
  const CompiledCase* compiled_;
  Watch watch_;
  std::optional<Equations<double>> equations_;
  std::size_t taken_ = 0;
  std::vector<double> scratch_;
  BodyResult* result_;
};

}  // namespace cellroute::body
