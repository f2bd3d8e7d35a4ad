// The explicit step's inner loops in 512-bit registers.
#include "sim/numerics/transport/explicit_kernel.hpp"

namespace cellroute::numerics {

void explicit_pass_avx512(const PassPlan& plan, Limiter limiter, int first, int last,
                          const PassFields* fields, int count, double* memory) {
  pass(plan, limiter, first, last, fields, count, memory);
}

}  // namespace cellroute::numerics
