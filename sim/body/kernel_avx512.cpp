// The kernel for processors with AVX-512.
#include "sim/body/kernel_system.hpp"

namespace cellroute::body::kernel {

void run_avx512(const LayoutView& layout, numerics::Host& host) {
  BodySystem system(layout);
  numerics::BatchRosenbrock<BodySystem>(system).run(host);
}

}  // namespace cellroute::body::kernel
