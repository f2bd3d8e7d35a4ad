// The parameters in the appendix: in what the cases differ, and once what they share.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/results/format.hpp"
#include "viz/report/html.hpp"
#include "viz/report/sections.hpp"

namespace cellroute::viz {
namespace {

using results::ParameterRow;

/// A ratio may be far above 1: no per cent.
bool bare(const ParameterRow& row) { return row.unit == "1" || row.unit == "count"; }

std::string number_words(const ParameterRow& row, double value) {
  return bare(row) ? results::number(value) : results::clinical_number(value, row.unit);
}

std::string unit_words(const ParameterRow& row) { return bare(row) ? "" : results::clinical_unit(row.unit); }

std::vector<std::string> shared_row(const ParameterRow& one) {
  const std::string unit = bare(one) ? "" : " " + unit_words(one);
  std::string range = "-";
  if (!std::isnan(one.low) && !std::isnan(one.high))
    range = number_words(one, one.low) + " to " + number_words(one, one.high) + unit;
  return {one.path, number_words(one, one.value) + unit, range, one.source};
}

/// Where the values come from: once where all have one source, else each with whose it is.
std::string sources_of(const Matter& matter, const results::ParameterDifference& one) {
  std::vector<std::pair<std::string, std::string>> all;  // source and whose it is
  for (std::size_t i = 0; i < one.rows.size(); ++i) {
    if (one.rows[i] == nullptr) continue;
    const auto& source = one.rows[i]->source;
    const auto same = std::find_if(all.begin(), all.end(), [&](const auto& x) { return x.first == source; });
    if (same == all.end())
      all.emplace_back(source, matter.subjects[i].letters);
    else
      same->second += ", " + matter.subjects[i].letters;
  }
  if (all.size() == 1) return all.front().first;
  std::string text;
  for (const auto& [source, whose] : all)
    text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", whose, source);
  return text;
}

/// Its values, alike where they are equal and different where they are not; the unit is in the first cell.
std::vector<std::string> differing_row(const Matter& matter, const results::ParameterDifference& one) {
  const auto cells = [&](auto shown) {
    std::vector<std::string> texts;
    for (const auto* row : one.rows) texts.push_back(row == nullptr ? "-" : shown(*row));
    return texts;
  };
  const auto kinds = [](const auto& all) {
    return std::set<typename std::decay_t<decltype(all)>::value_type>(all.begin(), all.end()).size();
  };
  const auto some = *std::find_if(one.rows.begin(), one.rows.end(), [](auto* row) { return row != nullptr; });
  auto values = cells([](const ParameterRow& row) { return number_words(row, row.value); });
  auto unit = unit_words(*some);
  if (const auto exact = cells([](const ParameterRow& row) { return results::exact(row.value); });
      kinds(values) < kinds(exact)) {  // three digits do not tell them apart
    values = exact;
    unit = bare(*some) ? "" : some->unit;
  }
  values.insert(values.begin(), unit.empty() ? one.path : fmt::format("{} [{}]", one.path, unit));
  values.push_back(sources_of(matter, one));
  return values;
}

}  // namespace

std::string parameter_tables(const Matter& matter) {
  const auto differing = results::differing_parameters(matter.subjects);
  html::Table table{"Parameters in which the cases differ", {"parameter"}, {}, "words"};
  for (const auto& subject : matter.subjects) {  // letters, as names would take the room of sources
    table.caption += (table.heads.size() == 1 ? ". " : "; ") + results::lettered(subject);
    table.heads.push_back(subject.letters);
  }
  table.heads.emplace_back("source");
  std::set<std::string> paths;
  for (const auto& one : differing) {
    paths.insert(one.path);
    table.rows.push_back(differing_row(matter, one));
  }
  html::Table assumed{
      "Parameters without a published value", {"parameter", "value", "range", "source"}, {}, "words"};
  html::Table published{"Parameters with a published value", assumed.heads, {}, "words"};
  for (const auto& one : matter.subjects.front().record->inputs.parameters)
    if (!paths.contains(one.path)) (one.assumed() ? assumed : published).rows.push_back(shared_row(one));
  const char* shared = differing.empty() ? "" : " that all cases share";
  const auto count = [](std::size_t number, const char* thing) {
    return fmt::format("{} {}{}", number, thing, number == 1 ? "" : "s");
  };
  return html::details(fmt::format("{} in which the cases differ", count(differing.size(), "parameter")),
                       differing.empty() ? "" : in_parts(table)) +
         html::details(count(assumed.rows.size(), "assumption") + shared, html::table(assumed)) +
         html::details(count(published.rows.size(), "parameter") + " with a published value" + shared,
                       html::table(published));
}

}  // namespace cellroute::viz
