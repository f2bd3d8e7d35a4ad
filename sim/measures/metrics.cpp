#include "sim/measures/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/declaring.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/quantity.hpp"
#include "sim/scenario/units.hpp"

namespace cellroute::measures {
namespace {

using namespace scenario;
using Problems = std::vector<Diagnostic>;

constexpr const char* list_kind = "metric_list";

const Declared& file_keys() {
  static const Declared keys =
      group("", Form::group, "Metrics that sweeps and claims know by name.",
            {required(choice("kind", {list_kind}, "What this file is.")),
             required(group("metrics", Form::list, "The metrics.", {metric_keys()}))});
  return keys;
}

bool is_name(const std::string& text) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return std::all_of(text.begin(), text.end(), fits) && !text.empty() && (text[0] < '0' || text[0] > '9');
}

void collect(const Measure& measure, std::vector<double>& times) {
  for (const auto& time : {measure.time, measure.since})
    if (time) times.push_back(*time);
  if (measure.relative_to) collect(*measure.relative_to, times);
}

}  // namespace

Declared metric_keys() {
  Declared one = measure_keys("metric", "A measure with a name.");
  one.children.insert(
      one.children.begin(),
      {required(key("name", Form::text, "Small letters, digits and _; heads the column of a table.")),
       key("about", Form::text, "A sentence for readers."),
       otherwise(key("unit", Form::text, "The unit it is shown in."), "the SI unit of the measure")});
  return one;
}

Metric read_metric(const Value& group, const std::vector<KnownArm>& arms, Problems& problems) {
  Metric metric;
  metric.name = group.text_of("name");
  metric.about = group.text_of("about");
  metric.measure = read_measure(group, arms, problems);
  if (const Value* name = group.find("name"); name && !is_name(metric.name))
    problems.push_back(name->node->mistake(fmt::format("`{}` cannot head a column", metric.name), "",
                                           "write small letters, digits and _, a letter first"));
  const std::string si = unit_of(metric.measure);
  metric.unit = group.text_of("unit", si);
  const Spec spec{si.c_str(), -infinity, infinity, ""};
  if (const Value* unit = group.find("unit"); unit && group.find("measure")) {
    if (const auto scale = scale_of(metric.unit, spec))
      metric.scale = *scale;
    else
      problems.push_back(unit->node->mistake(
          fmt::format("`{}` is not a unit of the measure", metric.unit), "",
          si == "1" ? "it is a ratio: write % or 1" : fmt::format("its SI unit is {}", si)));
  }
  return metric;
}

std::vector<Metric> read_metric_file(const std::filesystem::path& file) {
  std::vector<Metric> metrics;
  Problems problems;
  try {
    auto source = read_source(file, file.string(), problems);
    const auto document = source ? parse_document(std::move(*source), problems) : std::nullopt;
    if (document) {
      const Value keys = read_group(document->root, file_keys(), problems);
      if (const Value* list = keys.find("metrics"))
        for (const Value& item : list->items) {
          Metric one = read_metric(item, {{"", {}}}, problems);
          const auto same = [&](const Metric& other) { return other.name == one.name; };
          if (!one.name.empty() && std::any_of(metrics.begin(), metrics.end(), same))
            problems.push_back(item.node->mistake(fmt::format("`{}` is here twice", one.name)));
          metrics.push_back(std::move(one));
        }
    }
  } catch (const UnitDatabaseError& error) {
    problems.push_back({{"units", 0, 0}, error.what(), "", "", ""});
  }
  if (!problems.empty()) throw InputError(std::move(problems));
  return metrics;
}

bool is_metric_file(const std::filesystem::path& file) {
  Problems ignored;
  auto source = read_source(file, file.string(), ignored);
  const auto document = source ? parse_document(std::move(*source), ignored) : std::nullopt;
  const Node* kind = document ? document->root.find("kind") : nullptr;
  return kind && kind->text == list_kind;
}

std::vector<Metric> read_metrics(const std::filesystem::path& library) {
  return read_metric_file(library / "metrics.yaml");
}

std::vector<double> times_of(const Measure& measure) {
  std::vector<double> times;
  collect(measure, times);
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  return times;
}

}  // namespace cellroute::measures
