// Checks, the shares exchanged in a step, and the sharing of species and planes among threads.
#include "sim/numerics/transport/explicit_step.hpp"

#include <omp.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>

#include "sim/numerics/transport/check.hpp"
#include "sim/numerics/transport/exponential.hpp"

namespace cellroute::numerics {

namespace {

constexpr double courant_limit = 0.41;    // below sqrt(2) - 1, so that rounding cannot matter
constexpr int smallest_shared = 1 << 15;  // numbers that are worth waking threads for
constexpr int thinnest_slab = 8;          // planes; four more are computed twice

std::string number(double x) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", x);
  return text;
}

[[noreturn]] void refuse(const std::string& text) { throw std::invalid_argument("explicit step: " + text); }

void check_length(std::size_t length, std::size_t wanted, bool may_be_empty, const char* name) {
  if (length != wanted && !(may_be_empty && length == 0))
    refuse(std::string(name) + " has " + std::to_string(length) + " numbers instead of " +
           std::to_string(wanted));
}

void check_rates(std::span<const double> rates, const char* name) {
  double lowest = 0, sum = 0;
  for (const double rate : rates) {
    lowest = rate < lowest ? rate : lowest;
    sum += rate;
  }
  if (lowest < 0 || !std::isfinite(sum)) refuse(std::string(name) + " must be at least 0 and finite");
}

/// (1 - e^-x)/x without loss of digits.
CELLROUTE_INLINE double mean_decay(double x) {
  const double series = 1 - x / 2 * (1 - x / 3 * (1 - x / 4 * (1 - x / 5 * (1 - x / 6 * (1 - x / 7)))));
  const double direct = (1 - exp_minus(x)) / x;
  return x < 0.02 ? series : direct;
}

}  // namespace

ExplicitTransport::ExplicitTransport(const Carrier& carrier, Limiter limiter)
    : carrier_((check_carrier(carrier), carrier)), limiter_(limiter), plan_(carrier_) {
  std::vector<double> through = carrier.outflow;
  each_face(carrier.grid, [&](int axis, std::size_t c, std::size_t next) {
    const double flux = carrier.flux[axis][c];
    through[flux > 0 ? c : next] += std::fabs(flux);
  });
  largest_step_ = std::numeric_limits<double>::infinity();
  for (std::size_t c = 0; c < through.size(); ++c)
    largest_step_ = std::min(largest_step_, courant_limit * carrier.pore_volume[c] / through[c]);
}

std::span<const WellBalance> ExplicitTransport::run(int species, const ExplicitInput& input,
                                                    std::span<double> c, std::span<double> trapped) {
  const std::size_t n = static_cast<std::size_t>(species) * carrier_.grid.size();
  const bool exchanges = !input.arrest.empty() || !input.release.empty();
  if (!(input.dt > 0)) refuse("dt is " + number(input.dt) + " s (must be above 0)");
  if (input.dt > largest_step_)
    refuse("dt is " + number(input.dt) + " s, and the largest possible step is " + number(largest_step_) +
           " s (in a longer one blood would cross more than " + number(courant_limit) + " of a cell)");
  check_length(c.size(), n, false, "c");
  check_length(trapped.size(), n, !exchanges, "trapped");
  check_length(input.inlet.size(), static_cast<std::size_t>(species), true, "inlet");
  check_length(input.arrest.size(), n, true, "arrest");
  check_length(input.release.size(), n, true, "release");
  check_rates(input.arrest, "arrest");
  check_rates(input.release, "release");

  const std::size_t wells = plan_.wells.size();
  left_.assign(static_cast<std::size_t>(species) * wells, 0);
  if (exchanges) {
    exchange(input, input.dt / 2, c, trapped);
    if (input.steps > 1) prepare_exchange(input, n);
  }
  for (int done = 0; done < input.steps;)
    done += advance(species, input, done, c.data(), exchanges ? trapped.data() : nullptr);
  if (exchanges) exchange(input, input.dt / 2, c, trapped);

  balance_.assign(static_cast<std::size_t>(species), {});
  for (std::size_t k = 0; k < balance_.size(); ++k)
    for (std::size_t w = 0; w < wells; ++w) {
      const double inlet = input.inlet.empty() ? 0 : input.inlet[k];
      balance_[k].entered += plan_.wells[w].inflow * inlet * (input.dt * input.steps);
      balance_[k].left += left_[k * wells + w];
    }
  return balance_;
}

/// The exact solution of c' = -arrest c + release trapped = -trapped' over dt.
void ExplicitTransport::exchange(const ExplicitInput& input, double dt, std::span<double> c,
                                 std::span<double> trapped) const {
  const double* const arrest = input.arrest.empty() ? nullptr : input.arrest.data();
  const double* const release = input.release.empty() ? nullptr : input.release.data();
  const long n = static_cast<long>(c.size());
#pragma omp parallel for schedule(static) if (n > smallest_shared)
  for (long i = 0; i < n; ++i) {
    const double a = arrest ? arrest[i] : 0, r = release ? release[i] : 0;
    const double net = dt * mean_decay((a + r) * dt) * (a * c[i] - r * trapped[i]);
    c[i] -= net;
    trapped[i] += net;
  }
}

