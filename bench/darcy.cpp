// Pressure on voxels: our multigrid and hypre on the same systems in the same process, set-up included.
//
// Five mobility fields (1 m2/(Pa s) with the contrast given) between walls; pressure 1 on the face x = 0
// and 0 on the opposite one, through sinks of half a cell's conductance; start from 0; stop at
// ||b - A x|| / ||b|| <= 1e-8. Time is CPU time of one thread. Run with
//   --benchmark_enable_random_interleaving=true --benchmark_repetitions=5
// so that all solvers meet the same load.
#include <benchmark/benchmark.h>
#include <omp.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "sim/numerics/multigrid/conductances.hpp"
#include "sim/numerics/multigrid/diffusion_solver.hpp"
#include "tests/numerics/multigrid_fields.hpp"
#ifdef CELLROUTE_PEERS
#include "bench/peers/hypre_darcy.hpp"
#endif

namespace {

using namespace cellroute;
using namespace cellroute::numerics;

constexpr double tolerance = 1e-8;

struct System {
  Grid grid;
  Faces face;
  std::vector<double> sink, source;
};

enum Which { uniform, lobular, channels, septa, noise };
constexpr const char* names[] = {"uniform", "lobular_1e3", "channels_1e4", "septa_1e4", "noise_1e3"};

std::vector<double> mobility(const Grid& grid, Which which) {
  switch (which) {
    case uniform:
      return testing::uniform_field(grid);
    case lobular:
      return testing::lobular_field(grid, 1e3);
    case channels:
      return testing::channel_field(grid, 1e4, 0.06);
    case septa:
      return testing::septa_field(grid, 1e4);
    default:
      return testing::noise_field(grid, 1e3);
  }
}

System build(int dimension, Which which) {
  System s;
  s.grid.cells = dimension == 2 ? std::array{1024, 1024, 1} : std::array{128, 128, 128};
  const std::vector<double> k = mobility(s.grid, which);
  s.face = conductances(s.grid, k, k, k);
  s.sink.assign(s.grid.size(), 0);
  s.source.assign(s.grid.size(), 0);
  const double half = 2 * s.grid.face_area(0) / s.grid.spacing[0];
  for (int kk = 0; kk < s.grid.cells[2]; ++kk) {
    for (int j = 0; j < s.grid.cells[1]; ++j) {
      const std::size_t in = s.grid.index(0, j, kk), out = s.grid.index(s.grid.cells[0] - 1, j, kk);
      s.sink[in] = s.source[in] = half * k[in];
      s.sink[out] = half * k[out];
    }
  }
  return s;
}

/// The last system that was asked for: building one takes longer than solving it.
const System& the_system(int dimension, Which which) {
  static System system;
  static int built = -1;
  if (built != 10 * dimension + which) system = build(dimension, which);
  built = 10 * dimension + which;
  return system;
}

/// ||b - A x|| / ||b|| by another code path than any of the solvers.
double true_residual(const System& s, const std::vector<double>& x) {
  const Faces flux = face_fluxes(s.grid, s.face, x);
  double above = 0, below = 0;
  for (int k = 0; k < s.grid.cells[2]; ++k) {
    for (int j = 0; j < s.grid.cells[1]; ++j) {
      for (int i = 0; i < s.grid.cells[0]; ++i) {
        const std::size_t c = s.grid.index(i, j, k);
        double r = s.source[c] - s.sink[c] * x[c] - flux[0][c] - flux[1][c] - flux[2][c];
        if (i > 0) r += flux[0][s.grid.index(i - 1, j, k)];
        if (j > 0) r += flux[1][s.grid.index(i, j - 1, k)];
        if (k > 0) r += flux[2][s.grid.index(i, j, k - 1)];
        above += r * r;
        below += s.source[c] * s.source[c];
      }
    }
  }
  return std::sqrt(above / below);
}

/// Solves from zero and returns the number of iterations.
using Solve = std::function<int(const System&, std::vector<double>&)>;

void measure(benchmark::State& state, int dimension, Which which, const Solve& solve) {
  omp_set_num_threads(1);
  const System& system = the_system(dimension, which);
  std::vector<double> x(system.grid.size());
  int iterations = 0;
  for (auto _ : state) {
    std::fill(x.begin(), x.end(), 0.0);
    iterations = solve(system, x);
  }
  state.counters["per_1e6"] =
      benchmark::Counter(static_cast<double>(system.grid.size()) / 1e6,
                         benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  state.counters["iterations"] = iterations;
  state.counters["residual"] = true_residual(system, x);
}

int ours(const System& s, std::vector<double>& x) {
  DiffusionSolver solver(s.grid, s.face, s.sink);
  return solver.solve(s.source, x, {tolerance, 500}).iterations;
}

#ifdef CELLROUTE_PEERS
int noted(const bench::PeerReport& report) {
  static std::vector<std::string> printed;
  if (std::find(printed.begin(), printed.end(), report.settings) == printed.end()) {
    printed.push_back(report.settings);
    std::fprintf(stderr, "hypre: %s\n", report.settings.c_str());
  }
  return report.iterations;
}

int pfmg(const System& s, std::vector<double>& x) {
  return noted(bench::solve_pfmg(s.grid, s.face, s.sink, s.source, x, tolerance));
}

int smg(const System& s, std::vector<double>& x) {
  return noted(bench::solve_smg(s.grid, s.face, s.sink, s.source, x, tolerance));
}

Solve boomeramg(double strong) {
  return [strong](const System& s, std::vector<double>& x) {
    return noted(bench::solve_boomeramg(s.grid, s.face, s.sink, s.source, x, tolerance, strong, 1));
  };
}
#endif

/// The machine's memory, in the same run: a = b + s c on 3 x 64 MiB, write-allocate not counted.
void stream_triad(benchmark::State& state) {
  const std::size_t n = std::size_t{1} << 23;
  std::vector<double> a(n, 1.0), b(n, 2.0), c(n, 3.0);
  for (auto _ : state) {
    for (std::size_t i = 0; i < n; ++i) a[i] = b[i] + 0.5 * c[i];
    benchmark::DoNotOptimize(a.data());
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * 24 * static_cast<std::int64_t>(n));
}
BENCHMARK(stream_triad)->Unit(benchmark::kMillisecond);

const bool registered = [] {
  for (const int dimension : {2, 3}) {
    for (const Which which : {uniform, lobular, channels, septa, noise}) {
      const auto add = [&](const std::string& solver, const Solve& solve) {
        const std::string name = std::to_string(dimension) + "d/" + names[which] + "/" + solver;
        benchmark::RegisterBenchmark(
            name.c_str(), [=](benchmark::State& state) { measure(state, dimension, which, solve); })
            ->Iterations(1)
            ->Unit(benchmark::kMillisecond);
      };
      add("cellroute", ours);
#ifdef CELLROUTE_PEERS
      add("pfmg_cg", pfmg);
      if (dimension == 2) add("smg_cg", smg);
      add("boomeramg_cg_0.25", boomeramg(0.25));
      add("boomeramg_cg_0.5", boomeramg(0.5));
#endif
    }
  }
  return true;
}();

}  // namespace
