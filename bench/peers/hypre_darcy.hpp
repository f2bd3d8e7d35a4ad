// The same pressure systems solved by hypre, in this process and on one rank.
#pragma once

#include <span>
#include <string>

#include "sim/numerics/grid.hpp"

namespace cellroute::bench {

struct PeerReport {
  std::string settings;
  int iterations = 0;
  double residual = 0;  // ||b - A x|| / ||b|| as the peer reports it
};

/// Conjugate gradients with PFMG (semicoarsening multigrid of the Struct interface), set-up included, at
/// most 200 iterations.
/// The block has walls on all sides.
PeerReport solve_pfmg(const numerics::Grid& grid, const numerics::Faces& conductance,
                      std::span<const double> sink, std::span<const double> rhs, std::span<double> x,
                      double tolerance);

/// Conjugate gradients with SMG, likewise.
PeerReport solve_smg(const numerics::Grid& grid, const numerics::Faces& conductance,
                     std::span<const double> sink, std::span<const double> rhs, std::span<double> x,
                     double tolerance);

/// Conjugate gradients with BoomerAMG (IJ interface), likewise. Aggressive coarsening on the finest
/// `aggressive` levels.
PeerReport solve_boomeramg(const numerics::Grid& grid, const numerics::Faces& conductance,
                           std::span<const double> sink, std::span<const double> rhs, std::span<double> x,
                           double tolerance, double strong, int aggressive);

}  // namespace cellroute::bench
