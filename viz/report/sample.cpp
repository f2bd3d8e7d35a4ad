// The section on how sure it is: sampled patients, what decides between the best two, and claims.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"
#include "viz/report/answer.hpp"
#include "viz/report/apart.hpp"
#include "viz/report/html.hpp"
#include "viz/report/numbers.hpp"
#include "viz/report/sections.hpp"
#include "viz/views/sweep_plots.hpp"

namespace cellroute::viz {
namespace {

constexpr std::size_t deciders_shown = 6, movers_shown = 6, most_columns = 4, most_hills = 9;
constexpr double aside = 0.1;        // from the middle of the sample: from here on it is said why
constexpr double least_move = 0.01;  // that is shown

const SweepMetric& shown_metric(const Sweep& sweep, const Matter& matter) {
  if (matter.paired.sweep == &sweep) return *matter.paired.metric;
  const auto wanted = std::find_if(sweep.metrics.begin(), sweep.metrics.end(), [](const SweepMetric& metric) {
    return metric.name.starts_with("liver_living");
  });
  return wanted == sweep.metrics.end() ? sweep.metrics.front() : *wanted;
}

std::string about(const SweepMetric& metric) {
  std::string text = metric.about.empty() ? results::words(metric.name) : metric.about;
  while (!text.empty() && (text.back() == '.' || text.back() == ' ')) text.pop_back();
  return text + " [" + read_unit(metric.unit).name + "]";
}

/// "1.53 (0.00 to 27.1)".
std::string spread(const SweepGroup& group, double factor, int decimals) {
  const auto sorted = ascending(group.values);
  if (sorted.empty()) return "-";
  const auto at = [&](double share) { return fixed(quantile(sorted, share) * factor, decimals); };
  return fmt::format("{} ({} to {})", at(0.5), at(0.05), at(0.95));
}

/// Every metric a row, every group a column; too many groups are rows of their own.
std::string sampled(const Sweep& sweep) {
  const std::size_t groups = sweep.metrics.front().groups.size();
  if (groups > most_hills) return "";
  html::Table table{fmt::format("Median of the {}, and in brackets 5 to 95 % of them",
                                samples_patients(sweep) ? "sampled patients" : "runs"),
                    {""},
                    {},
                    "numbers",
                    34};
  const bool wide = groups <= most_columns;
  if (wide)
    for (const auto& group : sweep.metrics.front().groups) table.heads.push_back(group.name());
  else
    table.heads.emplace_back("median (5 to 95 %)");
  for (const auto& metric : sweep.metrics) {
    const double factor = read_unit(metric.unit).factor;
    std::vector<double> shown;
    for (const auto& group : metric.groups)
      for (const double share : {0.05, 0.5, 0.95})
        shown.push_back(quantile(ascending(group.values), share) * factor);
    const int decimals = decimals_of(shown, 3);
    std::vector<std::string> row{about(metric)};
    for (const auto& group : metric.groups) {
      if (wide)
        row.push_back(spread(group, factor, decimals));
      else
        table.rows.push_back({about(metric) + ": " + group.name(), spread(group, factor, decimals)});
    }
    if (wide) table.rows.push_back(std::move(row));
  }
  return html::table(table);
}

std::string count_words(const Sweep& sweep, const SweepMetric& metric) {
  std::size_t tried = 0, failed = 0;
  for (const auto& group : metric.groups) {
    tried = std::max(tried, group.values.size());
    failed += group.values.size() - ascending(group.values).size();
  }
  const std::string ended =
      failed == 0 ? "; every run succeeded" : fmt::format("; {} runs failed and are left out", failed);
  if (!samples_patients(sweep))
    return fmt::format(
        "{} ({}), {} runs of the design each{}. They are chosen to learn most from few runs and are no "
        "sample of patients.",
        sweep.title, results::words(sweep.design), tried, ended);
  return fmt::format(
      "{} ({}), {} patients{}. A sampled patient is a set of values that the ranges allow: of a body, "
      "and of what is assumed about the product and its label.",
      sweep.title, results::words(sweep.design), tried, ended);
}

/// Parameters that the ratio of the best two follows.
std::string decider_table(const Matter& matter) {
  if (matter.paired.sweep == nullptr || matter.subjects.size() < 2) return "";
  const auto [first, second] = leaders(matter.paired);
  const auto& a = *matter.paired.groups[first];
  const auto all = deciders(*matter.paired.sweep, a, *matter.paired.groups[second], deciders_shown);
  html::Table table{
      fmt::format(
          "What decides between {0} and {1}: assumptions that the ratio of the two follows from patient to "
          "patient. +: more of it favours {0}; -: {1}",
          matter.names[first], matter.names[second]),
      {"assumption", "variance of ranks explained [%]", "sampled range (5 to 95 %)", "source"},
      {},
      "words"};
  for (const auto& one : all)
    table.rows.push_back({fmt::format("{} ({})", factor_name(one), one.path),
                          fmt::format("{}{}", one.rank_correlation > 0 ? "+ " : "- ",
                                      fixed(100 * one.rank_correlation * one.rank_correlation, 1)),
                          range_words(one), one.source});
  if (table.rows.empty()) return "";
  const auto patients = all.front().patients;
  return html::table(table) +
         html::paragraph(
             fmt::format(
                 "Squared rank correlation (Spearman) over {} patients; what lies below four standard "
                 "errors, {} %, is left out. Parameters that raise both alike do not decide and are not "
                 "here.",
                 patients, results::percent(noise(patients) * noise(patients))),
             "quiet");
}

/// The 95 % interval of the leading share as far as a share can lie: its estimate may be above 1.
std::string share_words(const ClaimOdds& claim) {
  const auto whole = [](double share) { return fixed(100 * std::clamp(share, 0.0, 1.0), 0); };
  const auto low = whole(claim.leading_low), high = whole(claim.leading_high);
  return low == high ? low + " %" : low + " to " + high + " %";
}

std::string claim_part(const Evidence& evidence) {
  if (evidence.claims.empty()) return "";
  const auto count = static_cast<double>(evidence.claims.size());
  html::Table table{"Statements tried in sampled patients",
                    {"", "of which number", "verdict", "most decided by"},
                    {},
                    "words"};
  for (const auto& claim : evidence.claims) {
    std::string name = claim.name;
    std::replace(name.begin(), name.end(), '_', ' ');
    table.rows.push_back(
        {name, claim.metric.empty() ? "not said" : results::words(claim.metric),
         fmt::format("{}: {} % ({} to {} %)", verdict_words(claim.says), results::percent(claim.probability),
                     results::percent(claim.low), results::percent(claim.high)),
         claim.leading_factor.empty() ? "-"
                                      : fmt::format("{}, {} of the variance of the margin",
                                                    claim.leading_factor, share_words(claim))});
  }
  return html::figure([&](const plot::Sheet& sheet) { return claims_plot(evidence.claims, sheet); },
                      130 + 38 * count, 180 + 52 * count, "How often statements hold.") +
         html::table(table) +
         html::paragraph(
             "Margin: the difference of the two arms over their sum, which varies also where a "
             "statement always holds. A statement may be of another number than the answer above.",
             "quiet");
}

}  // namespace

std::string why_apart(const Matter& matter) {
  if (matter.paired.sweep == nullptr) return "";
  const std::size_t best = matter.subjects.size() < 2 ? 0 : leaders(matter.paired).first;
  const auto& group = *matter.paired.groups[best];
  const auto& record = *matter.subjects[best].record;
  const double place = percentile(group.values, living_in(record, "liver", matter.time));
  if (group.rows.empty() || std::isnan(place) || std::fabs(place - 0.5) < aside) return "";
  const auto found = apart(*matter.paired.sweep, group, record);
  html::Table table{
      fmt::format(
          "Why this patient is at percentile {:.0f} by {} and not in the middle: values of the library "
          "that are off the middle of their range",
          100 * place, matter.names[best]),
      {"parameter", "the library's value", "its percentile", "moves the patient by [points]", "source"},
      {},
      "words"};
  for (const auto& one : found.movers)
    if (table.rows.size() < movers_shown && std::fabs(one.moves) >= least_move)
      table.rows.push_back({fmt::format("{} ({})", factor_name(one), one.path), value_words(one, one.value),
                            fmt::format("{:.0f}", 100 * one.place), fmt::format("{:+.0f}", 100 * one.moves),
                            one.source});
  if (table.rows.empty()) return "";
  return html::table(table) +
         html::paragraph(
             fmt::format(
                 "Rank correlation (Spearman) with living cells in the liver, times the distance of the "
                 "value's percentile from 50. All parameters that matter more than by chance add up to "
                 "percentile {:.0f}; what is left is what straight lines miss.",
                 100 * std::clamp(found.expected, 0.0, 1.0)),
             "quiet");
}

std::string sample_section(const Matter& matter) {
  std::string body;
  for (const auto& sweep : matter.evidence.sweeps) {
    if (sweep.metrics.empty()) continue;
    const auto& metric = shown_metric(sweep, matter);
    body += html::paragraph(count_words(sweep, metric));
    if (std::all_of(matter.subjects.begin(), matter.subjects.end(),
                    [&](const results::Subject& subject) { return of_another_case(sweep, *subject.record); }))
      body += html::paragraph(
          "This sample is of other cases than those of this report, which conclude nothing from it.");
    const bool any = std::any_of(metric.groups.begin(), metric.groups.end(),
                                 [](const SweepGroup& group) { return !ascending(group.values).empty(); });
    if (!any) {
      body += html::paragraph("No run of it has a value of this.");
      continue;
    }
    body += sampled(sweep);
    const auto hills = static_cast<double>(metric.groups.size());
    if (metric.groups.size() <= most_hills)
      body += html::figure([&](const plot::Sheet& sheet) { return distribution_plot(sweep, metric, sheet); },
                           150 + 90 * hills, 190 + 90 * hills,
                           samples_patients(sweep) ? "How it spreads over sampled patients."
                                                   : "How it spreads over the runs of the design.");
  }
  return html::section("sample", "How sure it is",
                       body + decider_table(matter) + claim_part(matter.evidence));
}

}  // namespace cellroute::viz
