#include "sim/sweep/row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/scenario/yaml_text.hpp"
#include "sim/sweep/axis.hpp"

namespace cellroute::sweep {

RowIndex split(const Plan& plan, std::size_t row) {
  const std::size_t points = plan.sample.points(), cells = plan.cells();
  return {row / (cells * points), row / points % cells, row % points};
}

std::vector<std::size_t> places(const Plan& plan, std::size_t cell) {
  std::vector<std::size_t> found(plan.axes.size());
  for (std::size_t a = plan.axes.size(); a-- > 0;) {
    found[a] = cell % plan.axes[a].labels.size();
    cell /= plan.axes[a].labels.size();
  }
  return found;
}

const Template& template_of(const Plan& plan, const Row& row) {
  std::size_t index = 0;
  for (std::size_t a = 0; a < plan.axes.size(); ++a)
    if (!plan.axes[a].target) index = index * plan.axes[a].labels.size() + row.places[a];
  return plan.templates[index];
}

Row row_at(const Plan& plan, std::size_t index) {
  Row row;
  row.index = split(plan, index);
  row.places = places(plan, row.index.cell);
  row.factors.resize(plan.sample.factors.size());
  if (row.factors.empty()) return row;
  plan.points->point(row.index.replicate, row.index.point, row.factors);
  if (plan.sample.copula) plan.sample.copula->apply(row.factors);
  const auto& spread = template_of(plan, row).spread;
  for (std::size_t f = 0; f < row.factors.size(); ++f) {
    const Spec& spec = plan.sample.factors[f].target.spec;
    row.factors[f] = std::clamp(rounded(numerics::value_at(spread[f], row.factors[f])), spec.min, spec.max);
  }
  return row;
}

void follow_body_mass(const Template& base, BodyCase& one) {
  const double mass = one.parameters.circulation.body_mass;
  if (mass == base.scenario.body.parameters.circulation.body_mass) return;
  for (std::size_t i = 0; i < one.regimen.size(); ++i)
    if (!std::isnan(base.cells_per_kg[i])) one.regimen[i].cells = base.cells_per_kg[i] * mass;
}

namespace {

bool varies(const Plan& plan, std::string_view path) {
  const auto on_axis = [&](const Axis& axis) { return axis.target && axis.target->path == path; };
  const auto sampled = [&](const Factor& factor) { return factor.target.path == path; };
  return std::any_of(plan.axes.begin(), plan.axes.end(), on_axis) ||
         std::any_of(plan.sample.factors.begin(), plan.sample.factors.end(), sampled);
}

}  // namespace

BodyCase body_case(const Plan& plan, const Row& row) {
  BodyCase one = template_of(plan, row).scenario.body;
  for (std::size_t a = 0; a < plan.axes.size(); ++a)
    if (plan.axes[a].target) plan.axes[a].target->set(one, plan.axes[a].values[row.places[a]]);
  for (std::size_t f = 0; f < row.factors.size(); ++f) plan.sample.factors[f].target.set(one, row.factors[f]);
  if (!varies(plan, "regimen.cells")) follow_body_mass(template_of(plan, row), one);
  return one;
}

namespace {

using scenario::Node;

Node text_node(std::string text) {
  Node node;
  node.kind = Node::Kind::text;
  node.text = std::move(text);
  return node;
}

/// A quantity in SI that reads back as the same double.
Node quantity(double value, const Spec& spec) {
  const std::string unit = spec.unit;
  return text_node(fmt::format("{:.15g}{}", value, unit == "1" ? "" : " " + unit));
}

Node& child(Node& mapping, const std::string& key) {
  for (auto& member : mapping.members)
    if (member.key.text == key) return member.value;
  mapping.members.push_back({text_node(key), text_node("")});
  return mapping.members.back().value;
}

void put(Node& keys, const Target& target, double value) {
  constexpr std::string_view regimen = "regimen.";
  if (target.path.starts_with(regimen)) {
    for (Node& infusion : child(keys, "regimen").items)
      child(infusion, target.path.substr(regimen.size())) = quantity(value, target.spec);
    return;
  }
  Node& set = child(keys, "set");
  set.kind = Node::Kind::mapping;
  child(set, target.path) = quantity(value, target.spec);
}

}  // namespace

std::string scenario_text(const Plan& plan, std::size_t index) {
  const Row row = row_at(plan, index);
  const Template& base = template_of(plan, row);
  Node keys = base.keys;
  Node times;
  times.kind = Node::Kind::list;
  for (const double time : base.scenario.body.output_times)
    times.items.push_back(quantity(time, {"s", 0, 0, ""}));
  Node& output = child(keys, "output");
  output.kind = Node::Kind::mapping;
  child(output, "times") = std::move(times);
  for (const auto& override : plan.overrides) {
    const auto equals = override.find('=');
    const auto path = override.substr(0, override.find_last_not_of(' ', equals - 1) + 1);
    for (const Target& target : targets())
      if (target.path == path) put(keys, target, target.get(base.scenario.body));
  }
  for (std::size_t a = 0; a < plan.axes.size(); ++a)
    if (plan.axes[a].target) put(keys, *plan.axes[a].target, plan.axes[a].values[row.places[a]]);
  for (std::size_t f = 0; f < row.factors.size(); ++f)
    put(keys, plan.sample.factors[f].target, row.factors[f]);
  return fmt::format("# Row {} of {}. Relative paths start at {}.\n{}", index, plan.file.string(),
                     base.scenario.file.parent_path().string(), scenario::yaml_text(keys));
}

}  // namespace cellroute::sweep
