#include "sim/sweep/claims/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"
#include "sim/results/table.hpp"
#include "sim/results/text_files.hpp"
#include "sim/sweep/overview.hpp"

namespace cellroute::sweep {
namespace {

const char* words(const Verdict& verdict) {
  if (verdict.failed == verdict.runs) return "cannot be tried";
  switch (verdict.says) {
    case Verdict::Says::holds:
      return "holds";
    case Verdict::Says::fails:
      return "does not hold";
    default:
      return "undecided";
  }
}

/// To a whole number, and never -0; "-" for none.
std::string whole(double value) {
  if (std::isnan(value)) return "-";
  return fmt::format("{:.0f}", std::round(value) == 0 ? 0.0 : value);
}

std::string percent_interval(const numerics::Interval& interval) {
  return fmt::format("{:.0f}-{:.0f} %", 100 * interval.low, 100 * interval.high);
}

/// How well a total index is known: its 95 % interval, as far as it lies where such an index can be. Its
/// estimate from few points may be above 1.
std::string share_words(const numerics::SobolIndex& share) {
  const auto& [low, high] = share.total_interval;
  if (std::isnan(low) || std::isnan(high)) return "-";
  const auto from = whole(100 * std::clamp(low, 0.0, 1.0)), to = whole(100 * std::clamp(high, 0.0, 1.0));
  return from == to ? from + " %" : from + "-" + to + " %";
}

std::string parameter_words(const std::string& path, double value) {
  for (const Target& target : targets())
    if (target.path == path) return in_words(value, target.spec);
  return results::number(value);
}

/// What an influence says in one line of the page.
std::string flip_words(const Influence& one) {
  if (one.flips.empty()) return "never flips it alone";
  const Flip& flip = one.flips.front();
  return fmt::format("{} {}{}", flip.holds_above ? "holds above" : "holds below",
                     parameter_words(one.path, flip.value),
                     one.flips.size() > 1 ? fmt::format(", {} more flips", one.flips.size() - 1) : "");
}

}  // namespace

std::string claims_table(const std::vector<Verdict>& verdicts) {
  constexpr std::size_t name_width = 64, holds_width = 9, interval_width = 11;
  std::string text = results::pad_right("claim", name_width) + results::pad_left("holds in", holds_width) +
                     results::pad_left("95 %", interval_width) + "  verdict\n" +
                     results::rule(results::page_width) + "\n";
  for (const Verdict& one : verdicts) {
    text += results::pad_right(results::words(one.name), name_width) +
            results::pad_left(whole(100 * one.probability) + " %", holds_width) +
            results::pad_left(percent_interval(one.interval), interval_width) + "  " + words(one) + "\n";
    if (one.influences.empty() || one.failed == one.runs) continue;
    const Influence& first = one.influences.front();
    text += fmt::format("    {}{}; {}\n", first.path,
                        first.share ? fmt::format(", {} of the variance", share_words(*first.share)) : "",
                        flip_words(first));
  }
  return text;
}

std::string claims_page(const std::vector<Claim>& claims, const std::vector<Verdict>& verdicts) {
  std::string text;
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const Verdict& one = verdicts[i];
    const Claim& claim = claims[i];
    const auto& metric = claim.plan.metrics.front();
    text += fmt::format("{}\n", results::wrap(one.statement, results::page_width, 0));
    text += "  " +
            results::wrap(fmt::format("{}, source: {}", one.name, one.source), results::page_width - 2, 4) +
            "\n";
    if (one.failed == one.runs) {
      text += fmt::format("  {}: none of {} sampled patients could be run: {}\n\n", words(one), one.runs,
                          one_line(one.failure));
      continue;
    }
    text += fmt::format("  {}: true in {} of {} sampled patients ({:.0f} %, 95 % interval {})\n", words(one),
                        one.holding, one.runs - one.failed, 100 * one.probability,
                        percent_interval(one.interval));
    if (one.failed > 0)
      text += fmt::format("  {} patients could not be run: {}\n", one.failed, one_line(one.failure));
    for (std::size_t a = 0; a < claim.arms.size(); ++a)
      text += fmt::format("  {} in {}: {} with the library's values; in the sample {} (5-95 %: {} to {})\n",
                          metric.name, claim.arms[a], shown(metric, one.at_library[a]),
                          shown(metric, one.quantiles[a][1]), shown(metric, one.quantiles[a][0]),
                          shown(metric, one.quantiles[a][2]));
    if (claim.arms.size() < 2) text += fmt::format("  limit: {}\n", shown(metric, claim.limit));
    text +=
        "  What decides it: share of the variance of the margin (95 % interval), rank correlation, where it "
        "flips "
        "alone\n";
    for (const Influence& each : one.influences)
      text += fmt::format(
          "    {:<44} {:>18}  {:>5}  {}\n", each.path, each.share ? share_words(*each.share) : "-",
          std::isnan(each.correlation.value) ? "-" : fmt::format("{:+.2f}", each.correlation.value),
          flip_words(each));
    if (one.others)
      text += fmt::format("    {:<44} {:>18}\n", "all other parameters together", share_words(*one.others));
    text += "\n";
  }
  return text;
}

std::string claims_csv(const std::vector<Claim>& claims, const std::vector<Verdict>& verdicts) {
  using results::exact;
  std::string text = "claim,quantity,parameter,value,low,high,unit\n";
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const Verdict& one = verdicts[i];
    const auto line = [&](const std::string& quantity, const std::string& parameter, double value, double low,
                          double high, const std::string& unit) {
      text += fmt::format("{},{},{},{},{},{},{}\n", results::csv_field(one.name), quantity,
                          results::csv_field(parameter), exact(value), exact(low), exact(high), unit);
    };
    const std::string unit = si_unit(claims[i].plan.metrics.front());
    line("probability", "", one.probability, one.interval.low, one.interval.high, "1");
    line("metric", claims[i].plan.metrics.front().name, unset, unset, unset, unit);
    line("runs", "", static_cast<double>(one.runs), unset, unset, "count");
    line("failed", "", static_cast<double>(one.failed), unset, unset, "count");
    line("margin_at_library", "", one.margin_at_library, unset, unset, "1");
    for (std::size_t a = 0; a < claims[i].arms.size(); ++a) {
      line("metric_at_library", claims[i].arms[a], one.at_library[a], unset, unset, unit);
      line("metric_in_sample", claims[i].arms[a], one.quantiles[a][1], one.quantiles[a][0],
           one.quantiles[a][2], unit);
    }
    for (const Influence& each : one.influences) {
      if (each.share) {
        line("share_total", each.path, each.share->total, each.share->total_interval.low,
             each.share->total_interval.high, "1");
        line("share_first", each.path, each.share->first, each.share->first_interval.low,
             each.share->first_interval.high, "1");
      }
      line("rank_correlation", each.path, each.correlation.value, each.correlation.interval.low,
           each.correlation.interval.high, "1");
      line("library_value", each.path, each.library, each.low, each.high, each.unit);
      for (const Flip& flip : each.flips)
        line(flip.holds_above ? "holds_above" : "holds_below", each.path, flip.value, unset, unset,
             each.unit);
    }
    if (one.others)
      line("share_total", "all_others", one.others->total, one.others->total_interval.low,
           one.others->total_interval.high, "1");
  }
  return text;
}

}  // namespace cellroute::sweep
