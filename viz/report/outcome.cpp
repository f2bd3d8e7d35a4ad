// The sections on what came out: the case, the route table, label against cells, pressures.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
#include "viz/report/html.hpp"
#include "viz/report/sections.hpp"
#include "viz/views/plots.hpp"
#include "viz/views/subjects.hpp"

namespace cellroute::viz {
namespace {

using results::Record;
using Show = std::function<std::string(const Record&)>;

constexpr double shown_from = 5e-4;  // [1] organs below this by every subject are left out of a table

void row(html::Table& table, const Matter& matter, const std::string& name, const Show& show) {
  std::vector<std::string> cells{name};
  for (const auto& subject : matter.subjects) cells.push_back(show(*subject.record));
  table.rows.push_back(std::move(cells));
}

html::Table by_subject(const Matter& matter, const std::string& caption) {
  html::Table table{caption, {""}, {}, "numbers"};
  table.heads.insert(table.heads.end(), matter.names.begin(), matter.names.end());
  return table;
}

std::string living_in(const Record& record, const std::string& organ, double time) {
  const auto* found = results::find_organ(record, organ);
  return found == nullptr
             ? "-"
             : results::percent(results::living_share(record, *found, results::time_index(record, time)));
}

std::string label_in(const Record& record, const std::string& organ, double time) {
  const auto* found = results::find_organ(record, organ);
  return found == nullptr ? "-" : results::percent(found->label.total(results::time_index(record, time)));
}

std::string organ_days(const Record& record, const char* organ) {
  const auto* found = results::find_organ(record, organ);
  return found == nullptr ? "-"
                          : results::number_above(1e-6, results::days_per_cell(record, found->living_time));
}

std::string crossed_rules(const Record& record) {
  std::string names;
  for (const auto& rule : record.body.stop_rules)
    if (rule.crossed) names += (names.empty() ? "" : "; ") + rule.name;
  return names.empty() ? "none" : names;
}

html::Table route_table(const Matter& matter) {
  const auto when = results::duration(matter.time);
  auto table = by_subject(matter, fmt::format("Shares are % of the dose, {} after the start.", when));
  for (const char* organ : {"liver", "lung", "spleen"})
    row(table, matter, fmt::format("alive in the {} [%]", organ),
        [&](const Record& r) { return living_in(r, organ, matter.time); });
  row(table, matter, "alive in the whole body [%]", [&](const Record& r) {
    return results::percent(r.body.balance.living.sum(results::time_index(r, matter.time)) / r.body.dose);
  });
  row(table, matter, "cell-days in the liver, per cell of the dose [d]",
      [](const Record& r) { return organ_days(r, "liver"); });
  row(table, matter, "cell-days in the lungs, per cell of the dose [d]",
      [](const Record& r) { return organ_days(r, "lung"); });
  row(table, matter, "Kupffer contact, per cell of the dose [d]",
      [](const Record& r) { return results::number(results::kupffer_days_per_cell(r)); });
  row(table, matter, "periportal share of cells in the sinusoids [%]", [&](const Record& r) {
    return results::percent(results::zone_share(r, 0, results::time_index(r, matter.time)));
  });
  row(table, matter, "highest rise of portal pressure [mmHg]", [](const Record& r) {
    return results::number(std::max(0.0, results::peak_rise(r)) / results::pascal_per_mmhg);
  });
  row(table, matter, "stop rules crossed", crossed_rules);
  return table;
}

bool worth_a_row(const Matter& matter, const std::string& organ) {
  return std::any_of(matter.subjects.begin(), matter.subjects.end(), [&](const results::Subject& subject) {
    const auto* found = results::find_organ(*subject.record, organ);
    const int t = results::time_index(*subject.record, matter.time);
    return found != nullptr && (results::living_share(*subject.record, *found, t) >= shown_from ||
                                found->label.total(t) >= shown_from);
  });
}

}  // namespace

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
  const auto one = matter.subjects.size() == 1;
  std::string body = html::table(route_table(matter));
  const auto panels = static_cast<double>(matter.subjects.size());
  if (!one)
    body += html::figure([&](const plot::Sheet& sheet) { return routes_plot(matter.subjects, sheet); },
                         130 + 300 * std::ceil(panels / 3), 130 + 190 * panels,
                         "Living cells by organ, stacked. Time runs by decades.");
  for (std::size_t i = 0; i < matter.subjects.size(); ++i)
    body +=
        html::figure([&](const plot::Sheet& sheet) { return series_plot(*matter.subjects[i].record, sheet); },
                     600, 620, fmt::format("Living cells by organ, {}.", matter.names[i]));
  return html::section("routes", one ? "Where the cells go" : "Side by side", body);
}

