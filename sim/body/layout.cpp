#include "sim/body/layout.hpp"

#include <algorithm>

namespace cellroute::body {

namespace c = circulation;

const char* const organ_names[organ_count] = {"lung", "heart", "brain",  "kidney", "marrow",
                                              "rest", "gut",   "spleen", "liver",  "blood"};
const char* const zone_names[report_zones] = {"periportal", "midzonal", "pericentral"};

namespace {

constexpr int row = 8;  // numbers, in the padded layout
constexpr int first_territory = static_cast<int>(pools) + static_cast<int>(c::organ_beds);
constexpr int organ_node(int bed) { return pools + bed; }
constexpr int territory_node(int t, int which) { return first_territory + t * territory_nodes + which; }
constexpr int arterial_space = c::territory_beds;  // the node after a territory's beds

std::vector<Edge> make_edges(int territories) {
  std::vector<Edge> edges;
  const auto one_way = [&](int from, int to, int flow, int share = 0) {
    edges.push_back({from, to, flow, 1.0, share});
  };
  const auto both_ways = [&](int from, int to, int flow) {
    edges.push_back({from, to, flow, 1.0, 0});
    edges.push_back({to, from, flow, -1.0, 0});
  };
  one_way(venous_pool, organ_node(c::lung), c::through_lung);
  one_way(organ_node(c::lung), arterial_pool, c::through_lung);
  one_way(venous_pool, arterial_pool, c::lung_shunt);
  for (int o = 0; o < 5; ++o) {
    one_way(arterial_pool, organ_node(c::heart + o), c::to_heart + o);
    one_way(organ_node(c::heart + o), venous_pool, c::to_heart + o);
  }
  one_way(arterial_pool, organ_node(c::gut), c::to_gut);
  one_way(organ_node(c::gut), confluence_pool, c::to_gut);
  one_way(arterial_pool, organ_node(c::spleen), c::to_spleen);
  one_way(organ_node(c::spleen), splenic_vein_pool, c::to_spleen);
  both_ways(splenic_vein_pool, confluence_pool, c::spleno_portal);
  both_ways(splenic_vein_pool, venous_pool, c::splenic_collateral);
  both_ways(confluence_pool, venous_pool, c::portal_collateral);
  both_ways(confluence_pool, portal_vein_pool, c::portal_trunk);
  both_ways(portal_vein_pool, hepatic_vein_pool, c::portal_shunt);
  one_way(arterial_pool, hepatic_artery_pool, c::hepatic_artery);
  one_way(hepatic_artery_pool, hepatic_vein_pool, c::arteriovenous_shunt);
  both_ways(hepatic_vein_pool, venous_pool, c::hepatic_vein);
  for (int t = 0; t < territories; ++t) {
    const auto node = [t](int which) { return territory_node(t, which); };
    const int artery = c::flow_of(t, c::arteriole);
    one_way(hepatic_artery_pool, node(c::arterioles), artery);
    one_way(node(c::arterioles), node(c::zone1), artery, 1);
    one_way(node(c::arterioles), node(arterial_space), artery, 2);
    one_way(node(arterial_space), node(c::zone1), artery, 2);
    both_ways(portal_vein_pool, node(c::venules), c::flow_of(t, c::venule));
    both_ways(node(c::venules), node(c::zone1), c::flow_of(t, c::venule));
    for (int z = c::zone1; z < c::zone4; ++z) both_ways(node(z), node(z + 1), c::flow_of(t, c::sinusoid));
    both_ways(node(c::zone4), hepatic_vein_pool, c::flow_of(t, c::outlet));
  }
  std::stable_sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.to < b.to; });
  return edges;
}

numerics::LuPlan make_plan(int nodes, const std::vector<Edge>& edges) {
  std::vector<std::pair<int, int>> pattern;
  for (const Edge& edge : edges) pattern.emplace_back(edge.to, edge.from);
  return numerics::LuPlan(nodes, pattern);
}

