// The test systems for every processor.
#include "tests/numerics/kernels.hpp"

namespace testing {
TESTING_KERNELS(base)
}
