#include "sim/results/format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string_view>
#include <utility>

namespace cellroute::results {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 10> usual_spelling = {
    {{"msc", "MSC"},
     {"mapc", "MAPC"},
     {"nash", "NASH"},
     {"aclf", "ACLF"},
     {"spio", "SPIO"},
     {"maa", "MAA"},
     {"ccl4", "CCl4"},
     {"in111", "In-111"},
     {"cr51", "Cr-51"},
     {"tc99m", "Tc-99m"}}};

constexpr double solver_noise = 1e-6;  // [%] the default absolute tolerance of a run

/// Drops the zeros of an exponent: 1.20e+08 -> 1.2e8.
std::string scientific(double value) {
  const std::string text = fmt::format("{:.2e}", value);
  const auto at = text.find('e');
  std::string mantissa = text.substr(0, at);
  while (mantissa.back() == '0') mantissa.pop_back();
  if (mantissa.back() == '.') mantissa.pop_back();
  return fmt::format("{}e{}", mantissa, std::stoi(text.substr(at + 1)));
}

std::string without_trailing_zeros(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace

std::string percent(double share) {
  const double value = 100 * share;
  if (!std::isfinite(value)) return "-";
  const double size = std::abs(value);
  if (size == 0) return "0";
  if (value < 0 && size < solver_noise) return "0";
  if (size < 0.005) return value > 0 ? "<0.01" : ">-.01";
  if (size < 9.995) return fmt::format("{:.2f}", value);
  if (size < 99.95) return fmt::format("{:.1f}", value);
  return fmt::format("{:.0f}", value);
}

std::string number(double value) {
  if (std::isnan(value)) return "-";
  if (!std::isfinite(value)) return value > 0 ? "inf" : "-inf";
  const double size = std::abs(value);
  if (size == 0) return "0";
  if (size < 1e-3 || size >= 9999.5) return scientific(value);
  const int before = static_cast<int>(std::floor(std::log10(size))) + 1;
  return without_trailing_zeros(fmt::format("{:.{}f}", value, std::max(0, 3 - before)));
}

std::string duration(double seconds) {
  struct Unit {
    double size, from;
    const char* name;
  };
  constexpr double minute = 60, hour = 3600, day = seconds_per_day;
  constexpr std::array units = {Unit{day, 2 * day, "d"}, Unit{hour, hour, "h"},
                                Unit{minute, 2 * minute, "min"}, Unit{1, 0, "s"}};
  std::string largest;
  for (const auto& unit : units) {
    if (std::abs(seconds) < unit.from) continue;
    const double count = seconds / unit.size;
    const std::string digits = number(count), text = digits + " " + unit.name;
    if (std::abs(std::strtod(digits.c_str(), nullptr) - count) <= 1e-9 * std::abs(count)) return text;
    if (largest.empty()) largest = text;
  }
  return largest.empty() ? number(seconds) + " s" : largest;
}

std::string mmhg(double pascal) {
  const double value = pascal / pascal_per_mmhg;
  if (!std::isfinite(value)) return "-";
  return fmt::format("{:.1f}", std::abs(value) < 0.05 ? 0.0 : value);
}

std::string clinical_unit(const std::string& unit) {
  if (unit == "m") return "um";
  if (unit == "1/s") return "1/h";
  return unit == "Pa" ? "mmHg" : unit == "m3" ? "mL" : unit == "m3/kg" ? "mL/kg" : unit == "1" ? "%" : unit;
}

std::string clinical_number(double value, const std::string& unit) {
  if (unit == "Pa") return mmhg(value);
  if (unit == "m3" || unit == "m3/kg" || unit == "m") return number(value * 1e6);
  if (unit == "1/s") return number(value * 3600);
  return unit == "1" ? percent(value) : number(value);
}

std::string clinical(double value, const std::string& unit) {
  return clinical_number(value, unit) + " " + clinical_unit(unit);
}

std::string exact(double value) {
  if (std::isnan(value)) return "";
  return fmt::format("{}", value);
}

std::string words(const std::string& name) {
  const bool path = name.find('/') != std::string::npos || name.ends_with(".yaml");
  std::istringstream stream(path ? std::filesystem::path(name).stem().string() : name);
  std::string text;
  for (std::string word; std::getline(stream, word, '_');) {
    const auto* usual = std::find_if(usual_spelling.begin(), usual_spelling.end(),
                                     [&](const auto& pair) { return pair.first == word; });
    if (!text.empty()) text += ' ';
    text += usual == usual_spelling.end() ? word : std::string(usual->second);
  }
  return text;
}

std::string patient_words(const std::string& species, const std::string& condition) {
  return condition == "healthy" ? "healthy " + words(species) : words(species) + " with " + words(condition);
}

std::string cells_words(double cells) {
  const auto text = number(cells);
  return text + (text == "1" ? " cell" : " cells");
}

std::string number_above(double floor, double value) {
  return value > 0 && value < floor ? "<" + number(floor) : number(value);
}

std::string wrap(const std::string& text, std::size_t width, std::size_t indent) {
  std::istringstream stream(text);
  std::string out, word;
  std::size_t column = indent;
  while (stream >> word) {
    const bool first = out.empty();
    if (!first && column + 1 + word.size() > width) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (!first) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out;
}

}  // namespace cellroute::results
