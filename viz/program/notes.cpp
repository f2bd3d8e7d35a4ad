#include "viz/program/notes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "viz/program/view.hpp"

namespace cellroute::viz {
namespace {

unsigned char byte_of(char letter) { return static_cast<unsigned char>(letter); }
bool is_inside_letter(char letter) { return (byte_of(letter) & 0xc0u) == 0x80u; }

}  // namespace

void tell_once(const std::string& text) {
  static std::set<std::string> said;
  if (said.insert(text).second) fmt::print(stderr, "cellroute-render: note: {}\n", text);
}

std::string words_of_small_letters(int width, int height, double smallest) {
  if (!(smallest > 0) || smallest >= least_letters - 0.05) return "";
  const auto enough = [&](int side) {
    return static_cast<int>(std::ceil(side * least_letters / smallest / 10)) * 10;
  };
  std::string text = fmt::format("at {}x{} the smallest letters are {:.1f} px high and cannot be read", width,
                                 height, smallest);
  if (std::max(enough(width), enough(height)) <= largest_side)
    text += fmt::format("; --size {}x{} makes them {:.0f} px", enough(width), enough(height), least_letters);
  return text;
}

std::string words_of_letters(const std::set<std::string>& letters) {
  constexpr std::size_t most = 8;
  std::string text;
  std::size_t count = 0;
  for (const auto& letter : letters) {
    if (count++ == most) return text + fmt::format(" and {} more", letters.size() - most);
    std::uint32_t code = byte_of(letter[0]) & (0xffu >> (letter.size() + 1));
    for (std::size_t i = 1; i < letter.size(); ++i) code = code << 6 | (byte_of(letter[i]) & 0x3fu);
    text += fmt::format("{}{} (U+{:04X})", text.empty() ? "" : ", ", letter, code);
  }
  return text;
}

std::set<std::string> long_letters(const std::string& text) {
  std::set<std::string> letters;
  for (std::size_t i = 0, next = 0; i < text.size(); i = next) {
    do ++next;
    while (next < text.size() && is_inside_letter(text[next]));
    if (next - i > 1) letters.insert(text.substr(i, next - i));
  }
  return letters;
}

}  // namespace cellroute::viz
