// The kernel for every processor.
#include "sim/body/kernel_system.hpp"

namespace cellroute::body::kernel {

void run_base(const LayoutView& layout, numerics::Host& host) { run(layout, host); }

}  // namespace cellroute::body::kernel
