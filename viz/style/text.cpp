#include "viz/style/text.hpp"

#include <cstdint>

namespace cellroute::viz {
namespace {

/// How long the letter is that begins at `at`; 0 where none does.
std::size_t letter_at(const std::string& bytes, std::size_t at) {
  const auto byte = [&](std::size_t i) { return std::uint32_t{static_cast<unsigned char>(bytes[i])}; };
  const std::uint32_t first = byte(at);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > bytes.size()) return 0;
  std::uint32_t code = first & (0xffu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xc0u) != 0x80) return 0;
    code = code << 6 | (byte(at + i) & 0x3fu);
  }
  constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xd800 && code <= 0xdfff, no_letter = (code & 0xfffe) == 0xfffe;
  return code < least[length] || code > 0x10ffff || surrogate || no_letter ? 0 : length;
}

}  // namespace

std::string as_text(const std::string& bytes) {
  std::string text;
  for (std::size_t at = 0, length = 0; at < bytes.size(); at += length == 0 ? 1 : length) {
    length = letter_at(bytes, at);
    const auto byte = static_cast<unsigned char>(bytes[at]);
    const bool control = (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f;
    const bool second = byte == 0xc2 && length == 2 && static_cast<unsigned char>(bytes[at + 1]) < 0xa0;
    if (length == 0)
      text += "\ufffd";
    else if (control || second)
      text += ' ';
    else
      text.append(bytes, at, length);
  }
  return text;
}

}  // namespace cellroute::viz
