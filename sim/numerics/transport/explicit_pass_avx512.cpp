// The explicit step's inner loops in 512-bit registers.
#include "sim/numerics/transport/explicit_kernel.hpp"

namespace cellroute::numerics {

void explicit_pass_avx512(const PassPlan& plan, Limiter limiter, const PassFields* fields, int steps,
                          double* memory) {
  pass(plan, limiter, fields, steps, memory);
}

}  // namespace cellroute::numerics
