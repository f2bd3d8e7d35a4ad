#include "sim/body/coefficients.hpp"

#include <algorithm>
#include <cmath>

#include "models/cells/classes.hpp"
#include "models/cells/kinetics.hpp"
#include "sim/body/closure.hpp"

namespace cellroute::body {

namespace c = circulation;

namespace {

/// A tissue with what the body adds to it: its share of the sites, its zone.
struct PlacedBed {
  const Tissue* tissue;
  double site_share;     // territory share
  double path_fraction;  // of the constrictions and of the path length
  double ligand;         // bed ligand times zone profile
};

std::vector<PlacedBed> place_beds(const Parameters& p, const std::vector<double>& shares) {
  std::vector<PlacedBed> beds;
  for (const Tissue* t : {&p.lung.tissue, &p.heart.tissue, &p.brain.tissue, &p.kidney.tissue,
                          &p.marrow.tissue, &p.rest.tissue, &p.gut.tissue, &p.spleen.tissue}) {
    beds.push_back({t, 1, 1, t->ligand});
  }
  const Liver& liver = p.liver;
  const double profile[c::zones] = {liver.ligand.periportal, liver.ligand.midzonal, liver.ligand.midzonal,
                                    liver.ligand.pericentral};
  for (const double share : shares) {
    beds.push_back({&liver.portal_venules, share, 1, liver.portal_venules.ligand});
    beds.push_back({&liver.terminal_arterioles, share, 1, liver.terminal_arterioles.ligand});
    for (int z = 0; z < c::zones; ++z) {
      beds.push_back({&liver.sinusoids, share, c::zone_fraction[z], liver.sinusoids.ligand * profile[z]});
    }
  }
  return beds;
}

std::vector<double> node_volumes(const Parameters& p, const std::vector<double>& shares,
                                 const LayoutView& v) {
  const Liver& liver = p.liver;
  std::vector<double> volume(v.nodes);
  volume[venous_pool] = p.circulation.venous_volume;
  volume[arterial_pool] = p.circulation.arterial_volume;
  volume[splenic_vein_pool] = p.circulation.splenic_vein_volume;
  volume[confluence_pool] = p.circulation.mesenteric_vein_volume;
  volume[portal_vein_pool] = liver.blood.portal_tree * liver.volume;
  volume[hepatic_artery_pool] = liver.blood.arterial_tree * liver.volume;
  volume[hepatic_vein_pool] = liver.blood.hepatic_veins * liver.volume;
  const double organs[c::organ_beds] = {p.lung.blood_volume,   p.heart.blood_volume,  p.brain.blood_volume,
                                        p.kidney.blood_volume, p.marrow.blood_volume, p.rest.blood_volume,
                                        p.gut.blood_volume,    p.spleen.blood_volume};
  for (int b = 0; b < c::organ_beds; ++b) volume[v.node_of_bed[b]] = organs[b];
  for (std::size_t t = 0; t < shares.size(); ++t) {
    const double size = shares[t] * liver.volume;
    const int first = v.node_of_bed[c::bed_of(static_cast<int>(t), c::venules)];
    volume[first + c::venules] = liver.blood.portal_venules * size;
    volume[first + c::arterioles] = liver.blood.terminal_arterioles * size;
    for (int z = 0; z < c::zones; ++z)
      volume[first + c::zone1 + z] = liver.blood.sinusoids * c::zone_fraction[z] * size;
    volume[first + c::territory_beds] = liver.blood.arterial_space * size;
  }
  return volume;
}

}  // namespace

std::vector<double> resting_coefficients(const BodyCase& body_case, const CompiledCase& compiled,
                                         const std::vector<DiameterSlice>& slices,
                                         const std::vector<double>& shares, ExtractionCache& cache) {
  const LayoutView& v = compiled.layout->view();
  const Parameters& p = body_case.parameters;
  const Product& product = p.product;
  const Label& label = p.label;
  std::vector<double> x(v.coefficients, 0.0);
  const auto& network = reinterpret_cast<const double(&)[sizeof(c::Network<double>) / sizeof(double)]>(
      compiled.resting.network);
  std::copy(std::begin(network), std::end(network), x.begin() + v.network);

  const double host = host_factor(product.loss.host, body_case.host);
  const std::vector<double> volume = node_volumes(p, shares, v);
  double blood = 0;
  for (int n = 0; n < v.nodes; ++n) {
    blood += volume[n];
    x[v.inverse_volume + n] = 1 / volume[n];
    x[v.loss_circulating + n] = product.loss.circulating * host;
  }
  const std::vector<PlacedBed> beds = place_beds(p, shares);
  std::vector<ScaledSlice> scaled;
  for (std::size_t k = 0; k < slices.size(); ++k)
    scaled.push_back(
        {slices[k], product.deformability * std::cbrt(compiled.populations[k].cells_per_particle)});
  scaled.push_back({whole_distribution(product), product.dead_deformability});
  cache.begin(scaled);
  std::vector<const Sieve*> sieves;
  for (const PlacedBed& bed : beds) sieves.push_back(&bed.tissue->capillary);
  cache.prepare(sieves);
  for (int b = 0; b < v.beds; ++b) {
    const PlacedBed& bed = beds[b];
    const Tissue& tissue = *bed.tissue;
    const std::vector<double>& extracted = cache.of(tissue.capillary);
    const double loss = host * tissue.loss_factor;
    x[v.loss_circulating + v.node_of_bed[b]] = product.loss.circulating * loss;
    x[v.filter + b] = filtered_share(product.adhesion, tissue, bed.ligand, bed.path_fraction);
    x[v.kappa + b] = product.adhesion.rate * bed.ligand;
    x[v.adhere + b] = product.adhesion.trapped_rate * bed.ligand;
    x[v.detach + b] = product.adhesion.detachment_rate;
    x[v.migrate + b] = product.adhesion.migration_rate;
    x[v.loss_trapped + b] = product.loss.trapped * loss;
    x[v.loss_adherent + b] = product.loss.adherent * loss;
    x[v.loss_homed + b] = product.loss.homed * loss;
    x[v.clearance + b] = tissue.clearance;
    const double paths = tissue.paths * bed.site_share;
    x[v.inverse_paths + b] = 1 / paths;
    x[v.inverse_trap_sites + b] = 1 / (paths * tissue.trap_sites_per_path);
    x[v.inverse_adhesion_sites + b] = 1 / (paths * tissue.adhesion_sites_per_path);
    x[v.dead_extraction + b] = partial_extraction(extracted.back(), bed.path_fraction);
    for (std::size_t k = 0; k < slices.size(); ++k) {
      const double diameter = scaled[k].scale * compiled.populations[k].median_diameter;
      const double factor = release_factor(product.release, tissue, diameter);
      const std::size_t kb = b * slices.size() + k;
      x[v.extraction + kb] = partial_extraction(extracted[k], bed.path_fraction);
      x[v.release_fast + kb] = product.release.fast_rate * factor;
      x[v.release_slow + kb] = product.release.slow_rate * factor;
    }
  }
  if (body_case.closure) use_closure(x, body_case, compiled, cache.of(p.liver.sinusoids.capillary));
  x[v.fast_share] = product.release.fast_share;
  x[v.lodged_share] = product.loss.lodged_share;
  x[v.dead_weight] = product.plugging_weight;
  x[v.arterial_space_flow] = p.liver.arterial_space_flow;
  x[v.leak] = label.leak_rate;
  x[v.retained_share] = label.retained_share;
  x[v.retained_leak] = label.retained_leak_rate;
  x[v.excretion] = label.excretion_rate;
  x[v.binding] = label.tissue_binding_rate;

  // Label is counted as a share of all the label infused; every cell of the dose, living or dead,
  // carries its part on average.
  double mean_weight = 0;
  for (const Population& one : compiled.populations)
    mean_weight += one.cohort == 0 ? one.share * one.label_weight : 0;
  const double each = compiled.label_total > 0 ? 1 / (compiled.dose * mean_weight) : 0;
  for (std::size_t k = 0; k < compiled.populations.size(); ++k) {
    const Population& one = compiled.populations[k];
    x[v.weight + k] = product.plugging_weight / one.cells_per_particle;
    x[v.label_per_cell + k] = (1 - label.unbound_fraction) * each * one.label_weight;
    x[v.label_unbound + k] = label.unbound_fraction * each * one.label_weight;
    x[v.label_time + k] = one.label_time;
  }
  x[v.dead_label_per_cell] = (1 - label.unbound_fraction) * each * mean_weight;
  x[v.dead_label_unbound] = label.unbound_fraction * each * mean_weight;

  // Debris in well-mixed blood is cleared at Q E of each organ's resting flow.
  const auto& flow = compiled.resting.state.flow;
  double liver_flow = flow[c::hepatic_artery];
  for (std::size_t t = 0; t < shares.size(); ++t)
    liver_flow += flow[c::flow_of(static_cast<int>(t), c::venule)];
  const double clearances[tissue_organs] = {p.lung.debris_extraction * flow[c::through_lung],
                                            p.heart.debris_extraction * flow[c::to_heart],
                                            p.brain.debris_extraction * flow[c::to_brain],
                                            p.kidney.debris_extraction * flow[c::to_kidney],
                                            p.marrow.debris_extraction * flow[c::to_marrow],
                                            p.rest.debris_extraction * flow[c::to_rest],
                                            p.gut.debris_extraction * flow[c::to_gut],
                                            p.spleen.debris_extraction * flow[c::to_spleen],
                                            p.liver.debris_extraction * liver_flow};
  for (int o = 0; o < tissue_organs; ++o) x[v.uptake + o] = clearances[o] / blood;

  for (const Infusion& infusion : body_case.regimen) {
    const Entry entry = find_route(infusion.route)->entry;
    if (entry == Entry::spleen_depot) x[v.washout + spleen_depot] = infusion.washout;
    if (entry == Entry::liver_depot) x[v.washout + liver_depot] = infusion.washout;
  }
  x[v.depot_loss + spleen_depot] = product.loss.trapped * host * p.spleen.tissue.loss_factor;
  x[v.depot_loss + liver_depot] = product.loss.trapped * host * p.liver.sinusoids.loss_factor;
  for (std::size_t t = 0; t < shares.size(); ++t) {
    for (int z = 0; z < c::zones; ++z)
      x[v.depot_to_zone + t * c::zones + z] = shares[t] * c::zone_fraction[z];
  }
  x[v.kupffer] = p.liver.kupffer.periportal;
  x[v.kupffer + 1] = p.liver.kupffer.midzonal;
  x[v.kupffer + 2] = p.liver.kupffer.pericentral;
  return x;
}

}  // namespace cellroute::body
