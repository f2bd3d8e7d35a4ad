// (sigma I - J)^-1 as the program eliminates it, against central differences of the right-hand side
// at 100 random states; and df/dt.
#include <Eigen/Dense>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/body/elimination.hpp"
#include "tests/body/states.hpp"

namespace {

using namespace cellroute;
using testing::Corner;

/// Steps that are small for what the state does (fill a bed, flow) and large against rounding.
std::vector<double> steps(const body::LayoutView& v, const std::vector<double>& y) {
  std::vector<double> step(v.states, 1e-2);
  double blood = 0;
  for (int i = 0; i < v.tissue; ++i) blood = std::max(blood, y[i]);
  for (int i = 0; i < v.label_lodged; ++i) step[i] = 1e-3 * blood;
  for (int b = 0; b < v.beds; ++b) {
    double lodged = y[v.dead_lodged + b], stuck = 0;
    for (int k = 0; k < v.populations; ++k) {
      for (const int state : {body::trapped_fast, body::trapped_slow, body::lodged})
        lodged += y[v.in_tissue(b, state, k)];
      stuck += y[v.in_tissue(b, body::adherent, k)];
    }
    step[v.dead_lodged + b] = 5e-3 * lodged;
    for (int k = 0; k < v.populations; ++k) {
      for (const int state : {body::trapped_fast, body::trapped_slow, body::lodged})
        step[v.in_tissue(b, state, k)] = 5e-3 * lodged;
      step[v.in_tissue(b, body::adherent, k)] = 5e-3 * stuck;
    }
  }
  return step;
}

/// A flow about to turn around: there the derivative jumps and differences mean nothing.
bool near_a_turn(const Corner& corner, const std::vector<double>& y) {
  const body::LayoutView& v = corner.layout();
  body::Surroundings<double> s;
  body::Equations<double>(v).surroundings(corner.coefficients().data(), y.data(), s, nullptr);
  for (int e = 0; e < v.edges; ++e) {
    const double q = std::fabs(s.circulation.flow[v.edge[e].flow]);
    if (v.edge[e].sign < 0 && q > 0 && q < 1e-4 * corner.compiled.resting.network.cardiac_output) return true;
  }
  return false;
}

Eigen::MatrixXd difference_jacobian(const Corner& corner, const std::vector<double>& y) {
  const body::LayoutView& v = corner.layout();
  body::Equations<double> equations(v);
  body::Surroundings<double> s;
  Eigen::MatrixXd J(v.states, v.states);
  std::vector<double> moved = y, high(v.states), low(v.states);
  const std::vector<double> all = steps(v, y);
  for (int j = 0; j < v.states; ++j) {
    J.col(j).setZero();
    for (const auto& [reach, weight] :
         {std::pair(1.0, 4.0 / 3), {2.0, -1.0 / 3}}) {  // error of the fourth order
      const double step = reach * all[j];
      moved[j] = y[j] + step;
      equations.derivative(corner.coefficients().data(), corner.t, moved.data(), high.data(), s);
      moved[j] = y[j] - step;
      equations.derivative(corner.coefficients().data(), corner.t, moved.data(), low.data(), s);
      for (int i = 0; i < v.states; ++i) J(i, j) += weight * (high[i] - low[i]) / (2 * step);
    }
    moved[j] = y[j];
  }
  return J;
}

#ifdef CELLROUTE_SANITIZED
constexpr int wanted = 4;  // a sanitized build looks for other faults, and is slow
#else
constexpr int wanted = 100;
#endif

}  // namespace

TEST_CASE("the structured inverse of sigma I - J agrees with differences at 100 random states") {
  std::mt19937_64 random(8);
  const std::vector<Corner> corners = testing::corners(2);
  for (int visited = 0; visited < wanted; ++visited) {
    const Corner& corner = corners[visited % corners.size()];
    const body::LayoutView& v = corner.layout();
    std::vector<double> y = testing::random_state(corner, random);
    while (near_a_turn(corner, y)) y = testing::random_state(corner, random);
    const Eigen::MatrixXd J = difference_jacobian(corner, y);
    const Eigen::MatrixXd magnitude = J.cwiseAbs();
    const Eigen::VectorXd size = magnitude * Eigen::Map<const Eigen::VectorXd>(y.data(), v.states).cwiseAbs();
    const std::vector<double> step = steps(v, y);
    body::Elimination<double> elimination(v);
    elimination.linearise(corner.coefficients().data(), corner.t, y.data());
    const std::vector<double>& scale = corner.compiled.scale;  // the dose, or all the label
    for (const double sigma : {1e-5, 1e-2, 30.0}) {
      elimination.factor(sigma);
      for (int trial = 0; trial < 3; ++trial) {
        // A right-hand side over many magnitudes, and one that touches a single row.
        Eigen::VectorXd r = Eigen::VectorXd::Zero(v.states);
        if (trial < 2) {
          for (int i = 0; i < v.states; ++i) {
            r[i] = scale[i] * std::pow(10, -6.0 * static_cast<double>(random() >> 11) * 0x1p-53) *
                   (random() % 2 ? 1 : -1);
          }
        } else {
          const std::size_t row = random() % static_cast<unsigned>(v.label_lodged);
          r[row] = scale[row];
        }
        Eigen::VectorXd x = r;
        elimination.solve(x.data());
        // Each row against the terms it is the sum of, and against the rounding of the differences: a
        // derivative of size |J| |y| is known to a few eps of it, over the step.
        const Eigen::VectorXd left = sigma * x - J * x - r;
        const Eigen::VectorXd terms = sigma * x.cwiseAbs() + magnitude * x.cwiseAbs() + r.cwiseAbs();
        double in_steps = 0;
        for (int i = 0; i < v.states; ++i) in_steps += std::fabs(x[i]) / step[i];
        for (int i = 0; i < v.states; ++i) {
          INFO(corner.name << ", sigma " << sigma << ", row " << i << ": "
                           << corner.compiled.layout->describe_state(i) << ", residual " << left[i]
                           << " of terms " << terms[i]);
          REQUIRE(std::fabs(left[i]) <= 1e-6 * terms[i] + 1e-9 * scale[i] + 8e-16 * size[i] * in_steps);
        }
      }
    }
  }
}

TEST_CASE("the time derivative of the right-hand side agrees with differences") {
  std::mt19937_64 random(10);
  for (const Corner& corner : testing::corners(2)) {
    const body::LayoutView& v = corner.layout();
    const std::vector<double> y = testing::random_state(corner, random);
    body::Elimination<double> elimination(v);
    elimination.linearise(corner.coefficients().data(), corner.t, y.data());
    body::Equations<double> equations(v);
    body::Surroundings<double> s;
    std::vector<double> high(v.states), low(v.states);
    const double step = 20;
    equations.derivative(corner.coefficients().data(), corner.t + step, y.data(), high.data(), s);
    equations.derivative(corner.coefficients().data(), corner.t - step, y.data(), low.data(), s);
    double largest = 0;
    for (int i = 0; i < v.states; ++i) largest = std::max(largest, std::fabs(high[i] - low[i]) / (2 * step));
    if (corner.t > 60) REQUIRE(largest > 0);
    for (int i = 0; i < v.states; ++i) {
      INFO(corner.name << ", row " << i << ": " << corner.compiled.layout->describe_state(i));
      const double difference = (high[i] - low[i]) / (2 * step);
      REQUIRE(std::fabs(elimination.time_derivative()[i] - difference) <
              1e-6 * std::fabs(difference) + 1e-8 * largest + 1e-18 * std::fabs(high[i]) / step +
                  1e-15 * std::fabs(high[i]));
    }
  }
}
