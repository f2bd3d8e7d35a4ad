#include "sim/sweep/row.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/yaml_text.hpp"
#include "sim/sweep/points.hpp"

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
  unit_point(plan, row.index.replicate, row.index.point, row.factors);
  const auto& spread = template_of(plan, row).spread;
  for (std::size_t f = 0; f < row.factors.size(); ++f) {
    const Spec& spec = plan.sample.factors[f].target.spec;
    row.factors[f] = std::clamp(rounded(spread[f].at(row.factors[f])), spec.min, spec.max);
  }
  return row;
}

BodyCase body_case(const Plan& plan, const Row& row) {
  BodyCase one = template_of(plan, row).scenario.body;
  for (std::size_t a = 0; a < plan.axes.size(); ++a)
    if (plan.axes[a].target) plan.axes[a].target->set(one, plan.axes[a].values[row.places[a]]);
  for (std::size_t f = 0; f < row.factors.size(); ++f) plan.sample.factors[f].target.set(one, row.factors[f]);
  return one;
}

}  // namespace cellroute::sweep
