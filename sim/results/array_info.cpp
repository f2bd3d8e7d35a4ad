#include "sim/results/array_info.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "sim/results/format.hpp"
#include "sim/results/info_head.hpp"
#include "sim/results/table.hpp"

namespace cellroute::results {
namespace {

constexpr std::size_t columns[] = {34, 12, 10, 10, 10};  // name, values, time, least, most

struct Range {
  double least = std::numeric_limits<double>::infinity(), most = -least;
  std::size_t missing = 0;  // not a number

  void take(double value) {
    if (std::isnan(value)) ++missing;
    least = std::fmin(least, value);
    most = std::fmax(most, value);
  }
};

std::string row(const std::vector<std::string>& cells) {
  std::string text;
  for (std::size_t i = 0; i < std::size(columns); ++i) text += pad_right(cells[i], columns[i]);
  return text + cells.back() + "\n";
}

}  // namespace

std::string times_info(const std::vector<double>& times) {
  if (times.empty()) return info_entry("times", "none: nothing here changes in time");
  std::string text;
  for (double time : times) text += (text.empty() ? "" : ", ") + duration(time);
  return info_entry("times", text);
}

std::string arrays_info(const std::vector<FieldArray>& arrays, std::size_t times,
                        const std::function<FieldValues(const std::string&, std::size_t)>& read,
                        const std::string& single, const std::string& several) {
  std::string text = "\n" + row({"array", "values", "in time", "least", "most", "meaning (units)"}) +
                     rule(page_width) + "\n";
  for (const auto& array : arrays) {
    Range range;
    const auto components = static_cast<std::size_t>(array.components == 3 ? 3 : 1);
    for (std::size_t step = 0; step < (array.in_time ? times : 1); ++step) {
      const auto values = read(array.name, step);
      for (std::size_t at = 0; at < values.size(); at += components) {
        double squares = 0;
        for (std::size_t c = 0; c < components; ++c) squares += double{values[at + c]} * values[at + c];
        range.take(components == 1 ? double{values[at]} : std::sqrt(squares));
      }
    }
    const bool any = range.least <= range.most;
    text += row({array.name, array.components == 1 ? single : several, array.in_time ? "yes" : "fixed",
                 any ? number(range.least) : "-", any ? number(range.most) : "-",
                 fmt::format("{} ({})", array.long_name, array.units)});
    if (range.missing > 0) text += fmt::format("  {} of its values are not numbers\n", range.missing);
  }
  return text;
}

}  // namespace cellroute::results
