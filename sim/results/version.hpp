// Which program this is.
#pragma once

#include <string_view>

namespace cellroute::results {

std::string_view program_version();  // 0.1.0
std::string_view
program_commit();  // the git commit it was built from; "-dirty" if changed since; or "unknown"

}  // namespace cellroute::results
