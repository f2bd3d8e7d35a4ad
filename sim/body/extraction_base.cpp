// Sieve integrals on the baseline instruction set.
#include "sim/body/extraction_kernel.hpp"

namespace cellroute::body::kernel {

void integrate_base(const SieveIntegral* integrals, double* values) { integrate(integrals, values); }

}  // namespace cellroute::body::kernel
