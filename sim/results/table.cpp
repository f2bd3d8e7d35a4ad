#include "sim/results/table.hpp"

#include <algorithm>

namespace cellroute::results {
namespace {

void trim_right(std::string& text) {
  while (!text.empty() && text.back() == ' ') text.pop_back();
}

}  // namespace

std::size_t shown_width(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string rule(std::size_t width) {
  std::string text;
  for (std::size_t i = 0; i < width; ++i) text += "─";
  return text;
}

std::string pad_left(const std::string& text, std::size_t width) {
  const std::size_t shown = shown_width(text);
  return shown < width ? std::string(width - shown, ' ') + text : text;
}

std::string pad_right(const std::string& text, std::size_t width) {
  const std::size_t shown = shown_width(text);
  return shown < width ? text + std::string(width - shown, ' ') : text;
}

void TextTable::heads(const std::string& name, const std::vector<Head>& heads) {
  std::string titles = pad_right(name, name_width_), rules(name_width_, ' ');
  for (const auto& head : heads) {
    const std::size_t width = head.columns * column_width_ - 2;
    const std::size_t shown = std::min(shown_width(head.text), width);
    titles += std::string(2 + (width - shown) / 2, ' ') + pad_right(head.text, width - (width - shown) / 2);
    rules += "  " + rule(width);
  }
  trim_right(titles);
  text_ += titles + "\n" + rules + "\n";
}

void TextTable::row(const std::string& name, const std::vector<std::string>& cells) {
  std::string text = pad_right(name, name_width_);
  for (const auto& cell : cells) text += pad_left(cell, column_width_);
  trim_right(text);
  text_ += text + "\n";
}

void TextTable::line() { text_ += rule(name_width_ + column_width_ * columns_) + "\n"; }

}  // namespace cellroute::results
