#include "models/liver/sinusoid_tanks.hpp"

#include <algorithm>
#include <cmath>

#include "models/cells/kinetics.hpp"

namespace cellroute {

double tank_dispersion(const LiverCells& cells) {
  double blood = 0, squares = 0;
  for (std::size_t b = LiverCells::first_tank; b < cells.beds.size(); ++b) {
    blood += cells.beds[b].blood;
    squares += cells.beds[b].blood * cells.beds[b].blood;
  }
  return squares / (blood * blood);
}

LiverCells with_dispersion(const LiverCells& cells, double cv2) {
  constexpr int zones = 3;
  constexpr double lowest = 1.0 / 6, highest = 1.0 / 3;
  cv2 = std::clamp(cv2, lowest, highest);
  // Two tanks y and 1 - y of each zone: CV^2 = (y^2 + (1 - y)^2)/3.
  const double y = 0.5 + 0.5 * std::sqrt(std::max(0.0, 6 * cv2 - 1));
  LiverCells finer = cells;
  finer.beds.resize(2);  // venules, arterioles
  for (int zone = 0; zone < zones; ++zone) {
    LiverBed whole;
    double path = 0;
    std::vector<double> passed;
    double dead_passed = 1, unfiltered = 1;
    for (const LiverBed& tank : cells.beds) {
      if (tank.zone != zone) continue;
      if (path == 0) {
        whole = tank;
        whole.blood = whole.paths = whole.trap_sites = whole.adhesion_sites = 0;
        passed.assign(tank.extraction.size(), 1.0);
      }
      path += tank.path_share;
      whole.blood += tank.blood;
      whole.paths += tank.paths;
      whole.trap_sites += tank.trap_sites;
      whole.adhesion_sites += tank.adhesion_sites;
      unfiltered *= 1 - tank.filter;
      dead_passed *= 1 - tank.dead_extraction;
      for (std::size_t k = 0; k < passed.size(); ++k) passed[k] *= 1 - tank.extraction[k];
    }
    for (const double share : {y, 1 - y}) {
      if (share <= 0) continue;
      LiverBed part = whole;
      part.path_share = path * share;
      part.blood *= share;
      part.paths *= share;
      part.trap_sites *= share;
      part.adhesion_sites *= share;
      part.filter = partial_extraction(1 - unfiltered, share);
      part.dead_extraction = partial_extraction(1 - dead_passed, share);
      for (std::size_t k = 0; k < passed.size(); ++k)
        part.extraction[k] = partial_extraction(1 - passed[k], share);
      finer.beds.push_back(std::move(part));
    }
  }
  return finer;
}

}  // namespace cellroute
