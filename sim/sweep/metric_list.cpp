#include "sim/sweep/metric_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/regimen.hpp"

namespace cellroute::sweep {

using measures::Metric;
using scenario::Node;

std::vector<Metric> read_metric_list(const Node& list, const std::filesystem::path& library, double horizon,
                                     std::vector<scenario::Diagnostic>& problems) {
  std::vector<Metric> metrics;
  if (list.kind != Node::Kind::list || list.items.empty()) {
    problems.push_back(list.mistake("`metrics` must be a list of names and measures", "",
                                    "write `metrics: [liver_living_24h, portal_peak]`"));
    return metrics;
  }
  std::vector<Metric> shipped = measures::read_metrics(library);
  std::vector<std::string> known;
  for (const Metric& one : shipped) known.push_back(one.name);
  for (const Node& item : list.items) {
    Metric metric;
    if (item.kind == Node::Kind::text) {
      const auto at = std::find(known.begin(), known.end(), item.text);
      if (at == known.end()) {
        problems.push_back(item.mistake(fmt::format("unknown metric `{}`", item.text), "",
                                        scenario::suggest(item.text, known)));
        continue;
      }
      metric = shipped[static_cast<std::size_t>(at - known.begin())];
    } else if (item.kind == Node::Kind::mapping) {
      const auto before = problems.size();
      metric = measures::read_metric(scenario::read_group(item, measures::metric_keys(), problems), {{"", {}}}, problems);
      if (problems.size() > before) continue;
    } else {
      problems.push_back(item.mistake("a metric is a name, or a measure with a name"));
      continue;
    }
    const auto same = [&](const Metric& other) { return other.name == metric.name; };
    if (std::any_of(metrics.begin(), metrics.end(), same))
      problems.push_back(item.mistake(fmt::format("the metric `{}` is here twice", metric.name)));
    for (const double time : measures::times_of(metric.measure))
      if (time > horizon)
        problems.push_back(item.mistake(fmt::format("the metric `{}` needs the time {}, after the horizon {}",
                                                    metric.name, scenario::time_text(time),
                                                    scenario::time_text(horizon)),
                                        "", "take an earlier time, or a later horizon"));
    metrics.push_back(std::move(metric));
  }
  return metrics;
}

std::vector<double> times_of(const std::vector<Metric>& metrics) {
  std::vector<double> times;
  for (const Metric& metric : metrics)
    for (const double time : measures::times_of(metric.measure)) times.push_back(time);
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  return times;
}

std::string si_unit(const Metric& metric) { return measures::unit_of(metric.measure); }

std::string shown(const Metric& metric, double value) {
  if (std::isnan(value)) return "-";
  const std::string unit = metric.unit == "1" ? "" : " " + metric.unit;
  return results::number(value / metric.scale) + unit;
}

}  // namespace cellroute::sweep
