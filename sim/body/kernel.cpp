#include "sim/body/kernel.hpp"

#include <cstdlib>
#include <string_view>

namespace cellroute::body {

bool has_avx512() {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512cd");
}

bool worth_lanes(const LayoutView& layout, std::size_t cases) {
  const int populations = layout.populations;
  if (populations >= 24) return false;
  return cases > (populations == 5 || populations == 6 ? 5 : 2);
}

void run_batch(const LayoutView& layout, numerics::Host& host, const char* instruction_set) {
  const char* forced = std::getenv("CELLROUTE_INSTRUCTION_SET");  // for comparing bits
  const std::string_view wanted = forced != nullptr ? forced : instruction_set;
  if (wanted == "single" && has_avx512()) {
    kernel::run_single_avx512(layout, host);
  } else if (wanted == "single" || wanted == "single_base") {
    kernel::run_single(layout, host);
  } else if (wanted != "base" && has_avx512()) {
    kernel::run_avx512(layout, host);
  } else {
    kernel::run_base(layout, host);
  }
}

}  // namespace cellroute::body
