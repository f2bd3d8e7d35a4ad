// A lobule that cannot be built or perfused.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace cellroute::lobule {

/// Lists every problem that was found, in words; `what()` has them line by line.
struct LobuleError : std::runtime_error {
  explicit LobuleError(std::vector<std::string> problems);
  std::vector<std::string> problems;
};

/// A length in the unit people read lobules in: "12.5 um".
std::string micrometres(double metres);

/// A number with up to six digits.
std::string number(double value);

}  // namespace cellroute::lobule
