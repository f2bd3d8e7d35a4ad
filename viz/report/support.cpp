// The sections on how far to believe it: validation, balance, provenance, assumptions.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
#include "viz/report/html.hpp"
#include "viz/report/numbers.hpp"
#include "viz/report/sections.hpp"

namespace cellroute::viz {
namespace {

/// Parameters that were set by somebody who had seen the measurement.
std::string seen(const std::string& parameters) {
  return parameters.empty() ? "" : "; in view when these were set: " + parameters;
}

bool has_number(const CsvTable& table, std::size_t row) {
  const double fold = table.number(row, "fold");
  return table.text(row, "status") == "predicted" && !std::isnan(fold) && fold > 0;
}

}  // namespace

std::string validation_table(const Matter& matter) {
  if (!matter.evidence.validation) return "";
  const auto& table = *matter.evidence.validation;
  html::Table shown{"Predicted numbers beside published ones; what was used to calibrate is not among them",
                    {"", "measured", "predicted", "ratio"},
                    {},
                    "numbers",
                    52};
  for (std::size_t r = 0; r < table.rows(); ++r) {
    if (!has_number(table, r)) continue;
    const auto numbers = fixed({table.number(r, "observation"), table.number(r, "prediction")});
    const double fold = table.number(r, "fold");
    shown.rows.push_back(
        {table.text(r, "what") + " (" + table.text(r, "dataset") + ")" + seen(table.text(r, "in_view")),
         numbers[0] + " " + table.text(r, "unit"), numbers[1], fixed(fold, decimals_of({fold}, 3))});
  }
  return html::table(shown);
}

std::string validation_section(const Matter& matter) {
  if (!matter.evidence.validation) return "";
  const auto& table = *matter.evidence.validation;
  int numbers = 0, close = 0, right = 0, directions = 0;
  double logs = 0, worst = 0;
  std::string worst_what;
  for (std::size_t r = 0; r < table.rows(); ++r) {
    if (table.text(r, "status") != "predicted") continue;
    if (has_number(table, r)) {
      const double apart = std::fabs(std::log(table.number(r, "fold")));
      ++numbers;
      logs += apart;
      close += apart <= std::log(2.0) ? 1 : 0;
      if (apart > worst) {
        worst = apart;
        worst_what = table.text(r, "what") + ", " + table.text(r, "dataset");
      }
    }
    if (const auto& direction = table.text(r, "direction"); !direction.empty()) {
      ++directions;
      right += direction == "right" ? 1 : 0;
    }
  }
  if (numbers + directions == 0) return "";
  std::string sentence = fmt::format(
      "{} of {} predicted numbers are within 2-fold of the measurement, the geometric mean fold error is {}; "
      "{} of {} directions are right.",
      close, numbers, numbers > 0 ? results::number(std::exp(logs / numbers)) : "-", right, directions);
  if (worst > std::log(2.0))
    sentence += fmt::format(" The worst is {}-fold off: {}.", results::number(std::exp(worst)), worst_what);
  return html::section("validation", "Predictions against measurements",
                       html::paragraph(sentence) +
                           html::paragraph(numbers > 0 ? "Each of them is in the appendix." : "", "quiet"));
}

std::string balance_section(const Matter& matter) {
  auto table =
      by_subject(matter, fmt::format("Cells of the dose at {}, and the largest imbalances of the run",
                                     results::duration(matter.time)));
  std::vector<double> infused, alive, died;
  std::vector<std::string> cells{"imbalance of cells, over the dose"},
      label{"imbalance of label, over all label of the regimen"};
  std::string broken;
  for (std::size_t i = 0; i < matter.subjects.size(); ++i) {
    const auto& record = *matter.subjects[i].record;
    const auto& balance = record.body.balance;
    const int t = results::time_index(record, matter.time);
    infused.push_back(balance.infused.sum(t) / record.body.dose);
    alive.push_back(balance.living.sum(t) / record.body.dose);
    died.push_back(balance.lost.sum(t) / record.body.dose);
    cells.push_back(fmt::format("{:.0e}", balance.worst_cells));
    label.push_back(fmt::format("{:.0e}", balance.worst_label));
    if (const auto why = results::broken_balance(balance); !why.empty())
      broken += fmt::format("{}{}: {}", broken.empty() ? "" : "; ", matter.names[i], why);
  }
  std::string inside;
  for (const auto& one : matter.inside) {
    if (one.own) continue;
    const auto& balance = one.record->body.balance;
    inside += fmt::format("{}{}: {:.0e} and {:.0e}", inside.empty() ? "" : "; ", one.name,
                          balance.worst_cells, balance.worst_label);
    if (const auto why = results::broken_balance(balance); !why.empty())
      broken += fmt::format("{}{}, resolved: {}", broken.empty() ? "" : "; ", one.name, why);
  }
  if (!inside.empty())
    inside = "Of the runs with a resolved liver or lobule, the same imbalances: " + inside + ".";
  const auto add = [&](const char* name, const std::vector<double>& shares) {
    auto row = percents(shares);
    row.insert(row.begin(), name);
    table.rows.push_back(std::move(row));
  };
  add("infused alive [%]", infused);
  add("alive [%]", alive);
  add("died [%]", died);
  table.rows.push_back(std::move(cells));
  table.rows.push_back(std::move(label));
  return html::section(
      "balance", "Mass balance",
      html::paragraph(broken.empty()
                          ? "Every cell and all label is accounted for: infused = alive + died, to rounding."
                          : "The balance does not hold, and the run cannot be trusted: " + broken) +
          in_parts(table) + html::paragraph(inside));
}

std::string provenance_section(const Matter& matter) {
  const auto& first = matter.subjects.front().record->provenance;
  std::vector<std::pair<std::string, std::string>> all{
      {"program", fmt::format("{} {} ({})", first.program, first.version, first.commit)}};
  const auto add = [&](const std::string& name, const results::Provenance& one) {
    all.emplace_back(name, fmt::format("fingerprint {}, seed {}{}", one.fingerprint, one.seed,
                                       one.commit == first.commit ? "" : ", by " + one.commit));
  };
  for (std::size_t i = 0; i < matter.subjects.size(); ++i)
    add(matter.names[i], matter.subjects[i].record->provenance);
  for (const auto& one : matter.inside)
    if (!one.own) add(one.name + ", resolved", one.record->provenance);
  for (const auto& sweep : matter.evidence.sweeps)
    all.emplace_back("sweep", fmt::format("{}, fingerprint {}", sweep.title, sweep.fingerprint));
  return html::section(
      "provenance", "Provenance",
      html::facts(all) + html::paragraph("Equal input gives equal results, bit for bit; the "
                                         "fingerprint is that of the whole resolved scenario.",
                                         "quiet"));
}

std::string assumption_section(const Matter& matter) {
  const auto& first = *matter.subjects.front().record;
  std::string notes;
  std::vector<std::string> told;
  for (const auto& subject : matter.subjects)
    for (const auto& note : subject.record->body.notes) {  // once, and of whom where not of all
      if (std::find(told.begin(), told.end(), note) != told.end()) continue;
      told.push_back(note);
      std::string of;
      std::size_t count = 0;
      for (std::size_t i = 0; i < matter.subjects.size(); ++i) {
        const auto& own = matter.subjects[i].record->body.notes;
        if (std::find(own.begin(), own.end(), note) == own.end()) continue;
        ++count;
        of += (of.empty() ? "" : "; ") + matter.heads[i];
      }
      notes += html::paragraph((count < matter.subjects.size() ? of + ": " : "") + note, "quiet");
    }
  return html::section(
      "assumptions", "Assumptions and sources",
      html::paragraph(fmt::format(
          "{} of {} parameters are assumptions; the others come from published sources{}.{} All of them, "
          "with "
          "value, range and source, are in the appendix.",
          results::assumptions(first), first.inputs.parameters.size(),
          matter.subjects.size() > 1 ? fmt::format(" (the parameters of: {})", matter.names.front()) : "",
          matter.paired.sweep != nullptr && matter.subjects.size() > 1
              ? " Those that decide stand under \"How sure it is\"."
              : "")) +
          notes);
}

}  // namespace cellroute::viz
