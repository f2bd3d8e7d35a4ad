// The kernel for every processor.
#include "sim/body/kernel_system.hpp"

namespace cellroute::body::kernel {

void run_base(const LayoutView& layout, numerics::Host& host) {
  BodySystem system(layout);
  numerics::BatchRosenbrock<BodySystem>(system).run(host);
}

}  // namespace cellroute::body::kernel
