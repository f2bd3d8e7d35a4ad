// The kernel for processors with AVX-512.
#include "sim/body/kernel_system.hpp"

namespace cellroute::body::kernel {

void run_avx512(const LayoutView& layout, numerics::Host& host) { run(layout, host); }

}  // namespace cellroute::body::kernel
