// The sections on what came out: the case, the route table with where it lies in the sample, pressures.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
#include "viz/report/html.hpp"
#include "viz/report/numbers.hpp"
#include "viz/report/sections.hpp"
#include "viz/views/plots.hpp"
#include "viz/views/subjects.hpp"

namespace cellroute::viz {
namespace {

using results::Record;
using Value = std::function<double(const Record&)>;

constexpr double first_column = 38;  // [%] of a table's width

enum class As { share, number };

/// A row of numbers written alike.
void row(html::Table& table, const Matter& matter, const std::string& name, As as, const Value& value,
         int decimals = 3) {
  std::vector<double> values;
  for (const auto& subject : matter.subjects) values.push_back(value(*subject.record));
  auto cells = as == As::share ? percents(values) : fixed(values, decimals);
  cells.insert(cells.begin(), name);
  table.rows.push_back(std::move(cells));
}

double living_in(const Record& record, const std::string& organ, double time) {
  const auto* found = results::find_organ(record, organ);
  return found == nullptr ? unset : results::living_share(record, *found, results::time_index(record, time));
}

double organ_days(const Record& record, const char* organ) {
  const auto* found = results::find_organ(record, organ);
  return found == nullptr ? unset : results::days_per_cell(record, found->living_time);
}

std::string crossed_rules(const Record& record) {
  std::string names;
  for (const auto& rule : record.body.stop_rules)
    if (rule.crossed) names += (names.empty() ? "" : "; ") + rule.name;
  return names.empty() ? "none" : names;
}

/// Where the library's patient lies in the sample.
void sample_rows(html::Table& table, const Matter& matter) {
  if (matter.paired.sweep == nullptr) return;
  std::vector<double> low, middle, high, place;
  for (std::size_t i = 0; i < matter.subjects.size(); ++i) {
    const auto& values = matter.paired.groups[i]->values;
    const auto sorted = ascending(values);
    low.push_back(quantile(sorted, 0.05));
    middle.push_back(quantile(sorted, 0.5));
    high.push_back(quantile(sorted, 0.95));
    place.push_back(100 * percentile(values, living_in(*matter.subjects[i].record, "liver", matter.time)));
  }
  const auto lows = percents(low), middles = percents(middle), highs = percents(high);
  std::vector<std::string> medians{fmt::format("median of {} sampled patients [%]",
                                               ascending(matter.paired.groups.front()->values).size())},
      spread{"5 to 95 % of them [%]"}, places{"percentile of this patient among them"};
  for (std::size_t i = 0; i < place.size(); ++i) {
    medians.push_back(middles[i]);
    spread.push_back(lows[i] + " to " + highs[i]);
    places.push_back(fixed(place[i], 0));
  }
  for (auto* one : {&medians, &spread, &places}) table.rows.push_back(std::move(*one));
}

html::Table route_table(const Matter& matter) {
  const double t = matter.time;
  auto table =
      by_subject(matter, fmt::format("One patient with the library's values. Shares are per cent of the "
                                     "dose {} after the start; cell-days are per cell of the dose.",
                                     results::duration(t)));
  row(table, matter, "alive in the liver [%]", As::share,
      [&](const Record& r) { return living_in(r, "liver", t); });
  sample_rows(table, matter);
  row(table, matter, "alive in the lungs [%]", As::share,
      [&](const Record& r) { return living_in(r, "lung", t); });
  row(table, matter, "alive in the spleen [%]", As::share,
      [&](const Record& r) { return living_in(r, "spleen", t); });
  row(table, matter, "alive in the whole body [%]", As::share,
      [&](const Record& r) { return r.body.balance.living.sum(results::time_index(r, t)) / r.body.dose; });
  row(table, matter, "cell-days in the liver [d]", As::number,
      [](const Record& r) { return organ_days(r, "liver"); });
  row(table, matter, "cell-days in the lungs [d]", As::number,
      [](const Record& r) { return organ_days(r, "lung"); });
  row(table, matter, "contact with Kupffer cells [d]", As::number, results::kupffer_days_per_cell);
  row(table, matter, "periportal, of cells in sinusoids [%]", As::share,
      [&](const Record& r) { return results::zone_share(r, 0, results::time_index(r, t)); });
  row(
      table, matter, "highest rise of portal pressure [mmHg]", As::number,
      [](const Record& r) { return std::max(0.0, results::peak_rise(r)) / results::pascal_per_mmhg; }, 2);
  std::vector<std::string> rules{"stop rules crossed"};
  for (const auto& subject : matter.subjects) rules.push_back(crossed_rules(*subject.record));
  table.rows.push_back(std::move(rules));
  return table;
}

/// Why the table and the sample have different numbers, in words.
std::string two_patients(const Matter& matter) {
  if (matter.paired.sweep == nullptr) return "";
  constexpr double beside_middle = 0.1;
  std::string places;
  double least = 1, most = 0;
  for (std::size_t i = 0; i < matter.subjects.size(); ++i) {
    const double place = percentile(matter.paired.groups[i]->values,
                                    living_in(*matter.subjects[i].record, "liver", matter.time));
    least = std::min(least, place);
    most = std::max(most, place);
    places += fmt::format("{}{} by {}",
                          places.empty()                    ? ""
                          : i + 1 == matter.subjects.size() ? " and "
                                                            : ", ",
                          fixed(100 * place, 0), matter.names[i]);
  }
  const char* verdict = "not alike by all routes";
  if (least > 0.5 + beside_middle)
    verdict = "in this patient more cells live than in most";
  else if (most < 0.5 - beside_middle)
    verdict = "in this patient fewer cells live than in most";
  else if (least > 0.5 - beside_middle && most < 0.5 + beside_middle)
    verdict = "near its middle";
  return fmt::format(
      "Why this table and the answer have different numbers: the table is one patient, with the library's "
      "value for "
      "every parameter; the sample varies the parameters within their ranges. By living cells in the liver, "
      "this "
      "patient is at percentile {} of the sample (50 is its middle): {}. For what to expect, take the "
      "sample.",
      places, verdict);
}

}  // namespace

html::Table by_subject(const Matter& matter, const std::string& caption) {
  html::Table table{caption, {""}, {}, "numbers", first_column};
  table.heads.insert(table.heads.end(), matter.names.begin(), matter.names.end());
  return table;
}

std::string case_section(const Matter& matter) {
  const auto& first = *matter.subjects.front().record;
  std::vector<std::pair<std::string, std::string>> all{{"case", patient_of(matter.subjects)},
                                                       {"host", first.inputs.host},
                                                       {"label", results::words(first.inputs.label)}};
  for (std::size_t i = 0; i < matter.subjects.size(); ++i) {
    const auto& record = *matter.subjects[i].record;
    std::string text;
    for (const auto& infusion : record.inputs.regimen)
      text += fmt::format("{}{} cells{} over {}, from {}", text.empty() ? "" : "; ",
                          results::number(infusion.cells),
                          infusion.catheter.empty() ? "" : " (" + results::words(infusion.catheter) + ")",
                          results::duration(infusion.duration), results::duration(infusion.start));
    all.emplace_back(matter.names[i], text);
  }
  return html::section("case", "The case", html::facts(all));
}

std::string route_section(const Matter& matter) {
  const bool one = matter.subjects.size() == 1;
  std::string body = html::table(route_table(matter)) + html::paragraph(two_patients(matter));
  const auto panels = static_cast<double>(matter.subjects.size());
  if (one)
    body += html::figure(
        [&](const plot::Sheet& sheet) { return series_plot(*matter.subjects.front().record, sheet); }, 600,
        620, "Living cells by organ.");
  else
    body += html::figure([&](const plot::Sheet& sheet) { return routes_plot(matter.subjects, sheet); },
                         130 + 300 * std::ceil(panels / 3), 130 + 190 * panels,
                         "Living cells by organ, stacked. Time runs by decades.");
  return html::section("routes", one ? "Where the cells go" : "Side by side", body);
}

std::string pressure_section(const Matter& matter) {
  auto table = by_subject(matter, "Value reached, of the limit. Crossed limits say so.");
  std::vector<std::pair<std::string, std::string>> sources;
  for (const auto& rule : matter.subjects.front().record->body.stop_rules) {
    std::vector<std::string> cells{rule.name};
    for (const auto& subject : matter.subjects) {
      cells.emplace_back("-");
      for (const auto& own : subject.record->body.stop_rules)
        if (own.name == rule.name)
          cells.back() = results::clinical_number(own.value, own.unit) + " of " +
                         results::clinical(own.limit, own.unit) + (own.crossed ? ": crossed" : "");
    }
    table.rows.push_back(std::move(cells));
    sources.emplace_back(rule.name, rule.source);
  }
  const auto pressure = [&](const char* name, const Value& value) {
    std::vector<std::string> cells{name};
    for (const auto& subject : matter.subjects) cells.push_back(results::mmhg(value(*subject.record)));
    table.rows.push_back(std::move(cells));
  };
  pressure("portal pressure at rest [mmHg]", [](const Record& r) { return r.body.baseline.portal_pressure; });
  pressure("highest portal pressure [mmHg]",
           [](const Record& r) { return r.body.hemodynamics.peak_portal_pressure; });
  const auto bars = static_cast<double>(matter.subjects.size() * sources.size());
  return html::section(
      "pressure", "Portal pressure and stop rules",
      html::figure([&](const plot::Sheet& sheet) { return pressure_plot(matter.subjects, sheet); },
                   340 + 22 * bars, 430 + 24 * bars,
                   "Portal pressure, and how much of each limit was used.") +
          html::table(table) +
          html::details("Where the stop rules come from", sources.empty() ? "" : html::facts(sources)));
}

}  // namespace cellroute::viz
