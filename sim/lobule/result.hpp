// What a lobule simulation hands over: plain numbers in SI, no solver types.
//
// Cells are per volume of liver [cell/m3]: times the liver's volume they are the body's numbers.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace cellroute::lobule {

inline constexpr int zones = 3;  // periportal, midzonal, pericentral
inline constexpr std::array<const char*, zones> zone_names{"periportal", "midzonal", "pericentral"};
inline constexpr int entries = 3;  // portal, arterial, central, as LobuleEntry

/// Numbers over (time, class), row-major: value(t, k) = data[t * classes + k].
struct Table {
  int classes = 0;
  std::vector<double> data;
  double at(std::size_t time, int k) const { return data[time * classes + k]; }
  double sum(std::size_t time) const {
    double total = 0;
    for (int k = 0; k < classes; ++k) total += at(time, k);
    return total;
  }
};

/// Cells of one zone by state [cell/m3 of the whole block], as in the body. For a class of dead cells
/// `trapped`, `adherent` and `homed` are 0 and `lost` counts what macrophages cleared.
struct CellSeries {
  Table circulating, trapped, adherent, homed;
  Table lodged_dead;  // dead, still lodged
  Table lost;         // living cells lost here since the start
};

struct ZoneSeries {
  std::string name;
  double volume_share = 0;  // [1] of the block
  CellSeries cells;
  double living_time = 0;  // [cell s/m3] integral of living cells over the run
};

/// entered = present + lost + left for every class at every output time [cell/m3]. Present are living
/// cells, or for a class of dead cells the dead in blood and lodged; left are cells carried out by any
/// vessel. Each is summed from its own fluxes.
struct Balance {
  Table entered, present, lost, left;
  double worst = 0;         // largest |entered - present - lost - left| / dose over classes and times
  double lowest_state = 0;  // smallest state met anywhere [cell/m3 of voxel]; never below 0
};

/// Of the cells that enter by one entry, all sites free, at the first flow: shares [1] stopped on the
/// first pass, by zone and law.
struct FirstPass {
  bool flows = false;                                      // whether blood enters here
  std::vector<std::array<double, zones>> strained, stuck;  // [class][zone] trapped; adherent
  std::vector<double> lost, passed;                        // [class] died on the way; left the block
  double extraction(int k) const {
    double total = 0;
    for (int z = 0; z < zones; ++z) total += strained[k][z] + stuck[k][z];
    return total;
  }
};

/// Transit times through the block at the first flow, weighted by blood flow.
struct Transit {
  double mean = 0;              // [s]
  double exact_mean = 0;        // [s] blood volume over flow
  double cv2 = 0;               // [1] with dispersion
  double hexagon_cv2 = 0;       // [1] of the flow lines alone: the lobule's shape
  double dispersion_cv2 = 0;    // [1] cv2 - hexagon_cv2
  double organ_cv2 = 0;         // [1] of the body's chain of tanks
  double tree_cv2 = 0;          // [1] organ_cv2 - cv2: what trees would add for the organ's spread
  double mean_path_length = 0;  // [m] of the flow lines
};

/// Pressures and conductance at each output time.
struct Hemodynamics {
  std::vector<double> pressure_drop;                  // [Pa] portal venules to central vein
  std::vector<double> portal_flow, arterial_flow;     // [1/s] of the flow in use
  std::vector<double> mean_permeability, least_open;  // [m2] volume mean; [1] smallest 1 - f anywhere
  std::vector<double> occupied_trap_sites, occupied_adhesion_sites;  // [1] largest share anywhere
};

struct Work {
  long steps = 0, rejected = 0;
  long transport_solves = 0, transport_iterations = 0;
  long flow_solves = 0, flow_iterations = 0;
};

struct SizeClass {
  double median_diameter = 0;     // [m]
  double cells_per_particle = 1;  // aggregates
  bool dead = false;
  double entered = 0;  // [cell/m3] over the run
};

struct LobuleResult {
  std::vector<double> times;  // [s]
  std::vector<SizeClass> classes;
  double dose = 0;  // [cell/m3] entered over the run, all classes
  std::array<ZoneSeries, lobule::zones> zones;
  std::string zone_definition;  // radius, area or transit_time
  Balance balance;
  std::array<FirstPass, entries> first_pass;
  Transit transit;
  Hemodynamics hemodynamics;
  double permeability = 0;  // [m2] of healthy tissue, from the pressure drop
  double block_volume = 0;  // [m3]
  std::array<int, 3> cells{0, 0, 0};
  std::array<double, 3> spacing{0, 0, 0};  // [m]
  std::vector<std::string> notes;          // what a reader must know
  Work work;
};

}  // namespace cellroute::lobule
