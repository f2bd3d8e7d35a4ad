#include "sim/measures/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/circulation/stop_rules.hpp"
#include "sim/measures/operators.hpp"
#include "sim/scenario/declaring.hpp"
#include "sim/scenario/keys.hpp"
#include "sim/scenario/regimen.hpp"

namespace cellroute::measures {
namespace {

using namespace scenario;
using Problems = std::vector<Diagnostic>;

Declared region_list(std::string name, std::string about) {
  std::vector<std::string> names(regions().begin(), regions().end());
  return group(name, Form::list, about,
               {choice("region", names, "An organ, blood, or a zone of the liver.")});
}

std::vector<Declared> children() {
  std::vector<std::string> names;
  for (const Operator& one : operators()) names.emplace_back(one.name);
  std::vector<std::string> rules;
  for (const auto& rule : circulation::stop_rules()) rules.emplace_back(rule.name);
  const auto words = [](std::span<const std::string_view> all) {
    return std::vector<std::string>(all.begin(), all.end());
  };
  return {
      required(choice("measure", names, "The observation operator.")),
      key("arm", Form::text, "The scenario it is taken of; without it the only one."),
      region_list("region", "Where; regions are summed."),
      region_list("except", "Every organ and blood but these."),
      region_list("share_of", "The whole; without it the dose."),
      number("time", Form::quantity, {"s", 0, 1e9, "When; an output time of the scenario."}),
      number("since", Form::quantity, {"s", 0, 1e9, "How much less there is at `time` than at this one."}),
      key("path", Form::text, "A parameter."),
      choice("rule", rules, "A published stop rule."),
      choice("state", words(lobule_states()), "A state of living cells in the lobule; without it all."),
      choice("entry", words(lobule_entries()), "A way into the lobule; without it all."),
      number("background", Form::quantity,
             {"1", 0, 1, "Tracer around the region that the image adds to it."}),
      number("unattributed", Form::quantity, {"1", 0, 1, "Tracer that the image gives to no region."})};
}

void wrong(const Node& node, std::string problem, Problems& problems, std::string hint = {}) {
  problems.push_back(node.mistake(std::move(problem), "", std::move(hint)));
}

/// A lobule has zones and no organs.
void check_zones(const Measure& measure, const Value& group, Problems& problems) {
  if (const Node* except = group.node->find("except"))
    return wrong(*except, fmt::format("`{}` takes no `except`", measure.what), problems,
                 "name the zones that it is of");
  const auto organs = regions().first(organ_regions);
  for (const auto& region : measure.region)
    if (std::find(organs.begin(), organs.end(), region) != organs.end())
      wrong(*group.node->find("region"), fmt::format("`{}` is not a zone of the lobule", region), problems,
            "its zones are periportal, midzonal and pericentral");
}

/// What the operator needs of the measure, and what it would ignore.
void check_parts(const Measure& measure, const Value& group, Problems& problems) {
  const Operator& one = *find_operator(measure.what);
  struct Part {
    unsigned takes;
    std::vector<const char*> keys;
  };
  const Part parts[] = {{takes_region, {"region", "except"}},
                        {takes_time, {"time", "since"}},
                        {takes_whole, {"share_of"}},
                        {takes_image, {"background", "unattributed"}},
                        {takes_path, {"path"}},
                        {takes_rule, {"rule"}},
                        {takes_state, {"state"}},
                        {takes_entry, {"entry"}}};
  for (const Part& part : parts) {
    const bool found = std::any_of(part.keys.begin(), part.keys.end(),
                                   [&](const char* key) { return group.node->find(key) != nullptr; });
    if ((one.needs & part.takes) && !found)
      wrong(*group.node, fmt::format("`{}` needs a {}", one.name, part.keys.front()), problems,
            std::string(one.about));
    for (const char* key : part.keys)
      if (const Node* node = group.node->find(key); node && !one.takes(part.takes))
        wrong(*node, fmt::format("`{}` takes no `{}`", one.name, key), problems, std::string(one.about));
  }
  if ((one.reads & reads_lobule) != 0) check_zones(measure, group, problems);
  if (const Value* since = group.find("since"); since && !group.find("time"))
    wrong(*since->node, "`since` needs a time", problems);
  if (const Value* path = group.find("path"))
    find_parameter(*path->node, path->text, parameter_tree(), problems);
}

void check_time(const Value& group, const char* name, const std::vector<double>& times, Problems& problems) {
  const Value* value = group.find(name);
  if (!value || times.empty()) return;
  const double wanted = value->number;
  const auto nearer = [&](double a, double b) { return std::abs(a - wanted) < std::abs(b - wanted); };
  const double nearest = *std::min_element(times.begin(), times.end(), nearer);
  if (std::abs(nearest - wanted) <= 1e-6 * std::max(1.0, nearest)) return;
  wrong(*value->node, "the time is not an output time of its scenario", problems,
        fmt::format("add it to `output: {{times: [...]}}`; the nearest there is {}", time_text(nearest)));
}

}  // namespace

Declared measure_keys(std::string name, std::string about) {
  Declared one = group(std::move(name), Form::group, std::move(about), children());
  one.children.push_back(
      group("relative_to", Form::group, "Divides the measure, as the other arm of a study.", children()));
  return one;
}

Measure read_measure(const Value& group, const std::vector<KnownArm>& arms, Problems& problems) {
  const Node& node = *group.node;
  Measure measure;
  measure.what = group.text_of("measure");
  measure.arm = group.text_of("arm");
  if (measure.arm.empty() && arms.size() == 1) measure.arm = arms.front().name;
  measure.region = group.texts_of("region");
  if (const auto except = group.texts_of("except"); !except.empty())
    for (const auto name : regions().first(organ_regions))
      if (std::find(except.begin(), except.end(), name) == except.end()) measure.region.emplace_back(name);
  measure.share_of = group.texts_of("share_of");
  if (const Value* time = group.find("time")) measure.time = time->number;
  if (const Value* since = group.find("since")) measure.since = since->number;
  measure.path = group.text_of("path");
  measure.rule = group.text_of("rule");
  measure.state = group.text_of("state");
  measure.entry = group.text_of("entry");
  measure.background = group.number_of("background", 0);
  measure.unattributed = group.number_of("unattributed", 0);
  if (const Value* other = group.find("relative_to"))
    measure.relative_to = std::make_shared<Measure>(read_measure(*other, arms, problems));
  if (!find_operator(measure.what)) return measure;  // already reported
  check_parts(measure, group, problems);
  const auto arm =
      std::find_if(arms.begin(), arms.end(), [&](const KnownArm& one) { return one.name == measure.arm; });
  if (arm == arms.end()) {
    wrong(node,
          measure.arm.empty() ? "name the scenario this is measured in as `arm`"
                              : fmt::format("there is no scenario `{}` here", measure.arm),
          problems);
    return measure;
  }
  if (!arm->lobule && (find_operator(measure.what)->reads & reads_lobule) != 0)
    wrong(*group.node->find("measure"), fmt::format("`{}` needs the level `lobule`", measure.what), problems,
          lobule_hint);
  for (const char* time : {"time", "since"}) check_time(group, time, arm->times, problems);
  return measure;
}

std::string unit_of(const Measure& measure) {
  if (measure.relative_to) return "1";
  const Operator* one = find_operator(measure.what);
  if (!one) return "1";
  if (one->takes(takes_path))
    for (const auto& info : parameters_of(parameter_tree()))
      if (info.path == measure.path) return info.spec.unit;
  return std::string(one->unit);
}

}  // namespace cellroute::measures
