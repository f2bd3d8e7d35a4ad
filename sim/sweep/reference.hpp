// The reference of sweep, claims, fit and safe-dose files, from the declarations their readers use.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/diagnostics.hpp"

namespace cellroute::sweep {

std::string reference();

/// Every mistake in a sweep, claims, fit or safe-dose file; nothing when the file is none of them.
std::optional<std::vector<scenario::Diagnostic>> check(const std::filesystem::path& file,
                                                       const std::filesystem::path& library);

}  // namespace cellroute::sweep
