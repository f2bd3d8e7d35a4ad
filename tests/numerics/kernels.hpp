// The test systems, and what each instruction set exports of them.
#pragma once

#include "sim/numerics/rosenbrock.hpp"
#include "tests/numerics/problems.hpp"

namespace testing {
inline namespace CELLROUTE_ISA {

using cellroute::numerics::Lanes;

/// What the integrator asks of every system; the test systems have no extremes to report.
struct Quiet {
  Lanes none[1]{Lanes(0.0)};
  int monitors() const { return 0; }
  void inspect(const cellroute::numerics::Mask&, Lanes, const Lanes*) {}
  const Lanes* extremes() const { return none; }
  void reset(int) {}
};

/// y' = A y + b exp(-s t), eliminated by the sparse factorisation.
class LinearSystem : public Quiet {
 public:
  explicit LinearSystem(const LinearShape& shape)
      : shape_(shape),
        view_(shape.plan),
        n_(shape.n),
        entries_(static_cast<int>(shape.off_diagonal.size())),
        c_(2 * n_ + entries_ + 1, Lanes(0.0)),
        matrix_(shape.plan.entries()),
        slope_(n_) {}
  int size() const { return n_; }
  void load(int lane, const double* c) {
    for (std::size_t i = 0; i < c_.size(); ++i) c_[i].set(lane, c[i]);
  }
  void derivative(Lanes t, const Lanes* y, Lanes* f) {
    const Lanes fade = exp(-(c_.back() * t));
    for (int i = 0; i < n_; ++i) f[i] = fma(c_[n_ + entries_ + i], fade, c_[i] * y[i]);
    for (int e = 0; e < entries_; ++e) {
      const auto& [row, column] = shape_.off_diagonal[e];
      f[row] = fma(c_[n_ + e], y[column], f[row]);
    }
  }
  void linearise(Lanes t, const Lanes*) {
    const Lanes fade = -(c_.back() * exp(-(c_.back() * t)));
    for (int i = 0; i < n_; ++i) slope_[i] = c_[n_ + entries_ + i] * fade;
  }
  const Lanes* time_derivative() const { return slope_.data(); }
  void factor(Lanes sigma) {
    for (Lanes& value : matrix_) value = Lanes(0.0);
    for (int i = 0; i < n_; ++i) matrix_[shape_.plan.slot(i, i)] = sigma - c_[i];
    for (int e = 0; e < entries_; ++e) {
      const auto& [row, column] = shape_.off_diagonal[e];
      Lanes& value = matrix_[shape_.plan.slot(row, column)];
      value = value - c_[n_ + e];
    }
    cellroute::numerics::lu_factor(view_, matrix_.data());
  }
  void solve(Lanes* r) { cellroute::numerics::lu_solve(view_, matrix_.data(), r); }

 private:
  const LinearShape& shape_;
  cellroute::numerics::LuView view_;
  const int n_, entries_;
  std::vector<Lanes> c_, matrix_, slope_;
};

/// phi C' = -K C (Sm - S), S' = K C (Sm - S).
class ArrestSystem : public Quiet {
 public:
  int size() const { return arrest_unknowns; }
  void load(int lane, const double* c) {
    for (int i = 0; i < 3; ++i) c_[i].set(lane, c[i]);
  }
  void derivative(Lanes, const Lanes* y, Lanes* f) {
    const Lanes arrested = c_[1] * y[0] * (c_[2] - y[1]);
    f[0] = -arrested / c_[0];
    f[1] = arrested;
  }
  void linearise(Lanes, const Lanes* y) {
    by_C_ = c_[1] * (c_[2] - y[1]);
    by_S_ = -(c_[1] * y[0]);
  }
  const Lanes* time_derivative() const { return still_; }
  void factor(Lanes sigma) {
    sigma_ = sigma;
    determinant_ = (sigma + by_C_ / c_[0]) * (sigma - by_S_) + by_S_ / c_[0] * by_C_;
  }
  void solve(Lanes* r) {  // [sigma + a/phi, b/phi; -a, sigma - b]
    const Lanes C = ((sigma_ - by_S_) * r[0] - by_S_ / c_[0] * r[1]) / determinant_;
    const Lanes S = ((sigma_ + by_C_ / c_[0]) * r[1] + by_C_ * r[0]) / determinant_;
    r[0] = C;
    r[1] = S;
  }

 private:
  Lanes c_[3]{Lanes(1.0), Lanes(1.0), Lanes(1.0)}, still_[2]{Lanes(0.0), Lanes(0.0)};
  Lanes by_C_{0.0}, by_S_{0.0}, sigma_{1.0}, determinant_{1.0};
};

inline void eight(const double* x, Lanes& v) {
  for (int l = 0; l < cellroute::numerics::lane_count; ++l) v.set(l, x[l]);
}
inline void eight(const Lanes& v, double* y) {
  for (int l = 0; l < cellroute::numerics::lane_count; ++l) y[l] = v[l];
}

}  // namespace CELLROUTE_ISA

#define TESTING_KERNELS(suffix)                                                         \
  void run_linear_##suffix(const LinearShape& shape, cellroute::numerics::Host& host) { \
    LinearSystem system(shape);                                                         \
    cellroute::numerics::BatchRosenbrock<LinearSystem>(system).run(host);               \
  }                                                                                     \
  void run_arrest_##suffix(cellroute::numerics::Host& host) {                           \
    ArrestSystem system;                                                                \
    cellroute::numerics::BatchRosenbrock<ArrestSystem>(system).run(host);               \
  }                                                                                     \
  void exp_##suffix(const double* x, double* y) {                                       \
    Lanes v(0.0);                                                                       \
    eight(x, v);                                                                        \
    eight(exp(v), y);                                                                   \
  }                                                                                     \
  void log_##suffix(const double* x, double* y) {                                       \
    Lanes v(0.0);                                                                       \
    eight(x, v);                                                                        \
    eight(log(v), y);                                                                   \
  }                                                                                     \
  void fma_##suffix(const double* a, const double* b, const double* c, double* y) {     \
    Lanes u(0.0), v(0.0), w(0.0);                                                       \
    eight(a, u);                                                                        \
    eight(b, v);                                                                        \
    eight(c, w);                                                                        \
    eight(fma(u, v, w), y);                                                             \
  }

}  // namespace testing
