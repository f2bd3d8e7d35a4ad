#include "bench/peers/lsoda_body.hpp"

#include <dlfcn.h>

#include <stdexcept>
#include <string>

#include "sim/body/equations.hpp"

namespace cellroute::peers {

namespace {

// Fortran: all arguments by address. deSolve adds the last two, which reach the right-hand side.
using Derivative = void (*)(int* n, double* t, double* y, double* f, double* out, int* sizes);
using Lsoda = void (*)(Derivative, int* n, double* y, double* t, double* stop, int* tolerance_kind,
                       double* relative, double* absolute, int* task, int* state, int* options, double* rwork,
                       int* rwork_size, int* iwork, int* iwork_size, void* jacobian, int* jacobian_kind,
                       double* out, int* sizes);

Lsoda find_lsoda() {
  static const Lsoda found = [] {
    void* library = dlopen("/usr/lib/R/site-library/deSolve/libs/deSolve.so", RTLD_LAZY);
    return library == nullptr ? nullptr : reinterpret_cast<Lsoda>(dlsym(library, "dlsoda_"));
  }();
  return found;
}

/// What Fortran's right-hand side works on.
struct Model {
  body::Equations<double>* equations;
  body::Surroundings<double> surroundings;
  const double* coefficients;
};
thread_local Model* model = nullptr;

void derivative(int*, double* t, double* y, double* f, double*, int*) {
  model->equations->derivative(model->coefficients, *t, y, f, model->surroundings);
}

}  // namespace

bool has_lsoda() { return find_lsoda() != nullptr; }

LsodaRun run_lsoda(const body::CompiledCase& compiled, double relative_tolerance, double absolute_tolerance) {
  const Lsoda lsoda = find_lsoda();
  if (lsoda == nullptr) throw std::runtime_error("no deSolve library (r-cran-desolve)");
  body::Equations<double> equations(compiled.layout->view());
  Model mine{&equations, {}, nullptr};
  model = &mine;

  int n = compiled.layout->view().states;
  std::vector<double> y(n, 0.0), relative(n, relative_tolerance), absolute(n);
  for (int i = 0; i < n; ++i) absolute[i] = absolute_tolerance * compiled.scale[i];
  int rwork_size = 22 + 9 * n + n * n + 16 * n, iwork_size = 20 + n;
  std::vector<double> rwork(rwork_size);
  std::vector<int> iwork(iwork_size);
  int by_state = 4, task = 4, options = 1, full_by_differences = 2, sizes[3] = {0, 1, 1};
  double out[1] = {};

  LsodaRun run;
  double t = 0;
  std::size_t next = 0;
  const auto& times = compiled.output_times;
  for (const body::Segment& segment : compiled.segments) {
    mine.coefficients = segment.coefficients.data();
    int state = 1;  // a new problem
    std::fill(iwork.begin(), iwork.end(), 0);
    std::fill(rwork.begin(), rwork.end(), 0.0);
    iwork[5] = 1000000;  // most steps
    rwork[0] = segment.stop;
    const auto go_to = [&](double stop) {
      lsoda(derivative, &n, y.data(), &t, &stop, &by_state, relative.data(), absolute.data(), &task, &state,
            &options, rwork.data(), &rwork_size, iwork.data(), &iwork_size, nullptr, &full_by_differences,
            out, sizes);
      if (state < 0) throw std::runtime_error("LSODA gave up: " + std::to_string(state));
    };
    while (next < times.size() && times[next] < segment.stop) {
      go_to(times[next]);
      run.outputs.push_back(y);
      ++next;
    }
    if (t < segment.stop) go_to(segment.stop);
    while (next < times.size() && times[next] <= segment.stop) {
      run.outputs.push_back(y);
      ++next;
    }
    run.steps += iwork[10];
    run.evaluations += iwork[11];
    run.jacobians += iwork[12];
  }
  return run;
}

}  // namespace cellroute::peers
