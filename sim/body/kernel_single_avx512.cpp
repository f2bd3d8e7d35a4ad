// The kernel for one scenario alone, a row of populations in one 512-bit register.
#include "sim/body/kernel_system.hpp"
#include "sim/numerics/single.hpp"

namespace cellroute::body::kernel {

void run_single_avx512(const LayoutView& layout, numerics::Host& host) {
  run<numerics::Single>(layout, host);
}

}  // namespace cellroute::body::kernel
