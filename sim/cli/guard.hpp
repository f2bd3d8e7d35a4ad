// Turns whatever goes wrong into a message and an exit code.
#pragma once

#include <functional>
#include <string>

namespace cellroute::cli {

std::string version_line();

/// Runs `work` and returns its exit code, or the code of what it threw after saying so.
int guard(const std::function<int()>& work);

}  // namespace cellroute::cli
