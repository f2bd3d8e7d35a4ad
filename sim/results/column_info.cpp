#include "sim/results/column_info.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/column_file.hpp"
#include "sim/results/format.hpp"
#include "sim/results/info_head.hpp"
#include "sim/results/table.hpp"

namespace cellroute::results {
namespace {

constexpr std::size_t path_width = 56, number_width = 11, units_width = 10;  // [character]

/// Least and most of a column of numbers, "-" where there is none.
std::pair<std::string, std::string> ends(const std::vector<double>& values) {
  double least = INFINITY, most = -INFINITY;
  for (const double value : values) {
    least = std::fmin(least, value);
    most = std::fmax(most, value);
  }
  if (!(least <= most)) return {"-", "-"};
  return {number(least), number(most)};
}

}  // namespace

std::string column_info(const std::filesystem::path& place) {
  const auto [header, columns] = column_contents(place);
  const Hdf5Reader file(place);
  const auto status = file.flags("/status");
  const auto failed = std::count(status.begin(), status.end(), std::uint8_t{1});
  std::string design =
      header.design == "none"
          ? "the grid alone"
          : fmt::format("{}, size {}, {} replicate{}", words(header.design), header.sample_size,
                        header.replicates, header.replicates == 1 ? "" : "s");
  std::string text = info_head(place, column_file_type, column_format_version, header.provenance) + "\n" +
                     info_entry("title", header.title) +
                     info_entry("rows", fmt::format("{}, of which {} failed", header.rows, failed)) +
                     info_entry("design", design);
  if (!header.scenario_file.empty()) text += info_entry("scenario", header.scenario_file);
  for (const auto& override : header.overrides) text += info_entry("set", override);
  text += "\n" + pad_right("column", path_width) + pad_right("least", number_width) +
          pad_right("most", number_width) + pad_right("units", units_width) + "meaning\n" + rule(page_width) +
          "\n";
  for (const auto& column : columns) {
    const auto [least, most] = column.units == "none" ? std::pair<std::string, std::string>("-", "-")
                                                      : ends(file.numbers(column.path));
    const bool long_path = column.path.size() >= path_width;  // a line of its own
    text +=
        (long_path ? column.path + "\n" + std::string(path_width, ' ') : pad_right(column.path, path_width)) +
        pad_right(least, number_width) + pad_right(most, number_width) +
        pad_right(column.units, units_width) + column.long_name + "\n";
  }
  return text;
}

}  // namespace cellroute::results
