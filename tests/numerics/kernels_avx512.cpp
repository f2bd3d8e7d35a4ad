// The test systems for processors with AVX-512; tests/CMakeLists.txt gives this file its flags.
#include "tests/numerics/kernels.hpp"

namespace testing {
TESTING_KERNELS(avx512)
}
