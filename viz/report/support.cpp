// The sections on how far to believe it: samples, validation, balance, assumptions, provenance.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
#include "viz/report/html.hpp"
#include "viz/report/sections.hpp"
#include "viz/views/sweep_plots.hpp"

namespace cellroute::viz {
namespace {

constexpr std::size_t influences_shown = 6, most_hills = 9;
constexpr double below_zero = 1e-4;  // what is below 0 by less is a run's rounding, shown as 0

std::string sampled(const Sweep& sweep) {
  std::string text;
  for (const auto& metric : sweep.metrics) {
    if (metric.groups.size() > most_hills) continue;
    const auto unit = read_unit(metric.unit);
    html::Table table{
        fmt::format("{} [{}]", metric.about.empty() ? results::words(metric.name) : metric.about, unit.name),
        {"", "median", "5 %", "95 %", "patients"},
        {},
        "numbers"};
    for (const auto& group : metric.groups) {
      const auto sorted = ascending(group.values);
      const auto at = [&](double share) {
        const double value = quantile(sorted, share) * unit.factor;
        return results::number(value < 0 && value > -below_zero ? 0 : value);
      };
      table.rows.push_back({group.name(), at(0.5), at(0.05), at(0.95), std::to_string(sorted.size())});
    }
    text += html::table(table);
  }
  return text;
}

/// Parameters that were set by somebody who had seen the measurement.
std::string seen(const std::string& parameters) {
  return parameters.empty() ? "" : "; in view when these were set: " + parameters;
}

std::string ratio(double fold) {
  if (std::isnan(fold)) return "-";
  return results::number(fold);
}

}  // namespace

std::string sample_section(const Matter& matter) {
  std::string body;
  const auto& evidence = matter.evidence;
  for (const auto& sweep : evidence.sweeps) {
    body += html::paragraph(fmt::format("{} ({}).", sweep.title, results::words(sweep.design)));
    if (!sweep.metrics.empty()) {
      const auto wanted =
          std::find_if(sweep.metrics.begin(), sweep.metrics.end(),
                       [](const SweepMetric& metric) { return metric.name.starts_with("liver_living"); });
      const auto& metric = wanted == sweep.metrics.end() ? sweep.metrics.front() : *wanted;
      const auto hills = static_cast<double>(metric.groups.size());
      body += html::figure([&](const plot::Sheet& sheet) { return distribution_plot(sweep, metric, sheet); },
                           150 + 90 * hills, 190 + 90 * hills, "How it spreads over sampled patients.");
    }
    body += sampled(sweep);
  }
  for (const auto& all : evidence.sensitivities) {
    if (all.empty()) continue;
    const auto wanted = std::find_if(
        all.begin(), all.end(), [](const Estimate& one) { return one.metric.starts_with("liver_living"); });
    const auto metric = wanted == all.end() ? all.front().metric : wanted->metric;
    if (std::none_of(all.begin(), all.end(),
                     [&](const Estimate& one) { return one.metric == metric && !std::isnan(one.value); })) {
      body += html::paragraph(
          "What decides it cannot be said: there were too few runs for the parameters sampled.");
      continue;
    }
    std::vector<std::string> groups;
    for (const auto& one : all)
      if (one.metric == metric && std::find(groups.begin(), groups.end(), one.at) == groups.end())
        groups.push_back(one.at);
    const auto down = static_cast<double>(groups.size());
    body += html::figure(
        [&](const plot::Sheet& sheet) { return influence_plot(all, metric, influences_shown, sheet); },
        130 + 290 * std::ceil(down / 2), 150 + 290 * down, "What decides it.");
  }
  if (!evidence.claims.empty()) {
    const auto count = static_cast<double>(evidence.claims.size());
    body += html::figure([&](const plot::Sheet& sheet) { return claims_plot(evidence.claims, sheet); },
                         130 + 38 * count, 180 + 52 * count, "How often statements hold.");
    html::Table table{
        "Statements tried in sampled patients", {"", "verdict", "most decided by"}, {}, "words"};
    for (const auto& claim : evidence.claims) {
      std::string name = claim.name;
      std::replace(name.begin(), name.end(), '_', ' ');
      table.rows.push_back({name,
                            fmt::format("{}: {} % ({} to {} %)", verdict_words(claim.says),
                                        results::percent(claim.probability), results::percent(claim.low),
                                        results::percent(claim.high)),
                            claim.leading_factor.empty()
                                ? "-"
                                : fmt::format("{}, {} % of the variance", claim.leading_factor,
                                              results::percent(claim.leading_share))});
    }
    body += html::table(table);
  }
  return html::section("sample", "How sure it is", body);
}

std::string validation_section(const Matter& matter) {
  if (!matter.evidence.validation) return "";
  const auto& table = *matter.evidence.validation;
  html::Table shown{"Predicted numbers beside published ones; what was used to calibrate is not among them",
                    {"", "measured", "predicted", "ratio"},
                    {},
                    "numbers"};
  int numbers = 0, close = 0, right = 0, directions = 0;
  double logs = 0;
  for (std::size_t r = 0; r < table.rows(); ++r) {
    if (table.text(r, "status") != "predicted") continue;
    const double fold = table.number(r, "fold");
    if (!std::isnan(fold) && fold > 0) {
      ++numbers;
      logs += std::fabs(std::log(fold));
      close += std::fabs(std::log(fold)) <= std::log(2.0) ? 1 : 0;
      shown.rows.push_back(
          {table.text(r, "what") + " (" + table.text(r, "dataset") + ")" + seen(table.text(r, "in_view")),
           results::number(table.number(r, "observation")) + " " + table.text(r, "unit"),
           results::number(table.number(r, "prediction")), ratio(fold)});
    }
    if (const auto& direction = table.text(r, "direction"); !direction.empty()) {
      ++directions;
      right += direction == "right" ? 1 : 0;
    }
  }
  if (numbers + directions == 0) return "";
  const std::string sentence = fmt::format(
      "{} of {} predicted numbers are within 2-fold of the measurement, the geometric mean fold error is {}; "
      "{} of {} "
      "directions are right.",
      close, numbers, numbers > 0 ? results::number(std::exp(logs / numbers)) : "-", right, directions);
  return html::section("validation", "Predictions against measurements",
                       html::paragraph(sentence) + html::table(shown));
}

std::string balance_section(const Matter& matter) {
  html::Table table{fmt::format("Cells of the dose at {}, and the largest imbalances of the run",
                                results::duration(matter.time)),
                    {""},
                    {},
                    "numbers"};
  table.heads.insert(table.heads.end(), matter.names.begin(), matter.names.end());
  std::vector<std::vector<std::string>> rows{{"infused alive [%]"},
                                             {"alive [%]"},
                                             {"died [%]"},
                                             {"imbalance of cells, over the dose"},
                                             {"imbalance of the label, over the label"}};
  std::string broken;
  for (std::size_t i = 0; i < matter.subjects.size(); ++i) {
    const auto& record = *matter.subjects[i].record;
    const auto& balance = record.body.balance;
    const int t = results::time_index(record, matter.time);
    rows[0].push_back(results::percent(balance.infused.sum(t) / record.body.dose));
    rows[1].push_back(results::percent(balance.living.sum(t) / record.body.dose));
    rows[2].push_back(results::percent(balance.lost.sum(t) / record.body.dose));
    rows[3].push_back(fmt::format("{:.0e}", balance.worst_cells));
    rows[4].push_back(fmt::format("{:.0e}", balance.worst_label));
    if (const auto why = results::broken_balance(balance); !why.empty())
      broken += fmt::format("{}{}: {}", broken.empty() ? "" : "; ", matter.names[i], why);
  }
  table.rows = std::move(rows);
  return html::section(
      "balance", "Mass balance",
      html::paragraph(broken.empty()
                          ? "Every cell and all label is accounted for: infused = alive + died, to rounding."
                          : "The balance does not hold, and the run cannot be trusted: " + broken) +
          html::table(table));
}

std::string assumption_section(const Matter& matter) {
  const auto& first = *matter.subjects.front().record;
  const auto& all = first.inputs.parameters;
  const auto row = [](const results::ParameterRow& one) {
    const bool bare = one.unit == "1" || one.unit == "count";  // a ratio may be far above 1: no per cent
    const auto shown = [&](double value) {
      return bare ? results::number(value) : results::clinical_number(value, one.unit);
    };
    const std::string unit = bare ? "" : " " + results::clinical_unit(one.unit);
    std::string range = "-";
    if (!std::isnan(one.low) && !std::isnan(one.high))
      range = shown(one.low) + " to " + shown(one.high) + unit;
    return std::vector<std::string>{one.path, shown(one.value) + unit, range, one.source};
  };
  html::Table assumed{
      "Parameters without a published value", {"parameter", "value", "range", "source"}, {}, "words"};
  html::Table published{"Parameters with a published value", assumed.heads, {}, "words"};
  for (const auto& one : all) (one.assumed() ? assumed : published).rows.push_back(row(one));
  std::string notes;
  for (const auto& note : first.body.notes) notes += html::paragraph(note, "quiet");
  return html::section(
      "assumptions", "Assumptions and sources",
      html::paragraph(fmt::format(
          "{} of {} parameters are assumptions; the others come from the sources named{}.",
          assumed.rows.size(), all.size(),
          matter.subjects.size() > 1 ? fmt::format(" (the parameters of {})", matter.names.front()) : "")) +
          notes + html::table(assumed) + html::table(published));
}

std::string provenance_section(const Matter& matter) {
  const auto& first = matter.subjects.front().record->provenance;
  std::vector<std::pair<std::string, std::string>> all{
      {"program", fmt::format("{} {} ({})", first.program, first.version, first.commit)}};
  for (std::size_t i = 0; i < matter.subjects.size(); ++i) {
    const auto& one = matter.subjects[i].record->provenance;
    all.emplace_back(matter.names[i], fmt::format("fingerprint {}, seed {}{}", one.fingerprint, one.seed,
                                                  one.commit == first.commit ? "" : ", by " + one.commit));
  }
  for (const auto& sweep : matter.evidence.sweeps)
    all.emplace_back("sweep", fmt::format("{}, fingerprint {}", sweep.title, sweep.fingerprint));
  const auto& text = matter.subjects.front().record->inputs.text;
  return html::section("provenance", "Provenance",
                       html::facts(all) +
                           html::paragraph("Equal input gives equal results, bit for bit; the "
                                           "fingerprint is that of the whole resolved scenario.",
                                           "quiet") +
                           (text.empty() ? "" : "<pre class=\"input\">" + plot::escaped(text) + "</pre>\n"));
}

}  // namespace cellroute::viz
