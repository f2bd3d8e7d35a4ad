// SUNDIALS CVODE (BDF, Newton, KLU) on the body's equations: the reference the production integrator
// is compared with. It shares Equations<double> and nothing of the stepping or the elimination.
//
// The Newton matrix is sparse and analytic: all direct rates at the current flows and free sites.
// The weak couplings through sites and plugging are left to the iteration, which keeps the matrix
// sparse; CVODE refreshes it when its own convergence test asks for it.
#pragma once

#include <memory>
#include <vector>

#include "sim/body/compile.hpp"

namespace cellroute::peers {

struct CvodeOptions {
  double relative_tolerance = 1e-9;
  double absolute_tolerance = 1e-11;  // of the dose, or of all label
  int max_order = 5;
};

struct CvodeRun {
  std::vector<std::vector<double>> outputs;  // [output_times][states]
  long steps = 0, evaluations = 0, factorisations = 0;
};

/// A case prepared for CVODE: the matrix pattern is found once.
class CvodeBody {
 public:
  explicit CvodeBody(const body::CompiledCase& compiled);
  ~CvodeBody();
  /// Integrates all segments; the integrator restarts at every event.
  /// @throws std::runtime_error when CVODE gives up
  CvodeRun run(const CvodeOptions& options) const;

 private:
  const body::CompiledCase& compiled_;
  std::unique_ptr<class Problem> problem_;
};

}  // namespace cellroute::peers
