// Speed of transport through a block: the limited explicit step with arrest and release, and the
// implicit sweep against what memory can deliver (STREAM's triad, measured just before and after).
#include <benchmark/benchmark.h>
#include <omp.h>

#include <cmath>
#include <ctime>
#include <stdexcept>
#include <vector>

#include "sim/numerics/multigrid/diffusion_solver.hpp"
#include "sim/numerics/transport/check.hpp"
#include "sim/numerics/transport/explicit_step.hpp"
#include "sim/numerics/transport/sweep.hpp"

namespace {

using namespace cellroute::numerics;

/// CPU time of this thread [s]: what others do on the machine counts less than with a clock on the wall.
double cpu_seconds() {
  timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

/// STREAM's triad [bytes/s], counted as STREAM does: two arrays read, one written.
double triad() {
  static const std::size_t n = std::size_t{1} << 24;
  static std::vector<double> a(n, 1), b(n, 2), c(n, 3);
  double best = 1e30;
  for (int repeat = 0; repeat < 5; ++repeat) {
    const double start = cpu_seconds();
    for (std::size_t i = 0; i < n; ++i) a[i] = b[i] + 3 * c[i];
    benchmark::ClobberMemory();
    best = std::min(best, cpu_seconds() - start);
  }
  return 24 * static_cast<double>(n) / best;
}

/// Which permeability the blood meets.
enum Field { uniform, septa };

/// A periodic square of tissue with its inlets on the corner and its outlet on the centre. In three
/// dimensions inflow falls and outflow grows with height. `septa` are one-cell channels of 1e4 times the
/// permeability along every 32nd row.
Carrier block(int n, int layers, Field field) {
  Carrier carrier;
  carrier.grid = {{n, n, layers}, {1, 1, 1}, {true, true, false}};
  const Grid& grid = carrier.grid;
  const std::size_t cells = grid.size();
  std::vector<double> k(cells, 1), net(cells, 0), pressure(cells, 0);
  if (field == septa)
    for (int z = 0; z < layers; ++z)
      for (int j = 16; j < n; j += 32)
        for (int i = n / 8; i < n - n / 8; ++i) k[grid.index(i, j, z)] = 1e4;
  carrier.inflow.assign(cells, 0);
  carrier.outflow.assign(cells, 0);
  carrier.pore_volume.assign(cells, 0.15);
  for (int z = 0; z < layers; ++z) {
    const double height = (z + 0.5) / layers;
    carrier.inflow[grid.index(0, 0, z)] = 1.5 - height;
    carrier.outflow[grid.index(n / 2, n / 2, z)] = 0.5 + height;
  }
  for (std::size_t c = 0; c < cells; ++c) net[c] = carrier.inflow[c] - carrier.outflow[c];
  Faces conductance;
  for (auto& faces : conductance) faces.assign(cells, 0);
  each_face(grid, [&](int axis, std::size_t c, std::size_t next) {
    conductance[axis][c] = 2 * k[c] * k[next] / (k[c] + k[next]);
  });
  if (!DiffusionSolver(grid, conductance).solve(net, pressure).converged)
    throw std::runtime_error("the pressure of the benchmark did not converge");
  carrier.flux = conductance;
  each_face(grid, [&](int axis, std::size_t c, std::size_t next) {
    carrier.flux[axis][c] *= pressure[c] - pressure[next];
  });
  return carrier;
}

void explicit_step(benchmark::State& state) {
  omp_set_num_threads(1);
  const int n = static_cast<int>(state.range(0)), layers = static_cast<int>(state.range(1));
  const int species = static_cast<int>(state.range(2)), steps = 10;
  const Carrier carrier = block(n, layers, uniform);
  ExplicitTransport transport(carrier, state.range(3) ? Limiter::monotonized_central : Limiter::van_leer);
  const std::size_t size = carrier.grid.size() * static_cast<std::size_t>(species);
  std::vector<double> c(size, 0), trapped(size, 0), inlet(static_cast<std::size_t>(species), 1);
  const std::vector<double> arrest(size, 0.1 / transport.largest_step()),
      release(size, 0.01 / transport.largest_step());
  const ExplicitInput input = {steps, transport.largest_step(), inlet, arrest, release};
  const ExplicitInput one = {1, transport.largest_step(), inlet, arrest, release};
  double per_step = 0;
  for (auto _ : state) {  // a run also checks its input and takes two half exchanges: taken off by difference
    const double start = cpu_seconds();
    transport.run(species, one, c, trapped);
    const double middle = cpu_seconds();
    transport.run(species, input, c, trapped);
    per_step += ((cpu_seconds() - middle) - (middle - start)) / (steps - 1);
  }
  const double runs = static_cast<double>(state.iterations());
  state.counters["voxel_species_per_s"] = static_cast<double>(size) * runs / per_step;
  state.counters["triad_GB_per_s"] = 1e-9 * triad();
}

void sweep(benchmark::State& state) {
  omp_set_num_threads(1);
  const int n = static_cast<int>(state.range(0)), layers = static_cast<int>(state.range(1));
  const int species = static_cast<int>(state.range(2));
  const bool steady = state.range(3) != 0;
  const Carrier carrier = block(n, layers, state.range(4) ? septa : uniform);
  Sweep solver(carrier);
  const std::size_t cells = carrier.grid.size(), size = cells * static_cast<std::size_t>(species);
  std::vector<double> c(size, 0), sink(size), source(size), before(steady ? 0 : size, 1);
  for (std::size_t i = 0; i < size; ++i) {
    sink[i] = 1e-5 * static_cast<double>(1 + i % 7);  // so that a few per cent to a half are arrested
    source[i] = carrier.inflow[i % cells];
  }
  SweepInput input;
  input.before = before;
  input.sink = sink;
  input.source = source;
  if (!steady) input.dt = 1;
  const double flow_bytes = layers > 1 ? 40 : 32;  // three or two fluxes, pore volume and F_out
  const double bytes = static_cast<double>(size) * ((steady ? 24 : 32) + flow_bytes / species);
  const double triad_before = triad();
  double best = 1e30;
  for (auto _ : state) {
    const double start = cpu_seconds();
    solver.step(species, input, c);
    best = std::min(best, cpu_seconds() - start);
  }
  const double limit = (triad_before + triad()) / 2;
  state.counters["cells_per_segment"] =
      static_cast<double>(cells) / static_cast<double>(solver.segments().list.size());
  state.counters["voxel_species_per_s"] = static_cast<double>(size) / best;
  state.counters["GB_per_s"] = 1e-9 * bytes / best;
  state.counters["triad_GB_per_s"] = 1e-9 * limit;
  state.counters["times_the_triad"] = limit * best / bytes;
}

}  // namespace

BENCHMARK(explicit_step)
    ->ArgNames({"n", "layers", "species", "mc"})
    ->Args({512, 1, 5, 0})
    ->Args({512, 1, 5, 1})
    ->Args({128, 128, 8, 0})
    ->Args({128, 128, 8, 1})
    ->Unit(benchmark::kMillisecond);
BENCHMARK(sweep)
    ->ArgNames({"n", "layers", "species", "steady", "septa"})
    ->Args({512, 1, 5, 1, 0})
    ->Args({512, 1, 5, 0, 0})
    ->Args({512, 1, 5, 1, 1})
    ->Args({512, 1, 1, 1, 0})
    ->Args({128, 128, 8, 1, 0})
    ->Args({128, 128, 8, 0, 0})
    ->Unit(benchmark::kMillisecond);
