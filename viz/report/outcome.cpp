// The sections on what came out: the case, the route table with where it lies in the sample, pressures.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
#include "viz/report/answer.hpp"
#include "viz/report/cases.hpp"
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

double organ_days(const Record& record, const char* organ) {
  const auto* found = results::find_organ(record, organ);
  return found == nullptr ? unset : results::days_per_cell(record, found->living_time);
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
  const auto differ = differences(matter.subjects);
  auto table = by_subject(
      matter, fmt::format("{} with the library's values. Shares are per cent of the dose {} after the "
                          "start; cell-days are per cell of the dose.",
                          differ.species     ? "One animal or patient each"
                          : differ.condition ? "One patient each"
                                             : "One patient",
                          results::duration(t)));
  row(table, matter, "alive in the liver [%]", As::share,
      [&](const Record& r) { return living_in(r, "liver", t); });
  if (differ.dose)
    row(table, matter, "alive in the liver [cells]", As::number,
        [&](const Record& r) { return living_in(r, "liver", t) * r.body.dose; });
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
  std::vector<std::string> rules{"limits of human islet infusion exceeded"};
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

/// Whether what plots call the subjects has room: in a legend on a phone, or also above panels side by side.
bool has_room(const Matter& matter, bool panels) {
  constexpr double phone = 320, third = 235;  // [px]
  const bool thirds = panels && matter.subjects.size() > 2;
  return std::all_of(matter.names.begin(), matter.names.end(), [&](const std::string& name) {
    return plot::text_width(name, thirds ? 13 : 12) <= (thirds ? third : phone);
  });
}

/// For what the limits were published, and what stands beside them here.
std::string limit_words(const Matter& matter) {
  std::string text =
      "The limits were published for infusions into the portal vein of people, of islets (one of "
      "hepatocytes), and for a single infusion each.";
  std::size_t most = 0;
  bool animals = false;
  for (const auto& subject : matter.subjects) {
    most = std::max(most, subject.record->inputs.regimen.size());
    animals = animals || !is_human(*subject.record);
  }
  if (most > 1)
    text +=
        " The volumes here are those of all infusions of a regimen together, also where days lie between "
        "them.";
  if (animals)
    text +=
        " For other species there are no limits: the human ones stand here for comparison alone, and a "
        "volume in mL says little beside them.";
  return text;
}

}  // namespace

html::Table by_subject(const Matter& matter, const std::string& caption) {
  html::Table table{caption, {""}, {}, "numbers", first_column};
  table.heads.insert(table.heads.end(), matter.heads.begin(), matter.heads.end());
  return table;
}

std::string in_parts(const html::Table& table) {
  constexpr std::size_t most_columns = 6;
  const std::size_t columns = table.heads.size() - 1;
  const std::size_t parts = (columns + most_columns - 1) / most_columns;
  if (parts < 2) return html::table(table);
  std::string text;
  for (std::size_t p = 0; p < parts; ++p) {  // as equal as can be
    const auto from = static_cast<std::ptrdiff_t>(1 + p * columns / parts);
    const auto end = static_cast<std::ptrdiff_t>(1 + (p + 1) * columns / parts);
    const auto part = [&](const std::vector<std::string>& row) {
      std::vector<std::string> cells{row.front()};
      cells.insert(cells.end(), row.begin() + from, row.begin() + end);
      return cells;
    };
    html::Table one{table.caption, part(table.heads), {}, table.css_class, table.first};
    if (p > 0) one.caption = "Continued";
    for (const auto& row : table.rows) one.rows.push_back(part(row));
    text += html::table(one);
  }
  return text;
}

std::string case_section(const Matter& matter) {
  using Words = std::string (*)(const Record&);
  const std::pair<const char*, Words> all_words[] = {
      {"patient",
       [](const Record& r) { return results::patient_words(r.inputs.species, r.inputs.condition); }},
      {"product", results::product_words},
      {"host", [](const Record& r) { return results::words(r.inputs.host); }},
      {"label", label_words},
      {"dose", [](const Record& r) { return results::cells_words(r.body.dose); }},
      {"infusions", regimen_words}};
  std::vector<std::pair<std::string, std::string>> facts;
  std::vector<std::string> own(matter.subjects.size());
  for (const auto& [name, words] : all_words) {
    std::vector<std::string> texts;
    for (const auto& subject : matter.subjects) texts.push_back(words(*subject.record));
    if (std::equal(texts.begin() + 1, texts.end(), texts.begin())) {
      facts.emplace_back(name, texts.front());
    } else {
      for (std::size_t i = 0; i < texts.size(); ++i)
        own[i] += fmt::format("{}{}: {}", own[i].empty() ? "" : "; ", name, texts[i]);
    }
  }
  if (matter.subjects.size() > 1)
    for (std::size_t i = 0; i < own.size(); ++i) {
      const bool legend = matter.marks[i] != matter.names[i];
      facts.emplace_back(legend ? results::lettered(matter.subjects[i]) : matter.names[i],
                         own[i].empty() ? "as the others" : own[i]);
    }
  return html::section("case", "The case", html::facts(facts));
}

std::string route_section(const Matter& matter) {
  const bool one = matter.subjects.size() == 1;
  std::string body =
      in_parts(route_table(matter)) + html::paragraph(two_patients(matter)) + why_apart(matter);
  const auto panels = static_cast<double>(matter.subjects.size());
  if (one)
    body += html::figure(
        [&](const plot::Sheet& sheet) { return series_plot(*matter.subjects.front().record, sheet); }, 600,
        620, "Living cells by organ.");
  else if (has_room(matter, true))
    body += html::figure([&](const plot::Sheet& sheet) { return routes_plot(matter.subjects, sheet); },
                         130 + 300 * std::ceil(panels / 3), 130 + 190 * panels,
                         "Living cells by organ, stacked. Time runs by decades.");
  else
    body += html::paragraph("The time course of each is in the appendix.");
  return html::section("routes", one ? "Where the cells go" : "Side by side", body);
}

std::string pressure_section(const Matter& matter) {
  auto table = by_subject(matter, "Value reached, of the limit for human islet infusion");
  table.css_class = "numbers wrap";
  std::vector<std::pair<std::string, std::string>> sources;
  for (const auto& subject : matter.subjects)
    for (const auto& rule : subject.record->body.stop_rules)
      if (std::none_of(sources.begin(), sources.end(),
                       [&](const auto& one) { return one.first == rule.name; }))
        sources.emplace_back(rule.name, rule.source);
  for (const auto& source : sources) {
    std::vector<std::string> cells{source.first};
    for (const auto& subject : matter.subjects) {
      cells.emplace_back("-");
      for (const auto& own : subject.record->body.stop_rules)
        if (own.name == source.first)
          cells.back() = results::clinical_number(own.value, own.unit) + " of " +
                         results::clinical(own.limit, own.unit) +
                         (own.crossed ? std::string(": ") + above_limit(*subject.record) : "");
    }
    table.rows.push_back(std::move(cells));
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
      html::paragraph(limit_words(matter)) +
          (!has_room(matter, false)
               ? ""
               : html::figure(
                     [&](const plot::Sheet& sheet) { return pressure_plot(matter.subjects, sheet); },
                     420 + 22 * bars,
                     560 + 24 * bars,  // the name of the upper axis is as long as it is high

                     "Portal pressure, and how much of each limit for human islet infusion was used.")) +
          in_parts(table) +
          html::details("Where the stop rules come from", sources.empty() ? "" : html::facts(sources)));
}

}  // namespace cellroute::viz