/// Gives every block of states and coefficients its place.
void lay_out(LayoutView& v, bool padded) {
  const int P = v.populations;
  const auto whole = [padded](int count) { return padded ? (count + row - 1) / row * row : count; };
  int next = 0;
  const auto place = [&](int& offset, int count) {
    offset = next;
    next += whole(count);
  };
  v.carriers = P + 1;
  v.carrier_stride = whole(P + 1);
  v.class_stride = padded ? whole(P + 1) : P;
  const int S = v.class_stride;
  next = v.nodes * v.carrier_stride;
  place(v.tissue, tissue_states * v.beds * S);
  if (padded) {
    v.dead_lodged = v.in_tissue(0, lodged, P);
    v.dead_stride = tissue_states * S;
  } else {
    place(v.dead_lodged, v.beds);
    v.dead_stride = 1;
  }
  place(v.depot, v.depots * v.carrier_stride);
  place(v.label_lodged, v.beds);
  place(v.label_retained, tissue_organs);
  place(v.label_pool, label_pools);
  place(v.lost, organ_count * S);
  place(v.dead_cleared, 1);
  place(v.living_time, organ_count);
  place(v.zone_time, report_zones);
  place(v.kupffer_time, report_zones);
  v.states = next;

  next = 0;
  place(v.network, static_cast<int>(sizeof(c::Network<double>) / sizeof(double)));
  for (int* per_node : {&v.inverse_volume, &v.loss_circulating}) place(*per_node, v.nodes);
  for (int* per_bed :
       {&v.filter, &v.kappa, &v.adhere, &v.detach, &v.migrate, &v.loss_trapped, &v.loss_adherent,
        &v.loss_homed, &v.clearance, &v.inverse_trap_sites, &v.inverse_adhesion_sites, &v.inverse_paths}) {
    place(*per_bed, v.beds);
  }
  for (int* per_both : {&v.extraction, &v.release_fast, &v.release_slow}) place(*per_both, S * v.beds);
  for (int* per_class : {&v.weight, &v.label_per_cell, &v.label_time, &v.label_unbound}) place(*per_class, S);
  if (padded) {  // the dead of the dose stand where they would be a population
    v.dead_extraction = v.extraction + P;
    v.dead_extraction_stride = S;
    v.dead_weight = v.weight + P;
    v.dead_label_per_cell = v.label_per_cell + P;
    v.dead_label_unbound = v.label_unbound + P;
  } else {
    place(v.dead_extraction, v.beds);
    v.dead_extraction_stride = 1;
    for (int* of_dead : {&v.dead_weight, &v.dead_label_per_cell, &v.dead_label_unbound}) place(*of_dead, 1);
  }
  for (int* single : {&v.fast_share, &v.lodged_share, &v.leak, &v.retained_share, &v.retained_leak,
                      &v.excretion, &v.binding, &v.arterial_space_flow}) {
    place(*single, 1);
  }
  place(v.uptake, tissue_organs);
  place(v.washout, depot_kinds);
  place(v.depot_loss, depot_kinds);
  place(v.depot_to_zone, c::zones * v.territories);
  place(v.kupffer, report_zones);
  place(v.dose, v.carrier_stride * entry_points);
  v.coefficients = next;
}

/// Where each state of one layout stands in another of the same shape.
class Match {
 public:
  explicit Match(int count) : place(count, -1) {}
  /// `groups` groups of `count` numbers, at `from` and `to`.
  void add(int from, int from_stride, int to, int to_stride, int groups, int count) {
    for (int g = 0; g < groups; ++g) {
      for (int i = 0; i < count; ++i) place[from + g * from_stride + i] = to + g * to_stride + i;
    }
  }
  std::vector<int> place;
};

std::vector<int> match_states(const LayoutView& a, const LayoutView& b) {
  Match match(a.states);
  const int P = a.populations;
  match.add(0, a.carrier_stride, 0, b.carrier_stride, a.nodes, a.carriers);
  match.add(a.tissue, a.class_stride, b.tissue, b.class_stride, a.beds * tissue_states, P);
  match.add(a.dead_lodged, a.dead_stride, b.dead_lodged, b.dead_stride, a.beds, 1);
  match.add(a.depot, a.carrier_stride, b.depot, b.carrier_stride, a.depots, a.carriers);
  match.add(a.lost, a.class_stride, b.lost, b.class_stride, organ_count, P);
  const auto block = [&](int LayoutView::*offset, int count) {
    match.add(a.*offset, 0, b.*offset, 0, 1, count);
  };
  block(&LayoutView::label_lodged, a.beds);
  block(&LayoutView::label_retained, tissue_organs);
  block(&LayoutView::label_pool, label_pools);
  block(&LayoutView::dead_cleared, 1);
  block(&LayoutView::living_time, organ_count);
  block(&LayoutView::zone_time, report_zones);
  block(&LayoutView::kupffer_time, report_zones);
  return match.place;
}

