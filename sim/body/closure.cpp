#include "sim/body/closure.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace cellroute::body {

namespace c = circulation;

namespace {

constexpr int report_zone[c::zones] = {0, 1, 1, 2};
constexpr double all_but = 1e-12;  // an arrest number stays finite

/// Shares of the sinusoids' cells by entry: as the routes bring them, or as the blood does.
std::array<double, lobule_entries> entry_shares(const BodyCase& body_case, double portal, double arterial) {
  std::array<double, lobule_entries> shares{};
  const auto add = [&](LobuleEntry entry, double cells) { shares[static_cast<std::size_t>(entry)] += cells; };
  for (const Infusion& infusion : body_case.regimen) {
    switch (find_route(infusion.route)->entry) {
      case Entry::hepatic_artery:
        add(LobuleEntry::arterial, infusion.cells);
        break;
      case Entry::portal_vein:
      case Entry::mesenteric_vein:
      case Entry::splenic_vein:
      case Entry::splenic_artery:
      case Entry::gut_artery:
      case Entry::spleen_depot:
        add(LobuleEntry::portal, infusion.cells);
        break;
      case Entry::hepatic_vein_wedge:
        add(LobuleEntry::central, infusion.cells);
        break;
      case Entry::venous:
      case Entry::arterial:
      case Entry::liver_depot:
        add(LobuleEntry::portal, infusion.cells * portal / (portal + arterial));
        add(LobuleEntry::arterial, infusion.cells * arterial / (portal + arterial));
        break;
    }
  }
  double all = 0;
  for (const double share : shares) all += share;
  for (double& share : shares) share = all > 0 ? share / all : 0;
  return shares;
}

ZoneArrests mean_arrests(const LobuleClosure& closure, const std::array<double, lobule_entries>& shares,
                         double dial, const ClosureNumbers& numbers) {
  ZoneArrests mean;
  mean.passed = 0;
  for (int e = 0; e < lobule_entries; ++e) {
    if (shares[e] == 0) continue;
    const ZoneArrests one = closure.arrests(static_cast<LobuleEntry>(e), dial, numbers);
    mean.passed += shares[e] * one.passed;
    for (int law = 0; law < arrest_laws; ++law)
      for (int z = 0; z < 3; ++z) mean.stopped[law][z] += shares[e] * one.stopped[law][z];
  }
  return mean;
}

}  // namespace

std::array<TankArrest, c::zones> tanks_of(const ZoneArrests& arrests, bool reversed) {
  std::array<TankArrest, c::zones> tanks;
  double reaching = 1;
  for (int place = 0; place < 3; ++place) {
    const int zone = reversed ? 2 - place : place;
    double stopped = 0, volume = 0;
    for (const auto& law : arrests.stopped) stopped += law[zone];
    for (int t = 0; t < c::zones; ++t) volume += report_zone[t] == zone ? c::zone_fraction[t] : 0;
    const double passing = std::max(all_but, 1 - stopped / reaching);
    for (int t = 0; t < c::zones; ++t) {
      if (report_zone[t] != zone || stopped <= 0) continue;
      const double here = -std::expm1(std::log(passing) * c::zone_fraction[t] / volume) / stopped;
      TankArrest& tank = tanks[t];
      tank.extraction = here * arrests.stopped[straining_law][zone];
      const double passes = 1 - tank.extraction, filtered = here * arrests.stopped[filter_law][zone],
                   stuck = here * arrests.stopped[adhesion_law][zone];
      tank.filter = filtered / passes;
      tank.adhesion = stuck / (passes - filtered - stuck);
    }
    reaching -= stopped;
    if (reaching < all_but) break;
  }
  return tanks;
}

void use_closure(std::vector<double>& x, const BodyCase& body_case, const CompiledCase& compiled,
                 const std::vector<double>& extraction) {
  const LayoutView& v = compiled.layout->view();
  const Parameters& p = body_case.parameters;
  const Tissue& bed = p.liver.sinusoids;
  const auto& flow = compiled.resting.state.flow;
  for (int t = 0; t < v.territories; ++t) {
    const double portal = flow[c::flow_of(t, c::venule)], arterial = flow[c::flow_of(t, c::arteriole)];
    const auto entries = entry_shares(body_case, portal, arterial);
    const bool reversed = entries[static_cast<std::size_t>(LobuleEntry::central)] > 0.5;
    std::array<int, c::zones> tank{};
    std::array<double, c::zones> transit{};  // [s]
    double transit_all = 0;
    for (int z = 0; z < c::zones; ++z) {
      tank[z] = c::bed_of(t, c::zone1 + z);
      transit[z] = 1 / (x[v.inverse_volume + v.node_of_bed[tank[z]]] * (portal + arterial));
      transit_all += transit[z];
    }
    const Adhesion& adhesion = p.product.adhesion;
    const auto numbers = [&](double extracted) {
      return ClosureNumbers{-std::log1p(-std::min(extracted, 1 - all_but)),
                            adhesion.filter_coefficient * bed.ligand * bed.path_length,
                            adhesion.rate * bed.ligand * transit_all};
    };
    const double dial = p.lobule.fibrosis.dial;
    std::array<double, c::zones> filter{}, stuck{}, reach{};
    for (int k = 0; k < v.populations; ++k) {
      const auto tanks =
          tanks_of(mean_arrests(*body_case.closure, entries, dial, numbers(extraction[k])), reversed);
      double reaching = compiled.populations[k].share;
      for (int place = 0; place < c::zones; ++place) {
        const int z = reversed ? c::zones - 1 - place : place;
        const TankArrest& one = tanks[z];
        x[v.extraction + tank[z] * v.populations + k] = one.extraction;
        reach[z] += reaching;
        filter[z] += reaching * one.filter;
        stuck[z] += reaching * one.adhesion;
        reaching *= (1 - one.extraction) * (1 - one.filter) / (1 + one.adhesion);
      }
    }
    ClosureNumbers of_dead = numbers(extraction.back());
    of_dead[filter_law] = of_dead[adhesion_law] = 0;
    const auto dead = tanks_of(mean_arrests(*body_case.closure, entries, dial, of_dead), reversed);
    for (int z = 0; z < c::zones; ++z) {
      x[v.filter + tank[z]] = filter[z] / reach[z];
      x[v.kappa + tank[z]] = stuck[z] / reach[z] / transit[z];
      x[v.dead_extraction + tank[z]] = dead[z].extraction;
    }
  }
}

}  // namespace cellroute::body
