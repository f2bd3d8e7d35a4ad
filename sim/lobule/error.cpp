// Texts of lobule errors.
#include "sim/lobule/error.hpp"

#include <cstdio>
#include <utility>

namespace cellroute::lobule {

namespace {

std::string joined(const std::vector<std::string>& problems) {
  std::string text;
  for (const auto& problem : problems) text += (text.empty() ? "" : "\n") + problem;
  return text;
}

}  // namespace

LobuleError::LobuleError(std::vector<std::string> list)
    : std::runtime_error(joined(list)), problems(std::move(list)) {}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

std::string micrometres(double metres) { return number(metres * 1e6) + " um"; }

}  // namespace cellroute::lobule