std::string label_section(const Matter& matter) {
  auto table = by_subject(
      matter, fmt::format("At {}: alive [% of the dose], and in brackets the label [% of the label infused].",
                          results::duration(matter.time)));
  for (const auto& organ : matter.subjects.front().record->body.organs)
    if (worth_a_row(matter, organ.name))
      row(table, matter, organ.name, [&](const Record& r) {
        return living_in(r, organ.name, matter.time) + " (" + label_in(r, organ.name, matter.time) + ")";
      });
  double widest = 0;
  std::string sentence;
  for (std::size_t i = 0; i < matter.subjects.size(); ++i) {
    const auto& record = *matter.subjects[i].record;
    const int t = results::time_index(record, matter.time);
    for (const auto& organ : record.body.organs) {
      const double alive = results::living_share(record, organ, t), seen = organ.label.total(t);
      if (seen - alive <= widest) continue;
      widest = seen - alive;
      sentence = fmt::format(
          "Label is not cells: with {}, {} after the start, the {} holds {} % of the label but {} % of the "
          "dose alive.",
          matter.names[i], results::duration(matter.time), organ.name, results::percent(seen),
          results::percent(alive));
    }
  }
  std::string body =
      html::paragraph(sentence) +
      (matter.subjects.front().record->inputs.label == "none"
           ? html::paragraph("No label was given: the label shown is an ideal one, on every cell until "
                             "the cell is cleared.")
           : "") +
      html::paragraph(
          "An imager counts the label wherever it is: on living cells, on dead ones still lodged, and "
          "in the macrophages that took up what dead cells left.",
          "quiet") +
      html::table(table);
  for (std::size_t i = 0; i < matter.subjects.size(); ++i) {
    const auto& record = *matter.subjects[i].record;
    const int t = results::time_index(record, matter.time);
    body += html::figure(
        [&](const plot::Sheet& sheet) { return body_plot(record, t, sheet); }, 500, 420,
        fmt::format("Left what lives, right what an imager sees: {}, {}. The outline of the body "
                    "stands for the rest of it.",
                    matter.names[i], results::duration(matter.time)));
  }
  return html::section("label", "What an imager sees, and where living cells are", body);
}

std::string pressure_section(const Matter& matter) {
  auto table = by_subject(matter, "Value reached, of the limit. Crossed limits say so.");
  std::vector<std::pair<std::string, std::string>> sources;
  for (const auto& rule : matter.subjects.front().record->body.stop_rules) {
    row(table, matter, rule.name, [&](const Record& r) {
      for (const auto& own : r.body.stop_rules)
        if (own.name == rule.name)
          return results::clinical(own.value, own.unit) + " of " + results::clinical(own.limit, own.unit) +
                 (own.crossed ? ": crossed" : "");
      return std::string("-");
    });
    sources.emplace_back(rule.name, rule.source);
  }
  row(table, matter, "portal pressure at rest [mmHg]",
      [](const Record& r) { return results::mmhg(r.body.baseline.portal_pressure); });
  row(table, matter, "highest portal pressure [mmHg]",
      [](const Record& r) { return results::mmhg(r.body.hemodynamics.peak_portal_pressure); });
  const auto bars = static_cast<double>(matter.subjects.size() * sources.size());
  return html::section(
      "pressure", "Portal pressure and stop rules",
      html::figure([&](const plot::Sheet& sheet) { return pressure_plot(matter.subjects, sheet); },
                   430 + 24 * bars, 430 + 24 * bars,
                   "Portal pressure, and how much of each limit was used.") +
          html::table(table) + (sources.empty() ? "" : html::facts(sources)));
}

}  // namespace cellroute::viz