void ExplicitTransport::prepare_exchange(const ExplicitInput& input, std::size_t n) {
  caught_.resize(n);
  freed_.resize(n);
  const double* const arrest = input.arrest.empty() ? nullptr : input.arrest.data();
  const double* const release = input.release.empty() ? nullptr : input.release.data();
#pragma omp parallel for schedule(static) if (n > smallest_shared)
  for (long i = 0; i < static_cast<long>(n); ++i) {
    const double a = arrest ? arrest[i] : 0, r = release ? release[i] : 0;
    const double share = input.dt * mean_decay((a + r) * input.dt);
    caught_[i] = a * share;
    freed_[i] = r * share;
  }
}

/// A task is a stretch of planes of one species, and several steps of it. Copies of the planes beyond
/// its ends are made first, so that all tasks can then write in place; what a task computes does not
/// depend on where its ends are.
int ExplicitTransport::advance(int species, const ExplicitInput& input, int done, double* c,
                               double* trapped) {
  const int threads = omp_get_max_threads(), planes = plan_.planes;
  const int slabs = std::clamp(threads / std::gcd(threads, species), 1, std::max(1, planes / thinnest_slab));
  const int steps = steps_together(planes / slabs, input.steps - done), reach = reach_of(steps);
  const std::size_t size = plan_.plane_size(), cells = carrier_.grid.size(), wells = plan_.wells.size();
  const std::size_t copies = size * static_cast<std::size_t>(reach);
  const int tasks = species * slabs;
  halo_.resize(4 * copies * static_cast<std::size_t>(tasks));
  memory_.resize(static_cast<std::size_t>(threads));
  const auto first_plane = [&](int slab) { return planes * slab / slabs; };
  const auto copy = [&](const double* field, int first, double* to) {
    for (int z = first; z < first + reach; ++z, to += size) {
      if (!plan_.periodic_planes && (z < 0 || z >= planes)) continue;
      const double* from = field + size * static_cast<std::size_t>((z % planes + planes) % planes);
      std::copy(from, from + size, to);
    }
  };

#pragma omp parallel if (cells * static_cast <std::size_t>(species) > smallest_shared)
  {
    std::vector<double>& memory = memory_[static_cast<std::size_t>(omp_get_thread_num())];
    memory.resize(plan_.memory() * static_cast<std::size_t>(steps));
#pragma omp for schedule(static)
    for (int task = 0; task < tasks; ++task) {
      const std::size_t offset = cells * static_cast<std::size_t>(task / slabs);
      const int first = first_plane(task % slabs) - reach, last = first_plane(task % slabs + 1);
      double* const to = halo_.data() + 4 * copies * static_cast<std::size_t>(task);
      copy(c + offset, first, to);
      copy(c + offset, last, to + copies);
      if (!trapped || steps == 1) continue;
      copy(trapped + offset, first, to + 2 * copies);
      copy(trapped + offset, last, to + 3 * copies);
    }
#pragma omp for schedule(static)
    for (int task = 0; task < tasks; ++task) {
      const std::size_t k = static_cast<std::size_t>(task / slabs), offset = cells * k;
      double* const halo = halo_.data() + 4 * copies * static_cast<std::size_t>(task);
      std::array<PassFields, most_together> fields;
      for (int s = 0; s < steps; ++s) {
        const bool exchanges = trapped && done + s + 1 < input.steps;
        fields[s] = {c + offset,
                     exchanges ? trapped + offset : nullptr,
                     caught_.data() + (exchanges ? offset : 0),
                     freed_.data() + (exchanges ? offset : 0),
                     halo,
                     halo + copies,
                     halo + 2 * copies,
                     halo + 3 * copies,
                     first_plane(task % slabs),
                     first_plane(task % slabs + 1),
                     reach,
                     input.dt,
                     input.inlet.empty() ? 0 : input.inlet[k],
                     left_.data() + wells * k};
      }
      explicit_pass(plan_, limiter_, fields.data(), steps, memory.data());
    }
  }
  return steps;
}

/// As many as fit into a cache together, while what is computed twice at the ends stays below an eighth.
int ExplicitTransport::steps_together(int thickness, int left) const {
  constexpr std::size_t near = (std::size_t{1} << 20) / sizeof(double), planes_touched = 12;
  const std::size_t one = plan_.memory() + planes_touched * plan_.plane_size();
  const int fitting = static_cast<int>(std::min<std::size_t>(near / one, most_together));
  return std::clamp(std::min(fitting, 1 + thickness / 16), 1, left);
}

}  // namespace cellroute::numerics
