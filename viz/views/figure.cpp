// The list of figures, and whose is shown. A figure is a file that makes one; its line here makes the view
// know it. A species is a name in its figure's list.
#include "viz/views/figure.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/results/format.hpp"

namespace cellroute::viz {
namespace {

const Figure* figure_of(const std::string& species) {
  for (const auto& figure : figures())
    if (std::find(figure.species.begin(), figure.species.end(), species) != figure.species.end())
      return &figure;
  return nullptr;
}

/// Of a file given by its path the name alone.
std::string name_of(const std::string& species) {
  const auto begin = species.find_last_of('/') + 1;
  const auto end = species.ends_with(".yaml") ? species.size() - 5 : species.size();
  return results::words(species.substr(begin, end - begin));
}

/// The shipped species below that of the result: those have set parameters, too.
std::string inherited(const results::Record& record) {
  const std::string folder = "species/", ending = ".yaml";
  for (const auto& row : record.inputs.parameters) {
    if (!row.layer.starts_with(folder) || !row.layer.ends_with(ending)) continue;
    const auto name = row.layer.substr(folder.size(), row.layer.size() - folder.size() - ending.size());
    if (figure_of(name) != nullptr) return name;
  }
  return "";
}

}  // namespace

const std::vector<Figure>& figures() {
  static const std::vector<Figure> all{human_figure(), rodent_figure(), pig_figure(), dog_figure()};
  return all;
}

ChosenFigure figure_for(const results::Record& record) {
  const auto& species = record.inputs.species;
  if (const auto* own = figure_of(species)) return {own, ""};
  if (const auto below = inherited(record); !below.empty())
    return {figure_of(below), fmt::format("{} is drawn as the {} it inherits from", name_of(species), below)};
  return {&figures().front(), fmt::format("there is no figure of {}: the one drawn is {}", name_of(species),
                                          figures().front().name)};
}

}  // namespace cellroute::viz
