// The table of published measurements, data/biodistribution.csv.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace cellroute::validation {

/// One reported value.
struct PublishedRow {
  std::string dataset, citation, organ, note;
  std::string time_text, value_text, unit, spread, spread_kind;  // as printed
  std::optional<double> time_h;                                  // [h]
  std::optional<double> value;  // in `unit`; the middle of a range; the bound of `<1000`
  bool upper_bound = false;
  int number = 0;  // 1-based, among the rows of its dataset
  int line = 0;    // of the file
};

/// @throws scenario::InputError when the file cannot be read, lacks a column, or holds a value that is not
/// a number, a range `15-19` or a bound `<1000`
std::vector<PublishedRow> read_published(const std::filesystem::path& csv);

}  // namespace cellroute::validation
