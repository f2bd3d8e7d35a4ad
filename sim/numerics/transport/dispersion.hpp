// Hydrodynamic dispersion: its tensor from the flow, and a monotone discretisation of it.
//
//     phi D = alpha_T |q| I + (alpha_L - alpha_T) q q^T / |q| + phi D_m,     q = phi v the Darcy flux
//
// On a grid, a symmetric positive tensor is a sum of squares of integer offsets with weights that are
// not negative (Selling's formula),
//
//     D_ab / (h_a h_b) = sum_i lambda_i e_i[a] e_i[b],     3 offsets in a plane, 6 in space,
//
// from a basis of the grid reduced until it is obtuse for D. A cell gives half of lambda_i to the link
// towards each of x + e_i and x - e_i, so that div(phi D grad c) becomes an exchange between pairs of
// cells: symmetric, conservative, second order for smooth tensors, and never negative.
// Source: J. Fehrenbach, J.-M. Mirebeau, Sparse non-negative stencils for anisotropic diffusion,
// J. Math. Imaging Vis. 49 (2014) 123-147, doi:10.1007/s10851-013-0446-3.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/numerics/grid.hpp"
#include "sim/numerics/transport/carrier.hpp"

namespace cellroute::numerics {

struct DispersionLaw {
  double longitudinal = 0;  // [m] alpha_L
  double transverse = 0;    // [m] alpha_T
  double molecular = 0;     // [m2/s] D_m
};

/// xx, yy, zz, xy, xz, yz
using SymmetricTensor = std::array<double, 6>;

/// A tensor as a weighted sum of squares of integer offsets. Of e and -e one stands for both.
struct Selling {
  int terms = 0;
  std::array<std::array<int, 3>, 6> offset{};
  std::array<double, 6> weight{};
};

/// Decomposes a tensor given in units of the grid along the axes that are `active`. Throws
/// std::domain_error when the tensor is not positive, or when it is so much longer than wide that an
/// offset would reach further than 32 cells.
Selling selling(const SymmetricTensor& tensor, const std::array<bool, 3>& active);

/// phi D [m2/s] of every cell, from the mean flux over each pair of opposite faces. A cell with a well
/// has a flow normal to its faces, so its tensor is diagonal and takes the larger flux of each axis.
/// `factor`, one number for each cell or none, scales its tensor; 0 switches dispersion off.
/// Throws std::invalid_argument on negative lengths or factors, or a wrong count.
std::vector<SymmetricTensor> dispersion_tensor(const Carrier& carrier, const DispersionLaw& law,
                                               std::span<const double> factor = {});

/// The stencil of every cell: `slots` offsets (up to 1, 5 or 9 by dimension) with weights.
struct DispersionStencils {
  int slots = 0;
  std::vector<std::array<int, 3>> offset;  // the distinct offsets of all cells
  std::vector<std::uint16_t> id;           // [cell * slots + slot] into `offset`
  std::vector<double> weight;              // [cell * slots + slot], [m3/s], at least 0
};

/// `floor`, three conductances [m3/s] for each cell or none: what the links over a cell's faces should
/// carry, which central differences of an advective flux F need to be |F|/2. Where the tensor's own
/// decomposition gives less, as much of diag(floor) as the tensor can spare (keeping 0.3 of its
/// narrowest part) is set aside for the faces and the rest decomposed. The sum stays the tensor.
/// Throws std::domain_error as selling does, naming the cell.
DispersionStencils dispersion_stencils(const Grid& grid, std::span<const SymmetricTensor> tensor,
                                       std::span<const std::array<double, 3>> floor = {});

/// Pairs of cells that exchange, row by row: cell c exchanges with cell[e], start[c] <= e < start[c+1],
/// in growing order, conductance[e] (c_c - c_n) [m3/s] from c to n. Both directions are listed.
struct Links {
  std::vector<int> start;
  std::vector<int> cell;
  std::vector<double> conductance;
};

/// The sum of the stencils. A link is left out when its straight way leaves the block, crosses a face
/// of `open` whose number is 0 (conductances, say), or touches a cell whose own weights are all 0:
/// nothing flows over it. `open` may be null: then only the outer walls are walls.
Links dispersion_links(const Grid& grid, const DispersionStencils& stencils, const Faces* open = nullptr);

/// The three steps in one, with half of each cell's largest flux along an axis as its floor.
Links dispersion_links(const Carrier& carrier, const DispersionLaw& law, std::span<const double> factor = {},
                       const Faces* open = nullptr);

}  // namespace cellroute::numerics
