// Reading the published measurements.
#include "sim/validation/published.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/scenario/csv.hpp"
#include "sim/scenario/quantity.hpp"
#include "sim/scenario/source.hpp"

namespace cellroute::validation {
namespace {

using scenario::Diagnostic;

std::optional<double> number(const std::string& text) {
  scenario::Finding ignored;
  return scenario::parse_number(text, ignored);
}

/// False when a value is neither a number, nor a range, nor an upper bound, nor blank.
bool read_value(PublishedRow& row) {
  const std::string& text = row.value_text;
  if (text.empty()) return true;
  row.upper_bound = text.front() == '<';
  if ((row.value = number(row.upper_bound ? text.substr(1) : text))) return true;
  const auto dash = text.find('-', 1);
  if (dash == std::string::npos) return false;
  const auto low = number(text.substr(0, dash)), high = number(text.substr(dash + 1));
  if (low && high) row.value = (*low + *high) / 2;
  return row.value.has_value();
}

}  // namespace

std::vector<PublishedRow> read_published(const std::filesystem::path& csv) {
  std::vector<Diagnostic> problems;
  const auto source = scenario::read_source(csv, csv.string(), problems);
  if (!source) throw scenario::InputError(problems);
  const auto lines = scenario::parse_csv(source->text());
  const std::vector<std::string> head = lines.empty() ? std::vector<std::string>{} : lines.front();
  std::vector<PublishedRow> rows;
  std::map<std::string, int> seen;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const int line = static_cast<int>(i) + 1;
    if (lines[i].size() != head.size()) {
      problems.push_back(
          source->at(line, 1, fmt::format("{} fields where the head has {}", lines[i].size(), head.size())));
      continue;
    }
    const auto field = [&](const char* name) -> std::string {
      const auto at = std::find(head.begin(), head.end(), name);
      if (at != head.end()) return lines[i][static_cast<std::size_t>(at - head.begin())];
      if (i == 1) problems.push_back(source->at(1, 1, fmt::format("there is no column `{}`", name)));
      return "";
    };
    PublishedRow row;
    row.dataset = field("dataset_id");
    row.citation = field("citation");
    row.organ = field("organ");
    row.note = field("note");
    row.time_text = field("time_h");
    row.value_text = field("value");
    row.unit = field("unit");
    row.spread = field("spread");
    row.spread_kind = field("spread_kind");
    row.number = ++seen[row.dataset];
    row.line = line;
    if (!row.time_text.empty()) row.time_h = number(row.time_text);
    if (!read_value(row) || row.time_h.has_value() == row.time_text.empty())
      problems.push_back(source->at(
          line, 1, fmt::format("value `{}` or time `{}` is not a number", row.value_text, row.time_text)));
    rows.push_back(std::move(row));
  }
  if (!problems.empty()) throw scenario::InputError(problems);
  return rows;
}

}  // namespace cellroute::validation
