#include "sim/lobule/tabulate.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "sim/lobule/perfusion.hpp"
#include "sim/lobule/places.hpp"
#include "sim/lobule/sums.hpp"

namespace cellroute::lobule {
namespace {

constexpr std::size_t side_by_side = 8;  // knots solved at once

using PerNumber = std::array<std::array<double, zones>, arrest_laws>;

/// What a number of 1 of each law is in every grid cell [m3/s].
struct UnitSinks {
  std::array<std::vector<double>, arrest_laws> of;

  UnitSinks(const Perfused& perfused, double path_length) {
    const Encounter& met = perfused.encounter();
    const double per_path = 1 / path_length, per_transit = 1 / perfused.mean_transit();
    of = {met.strained_length, met.stuck_length, met.stuck_time};
    for (double& x : of[straining_law]) x *= per_path;
    for (double& x : of[filter_law]) x *= per_path;
    for (double& x : of[adhesion_law]) x *= per_transit;
  }
};

/// Fills the knots of one dial and one entry.
class Filler {
 public:
  Filler(LobuleClosure& closure, std::size_t dial, LobuleEntry entry, Perfused& perfused,
         const Zoning& zoning, double path_length)
      : closure_(closure),
        dial_(dial),
        entry_(entry),
        perfused_(perfused),
        zoning_(zoning),
        unit_(perfused, path_length),
        cells_(unit_.of[0].size()),
        source_(cells_, 0.0) {
    perfused.enter(entry, 1, source_);
    const auto& n = closure.axes().number;
    for (std::size_t s = 0; s < n[0].size(); ++s)
      for (std::size_t f = 0; f < n[1].size(); ++f)
        for (std::size_t a = 0; a < n[2].size(); ++a) places_.push_back({s, f, a});
  }

  std::size_t knots() const { return places_.size(); }

  void fill(std::size_t first) {
    const std::size_t count = std::min(side_by_side, places_.size() - first);
    std::vector<double> sink(count * cells_, 0.0), source, c(count * cells_, 0.0);
    for (std::size_t k = 0; k < count; ++k) {
      const ClosureNumbers numbers = numbers_of(first + k);
      source.insert(source.end(), source_.begin(), source_.end());
      for (int law = 0; law < arrest_laws; ++law)
        for (std::size_t i = 0; i < cells_; ++i) sink[k * cells_ + i] += numbers[law] * unit_.of[law][i];
    }
    perfused_.transport().solve_steady(sink, source, c, {1e-12, 400});
    const std::vector<double> fitted = perfused_.transport().fitted(sink);
    for (std::size_t k = 0; k < count; ++k) {
      const PerNumber shares = shares_of(&sink[k * cells_], &fitted[k * cells_], &c[k * cells_]);
      const auto weights = closure_weights(entry_, numbers_of(first + k), shares);
      const auto& at = places_[first + k];
      auto& values = closure_.values()[static_cast<std::size_t>(entry_)];
      std::copy(weights.begin(), weights.end(),
                values.begin() + static_cast<std::ptrdiff_t>(closure_.knot(dial_, at[0], at[1], at[2]) *
                                                             LobuleClosure::weights));
    }
  }

 private:
  ClosureNumbers numbers_of(std::size_t place) const {
    ClosureNumbers numbers;
    for (int law = 0; law < arrest_laws; ++law)
      numbers[law] = closure_.axes().number[law][places_[place][law]];
    return numbers;
  }

  /// Of a unit inflow, what each law would stop in each zone per number of 1, in the concentration c.
  PerNumber shares_of(const double* sink, const double* fitted, const double* c) const {
    PerNumber shares;
    for (int law = 0; law < arrest_laws; ++law)
      shares[law] = zone_sums(zoning_.share, [&](std::size_t i) {
        const double as_fitted = sink[i] > 0 ? fitted[i] / sink[i] : 1;
        return unit_.of[law][i] * as_fitted * c[i];
      });
    return shares;
  }

  LobuleClosure& closure_;
  std::size_t dial_;
  LobuleEntry entry_;
  Perfused& perfused_;
  const Zoning& zoning_;
  UnitSinks unit_;
  std::size_t cells_;
  std::vector<double> source_;
  std::vector<std::array<std::size_t, arrest_laws>> places_;
};

}  // namespace

LobuleClosure::Axes closure_axes() {
  return {{0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1},
          {{{0, 0.3, 1, 2, 4, 8}, {0, 0.5, 1.5, 4}, {0, 0.5, 1.5, 4}}}};
}

LobuleNumerics closure_numerics() {
  LobuleNumerics numerics;
  numerics.spacing = 10e-6;
  numerics.boundary = LobuleBoundary::reduced;
  numerics.zones = ZoneKind::area;
  return numerics;
}

LobuleClosure tabulate(const Parameters& parameters, const LobuleNumerics& numerics,
                       const ClosureBlood& blood, const std::string& fingerprint,
                       const LobuleClosure::Axes& axes, const std::function<void(double)>& done) {
  LobuleClosure closure(fingerprint, axes);
  Parameters p = parameters;
  const double inflow = 1.0 / 60;  // [1/s]; any would do
  const Perfusion perfusion{(1 - blood.arterial_share) * inflow, blood.arterial_share * inflow};
  p.lobule.dispersion.molecular =
      blood.diffusion * inflow * p.lobule.side * p.lobule.side / p.liver.blood.sinusoids;
  double filled = 0;
  const double all = static_cast<double>(closure.knots()) * lobule_entries;
  for (std::size_t dial = 0; dial < axes.dial.size(); ++dial) {
    p.lobule.fibrosis.dial = axes.dial[dial];
    const Block block = make_block(p.lobule, p.liver.blood.sinusoids, numerics);
    const Zoning zoning = zone_by_geometry(block, numerics.zones);
    const Places places = make_places(block, p.liver, zoning);
    FlowSolver solver(block);
    for (const bool forwards : {true, false}) {
      const double sign = forwards ? 1 : -1;
      const Perfusion through{sign * perfusion.portal, sign * perfusion.arterial};
      Perfused perfused(block, places, p.lobule.dispersion, solver.solve(through), through);
      for (int e = 0; e < lobule_entries; ++e) {
        const auto entry = static_cast<LobuleEntry>(e);
        if (!perfused.enters(entry) || forwards == (entry == LobuleEntry::central)) continue;
        Filler filler(closure, dial, entry, perfused, zoning, p.liver.sinusoids.path_length);
        for (std::size_t first = 0; first < filler.knots(); first += side_by_side) {
          filler.fill(first);
          filled += static_cast<double>(std::min(side_by_side, filler.knots() - first));
          if (done) done(filled / all);
        }
      }
    }
  }
  return closure;
}

}  // namespace cellroute::lobule
