#include "sim/sweep/metric_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "sim/results/format.hpp"
#include "sim/scenario/nearest.hpp"

namespace cellroute::sweep {
namespace {

using measures::Metric;
using scenario::Node;

const Metric* find(const std::vector<Metric>& metrics, const std::string& name) {
  const auto found =
      std::find_if(metrics.begin(), metrics.end(), [&](const Metric& one) { return one.name == name; });
  return found == metrics.end() ? nullptr : &*found;
}

std::optional<Metric> read_one(const Node& item, const std::vector<Metric>& shipped,
                               std::vector<scenario::Diagnostic>& problems) {
  if (item.kind == Node::Kind::text) {
    if (const Metric* one = find(shipped, item.text)) return *one;
    std::vector<std::string> known;
    for (const Metric& one : shipped) known.push_back(one.name);
    problems.push_back(
        item.mistake(fmt::format("unknown metric `{}`", item.text), "", scenario::suggest(item.text, known)));
    return {};
  }
  static const scenario::Declared keys = measures::metric_keys();
  const auto before = problems.size();
  const auto group = scenario::read_group(item, keys, problems);
  if (problems.size() > before) return {};
  Metric one = measures::read_metric(group, {{"", {}}}, problems);
  if (problems.size() > before) return {};
  return one;
}

}  // namespace

std::vector<Metric> read_metric_list(const Node& list, const std::filesystem::path& library, double horizon,
                                     std::vector<scenario::Diagnostic>& problems) {
  std::vector<Metric> metrics;
  if (list.kind != Node::Kind::list || list.items.empty()) {
    problems.push_back(list.mistake("`metrics` must be a list", "",
                                    "write `metrics: [liver_living_24h]` or `[{name: ..., measure: ...}]`"));
    return metrics;
  }
  const auto shipped = measures::read_metrics(library);
  for (const Node& item : list.items) {
    auto one = read_one(item, shipped, problems);
    if (!one) continue;
    if (find(metrics, one->name)) {
      problems.push_back(item.mistake(fmt::format("metric `{}` stands twice in the list", one->name)));
      continue;
    }
    const auto times = times_of({*one});
    if (!times.empty() && times.back() > horizon)
      problems.push_back(
          item.mistake(fmt::format("metric `{}` looks at {}, and the scenario ends at {}", one->name,
                                   results::duration(times.back()), results::duration(horizon)),
                       "", "lengthen the scenario's `horizon`, or take an earlier time"));
    metrics.push_back(std::move(*one));
  }
  return metrics;
}

std::string canonical(const measures::Measure& one) {
  const auto time = [](const std::optional<double>& at) {
    return at ? fmt::format("{}", *at) : std::string();
  };
  std::string text = fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}|{}", one.what, one.arm,
                                 fmt::join(one.region, "+"), fmt::join(one.share_of, "+"), time(one.time),
                                 time(one.since), one.path, one.rule, one.background, one.unattributed);
  return one.relative_to ? text + " over " + canonical(*one.relative_to) : text;
}

std::vector<double> times_of(const std::vector<Metric>& metrics) {
  std::vector<double> times;
  for (const Metric& one : metrics)
    for (const double time : measures::times_of(one.measure)) times.push_back(time);
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
