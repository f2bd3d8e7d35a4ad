// Which parameters set the subjects of a comparison apart: what a sweep by hand changed.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/results/compare.hpp"
#include "sim/results/format.hpp"
#include "sim/results/table.hpp"

namespace cellroute::results {
namespace {

constexpr std::size_t most_listed = 8;  // more than these come from other library files, not from a hand

std::string shown(const ParameterRow& row) {
  if (row.unit == "1" || row.unit == "count") return number(row.value);
  if (row.unit == "m" && std::abs(row.value) < 1e-2) return number(row.value * 1e6) + " um";
  if (row.unit == "s") return duration(row.value);
  return clinical(row.value, row.unit);
}

}  // namespace

std::vector<ParameterDifference> differing_parameters(const std::vector<Subject>& subjects) {
  std::map<std::string, std::vector<const ParameterRow*>> by_path;
  for (std::size_t i = 0; i < subjects.size(); ++i)
    for (const auto& row : subjects[i].record->inputs.parameters) {
      auto& rows = by_path[row.path];
      rows.resize(subjects.size(), nullptr);
      rows[i] = &row;
    }
  std::vector<ParameterDifference> found;
  for (auto& [path, rows] : by_path)
    if (std::any_of(rows.begin(), rows.end(), [first = rows[0]](const ParameterRow* row) {
          return row != first && (row == nullptr || first == nullptr || row->value != first->value);
        }))
      found.push_back({path, std::move(rows)});
  return found;
}

std::string parameter_differences(const std::vector<Subject>& subjects) {
  const auto found = differing_parameters(subjects);
  if (found.empty()) return "";
  if (found.size() > most_listed)
    return fmt::format("{} parameters differ; parameters.csv of each result lists them.\n", found.size());
  std::string text = "Parameters that differ\n";
  for (const auto& [path, rows] : found) {
    std::string values;
    for (std::size_t i = 0; i < rows.size(); ++i)
      values += fmt::format("{}{} {}", i == 0 ? "" : ", ", subjects[i].letters,
                            rows[i] ? shown(*rows[i]) : std::string("-"));
    text += "  " + wrap(path + ": " + values, page_width, 6) + "\n";
  }
  return text;
}

}  // namespace cellroute::results
