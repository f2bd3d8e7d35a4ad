// Which value each parameter ends up with, and why.
#include "sim/scenario/resolve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/scenario/nearest.hpp"
#include "sim/scenario/quantity.hpp"

namespace cellroute::scenario {
namespace {

using Range = std::pair<double, double>;

struct Slot {
  ResolvedValue resolved;
  Spec spec;
  const Node* node = nullptr;  // of the entry that set it last
};

/// Product of two intervals; a missing one is a point.
std::optional<Range> scaled_range(const std::optional<Range>& below, double value, const Entry& scale) {
  if (!below && !scale.range) return {};
  const Range a = below.value_or(Range{value, value}),
              b = scale.range.value_or(Range{scale.value, scale.value});
  const auto corners = {a.first * b.first, a.first * b.second, a.second * b.first, a.second * b.second};
  return Range{std::min(corners), std::max(corners)};
}

/// Relative variances of independent factors add, to first order.
std::optional<double> scaled_cv(const std::optional<double>& below, const std::optional<double>& scale) {
  if (!below || !scale) return below ? below : scale;
  return std::hypot(*below, *scale);
}

void lay(Slot& slot, const Entry& entry, const Layer& layer, bool complete,
         std::vector<Diagnostic>& problems) {
  ResolvedValue& value = slot.resolved;
  if (entry.scales && !slot.node) {
    if (!complete) return;
    problems.push_back(
        entry.node->mistake(fmt::format("`{}` is scaled, but no layer below sets it", entry.path), "",
                            "give a `value` here or in a layer below"));
    return;
  }
  if (entry.scales) {
    value.range = scaled_range(value.range, value.value, entry);
    value.cv = scaled_cv(value.cv, entry.cv);
    value.value *= entry.value;
    value.source += fmt::format(" x {} ({})", entry.value, entry.source);
    if (!entry.distribution.empty()) value.distribution = entry.distribution;
  } else {
    value = {entry.path,  entry.value, value.unit, entry.source,
             entry.range, entry.cv,    layer.name, entry.distribution};
  }
  value.layer = layer.name;
  slot.node = entry.node;
}

/// Which kinds of library file usually set a parameter.
std::string usual_files(const std::string& path) {
  const std::string group = path.substr(0, path.find('.'));
  if (group == "product" || group == "label") return group + " files usually do";
  return "species and condition files usually do";
}

void report_missing(const std::vector<Slot>& slots, const Diagnostic& asked,
                    std::vector<Diagnostic>& problems) {
  std::map<std::string, std::vector<std::string>> missing;
  for (const Slot& slot : slots)
    if (!slot.node) missing[usual_files(slot.resolved.path)].push_back(slot.resolved.path);
  for (const auto& [files, paths] : missing) {
    Diagnostic diagnostic = asked;
    diagnostic.problem = fmt::format("no layer sets {}", listed(paths));
    diagnostic.why = files;
    diagnostic.hint = "add it to a library file, or to `set` in the scenario";
    problems.push_back(std::move(diagnostic));
  }
}

}  // namespace

std::vector<ResolvedValue> resolve(const Declared& tree, const std::vector<Layer>& layers,
                                   const std::optional<Diagnostic>& asked, std::vector<Diagnostic>& problems,
                                   std::vector<std::string>& notes) {
  std::vector<Slot> slots;
  std::map<std::string, std::size_t, std::less<>> index;
  for (const ParameterInfo& parameter : parameters_of(tree)) {
    index[parameter.path] = slots.size();
    Slot slot;
    slot.spec = parameter.spec;
    slot.resolved.path = parameter.path;
    slot.resolved.unit = parameter.spec.unit;
    slot.resolved.value = unset;
    slots.push_back(std::move(slot));
  }

  for (const Layer& layer : layers) {
    bool changed = false;
    for (const Entry& entry : layer.entries) {
      Slot& slot = slots[index.at(entry.path)];
      const double before = slot.resolved.value;
      lay(slot, entry, layer, asked.has_value(), problems);
      changed = changed || !(slot.resolved.value == before);
    }
    if (!changed && layer.kind == "modifier")
      notes.push_back(fmt::format("modifier {} changes nothing", layer.name));
  }

  for (const Slot& slot : slots) {
    if (!slot.node) continue;
    if (const auto outside = out_of_range(slot.resolved.path, slot.resolved.value, slot.spec))
      problems.push_back(slot.node->mistake(outside->problem, outside->why, outside->hint));
  }
  if (asked) report_missing(slots, *asked, problems);

  std::vector<ResolvedValue> values;
  for (Slot& slot : slots) values.push_back(std::move(slot.resolved));
  return values;
}

}  // namespace cellroute::scenario
