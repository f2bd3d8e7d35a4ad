// The kernel for eight lanes in pairs of 256-bit registers.
#include "sim/body/kernel_system.hpp"

namespace cellroute::body::kernel {

void run_base(const LayoutView& layout, numerics::Host& host) { run<numerics::Lanes>(layout, host); }

}  // namespace cellroute::body::kernel
