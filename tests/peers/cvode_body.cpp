#include "tests/peers/cvode_body.hpp"

#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_klu.h>
#include <sunmatrix/sunmatrix_sparse.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <sundials/sundials_context.hpp>

#include "sim/body/equations.hpp"

namespace cellroute::peers {

namespace {

using body::Equations;
using body::LayoutView;
using body::Surroundings;

void require(int flag, const char* what) {
  if (flag < 0) throw std::runtime_error(std::string(what) + " failed: " + std::to_string(flag));
}

}  // namespace

/// Right-hand side and Newton matrix of one case.
class Problem {
 public:
  explicit Problem(const body::CompiledCase& compiled)
      : v(compiled.layout->view()),
        equations(v),
        compiled_(compiled),
        place_(static_cast<std::size_t>(v.states) * v.states, -1) {
    find_pattern();
  }

  void derivative(double t, const double* y, double* f) { equations.derivative(c, t, y, f, surroundings); }

  void jacobian(const double* y, SUNMatrix J);
  int nonzeros() const { return static_cast<int>(rows_.size()); }

  const LayoutView& v;
  const double* c = nullptr;  // the segment's coefficients
  Equations<double> equations;
  Surroundings<double> surroundings;

 private:
  /// With every state at zero the body is linear: a column of the direct rates is f of one unit.
  void find_pattern();
  template <class Visit>
  void direct_rates(const Visit& visit) const;

