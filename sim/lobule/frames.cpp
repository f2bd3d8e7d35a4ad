#include "sim/lobule/frames.hpp"

#include <cmath>
#include <iterator>
#include <string>
#include <vector>

#include "sim/lobule/measures.hpp"

namespace cellroute::lobule {
namespace {

/// Where a cell can be, as people look at it.
struct Shown {
  const char* name;
  const char* meaning;
  bool of_dead;  // whether cells that were dead at infusion can be there
};
constexpr Shown shown[] = {{"circulating", "cells in the blood of the sinusoids", true},
                           {"trapped", "living cells stopped by size", false},
                           {"adherent", "living cells adherent to the wall", false},
                           {"homed", "living cells outside the vessels", false},
                           {"lodged_dead", "dead cells lodged in vessels", true}};
constexpr int states = static_cast<int>(std::size(shown));

/// Makes the fields of a frame and keeps their values alive.
class Maker {
 public:
  Maker(const March& march, const Block& block)
      : cells_(march.kinetics().cells()), classes_(march.kinetics().classes()), march_(march), block_(block) {
    values_.reserve(8 + static_cast<std::size_t>(states + 1) * static_cast<std::size_t>(classes_ + 1));
  }

  template <class Value>
  void add(const std::string& name, const std::string& unit, const std::string& meaning, int components,
           bool fixed, Value value) {
    std::vector<double>& field = values_.emplace_back(cells_ * components);
    for (std::size_t c = 0; c < cells_; ++c)
      for (int i = 0; i < components; ++i) field[c * components + i] = value(c, i);
    frame.fields.push_back({name, unit, meaning, components, fixed, field});
  }

  void add_cells(const std::vector<SizeClass>& classes) {
    add("living", "cell/m3", "density of living cells", 1, false, [&](std::size_t c, int) {
      double sum = 0;
      for (int k = 0; k < classes_; ++k)
        for (int state = 0; state < states - 1 && !dead(k); ++state) sum += density(state, k, c);
      return sum;
    });
    for (int state = 0; state < states; ++state)
      add(shown[state].name, "cell/m3", std::string(shown[state].meaning) + ", all classes", 1, false,
          [&](std::size_t c, int) {
            double sum = 0;
            for (int k = 0; k < classes_; ++k)
              if (!dead(k) || shown[state].of_dead) sum += density(state, k, c);
            return sum;
          });
    for (int k = 0; k < classes_; ++k)
      for (int state = 0; state < states; ++state) {
        if (dead(k) && !shown[state].of_dead) continue;
        add(shown[state].name + ("_" + std::to_string(k + 1)), "cell/m3",
            std::string(shown[state].meaning) + ", " + words_of(classes[k]), 1, false,
            [&](std::size_t c, int) { return density(state, k, c); });
      }
  }

  Frame frame;

 private:
  bool dead(int k) const { return march_.kinetics().rates(k).dead; }

  double density(int state, int k, std::size_t c) const {
    const Cells& y = march_.cells();
    const std::size_t i = static_cast<std::size_t>(k) * cells_ + c;
    const double cells[states] = {block_.pore_volume[c] * y.blood[i], y.fast[i] + y.slow[i], y.adherent[i],
                                  y.homed[i], y.lodged[i]};
    return cells[state] / block_.grid.volume();
  }

  static std::string words_of(const SizeClass& one) {
    const long tenths = std::lround(one.median_diameter * 1e7);  // of a um
    std::string words = "of " + std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " um";
    if (one.cells_per_particle > 1)
      words += " in clumps of " + std::to_string(std::lround(one.cells_per_particle));
    return one.dead ? words + ", dead at infusion" : words;
  }

  std::size_t cells_;
  int classes_;
  const March& march_;
  const Block& block_;
  std::vector<std::vector<double>> values_;
};

}  // namespace

void emit(const FieldSink& sink, const March& march, const Block& block, const Zoning& zoning,
          const std::vector<double>& chemokine, const std::vector<SizeClass>& classes) {
  const Flow& flow = march.perfused().flow();
  Maker maker(march, block);
  maker.frame.time = march.time();
  maker.frame.cells = block.grid.cells;
  maker.frame.spacing = block.grid.spacing;
  maker.add_cells(classes);
  maker.add("pressure", "Pa", "blood pressure above the mean of the central veins", 1, false,
            [&](std::size_t c, int) { return flow.pressure[c]; });
  maker.add("velocity", "m/s", "Darcy velocity of blood", 3, false,
            [&](std::size_t c, int i) { return flow.darcy[i].empty() ? 0 : flow.darcy[i][c]; });
  maker.add("permeability", "m2", "permeability at a viscosity of 3.5 mPa s, plugs included", 1, false,
            [&](std::size_t c, int) {
              return flow.mobility * stated_viscosity * block.permeability[c] * march.openness()[c];
            });
  maker.add("zone", "1", "1 periportal, 2 midzonal, 3 pericentral; between them on a border", 1, true,
            [&](std::size_t c, int) {
              return zoning.share[0][c] + 2 * zoning.share[1][c] + 3 * zoning.share[2][c];
            });
  if (!chemokine.empty())
    maker.add("chemokine", "1", "level of the chemokine, 1 where production and loss balance", 1, true,
              [&](std::size_t c, int) { return chemokine[c]; });
  sink(maker.frame);
}

}  // namespace cellroute::lobule
