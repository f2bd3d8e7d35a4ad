#include "sim/liver/tree_fields.hpp"

#include <cmath>

#include "models/parameter.hpp"
#include "sim/liver/at_rest.hpp"

namespace cellroute::liver {
namespace {

/// What every vessel has at its far end, put at both of its ends; `at_root` at the beginning of the trunk.
void at_ends(const VesselTree& tree, double at_root, const std::vector<double>& at_end,
             std::vector<double>& all) {
  const auto known = [](double value) { return std::isfinite(value) ? value : unset; };
  for (std::size_t s = 0; s < tree.size(); ++s) {
    all.push_back(known(tree.parent[s] < 0 ? at_root : at_end[static_cast<std::size_t>(tree.parent[s])]));
    all.push_back(known(at_end[s]));
  }
}

/// Living cells on the way over the blood of each vessel [cell/m3].
void on_the_way(const TreeTransit& transit, int populations, const std::vector<double>& blood,
                std::vector<double>& all) {
  const std::vector<double> inside = transit.inside_segments();
  const auto carriers = static_cast<std::size_t>(transit.carriers());
  for (std::size_t s = 0; s < blood.size(); ++s) {
    double living = 0;
    for (int k = 0; k < populations; ++k) living += inside[s * carriers + static_cast<std::size_t>(k)];
    all.push_back(living / blood[s]);
  }
}

}  // namespace

void emit_trees(const FieldSink& sink, const LiverCase& liver_case, const LiverCells& cells,
                const March& march, const Perfused& perfused, const LiverPerfusion& resting,
                const std::array<std::vector<double>, tree_kinds>& blood) {
  const LiverPerfusion& now = perfused.now();
  std::vector<double> arrival, pressure, flow, living;
  for (std::size_t t = 0; t < tree_kinds; ++t) {
    const VesselTree& tree = liver_case.trees[t];
    at_ends(tree, 0, times_from_root(tree, blood[t], resting.segment_flow[t]), arrival);
    at_ends(tree, now.port_pressure[t], now.segment_pressure[t], pressure);
    flow.insert(flow.end(), now.segment_flow[t].begin(), now.segment_flow[t].end());
  }
  on_the_way(march.artery(), cells.populations, blood[0], living);
  on_the_way(march.portal(), cells.populations, blood[1], living);
  living.resize(flow.size(), unset);  // in hepatic veins it is known when cells arrive, not where they are
  Frame frame;
  frame.time = march.time();
  frame.cells = {static_cast<int>(flow.size()), 1, 1};
  frame.fields = {
      {"arrival", "s", "time of blood from the trunk's beginning, in hepatic veins to its end, at rest", 2,
       true, arrival},
      {"pressure", "Pa", "pressure", 2, false, pressure},
      {"flow", "m3/s", "blood flow", 1, false, flow},
      {"living", "cell/m3", "living cells on the way over the vessel's blood; not known in hepatic veins", 1,
       false, living}};
  sink(frame);
}

}  // namespace cellroute::liver
