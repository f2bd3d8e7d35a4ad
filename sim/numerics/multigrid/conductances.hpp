// Face conductances from cell mobilities, and the fluxes that a solution drives through the faces.
#pragma once

#include <span>

#include "sim/numerics/grid.hpp"

namespace cellroute::numerics {

/// Conductance of each face, harmonic mean of the two cells' mobilities times area over spacing (the
/// series connection of two half cells). Mobility is permeability over viscosity [m2/(Pa s)], giving
/// m3/(Pa s); with diffusion coefficients [m2/s] it gives m3/s. One number per cell and axis.
/// Throws std::invalid_argument for a mobility that is not positive and finite, and for wrong sizes;
/// `kz` (or any axis of one cell) may be empty.
Faces conductances(const Grid& grid, std::span<const double> kx, std::span<const double> ky,
                   std::span<const double> kz);

/// Flux T_f (x_c - x_n) of each face, positive towards growing axis.
Faces face_fluxes(const Grid& grid, const Faces& conductance, std::span<const double> x);

}  // namespace cellroute::numerics
