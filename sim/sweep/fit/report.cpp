// A fit as a page and as CSV.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/results/format.hpp"
#include "sim/results/table.hpp"
#include "sim/results/text_files.hpp"
#include "sim/sweep/fit/fit.hpp"
#include "sim/sweep/overview.hpp"

namespace cellroute::sweep {
namespace {

std::string end_words(const numerics::ProfileEnd& end, const Spec& spec) {
  if (end.failed) return "not found";
  return end.open ? "open" : in_words(end.value, spec);
}

/// None where all estimates stand at their bounds.
std::string pull_words(double pull) { return std::isfinite(pull) ? fmt::format("{:.2f}", pull) : "-"; }

std::string arm_of(const FitProblem& problem, const Datum& datum) {
  return problem.plan.axes.empty() ? "" : problem.plan.axes.front().labels[datum.arm];
}

std::string unit_of(const FitProblem& problem, const Datum& datum) {
  return si_unit(problem.plan.metrics[datum.metric]);
}

void parameters_part(const FitProblem& problem, const FitResult& result, std::string& text) {
  const auto& best = result.fits.front();
  text += fmt::format("{:<44}{:>14}{:>14}   {}\n", "parameter", "library", "estimate",
                      fmt::format("{:.0f} % interval (profile likelihood)", 100 * problem.confidence));
  text += results::rule(results::page_width) + "\n";
  for (std::size_t j = 0; j < problem.parameters.size(); ++j) {
    const Target& target = problem.parameters[j];
    const auto& profiled = result.profile.parameters[j];
    text += fmt::format("{:<44}{:>14}{:>14}   {} to {}{}\n", target.path,
                        in_words(result.library[j], target.spec), in_words(best.estimate[j], target.spec),
                        end_words(profiled.low, target.spec), end_words(profiled.high, target.spec),
                        best.at_bound[j] ? "  (at its bound)" : "");
  }
  for (const auto& set : result.analysis.not_identifiable) {
    std::string names;
    for (const int j : set)
      names += (names.empty() ? "" : " and ") + problem.parameters[static_cast<std::size_t>(j)].path;
    text +=
        results::wrap(set.size() == 1
                          ? fmt::format("{} is not identifiable: the data do not depend on it.", names)
                          : fmt::format("{} are not identifiable: the data do not tell them apart.", names),
                      results::page_width, 2) +
        "\n";
  }
  const std::size_t k = problem.parameters.size();
  bool headed = false;
  for (std::size_t a = 0; a < k; ++a)
    for (std::size_t b = a + 1; b < k; ++b) {
      const double r = result.analysis.correlation[a * k + b];
      if (!(std::fabs(r) > 0.5)) continue;
      if (!headed) text += "\nCorrelations of estimates beyond 0.5:\n";
      headed = true;
      text +=
          fmt::format("  {:+.2f}  {} and {}\n", r, problem.parameters[a].path, problem.parameters[b].path);
    }
}

void data_part(const FitProblem& problem, const FitResult& result, bool fitted, std::string& text) {
  text += fmt::format("{:<16}{:<18}{:<20}{:>12}{:>10}{:>12}{:>8}{}\n", "dataset", "arm", "metric", "measured",
                      "sd", fitted ? "fitted" : "predicted", "misses", fitted ? "   pull" : "");
  text += results::rule(results::page_width) + "\n";
  std::size_t n = 0;
  for (std::size_t d = 0; d < problem.data.size(); ++d) {
    const Datum& datum = problem.data[d];
    if (datum.fitted != fitted) continue;
    const auto& metric = problem.plan.metrics[datum.metric];
    text +=
        fmt::format("{:<16}{:<18}{:<20}{:>12}{:>10}{:>12}{:>+8.2f}", datum.dataset, arm_of(problem, datum),
                    metric.name, shown(metric, datum.value), shown(metric, datum.sd),
                    shown(metric, result.predicted[d]), (result.predicted[d] - datum.value) / datum.sd);
    text += fitted ? fmt::format("{:>7}\n", pull_words(result.analysis.cooks_distance[n++])) : "\n";
  }
}

}  // namespace

std::string fit_page(const FitProblem& problem, const FitResult& result) {
  const auto& best = result.fits.front();
  std::string text = problem.plan.title + "\n";
  if (best.stop == numerics::StopReason::failed)
    return text +
           fmt::format("No start could be run: every one of them failed.\n  {}\n", one_line(result.failure));
  const auto agreeing = std::count_if(result.fits.begin(), result.fits.end(), [&](const numerics::Fit& one) {
    return one.stop != numerics::StopReason::failed &&
           one.sum_of_squares <= best.sum_of_squares * (1 + 1e-3) + 1e-9;
  });
  text += fmt::format("{} data, {} parameters; sum of squares {} ({} of {} starts end there; {})\n\n",
                      result.fitted, problem.parameters.size(), results::number(best.sum_of_squares),
                      agreeing, result.fits.size(), numerics::words(best.stop));
  parameters_part(problem, result, text);
  text +=
      "\nMisses are in standard deviations; pull is Cook's distance: how far the estimates would move "
      "without the "
      "datum.\n";
  data_part(problem, result, true, text);
  if (result.fitted < problem.data.size()) {
    double squares = 0;
    for (std::size_t d = 0; d < problem.data.size(); ++d)
      if (!problem.data[d].fitted)
        squares += std::pow((result.predicted[d] - problem.data[d].value) / problem.data[d].sd, 2);
    text += "\nLeft out of the fit and predicted:\n";
    data_part(problem, result, false, text);
    text += fmt::format("root mean square of these misses: {:.2f} standard deviations\n",
                        std::sqrt(squares / static_cast<double>(problem.data.size() - result.fitted)));
  }
  if (result.profile.least < best.sum_of_squares * (1 - 1e-6) - 1e-9)
    text += "\nThe profiles met a smaller sum of squares than the fit: take more starts.\n";
  return text;
}

std::string fit_csv(const FitProblem& problem, const FitResult& result) {
  using results::exact;
  std::string text = "parameter,unit,library,estimate,low,high,low_open,high_open,at_bound,standard_error\n";
  const auto& best = result.fits.front();
  if (best.stop == numerics::StopReason::failed) return text;
  const std::size_t k = problem.parameters.size();
  for (std::size_t j = 0; j < k; ++j) {
    const auto& profiled = result.profile.parameters[j];
    const auto yes = [](bool is) { return is ? "yes" : "no"; };
    text += fmt::format("{},{},{},{},{},{},{},{},{},{}\n", problem.parameters[j].path,
                        problem.parameters[j].spec.unit, exact(result.library[j]), exact(best.estimate[j]),
                        exact(profiled.low.value), exact(profiled.high.value), yes(profiled.low.open),
                        yes(profiled.high.open), yes(best.at_bound[j]),
                        exact(std::sqrt(result.analysis.covariance[j * k + j])));
  }
  return text;
}

std::string fit_data_csv(const FitProblem& problem, const FitResult& result) {
  using results::exact;
  std::string text =
      "dataset,line,arm,metric,unit,value,sd,library,prediction,fitted,leverage,cooks_distance\n";
  if (result.predicted.empty()) return text;
  std::size_t n = 0;
  for (std::size_t d = 0; d < problem.data.size(); ++d) {
    const Datum& datum = problem.data[d];
    text += fmt::format("{},{},{},{},{},{},{},{},{},{}", results::csv_field(datum.dataset), datum.line,
                        results::csv_field(arm_of(problem, datum)), problem.plan.metrics[datum.metric].name,
                        unit_of(problem, datum), exact(datum.value), exact(datum.sd),
                        exact(result.at_library[d]), exact(result.predicted[d]), datum.fitted ? "yes" : "no");
    text += datum.fitted ? fmt::format(",{},{}\n", exact(result.analysis.leverage[n]),
                                       exact(result.analysis.cooks_distance[n]))
                         : ",,\n";
    n += datum.fitted;
  }
  return text;
}

}  // namespace cellroute::sweep
