// Numbers in messages.
#pragma once

#include <charconv>
#include <string>

namespace cellroute::liver {

/// A number to `digits` significant digits.
inline std::string words(double value, int digits = 3) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::general, digits).ptr;
  return {text, end};
}

}  // namespace cellroute::liver
