// What the resolved lobule tells the levels that do not resolve it: how much of each law of arrest acts
// in each zone.
//
// Of a class that enters by one entry, with all of a path before it
//
//     S = lambda_T L g_T     straining,   L the length of a sinusoid, g free sites
//     F = lambda_A L g_A     adhesion per length
//     D = kappa tau g_A      adhesion per time, tau = blood volume / flow
//
// a zone lets the share exp(-n_z) of what reaches it pass, and n_z is the sum of what the three laws do,
//
//     n_z = S s_z + F f_z + D d_z .
//
// The weights s, f, d are tabulated. They are near the zone's shares of the way (s, f) and of the blood
// (d), times the ligand profile (f, d), whatever S, F and D are, so straight lines between few knots do.
// They hold for any product and any flow; what a table is made for is the geometry, the scars at every
// dial, the ligand profile and the split of portal and arterial blood of one condition.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "models/lobule/inflow.hpp"
#include "models/parameters.hpp"

namespace cellroute {

enum ArrestLaw { straining_law, filter_law, adhesion_law, arrest_laws };

/// All that a table takes from the blood, rounded, so that a table is made for these numbers exactly and
/// serves what rounds to them. Flow lines depend on how the inflow is split and not on how much it is.
/// Dispersion in proportion to the flow leaves no other number; diffusion without flow does.
struct ClosureBlood {
  double arterial_share = 0;  // [1] of the inflow at rest
  double diffusion = 0;       // [1] phi D_m/(w R^2): blood, diffusivity, inflow per volume, side

  static constexpr double share_step = 0.05;      // half of it moves 0.2 % of what stops
  static constexpr double diffusion_step = 1e-3;  // half of it moves 0.1 % of what stops
};

ClosureBlood closure_blood(const Parameters& parameters);

/// S, F and D [1].
using ClosureNumbers = std::array<double, arrest_laws>;

/// Shares [1] of the cells that enter, [law][zone], zones from the portal side.
struct ZoneArrests {
  std::array<std::array<double, 3>, arrest_laws> stopped{};
  double passed = 1;
};

class LobuleClosure {
 public:
  /// Knots of the dial and of S, F, D; each ascends from 0.
  struct Axes {
    std::vector<double> dial;
    std::array<std::vector<double>, arrest_laws> number;
  };
  static constexpr int weights = 3 * arrest_laws;

  LobuleClosure() = default;
  /// Weights of every knot are 0 until set.
  LobuleClosure(std::string fingerprint, Axes axes);

  const std::string& fingerprint() const { return fingerprint_; }
  const Axes& axes() const { return axes_; }
  std::size_t knots() const { return knots_; }  // of one entry

  /// Place of a knot in values(): dial slowest, D fastest.
  std::size_t knot(std::size_t dial, std::size_t straining, std::size_t filter, std::size_t adhesion) const;
  /// [entry][knot * weights + law * 3 + zone]
  std::array<std::vector<double>, lobule_entries>& values() { return values_; }
  const std::array<std::vector<double>, lobule_entries>& values() const { return values_; }

  /// Weights at a point, [law * 3 + zone]; beyond the last knot the last one's.
  std::array<double, weights> at(LobuleEntry entry, double dial, const ClosureNumbers& numbers) const;

  /// What is stopped where. Cells by the central entry cross the zones from the central vein.
  ZoneArrests arrests(LobuleEntry entry, double dial, const ClosureNumbers& numbers) const;

 private:
  std::string fingerprint_;
  Axes axes_;
  std::size_t knots_ = 0;
  std::array<std::vector<double>, lobule_entries> values_;
};

/// The inverse of arrests(): weights that give these shares at these numbers. `per_number` are the
/// shares over the numbers, which are known where a number is 0 too.
/// @pre what is stopped by a law is number times per_number
std::array<double, LobuleClosure::weights> closure_weights(
    LobuleEntry entry, const ClosureNumbers& numbers,
    const std::array<std::array<double, 3>, arrest_laws>& per_number);

}  // namespace cellroute
