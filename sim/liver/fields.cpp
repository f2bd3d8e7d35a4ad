#include "sim/liver/fields.hpp"

#include <algorithm>
#include <cmath>
#include <deque>

namespace cellroute::liver {
namespace {

constexpr unsigned bit(int state) { return 1U << static_cast<unsigned>(state); }
constexpr unsigned everywhere = ~0U;
constexpr unsigned alive =
    bit(circulating) | bit(trapped_fast) | bit(trapped_slow) | bit(adherent) | bit(homed);

/// Values of the liver's voxels spread over the box, nothing outside.
class Box {
 public:
  Box(const LiverAnatomy& anatomy, Frame& frame) : anatomy_(anatomy), frame_(frame) {}

  void add(std::string name, std::string unit, std::string meaning, const std::vector<double>& of_voxels,
           bool fixed = false, double factor = 1) {
    std::vector<double>& all = kept_.emplace_back(anatomy_.grid.count(), 0.0);
    for (std::size_t v = 0; v < of_voxels.size(); ++v)
      all[static_cast<std::size_t>(anatomy_.voxels[v])] = factor * of_voxels[v];
    frame_.fields.push_back({std::move(name), std::move(unit), std::move(meaning), 1, fixed, all});
  }

 private:
  const LiverAnatomy& anatomy_;
  Frame& frame_;
  std::deque<std::vector<double>> kept_;
};

/// Arrival times [s] by voxel; -1 where nothing arrives.
std::vector<double> arrivals(const VesselTree& tree, const std::vector<double>& times) {
  std::vector<double> all;
  for (const std::int32_t t : tree.terminal_of_voxel) {
    const double time = times[static_cast<std::size_t>(t)];
    all.push_back(std::isfinite(time) ? time : -1);
  }
  return all;
}

}  // namespace

void emit(const FieldSink& sink, const LiverCase& liver_case, const LiverCells& cells, const March& march,
          const Perfused& perfused, const LiverPerfusion& resting) {
  const LiverAnatomy& anatomy = liver_case.anatomy;
  const std::size_t voxels = anatomy.voxels.size();
  const double volume = anatomy.grid.voxel_volume();
  Frame frame;
  frame.time = march.time();
  frame.cells = anatomy.grid.cells;
  frame.spacing = {anatomy.grid.spacing, anatomy.grid.spacing, anatomy.grid.spacing};
  frame.corner = anatomy.grid.corner;
  Box box(anatomy, frame);

  std::vector<double> segment;
  for (const std::int32_t cell : anatomy.voxels)
    segment.push_back(anatomy.segment[static_cast<std::size_t>(cell)]);
  box.add("segment", "1", "Couinaud segment, 0 outside the liver", segment, true);
  const double per_volume = 1 / volume;
  box.add("resting_portal_flow", "1/s", "portal flow into the sinusoids over the voxel's volume, at rest",
          resting.voxel_flow[1], true, per_volume);
  box.add("resting_arterial_flow", "1/s", "arterial flow into the sinusoids over the voxel's volume, at rest",
          resting.voxel_flow[0], true, per_volume);
  for (std::size_t t = 0; t < tree_kinds; ++t) {
    std::vector<double> terminal;
    for (const std::int32_t one : liver_case.trees[t].terminal_of_voxel) terminal.push_back(one + 1);
    box.add(std::string(tree_names[t]) + "_territory", "1",
            "number of the terminal that serves the voxel, 0 outside the liver", terminal, true);
  }

  const auto carriers = static_cast<std::size_t>(cells.carriers());
  std::vector<double> weight(carriers, 1.0), field(voxels);
  weight.back() = 0;  // not the dead
  const auto cells_in = [&](unsigned states,
                            const std::vector<double>& weights) -> const std::vector<double>& {
    std::fill(field.begin(), field.end(), 0.0);
    march.voxels().add_cells(weights, states, everywhere, field);
    return field;
  };
  box.add("living", "cell/m3", "density of living cells", cells_in(alive, weight), false, per_volume);
  if (liver_case.label) {
    const LabelRates& label = liver_case.around.label;
    std::vector<double> each(carriers, 0.0), dead(carriers, 0.0);
    for (std::size_t k = 0; k + 1 < carriers; ++k)
      each[k] = label.per_cell[k] * std::exp(-label.leak * std::max(0.0, march.time() - label.start[k]));
    dead.back() = label.dead_per_cell;
    std::fill(field.begin(), field.end(), 0.0);
    march.voxels().add_cells(each, alive, everywhere, field);
    march.voxels().add_cells(dead, bit(circulating), everywhere, field);
    march.voxels().add_lodged_label(everywhere, field);
    march.voxels().add_retained_label(field);
    box.add("label", "1/m3", "label an imager would see, decay-corrected", field, false, per_volume);
  }
  box.add("circulating", "cell/m3", "living cells circulating in the voxel",
          cells_in(bit(circulating), weight), false, per_volume);
  box.add("trapped", "cell/m3", "living cells trapped in small vessels",
          cells_in(bit(trapped_fast) | bit(trapped_slow), weight), false, per_volume);
  box.add("adherent", "cell/m3", "living cells adherent to the wall", cells_in(bit(adherent), weight), false,
          per_volume);
  box.add("homed", "cell/m3", "living cells homed outside the vessels", cells_in(bit(homed), weight), false,
          per_volume);
  weight.back() = 1;
  box.add("lodged_dead", "cell/m3", "dead cells still lodged", cells_in(bit(lodged), weight), false,
          per_volume);

  const LiverPerfusion& now = perfused.now();
  box.add("portal_flow", "1/s", "portal flow into the sinusoids over the voxel's volume", now.voxel_flow[1],
          false, per_volume);
  box.add("arterial_flow", "1/s", "arterial flow into the sinusoids over the voxel's volume",
          now.voxel_flow[0], false, per_volume);
  box.add("pressure", "Pa", "sinusoidal pressure", now.voxel_pressure);
  box.add("open", "1", "conductance of the sinusoids over that without lodged cells",
          march.voxels().openness().venous);
  box.add("portal_arrival", "s", "time from the portal trunk to the voxel",
          arrivals(liver_case.trees[1], march.portal().transit_times()));
  box.add("arterial_arrival", "s", "time from the hepatic artery's trunk to the voxel",
          arrivals(liver_case.trees[0], march.artery().transit_times()));
  sink(frame);
}

}  // namespace cellroute::liver
