#include "tests/body/reference_body.hpp"

#include <algorithm>
#include <cmath>

namespace testing {

using namespace cellroute;
namespace c = circulation;
namespace b = body;

ReferenceBody::ReferenceBody(const BodyCase& body_case, const b::LayoutView& places)
    : case_(body_case), p_(body_case.parameters), v_(places) {
  shares_ = {1};
  for (const Infusion& infusion : case_.regimen) {
    const Route* route = find_route(infusion.route);
    double share = 0;
    if (infusion.route == "hepatic_vein_retrograde") share = p_.liver.territories.wedged;
    if (const Catheter* catheter = find_catheter(*route, infusion.catheter)) {
      if (catheter->territory == Territory::right) share = p_.liver.territories.right;
      if (catheter->territory == Territory::left) share = 1 - p_.liver.territories.right;
      if (catheter->territory == Territory::segment) share = p_.liver.territories.segment;
    }
    if (share > 0) {
      shares_ = {share, 1 - share};
      break;
    }
  }
  host_ = host_factor(p_.product.loss.host, case_.host);
  for (const Infusion& infusion : case_.regimen) dose_ += infusion.cells;

  // Size classes of equal probability, then the clumps; once for each start when label leaks.
  const bool leaks = p_.label.leak_rate > 0 && p_.label.labelled_fraction > 0;
  std::vector<double> starts;
  for (const Infusion& infusion : case_.regimen) {
    const double start = leaks ? infusion.start : 0;
    if (std::find(starts.begin(), starts.end(), start) == starts.end()) starts.push_back(start);
  }
  const Diameter& d = p_.product.diameter;
  const int classes = d.geometric_sd > 1 ? case_.numerics.size_classes : 1;
  for (const double start : starts) {
    const auto add = [&](double low, double high, double share, double per_particle) {
      const DiameterSlice slice{d.median, d.geometric_sd, low, high};
      populations_.push_back({share, per_particle, slice_median(slice),
                              slice_moment(slice, p_.label.diameter_power), start, slice, !leaks});
    };
    const double single = 1 - p_.product.aggregates.share;
    for (int k = 0; k < classes && single > 0; ++k)
      add(double(k) / classes, double(k + 1) / classes, single / classes, 1);
    if (p_.product.aggregates.share > 0) add(0, 1, p_.product.aggregates.share, p_.product.aggregates.cells);
  }
  double mean_label = 0;
  for (const Cells& cells : populations_) {
    if (cells.infusion_time == starts.front()) mean_label += cells.share * cells.weight_of_label;
  }
  if (p_.label.labelled_fraction > 0) label_each_ = 1 / (dose_ * mean_label);
  resting_ = c::resting_state(p_, shares_);
  place_compartments();
}

int ReferenceBody::zone_node(int territory, int zone) const {
  return v_.node_of_bed[c::bed_of(territory, c::zone1 + zone)];
}

void ReferenceBody::place_compartments() {
  compartments_.resize(v_.nodes);
  const Liver& liver = p_.liver;
  compartments_[b::venous_pool].volume = p_.circulation.venous_volume;
  compartments_[b::arterial_pool].volume = p_.circulation.arterial_volume;
  compartments_[b::splenic_vein_pool].volume = p_.circulation.splenic_vein_volume;
  compartments_[b::confluence_pool].volume = p_.circulation.mesenteric_vein_volume;
  compartments_[b::portal_vein_pool] = {
      liver.blood.portal_tree * liver.volume, nullptr, 1, 1, 0, b::liver_organ};
  compartments_[b::hepatic_artery_pool] = {
      liver.blood.arterial_tree * liver.volume, nullptr, 1, 1, 0, b::liver_organ};
  compartments_[b::hepatic_vein_pool] = {
      liver.blood.hepatic_veins * liver.volume, nullptr, 1, 1, 0, b::liver_organ};
  const auto organ = [&](int bed, double volume, const Tissue& tissue) {
    compartments_[v_.node_of_bed[bed]] = {volume, &tissue, 1, 1, tissue.ligand, bed};
  };
  organ(c::lung, p_.lung.blood_volume, p_.lung.tissue);
  organ(c::heart, p_.heart.blood_volume, p_.heart.tissue);
  organ(c::brain, p_.brain.blood_volume, p_.brain.tissue);
  organ(c::kidney, p_.kidney.blood_volume, p_.kidney.tissue);
  organ(c::marrow, p_.marrow.blood_volume, p_.marrow.tissue);
  organ(c::rest, p_.rest.blood_volume, p_.rest.tissue);
  organ(c::gut, p_.gut.blood_volume, p_.gut.tissue);
  organ(c::spleen, p_.spleen.blood_volume, p_.spleen.tissue);
  const double profile[4] = {liver.ligand.periportal, liver.ligand.midzonal, liver.ligand.midzonal,
                             liver.ligand.pericentral};
  const double fraction[4] = {1.0 / 3, 0.21454, 2.0 / 3 - 1.0 / 3 - 0.21454, 1.0 / 3};
  const int report[4] = {0, 1, 1, 2};
  for (std::size_t t = 0; t < shares_.size(); ++t) {
    const double size = shares_[t] * liver.volume;
    const int i = static_cast<int>(t), venules = v_.node_of_bed[c::bed_of(i, c::venules)];
    compartments_[venules] = {liver.blood.portal_venules * size, &liver.portal_venules, shares_[t], 1,
                              liver.portal_venules.ligand,       b::liver_organ};
    compartments_[v_.node_of_bed[c::bed_of(i, c::arterioles)]] = {liver.blood.terminal_arterioles * size,
                                                                  &liver.terminal_arterioles,
                                                                  shares_[t],
                                                                  1,
                                                                  liver.terminal_arterioles.ligand,
                                                                  b::liver_organ};
    for (int z = 0; z < 4; ++z) {
      compartments_[zone_node(i, z)] = {
          liver.blood.sinusoids * fraction[z] * size, &liver.sinusoids, shares_[t], fraction[z],
          liver.sinusoids.ligand * profile[z],        b::liver_organ,   report[z]};
    }
    compartments_[venules + c::territory_beds] = {
        liver.blood.arterial_space * size, nullptr, 1, 1, 0, b::liver_organ};
  }
}

std::vector<std::map<int, double>> ReferenceBody::doses(double t) const {
  std::vector<std::map<int, double>> into(populations_.size() + 1);
  for (const Infusion& infusion : case_.regimen) {
    if (!runs(infusion, t)) continue;
    const std::string& route = infusion.route;
    const Catheter* catheter = find_catheter(*find_route(route), infusion.catheter);
    const bool selective = catheter != nullptr && catheter->territory != Territory::whole;
    std::map<int, double> places;
    if (route == "peripheral_vein") places[b::venous_pool] = 1;
    if (route == "left_ventricle") places[b::arterial_pool] = 1;
    if (route == "splenic_vein") places[b::splenic_vein_pool] = 1;
    if (route == "mesenteric_vein") places[b::confluence_pool] = 1;
    if (route == "splenic_artery") places[v_.node_of_bed[c::spleen]] = 1;
    if (route == "intrasplenic") places[spleen_depot_key] = 1;
    if (route == "intrahepatic") places[liver_depot_key] = 1;
    if (route == "hepatic_vein_retrograde") places[zone_node(0, 3)] = 1;
    if (route == "portal_vein")
      places[selective ? v_.node_of_bed[c::bed_of(0, c::venules)] : static_cast<int>(b::portal_vein_pool)] =
          1;
    if (route == "hepatic_artery") {
      const double aside = infusion.catheter == "common" ? p_.liver.gastroduodenal_share : 0;
      places[selective ? v_.node_of_bed[c::bed_of(0, c::arterioles)]
                       : static_cast<int>(b::hepatic_artery_pool)] = 1 - aside;
      if (aside > 0) places[v_.node_of_bed[c::gut]] = aside;
    }
    const double rate = infusion.cells / infusion.duration;
    for (const auto& [place, part] : places) {
      for (std::size_t k = 0; k < populations_.size(); ++k) {
        const Cells& cells = populations_[k];
        if (!cells.every_infusion && cells.infusion_time != infusion.start) continue;
        into[k][place] += part * rate * p_.product.viable_fraction * cells.share;
      }
      into.back()[place] += part * rate * (1 - p_.product.viable_fraction);
    }
  }
  return into;
}

std::vector<double> ReferenceBody::derivative(double t, const std::vector<double>& y) const {
  const int K = static_cast<int>(populations_.size());
  const Product& product = p_.product;
  const Label& label = p_.label;
  std::vector<double> f(y.size(), 0.0);
  std::vector<double> S(v_.beds), g_trap(v_.beds), g_adhesion(v_.beds);
  for (int bed = 0; bed < v_.beds; ++bed) {
    const Compartment& place = compartments_[v_.node_of_bed[bed]];
    double lodged_particles = product.plugging_weight * y[v_.dead_lodged + bed], stuck = 0;
    for (int k = 0; k < K; ++k) {
      const double held = y[v_.in_tissue(bed, b::trapped_fast, k)] +
                          y[v_.in_tissue(bed, b::trapped_slow, k)] + y[v_.in_tissue(bed, b::lodged, k)];
      lodged_particles += product.plugging_weight * held / populations_[k].per_particle;
      stuck += y[v_.in_tissue(bed, b::adherent, k)];
    }
    const double paths = place.tissue->paths * place.sites;
    S[bed] = lodged_particles / paths;
    g_trap[bed] = std::max(0.0, 1 - lodged_particles / (paths * place.tissue->trap_sites_per_path));
    g_adhesion[bed] = std::max(0.0, 1 - stuck / (paths * place.tissue->adhesion_sites_per_path));
  }
  const std::vector<Move> moves = flows(t, S);
  const std::vector<std::map<int, double>> dose = doses(t);

  // Label of one living cell now; what it had when infused.
  std::vector<double> fresh(K), now(K);
  double mean_label = 0;
  for (int k = 0; k < K; ++k) {
    const Cells& cells = populations_[k];
    fresh[k] = (1 - label.unbound_fraction) * label_each_ * cells.weight_of_label;
    now[k] = fresh[k] * std::exp(-label.leak_rate * std::max(0.0, t - cells.infusion_time));
    if (cells.infusion_time == populations_.front().infusion_time)
      mean_label += cells.share * cells.weight_of_label;
  }
  const double on_dead = (1 - label.unbound_fraction) * label_each_ * mean_label;
  double living_label = 0, dead_label = 0, debris = 0, loose = 0;
  std::vector<double> on_lodged(v_.beds, 0.0);

  const double washout[2] = {[&] {
                               for (const Infusion& i : case_.regimen)
                                 if (i.route == "intrasplenic") return i.washout;
                               return 0.0;
                             }(),
                             [&] {
                               for (const Infusion& i : case_.regimen)
                                 if (i.route == "intrahepatic") return i.washout;
                               return 0.0;
                             }()};
  const double depot_loss[2] = {product.loss.trapped * host_ * p_.spleen.tissue.loss_factor,
                                product.loss.trapped * host_ * p_.liver.sinusoids.loss_factor};
  const int depot_organ[2] = {c::spleen, b::liver_organ};

  for (int k = 0; k <= K; ++k) {
    const bool living = k < K;
    std::vector<double> J(v_.nodes, 0.0), leaving(v_.nodes, 0.0);
    for (const Move& move : moves) {
      const int from = move.flow >= 0 ? move.from : move.to, to = move.flow >= 0 ? move.to : move.from;
      const double rate = std::fabs(move.flow) / compartments_[from].volume;
      J[to] += rate * y[v_.circulating(from, k)];
      leaving[from] += rate;
    }
    double infused = 0, infused_depot[2] = {0, 0};
    for (const auto& [place, rate] : dose[k]) {
      infused += rate;
      if (place == spleen_depot_key)
        infused_depot[0] += rate;
      else if (place == liver_depot_key)
        infused_depot[1] += rate;
      else
        J[place] += rate;
    }
    std::vector<double> lost(b::organ_count, 0.0), alive(b::organ_count, 0.0);
    double zone[3] = {0, 0, 0};
    if (v_.depots > 0) {
      for (int d = 0; d < 2; ++d) {
        const double waiting = y[v_.in_depot(d, k)], out = washout[d] * waiting,
                     dies = living ? depot_loss[d] * waiting : 0;
        f[v_.in_depot(d, k)] = infused_depot[d] - out - dies;
        if (d == 0) J[v_.node_of_bed[c::spleen]] += out;
        for (std::size_t i = 0; d == 1 && i < shares_.size(); ++i) {
          for (int z = 0; z < 4; ++z)
            J[zone_node(static_cast<int>(i), z)] +=
                out * shares_[i] * compartments_[zone_node(static_cast<int>(i), z)].fraction;
        }
        if (!living) continue;
        lost[depot_organ[d]] += dies;
        alive[depot_organ[d]] += waiting;
        debris += now[k] * dies;
        living_label -= now[k] * dies;
      }
    }
    for (int n = 0; n < v_.nodes; ++n) {
      const Compartment& place = compartments_[n];
      const double C = y[v_.circulating(n, k)];
      const int bed = v_.bed_of_node[n];
      const double organ_loss = place.tissue ? place.tissue->loss_factor : 1;
      const double loss_circulating = living ? product.loss.circulating * host_ * organ_loss : 0;
      double dC = J[n] - leaving[n] * C - loss_circulating * C;
      alive[place.organ] += C;
      if (place.zone >= 0) zone[place.zone] += C;
      lost[place.organ] += loss_circulating * C;
      if (living) {
        debris += now[k] * loss_circulating * C;
        living_label -= now[k] * loss_circulating * C;
      }
      if (bed >= 0 && !living) {
        const DiameterSlice whole{product.diameter.median, product.diameter.geometric_sd, 0, 1};
        const double Em = partial_extraction(
            mean_extraction(place.tissue->capillary, whole, product.dead_deformability), place.fraction);
        const double stopped = Em * g_trap[bed] * J[n], swept = place.tissue->clearance * C,
                     cleared = place.tissue->clearance * y[v_.dead_lodged + bed];
        dC -= stopped + swept;
        f[v_.dead_lodged + bed] = stopped - cleared;
        f[v_.dead_cleared] += swept + cleared;
        on_lodged[bed] += on_dead * stopped;
        dead_label -= on_dead * (stopped + swept);
        debris += on_dead * swept;
      }
      if (bed >= 0 && living) {
        const Tissue& tissue = *place.tissue;
        const Cells& cells = populations_[k];
        const double scale = product.deformability * std::cbrt(cells.per_particle);
        const double Em =
            partial_extraction(mean_extraction(tissue.capillary, cells.slice, scale), place.fraction);
        const double ratio = scale * cells.diameter / tissue.capillary.diameter;
        const double slower = ratio > 1 ? std::pow(ratio, -product.release.exponent) : 1;
        const double k1 = product.release.fast_rate * slower, k2 = product.release.slow_rate * slower;
        const double lambda_L =
            product.adhesion.filter_coefficient * tissue.path_length * place.fraction * place.ligand;
        const double kappa = product.adhesion.rate * place.ligand,
                     k_adh = product.adhesion.trapped_rate * place.ligand;
        const double k_off = product.adhesion.detachment_rate, k_mig = product.adhesion.migration_rate;
        const double l_T = product.loss.trapped * host_ * tissue.loss_factor,
                     l_A = product.loss.adherent * host_ * tissue.loss_factor,
                     l_H = product.loss.homed * host_ * tissue.loss_factor;
        const auto at = [&](int state) { return v_.in_tissue(bed, state, k); };
        const double T1 = y[at(b::trapped_fast)], T2 = y[at(b::trapped_slow)], A = y[at(b::adherent)],
                     H = y[at(b::homed)];
        const double F_T = Em * g_trap[bed] * J[n];
        const double F_A = (J[n] - F_T) * (1 - std::exp(-lambda_L)) * g_adhesion[bed];
        dC += -F_T - F_A + k1 * T1 + k2 * T2 + k_off * A - kappa * g_adhesion[bed] * C;
        f[at(b::trapped_fast)] = product.release.fast_share * F_T - (k1 + k_adh * g_adhesion[bed] + l_T) * T1;
        f[at(b::trapped_slow)] =
            (1 - product.release.fast_share) * F_T - (k2 + k_adh * g_adhesion[bed] + l_T) * T2;
        f[at(b::adherent)] = F_A + kappa * g_adhesion[bed] * C + k_adh * g_adhesion[bed] * (T1 + T2) -
                             (k_off + k_mig + l_A) * A;
        f[at(b::homed)] = k_mig * A - l_H * H;
        const double die = l_T * (T1 + T2) + l_A * A + l_H * H;
        f[at(b::lodged)] = product.loss.lodged_share * die - tissue.clearance * y[at(b::lodged)];
        lost[place.organ] += die;
        alive[place.organ] += T1 + T2 + A + H;
        if (place.zone >= 0) zone[place.zone] += T1 + T2 + A + H;
        on_lodged[bed] += now[k] * product.loss.lodged_share * die;
        debris += now[k] * (1 - product.loss.lodged_share) * die;
        living_label -= now[k] * die;
      }
      f[v_.circulating(n, k)] = dC;
    }
    if (!living) {
      dead_label += on_dead * infused;
      loose += label.unbound_fraction * label_each_ * mean_label * infused;
      continue;
    }
    living_label += now[k] * infused;
    loose += (label.unbound_fraction * label_each_ * populations_[k].weight_of_label + fresh[k] - now[k]) *
             infused;
    const double kupffer[3] = {p_.liver.kupffer.periportal, p_.liver.kupffer.midzonal,
                               p_.liver.kupffer.pericentral};
    for (int o = 0; o < b::organ_count; ++o) {
      f[v_.lost_in(o, k)] = lost[o];
      f[v_.living_time + o] += alive[o];
    }
    for (int z = 0; z < 3; ++z) {
      f[v_.zone_time + z] += zone[z];
      f[v_.kupffer_time + z] += kupffer[z] * zone[z];
    }
  }

  // Label that is not on living cells (L2)-(L7).
  double blood = 0;
  for (const Compartment& place : compartments_) blood += place.volume;
  const double* q = resting_.state.flow;
  double liver_flow = q[c::hepatic_artery];
  for (std::size_t i = 0; i < shares_.size(); ++i)
    liver_flow += q[c::flow_of(static_cast<int>(i), c::venule)];
  const double clearance[b::tissue_organs] = {
      p_.lung.debris_extraction * q[c::through_lung], p_.heart.debris_extraction * q[c::to_heart],
      p_.brain.debris_extraction * q[c::to_brain],    p_.kidney.debris_extraction * q[c::to_kidney],
      p_.marrow.debris_extraction * q[c::to_marrow],  p_.rest.debris_extraction * q[c::to_rest],
      p_.gut.debris_extraction * q[c::to_gut],        p_.spleen.debris_extraction * q[c::to_spleen],
      p_.liver.debris_extraction * liver_flow};
  const double D = y[v_.label_pool + b::debris_label], F = y[v_.label_pool + b::free_label],
               Y = y[v_.label_pool + b::living_label];
  for (int o = 0; o < b::tissue_organs; ++o) {
    const double taken = clearance[o] / blood * D,
                 leaked = label.retained_leak_rate * y[v_.label_retained + o];
    f[v_.label_retained + o] += taken - leaked;
    debris -= taken;
    loose += leaked;
  }
  for (int bed = 0; bed < v_.beds; ++bed) {
    const Compartment& place = compartments_[v_.node_of_bed[bed]];
    const double freed = place.tissue->clearance * y[v_.label_lodged + bed];
    f[v_.label_lodged + bed] = on_lodged[bed] - freed;
    f[v_.label_retained + place.organ] += label.retained_share * freed;
    debris += (1 - label.retained_share) * freed;
  }
  f[v_.label_pool + b::living_label] = living_label - label.leak_rate * Y;
  f[v_.label_pool + b::dead_label] = dead_label;
  f[v_.label_pool + b::debris_label] = debris;
  f[v_.label_pool + b::free_label] =
      loose + label.leak_rate * Y - (label.excretion_rate + label.tissue_binding_rate) * F;
  f[v_.label_pool + b::bound_label] = label.tissue_binding_rate * F;
  f[v_.label_pool + b::excreted_label] = label.excretion_rate * F;
  return f;
}

}  // namespace testing
