// Rates of exchange from diffusion and drift.
#include "sim/numerics/transport/drift.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/numerics/transport/check.hpp"

namespace cellroute::numerics {

namespace {

constexpr long worth_sharing = 1 << 15;  // numbers that are worth waking threads for

double bernoulli(double u) { return u == 0 ? 1 : u / std::expm1(u); }

/// Rate over a face of unit area and unit distance, towards a cell whose S is higher by `rise`.
double rate_towards(double diffusion, double drift, double rise) {
  const double pull = drift * rise;
  if (diffusion == 0) return std::max(pull, 0.0);
  const double u = pull / diffusion;
  return std::fabs(u) < 1e-8 ? diffusion * (1 + 0.5 * u) : diffusion * bernoulli(-u);
}

void check(const Grid& grid, double diffusion, double drift, std::span<const double> S) {
  if (!(diffusion >= 0) || !(drift >= 0) || !std::isfinite(diffusion) || !std::isfinite(drift))
    throw std::invalid_argument("migration: diffusion and drift must be finite and at least 0");
  if (S.size() != grid.size())
    throw std::invalid_argument("migration: " + std::to_string(S.size()) + " numbers of attractant for " +
                                std::to_string(grid.size()) + " cells");
  for (std::size_t c = 0; c < S.size(); ++c)
    if (!std::isfinite(S[c]))
      throw std::invalid_argument("migration: the attractant of " + cell_name(grid, c) + " is not finite");
}

/// exp(chi S/D), 1 where S is highest. Below e^-60 it no longer matters: it is a choice of unknown, and
/// any positive number would do.
std::vector<double> equilibrium(double diffusion, double drift, std::span<const double> S) {
  const double highest = *std::max_element(S.begin(), S.end());
  std::vector<double> w(S.size(), 1);
  if (diffusion > 0)
    for (std::size_t c = 0; c < S.size(); ++c)
      w[c] = std::exp(std::max(-60.0, drift * (S[c] - highest) / diffusion));
  return w;
}

Exchange exchange_of(const Grid& grid, double diffusion, double drift, std::span<const double> S,
                     const std::vector<double>& weight, const Faces* open) {
  struct Neighbour {
    int cell;
    double to, from;
  };
  const int cells = static_cast<int>(grid.size());
  std::vector<std::array<Neighbour, 6>> around(cells);
  std::vector<int> count(cells, 0);
  double pulls = 0, spreads = 0;
  each_face(grid, [&](int axis, std::size_t c, std::size_t next) {
    if (open && !((*open)[axis][c] > 0)) return;
    const double shape = grid.face_area(axis) / grid.spacing[axis];
    const double rise = S[next] - S[c];
    const double up = shape * rate_towards(diffusion, drift, rise);
    const double down = shape * rate_towards(diffusion, drift, -rise);
    pulls += std::fabs(up - down);
    spreads += shape * diffusion;
    around[c][count[c]++] = {static_cast<int>(next), up * weight[c], down * weight[next]};
    around[next][count[next]++] = {static_cast<int>(c), down * weight[next], up * weight[c]};
  });

  Exchange x;
  x.order.resize(cells);
  std::iota(x.order.begin(), x.order.end(), 0);
  x.along_flow = pulls > spreads;
  if (x.along_flow)
    std::stable_sort(x.order.begin(), x.order.end(), [&](int a, int b) { return S[a] < S[b]; });
  std::vector<int> position(cells);
  for (int p = 0; p < cells; ++p) position[x.order[p]] = p;
  x.start.push_back(0);
  x.away.assign(cells, 0);
  for (int p = 0; p < cells; ++p) {
    const int c = x.order[p];
    for (int k = 0; k < count[c]; ++k) {
      x.from.push_back(position[around[c][k].cell]);
      x.rate.push_back(around[c][k].from);
      x.away[p] += around[c][k].to;
    }
    x.start.push_back(static_cast<int>(x.from.size()));
  }
  return x;
}

}  // namespace

DriftDiffusion::DriftDiffusion(const Grid& grid, double diffusion, double drift,
                               std::span<const double> attractant, const Faces* open)
    : volume_(grid.volume()),
      weight_((check(grid, diffusion, drift, attractant), equilibrium(diffusion, drift, attractant))),
      solver_(grid, exchange_of(grid, diffusion, drift, attractant, weight_, open)) {}

ExchangeReport DriftDiffusion::step(double dt, std::span<double> density, const ExchangeOptions& options) {
  if (!(dt > 0)) throw std::invalid_argument("migration: a time step must be above 0");
  const std::size_t cells = weight_.size();
  const long numbers = static_cast<long>(density.size());
  leave_.resize(density.size());
  right_.resize(density.size());
  const double rate = volume_ / dt;
#pragma omp parallel for schedule(static) if (numbers > worth_sharing)
  for (long i = 0; i < numbers; ++i) {
    const double weight = weight_[static_cast<std::size_t>(i) % cells];
    leave_[i] = rate * weight;
    right_[i] = rate * density[i];
    density[i] /= weight;
  }
  const ExchangeReport report = solver_.solve(leave_, right_, density, options);
#pragma omp parallel for schedule(static) if (numbers > worth_sharing)
  for (long i = 0; i < numbers; ++i) density[i] *= weight_[static_cast<std::size_t>(i) % cells];
  return report;
}

}  // namespace cellroute::numerics