std::vector<int> match_coefficients(const LayoutView& a, const LayoutView& b) {
  Match match(a.coefficients);
  const auto block = [&](int LayoutView::*offset, int count) {
    match.add(a.*offset, 0, b.*offset, 0, 1, count);
  };
  block(&LayoutView::network, static_cast<int>(sizeof(c::Network<double>) / sizeof(double)));
  for (const auto per_node : {&LayoutView::inverse_volume, &LayoutView::loss_circulating})
    block(per_node, a.nodes);
  for (const auto per_bed :
       {&LayoutView::filter, &LayoutView::kappa, &LayoutView::adhere, &LayoutView::detach,
        &LayoutView::migrate, &LayoutView::loss_trapped, &LayoutView::loss_adherent, &LayoutView::loss_homed,
        &LayoutView::clearance, &LayoutView::inverse_trap_sites, &LayoutView::inverse_adhesion_sites,
        &LayoutView::inverse_paths}) {
    block(per_bed, a.beds);
  }
  for (const auto per_both : {&LayoutView::extraction, &LayoutView::release_fast, &LayoutView::release_slow})
    match.add(a.*per_both, a.class_stride, b.*per_both, b.class_stride, a.beds, a.populations);
  match.add(a.dead_extraction, a.dead_extraction_stride, b.dead_extraction, b.dead_extraction_stride, a.beds,
            1);
  for (const auto per_class : {&LayoutView::weight, &LayoutView::label_per_cell, &LayoutView::label_time,
                               &LayoutView::label_unbound}) {
    block(per_class, a.populations);
  }
  for (const auto single :
       {&LayoutView::dead_weight, &LayoutView::dead_label_per_cell, &LayoutView::dead_label_unbound,
        &LayoutView::fast_share, &LayoutView::lodged_share, &LayoutView::leak, &LayoutView::retained_share,
        &LayoutView::retained_leak, &LayoutView::excretion, &LayoutView::binding,
        &LayoutView::arterial_space_flow}) {
    block(single, 1);
  }
  block(&LayoutView::uptake, tissue_organs);
  block(&LayoutView::washout, depot_kinds);
  block(&LayoutView::depot_loss, depot_kinds);
  block(&LayoutView::depot_to_zone, c::zones * a.territories);
  block(&LayoutView::kupffer, report_zones);
  match.add(a.dose, a.carrier_stride, b.dose, b.carrier_stride, entry_points, a.carriers);
  return match.place;
}

}  // namespace

