// Where everything is: compartments, the edges that join them, and the place of each number in the
// state vector and in the coefficient vector. One layout serves every scenario with the same number
// of populations, territories and depots.
#pragma once

#include <string>
#include <vector>

#include "models/circulation/network.hpp"
#include "sim/numerics/sparse_lu.hpp"

namespace cellroute::body {

// Compartments that hold circulating cells. Pools first, then the organs' beds in the order of
// circulation::Bed, then for each territory its six beds and the arterial (peribiliary) space.
enum Pool : int {
  venous_pool,
  arterial_pool,
  splenic_vein_pool,
  confluence_pool,
  portal_vein_pool,
  hepatic_artery_pool,
  hepatic_vein_pool,
  pools
};
inline constexpr int territory_nodes = circulation::territory_beds + 1;

// Organs as reported. Bed order, then the liver, then blood that is in no organ.
enum OrganIndex { liver_organ = circulation::organ_beds, blood_organ, organ_count };
inline constexpr int tissue_organs = 9;  // organs with macrophages that retain label
extern const char* const organ_names[organ_count];
inline constexpr int report_zones = 3;
extern const char* const zone_names[report_zones];

// States of one bed for one population, after the circulating ones.
enum TissueState { trapped_fast, trapped_slow, adherent, homed, lodged, tissue_states };

// Puncture sites.
enum Depot { spleen_depot, liver_depot, depot_kinds };

// Places where a dose may enter.
enum EntryPoint {
  enter_venous,
  enter_arterial,
  enter_portal,
  enter_confluence,
  enter_splenic_vein,
  enter_hepatic_artery,
  enter_gut,
  enter_spleen,
  enter_territory_arterioles,
  enter_territory_venules,
  enter_territory_outlet,
  enter_spleen_depot,
  enter_liver_depot,
  entry_points
};

/// A directed edge: cells leave `from` with rate max(sign * flow, 0) share / volume.
struct Edge {
  int from, to;
  int flow;     // circulation::Flow
  double sign;  // +1 with the flow, -1 against it
  int share;    // 0: all of it; 1: past the arterial space; 2: through it
};

// Tail of the state vector: label pools and running integrals.
enum LabelPool {
  debris_label,
  free_label,
  bound_label,
  excreted_label,
  living_label,
  dead_label,
  label_pools
};

/// The layout as bare numbers and pointers, for the kernels.
struct LayoutView {
  explicit LayoutView(const numerics::LuPlan& plan) : lu(plan) {}
  int populations, territories, nodes, beds, edges, flows, depots;
  int carriers;  // populations + 1: the dead of the dose come last
  // From one group of populations to the next. Padded, both are whole rows of eight, the last of which
  // also holds the dead: those lodged in a bed then stand behind its lodged populations.
  int carrier_stride, class_stride, dead_stride, dead_extraction_stride;
  int tissue, dead_lodged, depot, label_lodged, label_retained, label_pool, lost, dead_cleared, living_time,
      zone_time, kupffer_time, states;
  const Edge* edge;       // by the compartment they enter
  const int* first_edge;  // [nodes + 1] of each compartment
  const int* node_of_bed;
  const int* bed_of_node;  // -1: no tissue
  const int* organ_of_node;
  const int* organ_of_bed;
  const int* zone_of_bed;    // -1: not sinusoidal
  const int* entry_node;     // [entry_points], -1: a depot
  const int* edge_slot;      // place of (to, from) in the factored matrix
  const int* diagonal_slot;  // [nodes]
  numerics::LuView lu;
  int lu_entries;
  const LayoutView* padded;  // null in the padded layout itself
  // Padded only: where each number of the plain layout stands; null when that is its own place.
  const int* state_place;
  const int* coefficient_place;
  // coefficient offsets
  int network, inverse_volume, loss_circulating, filter, kappa, adhere, detach, migrate, loss_trapped,
      loss_adherent, loss_homed, clearance, inverse_trap_sites, inverse_adhesion_sites, inverse_paths,
      extraction, release_fast, release_slow, dead_extraction, weight, dead_weight, label_per_cell,
      label_time, label_unbound, dead_label_per_cell, dead_label_unbound, fast_share, lodged_share, leak,
      retained_share, retained_leak, excretion, binding, uptake, arterial_space_flow, washout, depot_loss,
      depot_to_zone, kupffer, dose, coefficients;

  // Populations are innermost, so that one instruction stream serves them all.
  int circulating(int node, int k) const { return node * carrier_stride + k; }
  int in_tissue(int bed, int state, int k) const {
    return tissue + (bed * tissue_states + state) * class_stride + k;
  }
  int dead_in(int bed) const { return dead_lodged + bed * dead_stride; }
  int in_depot(int site, int k) const { return depot + site * carrier_stride + k; }
  int lost_in(int organ, int k) const { return lost + organ * class_stride + k; }
  int dose_at(int entry, int k) const { return dose + entry * carrier_stride + k; }
  int dead_extraction_in(int bed) const { return dead_extraction + bed * dead_extraction_stride; }
};

class Layout {
 public:
  Layout(int populations, int territories, bool depots);
  const LayoutView& view() const { return view_; }
  /// The same numbers in whole rows, for a kernel that works on eight populations at a time.
  const LayoutView& padded() const { return padded_; }
  /// `organ.state[population]` of a state, for messages.
  std::string describe_state(int index) const;
  bool same_shape(const Layout& other) const;

 private:
  std::vector<Edge> edges_;
  std::vector<int> node_of_bed_, bed_of_node_, organ_of_node_, organ_of_bed_, zone_of_bed_, entry_node_,
      edge_slot_, diagonal_slot_, first_edge_;
  std::vector<int> state_place_, coefficient_place_;
  numerics::LuPlan plan_;
  LayoutView view_, padded_;
};

}  // namespace cellroute::body
