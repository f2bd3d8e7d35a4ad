// Pieces of an HTML page. Texts are escaped here and nowhere else.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "viz/plot/panel.hpp"

namespace cellroute::viz::html {

std::string paragraph(const std::string& text, const std::string& css_class = "");

struct Table {
  std::string caption;
  std::vector<std::string> heads;
  std::vector<std::vector<std::string>> rows;  // the first cell is the row's head
  std::string css_class;  // `numbers` where cells are numbers, `words` where they are words
  double first = 0;       // [%] width of the first column; then the others are equally wide
};
/// In a frame of its own that scrolls where the table is wider than the page.
std::string table(const Table& table);

/// Folded until it is asked for; open on paper.
std::string details(const std::string& summary, const std::string& body);

/// A section with its head; nothing when `body` is empty.
std::string section(const std::string& id, const std::string& head, const std::string& body);

/// A drawing in two widths, for screens and paper and for phones.
std::string figure(const std::function<plot::Svg(const plot::Sheet&)>& draw, double wide_height,
                   double narrow_height, const std::string& caption);

/// A PNG inside the page.
std::string picture(const std::string& png, const std::string& says, const std::string& caption);

/// A list of name and text.
std::string facts(const std::vector<std::pair<std::string, std::string>>& all);

/// The whole page: no script, nothing from elsewhere. `foot` runs along the foot of printed pages.
std::string page(const std::string& title, const std::string& foot, const std::string& body);

}  // namespace cellroute::viz::html
