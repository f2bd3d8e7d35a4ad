// Solves systems of cells that exchange, several species at once.
//
// Defect correction: residuals in double precision; corrections by GCR with multigrid in single
// precision. Then two things that the mathematics promises are made good to the last digit, both by
// steps of the same equations:
//   - Where a solution that cannot be negative has come out so (by less than the tolerance), it is set
//     to 0 as a new start, and a sweep through the cells forwards and back, which keeps what is not
//     negative so, is followed by a new look at the residual.
//   - The columns of the matrix sum to `leave`, hence sum(leave x) = sum(b). What is left of this
//     balance (again below the tolerance) is closed by one factor for all cells of a species, the
//     Galerkin correction for the unknown "how much of x"; the report says how far it was from 1.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "sim/numerics/grid.hpp"
#include "sim/numerics/transport/implicit_levels.hpp"

namespace cellroute::numerics {

struct ExchangeOptions {
  double tolerance = 1e-10;  // of |b - A x| / |b|, in the 2-norm, for every species
  int most_cycles = 400;
};

struct ExchangeReport {
  int cycles = 0;                 // multigrid cycles, the most of any group of species
  std::vector<double> residual;   // |b - A x| / |b| by species, after everything
  std::vector<double> corrected;  // factor of the balance, minus 1, by species
};

class ExchangeSolver {
 public:
  /// Positions and rates as in Exchange.
  ExchangeSolver(const Grid& grid, Exchange exchange);
  ~ExchangeSolver();
  ExchangeSolver(ExchangeSolver&&) noexcept;
  ExchangeSolver& operator=(ExchangeSolver&&) noexcept;

  const Exchange& exchange() const;

  /// For each species k, with [k * cells + cell] in all arrays (cells as the grid numbers them):
  /// `leave` at least 0 in the unit of the rates, `right` the right-hand side, `x` the start and then
  /// the solution. The balance is closed and negatives removed for species whose right-hand side has no
  /// negative. A cell that nothing leaves keeps its x. Throws std::runtime_error when the tolerance is
  /// not reached, std::domain_error when cells receive something that nothing can leave,
  /// std::invalid_argument on arrays of wrong length or numbers that are not finite.
  ExchangeReport solve(std::span<const double> leave, std::span<const double> right, std::span<double> x,
                       const ExchangeOptions& options = {});

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace cellroute::numerics
