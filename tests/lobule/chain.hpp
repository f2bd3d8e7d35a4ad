// A row of cells that blood passes one after another: what a lobule is in one dimension.
#pragma once

#include <cmath>
#include <vector>

#include "models/lobule/closed_forms.hpp"
#include "models/lobule/local_kinetics.hpp"
#include "sim/lobule/first_pass.hpp"
#include "sim/lobule/perfusion.hpp"
#include "sim/lobule/places.hpp"

namespace cellroute::testing {

/// None of them 0, all of the size they have in the library.
inline LocalRates all_rates() {
  LocalRates r;
  r.settling = 1.4e-5;
  r.fast_share = 0.8;
  r.release_fast = 1.3e-5;
  r.release_slow = 5e-6;
  r.detachment = 2e-6;
  r.migration = 1e-6;
  r.loss_trapped = 2.4e-5;
  r.loss_adherent = 2e-5;
  r.loss_homed = 1.4e-6;
  r.lodged_share = 0.9;
  r.clearance = 5.5e-5;
  r.weight = 1;
  return r;
}

/// A stream tube of unit flow area whose cells hold `blood` [m3] each. Forwards blood enters cell 0 as
/// portal blood; backwards it enters the last cell by the central vein.
struct Chain {
  lobule::Block block;
  lobule::Flow flow;

  Chain(double length, const std::vector<double>& blood, double through, bool backwards = false) {
    const int n = static_cast<int>(blood.size());
    block.grid.cells = {n, 1, 1};
    block.grid.spacing = {length / n, 1, 1};
    block.lobule.assign(n, 0);
    block.lobules = 1;
    block.lumen.assign(n, lobule::Lumen::none);
    block.zone_spread.assign(n, 0.5 / n);
    for (auto* ones : {&block.parenchyma, &block.permeability, &block.straining, &block.adhesion})
      ones->assign(n, 1.0);
    for (int i = 0; i < n; ++i) block.zone_coordinate.push_back((i + 0.5) / n);
    block.pore_volume = blood;

    flow.carrier.grid = block.grid;
    for (auto& axis : flow.carrier.flux) axis.assign(n, 0.0);
    for (int i = 0; i + 1 < n; ++i) flow.carrier.flux[0][i] = backwards ? -through : through;
    flow.carrier.inflow.assign(n, 0.0);
    flow.carrier.outflow.assign(n, 0.0);
    (backwards ? flow.carrier.inflow.back() : flow.carrier.inflow.front()) = through;
    (backwards ? flow.carrier.outflow.front() : flow.carrier.outflow.back()) = through;
    flow.carrier.pore_volume = blood;
    for (auto& entry : flow.inflow) entry.assign(n, 0.0);
    flow.inflow[backwards ? 2 : 0] = flow.carrier.inflow;
    flow.speed.assign(n, through);
    flow.pressure.assign(n, 0.0);
    flow.through = through;
    flow.mobility = 1;
  }
};

/// n cells of equal width along the radius of a radial lobule; the mean transit takes 1 s.
inline Chain radial_chain(const RadialLobule& lobule, int n) {
  std::vector<double> blood;
  const double R = lobule.radius, r = lobule.vein_radius, step = (R - r) / n;
  for (int i = 0; i < n; ++i) {
    const double outer = R - i * step, inner = R - (i + 1) * step;
    blood.push_back((outer * outer - inner * inner) / (R * R - r * r));
  }
  return Chain(R - r, blood, 1);
}

/// A liver with sites that never run out and no ligand profile.
inline Liver plain_liver() {
  Liver liver;
  liver.volume = 1;
  liver.blood.sinusoids = 0.15;
  liver.sinusoids.paths = 1e12;
  liver.sinusoids.trap_sites_per_path = 10;
  liver.sinusoids.adhesion_sites_per_path = 60;
  liver.sinusoids.plugging_exponent = 1;
  liver.ligand = {1, 1, 1};
  return liver;
}

inline lobule::FreeSites all_free(std::size_t cells) {
  return {std::vector<double>(cells, 1.0), std::vector<double>(cells, 1.0)};
}

/// First pass of one class through a chain without dispersion.
inline lobule::FirstPass first_pass_of(const Chain& chain, const LocalRates& rates, LobuleEntry entry) {
  const lobule::Zoning zoning = lobule::zone_by_geometry(chain.block, ZoneKind::radius);
  const lobule::Places places = lobule::make_places(chain.block, plain_liver(), zoning);
  lobule::Perfused perfused(chain.block, places, {0, 0, 0}, chain.flow, {});
  const lobule::Kinetics kinetics(chain.block, places, {rates});
  return lobule::first_pass(perfused, kinetics, zoning, all_free(chain.block.grid.size()), entry,
                            {1e-12, 400});
}

}  // namespace cellroute::testing