Layout::Layout(int populations, int territories, bool depots)
    : edges_(make_edges(territories)),
      plan_(make_plan(first_territory + territories * territory_nodes, edges_)),
      view_(plan_),
      padded_(plan_) {
  LayoutView& v = view_;
  v.populations = populations;
  v.territories = territories;
  v.nodes = first_territory + territories * territory_nodes;
  v.beds = c::bed_count(territories);
  v.edges = static_cast<int>(edges_.size());
  v.flows = c::flow_count(territories);
  v.depots = depots ? depot_kinds : 0;

  bed_of_node_.assign(v.nodes, -1);
  organ_of_node_.assign(v.nodes, blood_organ);
  for (const int pool : {portal_vein_pool, hepatic_artery_pool, hepatic_vein_pool})
    organ_of_node_[pool] = liver_organ;
  for (int b = 0; b < c::organ_beds; ++b) {
    node_of_bed_.push_back(organ_node(b));
    organ_of_bed_.push_back(b);
    zone_of_bed_.push_back(-1);
    organ_of_node_[organ_node(b)] = b;
  }
  for (int t = 0; t < territories; ++t) {
    for (int which = 0; which < territory_nodes; ++which)
      organ_of_node_[territory_node(t, which)] = liver_organ;
    for (int which = 0; which < c::territory_beds; ++which) {
      node_of_bed_.push_back(territory_node(t, which));
      organ_of_bed_.push_back(liver_organ);
      const int zone = which - c::zone1;  // the middle two tanks are both midzonal
      zone_of_bed_.push_back(zone < 0 ? -1 : zone == 0 ? 0 : zone == 3 ? 2 : 1);
    }
  }
  for (int b = 0; b < v.beds; ++b) bed_of_node_[node_of_bed_[b]] = b;
  entry_node_ = {venous_pool,
                 arterial_pool,
                 portal_vein_pool,
                 confluence_pool,
                 splenic_vein_pool,
                 hepatic_artery_pool,
                 organ_node(c::gut),
                 organ_node(c::spleen),
                 territory_node(0, c::arterioles),
                 territory_node(0, c::venules),
                 territory_node(0, c::zone4),
                 -1,
                 -1};
  for (const Edge& edge : edges_) edge_slot_.push_back(plan_.slot(edge.to, edge.from));
  first_edge_.assign(v.nodes + 1, 0);
  for (const Edge& edge : edges_) ++first_edge_[edge.to + 1];
  for (int n = 0; n < v.nodes; ++n) first_edge_[n + 1] += first_edge_[n];
  for (int n = 0; n < v.nodes; ++n) diagonal_slot_.push_back(plan_.slot(n, n));

  lay_out(v, false);

  v.edge = edges_.data();
  v.first_edge = first_edge_.data();
  v.node_of_bed = node_of_bed_.data();
  v.bed_of_node = bed_of_node_.data();
  v.organ_of_node = organ_of_node_.data();
  v.organ_of_bed = organ_of_bed_.data();
  v.zone_of_bed = zone_of_bed_.data();
  v.entry_node = entry_node_.data();
  v.edge_slot = edge_slot_.data();
  v.diagonal_slot = diagonal_slot_.data();
  v.lu_entries = plan_.entries();
  v.state_place = v.coefficient_place = nullptr;

  padded_ = view_;
  padded_.padded = nullptr;
  lay_out(padded_, true);
  state_place_ = match_states(view_, padded_);
  coefficient_place_ = match_coefficients(view_, padded_);
  padded_.state_place = state_place_.data();
  padded_.coefficient_place = coefficient_place_.data();
  view_.padded = &padded_;
}

bool Layout::same_shape(const Layout& other) const {
  return view_.populations == other.view_.populations && view_.territories == other.view_.territories &&
         view_.depots == other.view_.depots;
}

std::string Layout::describe_state(int index) const {
  static const char* const tissue[tissue_states] = {"trapped (fast)", "trapped (slow)", "adherent", "homed",
                                                    "lodged dead"};
  static const char* const pool[pools] = {"venous blood",     "arterial blood", "splenic vein",
                                          "mesenteric veins", "portal vein",    "hepatic artery",
                                          "hepatic vein"};
  const auto node_name = [&](int n) {
    return n < pools ? std::string(pool[n]) : std::string(organ_names[organ_of_node_[n]]);
  };
  const LayoutView& v = view_;
  const auto population = [&](int k) {
    return k == v.populations ? std::string(", dead of the dose") : ", population " + std::to_string(k + 1);
  };
  if (index < v.tissue)
    return node_name(index / v.carriers) + ": circulating" + population(index % v.carriers);
  if (index < v.dead_lodged) {
    const int i = (index - v.tissue) / v.populations;
    return std::string(organ_names[organ_of_bed_[i / tissue_states]]) + ": " + tissue[i % tissue_states] +
           population((index - v.tissue) % v.populations);
  }
  if (index < v.depot)
    return std::string(organ_names[organ_of_bed_[index - v.dead_lodged]]) + ": dead of the dose, lodged";
  if (index < v.label_lodged) {
    const int i = index - v.depot;
    return std::string(i / v.carriers == spleen_depot ? "spleen" : "liver") + ": depot" +
           population(i % v.carriers);
  }
  if (index < v.lost) return "a label pool";
  return "a running total";
}

}  // namespace cellroute::body
