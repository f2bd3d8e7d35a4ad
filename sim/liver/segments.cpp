#include "sim/liver/segments.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace cellroute::liver {

void begin_segments(LiverResult& result, const LiverCase& liver_case, const LiverPerfusion& flow) {
  for (int s = 0; s < couinaud_segments; ++s)
    result.segments[static_cast<std::size_t>(s)].name = "segment_" + std::to_string(s + 1);
  for (std::size_t v = 0; v < liver_case.anatomy.voxels.size(); ++v) {
    const auto cell = static_cast<std::size_t>(liver_case.anatomy.voxels[v]);
    SegmentSeries& one = result.segments[liver_case.anatomy.segment[cell] - 1U];
    ++one.voxels;
    one.volume += liver_case.anatomy.grid.voxel_volume();
    one.arterial_flow += flow.voxel_flow[0][v];
    one.portal_flow += flow.voxel_flow[1][v];
  }
}

void read_segments(LiverResult& result, const LiverCase& liver_case, const LiverCells& cells,
                   const March& march) {
  const VoxelSums& sums = march.voxels().sums();
  const LabelRates& label = liver_case.around.label;
  for (int s = 1; s <= couinaud_segments; ++s) {
    SegmentSeries& one = result.segments[static_cast<std::size_t>(s - 1)];
    double by_state[cell_states] = {}, on_cells = 0;
    for (int place = 0; place < sums.places; ++place)
      for (int state = 0; state < cell_states; ++state)
        for (int k = 0; k < cells.carriers(); ++k) {
          const double held = sums.held[sums.index(s, place, state, k)];
          const bool dead = k == cells.populations;
          if (state == lodged || !dead) by_state[state] += held;
          if (!liver_case.label) continue;
          if (dead)
            on_cells += state == circulating ? label.dead_per_cell * held : 0;
          else if (state != lodged)
            on_cells += held * label.per_cell[static_cast<std::size_t>(k)] *
                        std::exp(-label.leak *
                                 std::max(0.0, march.time() - label.start[static_cast<std::size_t>(k)]));
        }
    one.circulating.push_back(by_state[circulating]);
    one.trapped.push_back(by_state[trapped_fast] + by_state[trapped_slow]);
    one.adherent.push_back(by_state[adherent]);
    one.homed.push_back(by_state[homed]);
    one.lodged_dead.push_back(by_state[lodged]);
    one.living.push_back(one.circulating.back() + one.trapped.back() + one.adherent.back() +
                         one.homed.back());
    one.lost.push_back(march.lost_in(s));
    if (liver_case.label) {
      const std::size_t beds = cells.beds.size(), at = static_cast<std::size_t>(s);
      for (std::size_t b = 0; b < beds; ++b) on_cells += sums.lodged_label[at * beds + b];
      on_cells += sums.retained_label[at];
    }
    one.label.push_back(on_cells);
  }
}

}  // namespace cellroute::liver
