#include "sim/results/field_info.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "sim/results/field_layout.hpp"
#include "sim/results/format.hpp"
#include "sim/results/info_head.hpp"
#include "sim/results/table.hpp"

namespace cellroute::results {
namespace {

constexpr std::size_t columns[] = {34, 8, 10, 10, 10};  // name, values, time, least, most

struct Range {
  double least = std::numeric_limits<double>::infinity(), most = -least;
  std::size_t missing = 0;  // not a number

  void take(double value) {
    if (std::isnan(value)) ++missing;
    least = std::fmin(least, value);
    most = std::fmax(most, value);
  }
};

/// Of the values, or of the lengths of vectors, over all times.
Range range_of(const FieldReader& file, const FieldArray& array) {
  Range range;
  const std::size_t steps = array.in_time ? file.times().size() : 1;
  const auto components = static_cast<std::size_t>(array.components);
  for (std::size_t step = 0; step < steps; ++step) {
    const auto values = file.read(array.name, step);
    for (std::size_t at = 0; at < values.size(); at += components) {
      double squares = 0;
      for (std::size_t c = 0; c < components; ++c) squares += double{values[at + c]} * values[at + c];
      range.take(components == 1 ? double{values[at]} : std::sqrt(squares));
    }
  }
  return range;
}

std::string lengths(const std::array<double, 3>& axes) {
  return fmt::format("{} x {} x {} um", number(axes[0] * 1e6), number(axes[1] * 1e6), number(axes[2] * 1e6));
}

std::string grid(const FieldHeader& header) {
  const auto& own = header.grid;
  std::array<double, 3> size{};
  for (std::size_t axis = 0; axis < 3; ++axis) size[axis] = own.cells[axis] * own.spacing[axis];
  return info_entry("grid", fmt::format("{} x {} x {} cells of {}", own.cells[0], own.cells[1], own.cells[2],
                                        lengths(own.spacing))) +
         info_entry("block", fmt::format("{}; values at the centres of the cells", lengths(size)));
}

std::string times(const FieldReader& file) {
  if (file.times().empty()) return info_entry("times", "none: nothing here changes in time");
  std::string text;
  for (double time : file.times()) text += (text.empty() ? "" : ", ") + duration(time);
  return info_entry("times", text);
}

std::string row(const std::vector<std::string>& cells) {
  std::string text;
  for (std::size_t i = 0; i < std::size(columns); ++i) text += pad_right(cells[i], columns[i]);
  return text + cells.back() + "\n";
}

std::string arrays(const FieldReader& file) {
  std::string text = "\n" + row({"array", "values", "in time", "least", "most", "meaning (units)"}) +
                     rule(page_width) + "\n";
  for (const auto& array : file.header().arrays) {
    const Range range = range_of(file, array);
    const bool any = range.least <= range.most;
    text += row({array.name, array.components == 1 ? "numbers" : "vectors", array.in_time ? "yes" : "fixed",
                 any ? number(range.least) : "-", any ? number(range.most) : "-",
                 fmt::format("{} ({})", array.long_name, array.units)});
    if (range.missing > 0) text += fmt::format("  {} of its values are not numbers\n", range.missing);
  }
  return text + "Of vectors: their lengths.\n";
}

}  // namespace

std::string field_info(const std::filesystem::path& place) {
  const FieldReader file(place);
  const auto& header = file.header();
  return info_head(place, field_file_type, field_format_version, header.provenance) + "\n" +
         info_entry("title", header.title) + grid(header) + times(file) + arrays(file);
}

}  // namespace cellroute::results
