// Steady diffusion and Darcy pressure on a block of cells: multigrid-preconditioned conjugate gradients.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "sim/numerics/grid.hpp"
#include "sim/numerics/multigrid/regions.hpp"

namespace cellroute::numerics {

struct SolveOptions {
  double tolerance = 1e-10;  // of the residual's 2-norm over the right-hand side's
  int max_iterations = 500;
};

/// A closed region (no sink in it) whose sources do not sum to zero: nothing steady exists there.
struct UnbalancedRegion {
  std::size_t region = 0;  // index into Regions::list
  double sum = 0;          // of the right-hand side over its cells
  double scale = 0;        // sum of its absolute values
};

struct SolveReport {
  int iterations = 0;
  double residual = 0;  // ||b - A x|| / ||b||, of the part of b that closed regions can balance
  bool converged = false;
  std::vector<UnbalancedRegion> unbalanced;  // closed regions solved only up to their mean source
};

/// Solves   sum over the faces f of c:  T_f (x_c - x_n)  +  s_c x_c  =  b_c   for every cell c,
/// with conductances T_f >= 0 (0: a wall) and sinks s_c >= 0. With pressures [Pa], T is in m3/(Pa s)
/// and b in m3/s; any consistent units do. Regions that faces of T = 0 set apart are solved side by
/// side. A region without sink determines x up to a constant: there x has zero mean, and of b the
/// mean is taken off first (SolveReport::unbalanced tells if that was more than rounding).
///
/// The same input gives the same bits for any number of threads.
class DiffusionSolver {
 public:
  /// `sink` has one number for each cell, or none at all. Throws std::invalid_argument for a
  /// conductance or sink that is negative or not finite, for a wall (last layer of an axis that is not
  /// periodic) whose number is not 0, for wrong sizes, and if nothing conducts and nothing sinks.
  DiffusionSolver(const Grid& grid, const Faces& conductance, std::span<const double> sink = {});
  ~DiffusionSolver();
  DiffusionSolver(DiffusionSolver&&) noexcept;
  DiffusionSolver& operator=(DiffusionSolver&&) noexcept;

  /// Other coefficients on the same grid; memory is kept. Throws as the constructor does.
  void update(const Faces& conductance, std::span<const double> sink = {});

  /// `x` holds the initial guess and receives the solution. Throws std::invalid_argument for wrong
  /// sizes and for numbers that are not finite.
  SolveReport solve(std::span<const double> rhs, std::span<double> x, const SolveOptions& options = {});

  /// x = what one multigrid cycle makes of `rhs`, to be a preconditioner of other iterations: A x is near rhs
  /// up to a factor, and not quite linear in rhs, so that flexible iterations are needed. Nothing is checked
  /// but sizes.
  void cycle(std::span<const double> rhs, std::span<double> x);

  /// What hangs together through faces of T > 0.
  const Regions& regions() const;

 private:
  class Implementation;
  std::unique_ptr<Implementation> self_;
};

}  // namespace cellroute::numerics
