#include "sim/measures/measure.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <stdexcept>

#include "sim/measures/operators.hpp"
#include "sim/scenario/regimen.hpp"

namespace cellroute::measures {
namespace {

constexpr std::string_view region_names[] = {"lung",       "heart",    "brain",      "kidney", "marrow",
                                             "rest",       "gut",      "spleen",     "liver",  "blood",
                                             "periportal", "midzonal", "pericentral"};

constexpr std::string_view state_names[] = {"circulating", "trapped", "adherent", "homed"};
constexpr std::string_view entry_names[] = {"portal", "arterial", "central"};
static_assert(std::size(state_names) == lobule::living_states.size() &&
              std::size(entry_names) == lobule::entries);

}  // namespace

std::span<const std::string_view> regions() { return region_names; }
std::span<const std::string_view> lobule_states() { return state_names; }
std::span<const std::string_view> lobule_entries() { return entry_names; }

double evaluate(const Measure& measure, const Arms& arms) {
  const Operator* one = find_operator(measure.what);
  const auto arm = arms.find(measure.arm);
  if (!one) throw std::invalid_argument(fmt::format("there is no operator `{}`", measure.what));
  if (arm == arms.end()) throw std::invalid_argument(fmt::format("there is no scenario `{}`", measure.arm));
  double value = one->take(measure, arm->second);
  if (measure.since) {
    Measure before = measure;
    before.time = measure.since;
    value = one->take(before, arm->second) - value;
  }
  return measure.relative_to ? value / evaluate(*measure.relative_to, arms) : value;
}

bool is_largest(const Measure& measure, const Arms& arms) {
  const double value = evaluate(measure, arms);
  for (const auto name : regions().first(organ_regions)) {
    if (name == "rest" || name == "blood" || name == measure.region.front()) continue;
    Measure other = measure;
    other.region = {std::string(name)};
    if (evaluate(other, arms) >= value) return false;
  }
  return true;
}

std::string describe(const Measure& measure) {
  std::string text = measure.what;
  std::replace(text.begin(), text.end(), '_', ' ');
  if (!measure.state.empty()) text += fmt::format(", {}", measure.state);
  if (!measure.entry.empty()) text += fmt::format(", by the {} entry", measure.entry);
  if (!measure.region.empty()) text += fmt::format(" of {}", fmt::join(measure.region, ", "));
  if (measure.since) text += fmt::format(" lost since {}", scenario::time_text(*measure.since));
  if (measure.time) text += fmt::format(" at {}", scenario::time_text(*measure.time));
  if (!measure.path.empty()) text += " " + measure.path;
  if (!measure.rule.empty()) text += fmt::format(" ({})", measure.rule);
  if (!measure.arm.empty()) text += fmt::format(" ({})", measure.arm);
  if (measure.relative_to) text += " over " + describe(*measure.relative_to);
  return text;
}

}  // namespace cellroute::measures
