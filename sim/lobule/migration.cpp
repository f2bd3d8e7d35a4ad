#include "sim/lobule/migration.hpp"

#include <algorithm>

#include "sim/lobule/error.hpp"
#include "sim/numerics/multigrid/diffusion_solver.hpp"
#include "sim/numerics/transport/check.hpp"

namespace cellroute::lobule {

namespace {

/// Diffusive conductances [m3/s] between cells of parenchyma; the lumen of vessels is walled off.
numerics::Faces tissue_faces(const Block& block, double diffusivity) {
  const numerics::Grid& grid = block.grid;
  numerics::Faces faces;
  for (auto& axis : faces) axis.assign(grid.size(), 0.0);
  numerics::each_face(grid, [&](int axis, std::size_t c, std::size_t next) {
    if (block.lumen[c] == Lumen::none && block.lumen[next] == Lumen::none)
      faces[axis][c] = diffusivity * grid.face_area(axis) / grid.spacing[axis];
  });
  return faces;
}

}  // namespace

std::vector<double> chemokine_level(const Block& block, const LobuleChemokine& chemokine,
                                    const Zoning& zoning) {
  const std::size_t n = block.grid.size();
  const double volume = block.grid.volume();
  const double profile[zones] = {chemokine.source.periportal, chemokine.source.midzonal,
                                 chemokine.source.pericentral};
  const std::vector<double> sink(n, chemokine.decay * volume);
  std::vector<double> made(n), level(n, 0.0);
  for (std::size_t c = 0; c < n; ++c) {
    if (block.lumen[c] != Lumen::none) continue;
    for (int z = 0; z < zones; ++z)
      made[c] += chemokine.production * volume * profile[z] * zoning.share[z][c];
  }
  numerics::DiffusionSolver solver(block.grid, tissue_faces(block, chemokine.diffusivity), sink);
  if (!solver.solve(made, level, {1e-10, 500}).converged)
    throw LobuleError({"the chemokine's steady level was not found"});
  for (double& s : level) s = std::max(s, 0.0);  // the solver's error may be below 0 where the level is 0
  return level;
}

Migration::Migration(const Block& block, const LobuleChemokine& chemokine, const Zoning& zoning) {
  const bool climbs = chemokine.chemotaxis > 0 && chemokine.production > 0;
  if (!(chemokine.motility > 0) && !climbs) return;
  level_ = climbs ? chemokine_level(block, chemokine, zoning) : std::vector<double>(block.grid.size(), 0.0);
  const numerics::Faces open = tissue_faces(block, 1);
  const double quarter = *std::min_element(block.grid.spacing.begin(), block.grid.spacing.begin() + 2) / 4;
  patience_ = quarter * quarter / (2 * (chemokine.motility + (climbs ? chemokine.chemotaxis : 0)));
  drift_.emplace(block.grid, chemokine.motility, climbs ? chemokine.chemotaxis : 0, level_, &open);
}

void Migration::step(double dt, std::span<double> homed, double tolerance) {
  if (drift_) drift_->step(dt, homed, {tolerance, 400});
}

}  // namespace cellroute::lobule
