#include "viz/report/html.hpp"

#include <fmt/format.h>

#include <cctype>

namespace cellroute::viz::html {
namespace {

using plot::escaped;

constexpr plot::Sheet wide{760, 0, 13}, narrow{343, 0, 12};  // the widths of a page and of a phone [px]

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

constexpr const char* style = R"(
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#fff;color:#202124;font:16px/1.5 "DejaVu Sans",Arial,Helvetica,sans-serif;overflow-wrap:break-word}
main,header,footer{max-width:792px;margin:0 auto;padding:0 16px}
h1{font-size:1.6rem;line-height:1.25;margin:1.6rem 0 .4rem}
h2{font-size:1.2rem;margin:2.2rem 0 .5rem;border-top:1px solid #dadce0;padding-top:1rem}
p{margin:.5rem 0}
.answer{background:#eef4fa;border-left:5px solid #0b5394;padding:.7rem 1rem;margin:1rem 0}
.answer .sentence{font-size:1.12rem;font-weight:bold;margin:.2rem 0}
.open{background:#fdf3e3;border-left-color:#8a4b00}
.quiet,figcaption,caption,footer{color:#54585e;font-size:.875rem}
nav ul{list-style:none;padding:0;margin:.8rem 0;display:flex;flex-wrap:wrap;gap:.2rem 1rem;font-size:.9rem}
a{color:#0b5394}
figure{margin:1rem 0}
figure svg,figure img{width:100%;height:auto;display:block}
.narrow{display:none!important}
.scroll{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;width:100%;font-size:.875rem}
caption{text-align:left;padding:.2rem 0}
th,td{padding:.28rem .5rem;border-bottom:1px solid #dadce0;vertical-align:top;text-align:left}
thead th{border-bottom:2px solid #54585e}
tbody th{font-weight:normal}
.numbers td,.numbers thead th+th{text-align:right;font-variant-numeric:tabular-nums}
.words td,.words th{overflow-wrap:break-word}
.words tbody th,.words td:last-child{min-width:6.5rem}.words td:last-child{overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:minmax(7rem,auto) 1fr;gap:.2rem 1rem;font-size:.9rem;margin:.5rem 0}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.8rem;background:#f6f7f8;padding:.6rem}
dt{color:#54585e}
dd{margin:0;overflow-wrap:anywhere}
@media (max-width:640px){
.narrow{display:block!important}.wide{display:none!important}
h1{font-size:1.35rem}th,td{padding:.25rem .3rem}table{font-size:.8125rem}
dl{display:block}dd{margin:0 0 .4rem}}
@media print{
body{font-size:10.5pt}nav{display:none}.scroll{overflow:visible}
figure,.answer,tr{break-inside:avoid}h2,caption,thead{break-after:avoid}
figure svg,figure img{max-height:108mm;object-fit:contain}
.narrow{display:none!important}.wide{display:block!important}
@page{margin:16mm}}
)";

}  // namespace

std::string paragraph(const std::string& text, const std::string& css_class) {
  if (text.empty()) return "";
  return css_class.empty() ? fmt::format("<p>{}</p>\n", escaped(text))
                           : fmt::format("<p class=\"{}\">{}</p>\n", css_class, escaped(text));
}

std::string table(const Table& table) {
  if (table.rows.empty()) return "";
  std::string text = fmt::format(
      "<div class=\"scroll\" role=\"region\" aria-label=\"{0}\" tabindex=\"0\"><table class=\"{1}\">"
      "<caption>{0}</caption>\n<thead><tr>",
      escaped(table.caption), table.css_class);
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

std::string page(const std::string& title, const std::string& body) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n"
      "<link rel=\"icon\" href=\"data:,\">\n<style>{}</style></head>\n<body>\n{}</body></html>\n",
      escaped(title), style, body);
}

}  // namespace cellroute::viz::html
