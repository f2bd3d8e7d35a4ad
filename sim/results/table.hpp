// Plain text tables: a left column of names, right-aligned columns under spanning heads, thin rules.
#pragma once

#include <string>
#include <vector>

namespace cellroute::results {

inline constexpr std::size_t page_width = 100;  // [character]

/// Characters shown by a UTF-8 text.
std::size_t shown_width(const std::string& text);

std::string rule(std::size_t width);
std::string pad_left(const std::string& text, std::size_t width);
std::string pad_right(const std::string& text, std::size_t width);

class TextTable {
 public:
  struct Head {
    std::string text;
    std::size_t columns;  // spanned
  };

  TextTable(std::size_t name_width, std::size_t column_width, std::size_t columns)
      : name_width_(name_width), column_width_(column_width), columns_(columns) {}

  /// Heads with a rule under each, over `columns` columns.
  void heads(const std::string& name, const std::vector<Head>& heads);
  void row(const std::string& name, const std::vector<std::string>& cells);
  void line();  // a thin rule across
  std::string text() const { return text_; }

 private:
  std::size_t name_width_, column_width_, columns_;
  std::string text_;
};

}  // namespace cellroute::results
