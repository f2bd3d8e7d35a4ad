// Harmonic means over faces, and fluxes.
#include "sim/numerics/multigrid/conductances.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

namespace cellroute::numerics {
namespace {

constexpr const char* axis_names[3] = {"x", "y", "z"};

/// Calls visit(c, n) for every face of `axis` that joins two cells.
template <typename Visit>
void for_each_face(const Grid& grid, int axis, Visit visit) {
  if (grid.cells[axis] < 2) return;
  const std::ptrdiff_t stride =
      axis == 0 ? 1
                : (axis == 1 ? grid.cells[0] : static_cast<std::ptrdiff_t>(grid.cells[0]) * grid.cells[1]);
  const int rows = grid.cells[1] * grid.cells[2];
#pragma omp parallel for schedule(static)
  for (int row = 0; row < rows; ++row) {
    const int j = row % grid.cells[1], k = row / grid.cells[1];
    for (int i = 0; i < grid.cells[0]; ++i) {
      const int at = axis == 0 ? i : (axis == 1 ? j : k);
      const std::size_t c = grid.index(i, j, k);
      if (at + 1 < grid.cells[axis]) {
        visit(c, c + static_cast<std::size_t>(stride));
      } else if (grid.periodic[axis]) {
        visit(c, c - static_cast<std::size_t>(stride * (grid.cells[axis] - 1)));
      }
    }
  }
}

}  // namespace

Faces conductances(const Grid& grid, std::span<const double> kx, std::span<const double> ky,
                   std::span<const double> kz) {
  const std::array<std::span<const double>, 3> mobility{kx, ky, kz};
  Faces faces;
  for (int axis = 0; axis < 3; ++axis) {
    faces[axis].assign(grid.size(), 0);
    const auto k = mobility[axis];
    if (grid.cells[axis] < 2 && k.empty()) continue;
    if (k.size() != grid.size()) {
      throw std::invalid_argument("mobility along " + std::string(axis_names[axis]) + " has " +
                                  std::to_string(k.size()) + " numbers (the grid has " +
                                  std::to_string(grid.size()) + " cells)");
    }
    for (std::size_t c = 0; c < k.size(); ++c) {
      if (!(k[c] > 0) || !std::isfinite(k[c])) {
        throw std::invalid_argument("mobility along " + std::string(axis_names[axis]) + " of cell " +
                                    std::to_string(c) + " is " + std::to_string(k[c]) +
                                    " (it must be positive and finite)");
      }
    }
    const double factor = 2 * grid.face_area(axis) / grid.spacing[axis];
    for_each_face(grid, axis, [&](std::size_t c, std::size_t n) {
      faces[axis][c] = factor * (k[c] / (k[c] + k[n])) * k[n];
    });
  }
  return faces;
}

Faces face_fluxes(const Grid& grid, const Faces& conductance, std::span<const double> x) {
  if (x.size() != grid.size()) throw std::invalid_argument("face_fluxes: one number per cell is needed");
  Faces flux;
  for (int axis = 0; axis < 3; ++axis) {
    flux[axis].assign(grid.size(), 0);
    if (conductance[axis].size() != grid.size()) {
      throw std::invalid_argument("face_fluxes: one conductance per cell and axis is needed");
    }
    for_each_face(grid, axis, [&](std::size_t c, std::size_t n) {
      flux[axis][c] = conductance[axis][c] * (x[c] - x[n]);
    });
  }
  return flux;
}

}  // namespace cellroute::numerics
