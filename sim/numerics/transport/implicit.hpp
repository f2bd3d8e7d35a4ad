// Implicit transport of cells by the blood: advection, dispersion and arrest in one system.
//
//     phi V (c - c_old)/dt + out-flow - in-flow + dispersion + S' c = b            (dt may be infinite)
//
// Over a face with flux F and dispersive conductance W the exchange is central as long as that keeps
// both rates positive, and gets the least extra diffusion that does otherwise:
//
//     F (c + n)/2 + max(W, |F|/2) (c - n)
//
// so it is second order where dispersion carries the exchange (cell Peclet number F/W below 2) and
// upwind where there is none; always an M-matrix, always conservative.
//
// The sink S [m3/s] of a cell is fitted: S' is the rate for which the scheme reproduces the exact decay
// of a steady stream through cells of equal sinks,
//
//     c ~ exp(-mu x),  mu l = 2 (S/F) / (1 + sqrt(1 + 4 (S/F)(G/F))),
//     S' = (1 - e^{-mu l}) (a e^{mu l} - b),   a, b = max(G, F/2) +- F/2,
//
// with F the flow out of the cell, l the length of its part of a stream and G the dispersive
// conductance over that length. Without dispersion S' = F (exp(S/F) - 1), what a sweep in flow order
// uses; without flow or with a small S, S' = S (1 + O(l^2)).
#pragma once

#include <span>
#include <vector>

#include "sim/numerics/transport/carrier.hpp"
#include "sim/numerics/transport/dispersion.hpp"
#include "sim/numerics/transport/implicit_solver.hpp"

namespace cellroute::numerics {

/// What became of what went in, by species [cells/s]; stored is 0 for a steady solution.
/// entered = left + arrested + stored to rounding.
struct ImplicitReport {
  ExchangeReport solver;
  std::vector<double> entered, left, arrested, stored;
};

class ImplicitTransport {
 public:
  /// Dispersion by law, with factors and walls as in dispersion_links. Throws as order_by_flow,
  /// dispersion_tensor and dispersion_stencils do.
  explicit ImplicitTransport(const Carrier& carrier, const DispersionLaw& law = {},
                             std::span<const double> factor = {}, const Faces* open = nullptr);

  /// S' of every number of `sink`, [k * cells + cell] in m3/s.
  std::vector<double> fitted(std::span<const double> sink) const;
  /// S' of the last solve, valid until the next one.
  std::span<const double> fitted() const { return arrest_; }

  /// Cells that nothing leaves: no blood flows through them and nothing disperses.
  std::vector<char> cut_off() const;

  /// Steady state: b is `source` [cells/s], with [k * cells + cell] for every species k, and c
  /// [cells/m3] the start and then the solution. Cells arrested in a voxel each second are S' c.
  /// Throws as ExchangeSolver::solve does.
  ImplicitReport solve_steady(std::span<const double> sink, std::span<const double> source,
                              std::span<double> c, const ExchangeOptions& options = {});

  /// One step of length dt [s] by the backward Euler method: `old` is c before the step and `c` the
  /// start of the iteration and then the solution (both may be the same array).
  ImplicitReport step(double dt, std::span<const double> sink, std::span<const double> source,
                      std::span<const double> old, std::span<double> c, const ExchangeOptions& options = {});

 private:
  double fitted(double sink, std::size_t cell) const;
  ImplicitReport solve(double rate, std::span<const double> sink, std::span<const double> source,
                       std::span<const double> old, std::span<double> c, const ExchangeOptions& options);

  std::vector<double> outflow_, pore_volume_;
  std::vector<double> through_;  // [m3/s] F of a cell
  std::vector<double> along_;    // [m3/s] G of a cell
  std::vector<double> arrest_, leave_, right_;
  ExchangeSolver solver_;
};

}  // namespace cellroute::numerics