  const body::CompiledCase& compiled_;
  std::vector<int> place_;
  std::vector<sunindextype> columns_, rows_;
  std::vector<double> resting_;  // label rows and totals keep these values
};

template <class Visit>
void Problem::direct_rates(const Visit& visit) const {
  const int P = v.populations;
  const double phi = c[v.fast_share];
  const auto& s = surroundings;
  for (int k = 0; k <= P; ++k) {
    for (int e = 0; e < v.edges; ++e) {
      const int n = v.edge[e].to, b = v.bed_of_node[n], from = v.circulating(v.edge[e].from, k),
                to = v.circulating(n, k);
      if (b < 0) {
        visit(to, from, s.rate[e]);
      } else if (k == P) {
        const double stop = c[v.dead_extraction + b] * s.trap_free[b];
        visit(to, from, s.rate[e] * (1 - stop));
        visit(v.dead_lodged + b, from, s.rate[e] * stop);
      } else {
        const double stop = c[v.extraction + b * P + k] * s.trap_free[b],
                     stick = (1 - stop) * c[v.filter + b] * s.adhesion_free[b];
        visit(to, from, s.rate[e] * (1 - stop - stick));
        visit(v.in_tissue(b, body::trapped_fast, k), from, s.rate[e] * phi * stop);
        visit(v.in_tissue(b, body::trapped_slow, k), from, s.rate[e] * (1 - phi) * stop);
        visit(v.in_tissue(b, body::adherent, k), from, s.rate[e] * stick);
      }
    }
    for (int n = 0; n < v.nodes; ++n) {
      const int i = v.circulating(n, k), b = v.bed_of_node[n];
      visit(i, i, -s.out[n] - (k < P ? c[v.loss_circulating + n] : b >= 0 ? c[v.clearance + b] : 0.0));
    }
  }
  for (int b = 0; b < v.beds; ++b) {
    visit(v.dead_lodged + b, v.dead_lodged + b, -c[v.clearance + b]);
    const double adhere = c[v.adhere + b] * s.adhesion_free[b], kappa = c[v.kappa + b] * s.adhesion_free[b],
                 stays = c[v.lodged_share];
    for (int k = 0; k < P; ++k) {
      const int C = v.circulating(v.node_of_bed[b], k), A = v.in_tissue(b, body::adherent, k),
                H = v.in_tissue(b, body::homed, k), X = v.in_tissue(b, body::lodged, k);
      for (const auto& [T, release] :
           {std::pair(v.in_tissue(b, body::trapped_fast, k), c[v.release_fast + b * P + k]),
            {v.in_tissue(b, body::trapped_slow, k), c[v.release_slow + b * P + k]}}) {
        visit(T, T, -(release + adhere + c[v.loss_trapped + b]));
        visit(C, T, release);
        visit(A, T, adhere);
        visit(X, T, stays * c[v.loss_trapped + b]);
      }
      visit(C, C, -kappa);
      visit(A, C, kappa);
      visit(A, A, -(c[v.detach + b] + c[v.migrate + b] + c[v.loss_adherent + b]));
      visit(C, A, c[v.detach + b]);
      visit(H, A, c[v.migrate + b]);
      visit(H, H, -c[v.loss_homed + b]);
      visit(X, A, stays * c[v.loss_adherent + b]);
      visit(X, H, stays * c[v.loss_homed + b]);
      visit(X, X, -c[v.clearance + b]);
    }
  }
}

void Problem::find_pattern() {
  const int n = v.states;
  c = compiled_.segments.back().coefficients.data();
  std::vector<double> y(n, 0.0), f(n), rest(n);
  derivative(0, y.data(), rest.data());
  std::vector<std::vector<std::pair<int, double>>> columns(n);
  for (int j = 0; j < n; ++j) {
    y[j] = 1e-3 * compiled_.scale[j];
    derivative(0, y.data(), f.data());
    for (int i = v.label_lodged; i < n; ++i) {
      if (f[i] != rest[i]) columns[j].emplace_back(i, (f[i] - rest[i]) / y[j]);
    }
    y[j] = 0;
  }
  equations.surroundings(c, y.data(), surroundings, nullptr);
  for (auto& rate : surroundings.rate) rate = 1;  // every edge may carry flow later
  std::vector<char> present(static_cast<std::size_t>(n) * n, 0);
  direct_rates([&](int i, int j, double) { present[static_cast<std::size_t>(j) * n + i] = 1; });
  for (int j = 0; j < n; ++j) {
    present[static_cast<std::size_t>(j) * n + j] = 1;
    for (const auto& [i, value] : columns[j]) present[static_cast<std::size_t>(j) * n + i] = 1;
  }
  for (int j = 0; j < n; ++j) {
    columns_.push_back(static_cast<sunindextype>(rows_.size()));
    for (int i = 0; i < n; ++i) {
      if (!present[static_cast<std::size_t>(j) * n + i]) continue;
      place_[static_cast<std::size_t>(j) * n + i] = static_cast<int>(rows_.size());
      rows_.push_back(i);
    }
  }
  columns_.push_back(static_cast<sunindextype>(rows_.size()));
  resting_.assign(rows_.size(), 0.0);
  for (int j = 0; j < n; ++j) {
    for (const auto& [i, value] : columns[j]) resting_[place_[static_cast<std::size_t>(j) * n + i]] = value;
  }
}

void Problem::jacobian(const double* y, SUNMatrix J) {
  equations.surroundings(c, y, surroundings, nullptr);
  std::copy(columns_.begin(), columns_.end(), SUNSparseMatrix_IndexPointers(J));
  std::copy(rows_.begin(), rows_.end(), SUNSparseMatrix_IndexValues(J));
  double* values = SUNSparseMatrix_Data(J);
  std::copy(resting_.begin(), resting_.end(), values);
  const std::size_t n = v.states;
  direct_rates(
      [&](int i, int j, double rate) { values[place_[static_cast<std::size_t>(j) * n + i]] += rate; });
}

namespace {

int right_hand_side(realtype t, N_Vector y, N_Vector f, void* data) {
  static_cast<Problem*>(data)->derivative(t, N_VGetArrayPointer(y), N_VGetArrayPointer(f));
  return 0;
}

int newton_matrix(realtype, N_Vector y, N_Vector, SUNMatrix J, void* data, N_Vector, N_Vector, N_Vector) {
  static_cast<Problem*>(data)->jacobian(N_VGetArrayPointer(y), J);
  return 0;
}

}  // namespace

CvodeBody::CvodeBody(const body::CompiledCase& compiled)
    : compiled_(compiled), problem_(std::make_unique<Problem>(compiled)) {}
CvodeBody::~CvodeBody() = default;

CvodeRun CvodeBody::run(const CvodeOptions& options) const {
  const body::CompiledCase& compiled = compiled_;
  Problem& problem = *problem_;
  sundials::Context context;
  problem.c = compiled.segments.front().coefficients.data();
  const int n = problem.v.states;
  N_Vector y = N_VNew_Serial(n, context), tolerance = N_VNew_Serial(n, context);
  N_VConst(0, y);
  for (int i = 0; i < n; ++i)
    N_VGetArrayPointer(tolerance)[i] = options.absolute_tolerance * compiled.scale[i];
  SUNMatrix J = SUNSparseMatrix(n, n, problem.nonzeros(), CSC_MAT, context);
  SUNLinearSolver solver = SUNLinSol_KLU(y, J, context);
  void* memory = CVodeCreate(CV_BDF, context);
  CvodeRun run;
  try {
    require(CVodeInit(memory, right_hand_side, 0, y), "CVodeInit");
    CVodeSVtolerances(memory, options.relative_tolerance, tolerance);
    CVodeSetUserData(memory, &problem);
    CVodeSetMaxOrd(memory, options.max_order);
    CVodeSetMaxNumSteps(memory, 1000000);
    require(CVodeSetLinearSolver(memory, solver, J), "CVodeSetLinearSolver");
    CVodeSetJacFn(memory, newton_matrix);
    double t = 0;
    std::size_t next = 0;
    const auto& times = compiled.output_times;
    const auto keep = [&] { run.outputs.emplace_back(N_VGetArrayPointer(y), N_VGetArrayPointer(y) + n); };
    while (next < times.size() && times[next] <= 0) {
      keep();
      ++next;
    }
    const auto count = [&] {  // CVodeReInit sets the counters back
      long steps = 0, evaluations = 0, setups = 0;
      CVodeGetNumSteps(memory, &steps);
      CVodeGetNumRhsEvals(memory, &evaluations);
      CVodeGetNumLinSolvSetups(memory, &setups);
      run.steps += steps;
      run.evaluations += evaluations;
      run.factorisations += setups;
    };
    for (const body::Segment& segment : compiled.segments) {
      problem.c = segment.coefficients.data();
      if (t > 0) {
        count();
        require(CVodeReInit(memory, t, y), "CVodeReInit");
      }
      CVodeSetStopTime(memory, segment.stop);
      while (next < times.size() && times[next] < segment.stop) {
        require(CVode(memory, times[next], y, &t, CV_NORMAL), "CVode");
        keep();
        ++next;
      }
      while (t < segment.stop) require(CVode(memory, segment.stop, y, &t, CV_NORMAL), "CVode");
      while (next < times.size() && times[next] <= segment.stop) {
        keep();
        ++next;
      }
    }
    count();
  } catch (...) {
    CVodeFree(&memory);
    SUNLinSolFree(solver);
    SUNMatDestroy(J);
    N_VDestroy(tolerance);
    N_VDestroy(y);
    throw;
  }
  CVodeFree(&memory);
  SUNLinSolFree(solver);
  SUNMatDestroy(J);
  N_VDestroy(tolerance);
  N_VDestroy(y);
  return run;
}

}  // namespace cellroute::peers
