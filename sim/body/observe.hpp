// From raw states at the output times to a BodyResult.
#pragma once

#include <vector>

#include "sim/body/compile.hpp"
#include "sim/body/result.hpp"
#include "sim/numerics/batch.hpp"

namespace cellroute::body {

/// What the kernel left behind for one case.
struct RawRun {
  std::vector<double> outputs;   // [output_times][states]
  std::vector<double> last;      // [states] at the horizon
  std::vector<double> monitors;  // [monitor_count]
  numerics::Effort effort;
};

BodyResult observe(const BodyCase& body_case, const CompiledCase& compiled, const RawRun& raw);

}  // namespace cellroute::body
