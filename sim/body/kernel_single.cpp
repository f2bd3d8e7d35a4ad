// The kernel for one scenario alone, a row of populations in two 256-bit registers.
#include "sim/body/kernel_system.hpp"
#include "sim/numerics/single.hpp"

namespace cellroute::body::kernel {

void run_single(const LayoutView& layout, numerics::Host& host) { run<numerics::Single>(layout, host); }

}  // namespace cellroute::body::kernel
