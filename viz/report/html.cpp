#include "viz/report/html.hpp"

#include <fmt/format.h>

#include <cctype>

#include "viz/report/style.hpp"

namespace cellroute::viz::html {
namespace {

using plot::escaped;

constexpr plot::Sheet wide{760, 0, 13}, narrow{343, 0, 12};  // the widths of a page and of a phone [px]

constexpr std::size_t on_one_page = 16;  // tables of so many rows are not divided

bool letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

/// A cell's text: paths may break after their dots and lines, numbers not at the sign of their exponent.
std::string cell(const std::string& text) {
  std::string safe;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char before = i > 0 ? text[i - 1] : ' ', after = i + 1 < text.size() ? text[i + 1] : ' ';
    safe += escaped(std::string(1, text[i]));
    if ((text[i] == '.' || text[i] == '_') && letter(after) && before != ' ') safe += "<wbr>";
    if (text[i] == '-' && before == 'e' && i > 1 && digit(text[i - 2])) safe += "&#8288;";
  }
  return safe;
}

std::string base64(const std::string& bytes) {
  constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve(bytes.size() / 3 * 4 + 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto at = [&](std::size_t k) {
      return i + k < bytes.size() ? static_cast<unsigned>(static_cast<unsigned char>(bytes[i + k])) : 0u;
    };
    const unsigned three = at(0) << 16 | at(1) << 8 | at(2);
    text += letters[three >> 18];
    text += letters[three >> 12 & 63];
    text += i + 1 < bytes.size() ? letters[three >> 6 & 63] : '=';
    text += i + 2 < bytes.size() ? letters[three & 63] : '=';
  }
  return text;
}

/// As the content of a CSS string: everything that could end it, or the sheet, as its number.
std::string css_text(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    safe +=
        letter(c) || digit(c) || c == ' ' || code > 127 ? std::string(1, c) : fmt::format("\\{:06x}", code);
  }
  return safe;
}

/// On a phone the cells of a row stand below each other, each behind the name of its column.
std::string names_before_cells(const std::vector<std::string>& heads) {
  std::string all;
  for (std::size_t c = 1; c < heads.size(); ++c)
    if (!heads[c].empty()) all += fmt::format("--c{}:'{}: ';", c + 1, css_text(heads[c]));
  return fmt::format(" style=\"{}\"", all);
}

}  // namespace

std::string paragraph(const std::string& text, const std::string& css_class) {
  if (text.empty()) return "";
  return css_class.empty() ? fmt::format("<p>{}</p>\n", escaped(text))
                           : fmt::format("<p class=\"{}\">{}</p>\n", css_class, escaped(text));
}

std::string table(const Table& table) {
  if (table.rows.empty()) return "";
  std::string columns;
  if (table.first > 0 && table.heads.size() > 1) {
    const double each = (100 - table.first) / static_cast<double>(table.heads.size() - 1);
    columns = fmt::format("<colgroup><col style=\"width:{:.0f}%\">", table.first);
    for (std::size_t c = 1; c < table.heads.size(); ++c)
      columns += fmt::format("<col style=\"width:{:.2f}%\">", each);
    columns += "</colgroup>\n";
  }
  std::string text = fmt::format(
      "<div class=\"scroll{3}\" role=\"region\" aria-label=\"{0}\" tabindex=\"0\"><table class=\"{1}\"{4}>"
      "<caption>{0}</caption>\n{2}<thead><tr>",
      escaped(table.caption), table.css_class, columns, table.rows.size() <= on_one_page ? " whole" : "",
      table.css_class.find("words") == std::string::npos ? "" : names_before_cells(table.heads));
  for (const auto& head : table.heads) text += fmt::format("<th scope=\"col\">{}</th>", escaped(head));
  text += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    text += "<tr>";
    for (std::size_t c = 0; c < row.size(); ++c)
      text += (c == 0 ? "<th scope=\"row\">" : "<td>") + cell(row[c]) + (c == 0 ? "</th>" : "</td>");
    text += "</tr>\n";
  }
  return text + "</tbody></table></div>\n";
}

std::string details(const std::string& summary, const std::string& body) {
  if (body.empty()) return "";
  return fmt::format("<details><summary>{}</summary>\n{}</details>\n", escaped(summary), body);
}

std::string section(const std::string& id, const std::string& head, const std::string& body) {
  if (body.empty()) return "";
  return fmt::format("<section id=\"{}\"><h2>{}</h2>\n{}</section>\n", id, escaped(head), body);
}

std::string figure(const std::function<plot::Svg(const plot::Sheet&)>& draw, double wide_height,
                   double narrow_height, const std::string& caption) {
  plot::Sheet large = wide, small = narrow;
  large.height = wide_height;
  small.height = narrow_height;
  return fmt::format("<figure>{}{}<figcaption>{}</figcaption></figure>\n", draw(large).element("wide"),
                     draw(small).element("narrow"), escaped(caption));
}

std::string picture(const std::string& png, const std::string& says, const std::string& caption) {
  return fmt::format(
      "<figure><img alt=\"{}\" src=\"data:image/png;base64,{}\"><figcaption>{}</figcaption></figure>\n",
      escaped(says), base64(png), escaped(caption));
}

std::string facts(const std::vector<std::pair<std::string, std::string>>& all) {
  std::string text = "<dl>\n";
  for (const auto& [name, what] : all)
    text += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(name), escaped(what));
  return text + "</dl>\n";
}

std::string page(const std::string& title, const std::string& foot, const std::string& body) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n"
      "<link rel=\"icon\" href=\"data:,\">\n<style>{}@page{{@top-left{{content:\"{}\"}}"
      "@bottom-left{{content:\"{}\"}}}}\n</style></head>\n<body>\n{}</body></html>\n",
      escaped(title), style, css_text(title), css_text(foot), body);
}

}  // namespace cellroute::viz::html
