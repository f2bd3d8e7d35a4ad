// Migration of homed cells: diffusion and drift up a chemokine field, by implicit steps.
//
//     dh/dt = div(D grad h - chi h grad S),       no flux through walls
//
// Over a face the exchange is the exact flux between two cells of constant D and grad S,
//
//     J(c -> n) = (D A/l) [B(-u) h_c - B(u) h_n],   u = chi (S_n - S_c)/D,   B(u) = u/(e^u - 1)
//
// so rates are positive for any u, nothing is made or lost, and h ~ exp(chi S/D) stays as it is. The
// unknown solved for is h exp(-chi S/D), whose exchange is symmetric and whose equilibrium is flat.
// Source: D. L. Scharfetter, H. K. Gummel, Large-signal analysis of a silicon Read diode oscillator,
// IEEE Trans. Electron Devices 16 (1969) 64-77, doi:10.1109/T-ED.1969.16566.
#pragma once

#include <span>
#include <vector>

#include "sim/numerics/transport/implicit_solver.hpp"

namespace cellroute::numerics {

class DriftDiffusion {
 public:
  /// `diffusion` D and `drift` chi [m2/s per unit of S], at least 0; `attractant` S of every cell, in any
  /// unit. Faces of `open` whose number is 0 are walls besides those of the block; it may be null.
  /// Throws std::invalid_argument on negative or non-finite numbers or a wrong count.
  DriftDiffusion(const Grid& grid, double diffusion, double drift, std::span<const double> attractant,
                 const Faces* open = nullptr);

  /// One step of length dt [s] by the backward Euler method for every species, density[k * cells + cell]
  /// in anything per volume. Throws as ExchangeSolver::solve does.
  ExchangeReport step(double dt, std::span<double> density, const ExchangeOptions& options = {});

 private:
  double volume_;
  std::vector<double> weight_, leave_, right_;
  ExchangeSolver solver_;
};

}  // namespace cellroute::numerics
