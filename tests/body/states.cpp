#include "tests/body/states.hpp"

#include <cmath>

#include "tests/body/library_case.hpp"

namespace testing {

using namespace cellroute;
namespace b = body;

std::vector<Corner> corners(int size_classes) {
  const std::string numerics = "numerics: {size_classes: " + std::to_string(size_classes) + "}";
  struct Choice {
    std::string name, regimen;
    std::vector<double> times;
  };
  const std::vector<Choice> choices{
      {"arm vein and hepatic artery",
       "[{route: peripheral_vein, cells: 4e9, over: 20 min, at: 1 min}, {route: hepatic_artery, catheter: "
       "common, cells: 1e9, over: 10 min, at: 2 h}]",
       {30, 600, 5000, 7500, 9000}},
      {"right portal vein",
       "[{route: portal_vein, catheter: right, cells: 5e9, over: 20 min, volume: 200 mL}]",
       {600, 4000}},
      {"puncture of the spleen and splenic vein",
       "[{route: intrasplenic, cells: 1e9, over: 10 min, washout: 0.3 1/h}, {route: splenic_vein, cells: "
       "1e9, over: 10 min, at: 5 min, volume: 30 mL}]",
       {100, 500, 800, 5000}},
      {"left hepatic artery and puncture of the liver",
       "[{route: hepatic_artery, catheter: left, cells: 1e9, over: 10 min}, {route: intrahepatic, cells: "
       "1e9, over: 10 min, washout: 0.5 1/h}]",
       {100, 5000}},
      {"against the flow",
       "[{route: hepatic_vein_retrograde, cells: 1e9, over: 10 min, volume: 60 mL}, {route: left_ventricle, "
       "cells: 1e8, over: 1 min, at: 1 h}]",
       {100, 2000, 3630}}};
  std::vector<Corner> all;
  for (const Choice& choice : choices) {
    Written written;
    written.condition = "alcoholic_cirrhosis";
    written.label = "in111_oxine";
    written.regimen = choice.regimen;
    written.more = numerics;
    const BodyCase body_case = testing::body_case(written);
    for (const double t : choice.times) {
      all.push_back({choice.name + ", t " + std::to_string(static_cast<int>(t)), body_case,
                     b::compile(body_case), 0, t});
      Corner& corner = all.back();
      while (corner.compiled.segments[corner.segment].stop < t) ++corner.segment;
    }
  }
  return all;
}

std::vector<double> random_state(const Corner& corner, std::mt19937_64& random) {
  const b::LayoutView& v = corner.layout();
  const std::vector<double>& x = corner.coefficients();
  const auto uniform = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(random() >> 11) * 0x1p-53;
  };
  std::vector<double> y(v.states);
  for (double& value : y) value = corner.compiled.dose * std::pow(10, uniform(-6, -1));
  for (int i = v.label_lodged; i < v.lost; ++i) y[i] = std::pow(10, uniform(-4, -1));
  const double fill[] = {0.01, 0.4, 0.9, 1.5};
  for (int bed = 0; bed < v.beds; ++bed) {
    double occupied = x[v.dead_weight] * y[v.dead_lodged + bed], stuck = 0;
    for (int k = 0; k < v.populations; ++k) {
      for (const int state : {b::trapped_fast, b::trapped_slow, b::lodged})
        occupied += x[v.weight + k] * y[v.in_tissue(bed, state, k)];
      stuck += y[v.in_tissue(bed, b::adherent, k)];
    }
    const double trap = fill[random() % 4] * uniform(0.9, 1.05) / x[v.inverse_trap_sites + bed] / occupied;
    const double adhesion =
        fill[random() % 4] * uniform(0.9, 1.05) / x[v.inverse_adhesion_sites + bed] / stuck;
    y[v.dead_lodged + bed] *= trap;
    for (int k = 0; k < v.populations; ++k) {
      for (const int state : {b::trapped_fast, b::trapped_slow, b::lodged})
        y[v.in_tissue(bed, state, k)] *= trap;
      y[v.in_tissue(bed, b::adherent, k)] *= adhesion;
    }
  }
  return y;
}

}  // namespace testing
