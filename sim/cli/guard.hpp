// Turns whatever goes wrong into a message and an exit code.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace cellroute::cli {

std::string version_line();

/// Parses and runs; the exit code when the line itself was the answer (help, version) or wrong.
std::optional<int> parse(CLI::App& app, int argc, char** argv);

/// Runs `work` and returns its exit code, or the code of what it threw after saying so.
int guard(const std::function<int()>& work);

}  // namespace cellroute::cli
