// The kernel for eight lanes in one 512-bit register.
#include "sim/body/kernel_system.hpp"

namespace cellroute::body::kernel {

void run_avx512(const LayoutView& layout, numerics::Host& host) { run<numerics::Lanes>(layout, host); }

}  // namespace cellroute::body::kernel
