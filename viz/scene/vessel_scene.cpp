#include "viz/scene/vessel_scene.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "viz/scene/field.hpp"
#include "viz/scene/vessels.hpp"

namespace cellroute::viz {
namespace {

constexpr std::array<const char*, tree_kinds> names{"hepatic artery", "portal vein", "hepatic veins"};

/// Values of the vessels that are wide enough to be shown.
results::FieldValues of_shown(const results::FieldValues& values, const results::Trees& trees,
                              double narrowest, int components) {
  results::FieldValues shown;
  auto at = values.begin();
  for (const auto& tree : trees)
    for (const double radius : tree.radius) {
      if (radius >= narrowest * tree.radius[0]) shown.insert(shown.end(), at, at + components);
      at += components;
    }
  return shown;
}

/// Decades that hold all that flows.
Scale flow_scale(const results::FieldValues& flow) {
  double low = std::numeric_limits<double>::infinity(), high = 0;
  for (const float value : flow) {
    if (!std::isfinite(value) || !(value > 0)) continue;
    low = std::min<double>(low, value);
    high = std::max<double>(high, value);
  }
  if (!(high > 0)) return {0.1, 1, true};
  return {low < high ? low : high / 10, high, true};
}

}  // namespace

vtkSmartPointer<vtkPolyData> vessels_with_legend(Legend& legend, const results::TreeReader& file,
                                                 const VesselScene& wanted) {
  const std::string& by = wanted.by;
  const results::Trees trees = file.trees();
  std::array<std::size_t, tree_kinds> first{};
  for (std::size_t t = 1; t < trees.size(); ++t) first[t] = first[t - 1] + trees[t - 1].size();
  VesselColour colour;
  results::FieldValues values;
  if (by == "kind") {
    std::vector<std::pair<std::string, Colour>> entries;
    for (std::size_t t = 0; t < trees.size(); ++t) entries.emplace_back(names[t], vessel_colours[t]);
    legend.key("vessels", entries);
    colour = [](int tree, std::size_t, int) { return vessel_colours[static_cast<std::size_t>(tree)]; };
  } else if (by == "flow") {
    const auto& array = find_array(file.header(), by, "trees.vtkhdf");
    values = file.read(array.name, wanted.step);
    check_values(array, values, {}, "trees.vtkhdf");
    Scale scale = flow_scale(of_shown(values, trees, wanted.narrowest, 1));
    for (std::size_t t = 0; wanted.shared_scale && t < file.times().size(); ++t) {
      const Scale other = flow_scale(of_shown(file.read(array.name, t), trees, wanted.narrowest, 1));
      scale = {std::min(scale.low, other.low), std::max(scale.high, other.high), true};
    }
    const ColourMap map = magma().turned();
    legend.colour_bar(array.name, "blood flow in vessels", unit_of(array), map, scale);
    colour = [&, map, scale](int tree, std::size_t vessel, int) {
      return map(scale.share(values[first[static_cast<std::size_t>(tree)] + vessel]));
    };
  } else if (by == "arrival") {
    const auto& array = find_array(file.header(), by, "trees.vtkhdf");
    values = file.read(array.name, wanted.step);
    const Scale scale = from_zero(of_shown(values, trees, wanted.narrowest, 2));
    const ColourMap map = magma().turned();
    legend.colour_bar(array.name, "time of blood from the trunk, in hepatic veins to it, at rest",
                      unit_of(array), map, scale);
    colour = [&, map, scale](int tree, std::size_t vessel, int end) {
      const auto at = 2 * (first[static_cast<std::size_t>(tree)] + vessel) + static_cast<std::size_t>(end);
      return std::isfinite(values[at]) ? map(scale.share(values[at])) : rule_line;
    };
    const auto shown = of_shown(values, trees, wanted.narrowest, 2);
    if (std::any_of(shown.begin(), shown.end(), [](float value) { return !std::isfinite(value); }))
      legend.note("grey: no blood arrives");
  } else {
    throw RequestError("--vessels " + by + ": it is " +
                       (wanted.or_none ? "kind, flow, arrival or none" : "kind, flow or arrival"));
  }
  if (wanted.narrowest > 0)
    legend.note(fmt::format("vessels down to {:.0f} % of their trunk's width", 100 * wanted.narrowest));
  return vessel_tubes(trees, colour, wanted.narrowest, wanted.unit);
}

}  // namespace cellroute::viz
