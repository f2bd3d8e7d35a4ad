// Sieve integrals on AVX-512.
#include "sim/body/extraction_kernel.hpp"

namespace cellroute::body::kernel {

void integrate_avx512(const SieveIntegral* integrals, double* values) { integrate(integrals, values); }

}  // namespace cellroute::body::kernel
