// Homed cells wander in the tissue and climb the gradient of a chemokine.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "models/lobule/lobule.hpp"
#include "sim/lobule/places.hpp"
#include "sim/numerics/transport/drift.hpp"

namespace cellroute::lobule {

/// The level S of the chemokine [1], steady: D_S div grad S - k_S S + production profile = 0 in the
/// parenchyma, no flux into vessels or out of the block. @throws LobuleError when the solver fails
std::vector<double> chemokine_level(const Block& block, const LobuleChemokine& chemokine,
                                    const Zoning& zoning);

/// dH/dt = div(D_H grad H - chi H grad S), no flux into vessels or out of the block.
class Migration {
 public:
  Migration(const Block& block, const LobuleChemokine& chemokine, const Zoning& zoning);

  const std::vector<double>& level() const { return level_; }  // empty when nothing migrates
  /// Whether cells wander a quarter of a grid cell in this time [s]; what is less can wait.
  bool worth(double time) const { return time > patience_; }
  /// Moves the homed cells of every class, [class * cells + cell].
  /// @param tolerance of the linear solver, relative to the cells that are homed
  void step(double dt, std::span<double> homed, double tolerance);

 private:
  std::vector<double> level_;
  double patience_ = 0;  // [s]
  std::optional<numerics::DriftDiffusion> drift_;
};

}  // namespace cellroute::lobule
