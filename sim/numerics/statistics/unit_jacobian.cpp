// Coordinates of the unit cube, and Jacobians in them by finite differences.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>

#include "sim/numerics/statistics/levenberg_marquardt.hpp"

namespace cellroute::numerics {

double value_in(const Bound& bound, double u) {
  const double value = bound.logarithmic ? bound.low * std::exp(u * std::log(bound.high / bound.low))
                                         : bound.low + u * (bound.high - bound.low);
  return std::clamp(value, bound.low, bound.high);
}

double unit_in(const Bound& bound, double value) {
  if (value <= bound.low) return 0;
  if (value >= bound.high) return 1;
  return bound.logarithmic ? std::log(value / bound.low) / std::log(bound.high / bound.low)
                           : (value - bound.low) / (bound.high - bound.low);
}

double slope_in(const Bound& bound, double u) {
  return bound.logarithmic ? value_in(bound, u) * std::log(bound.high / bound.low) : bound.high - bound.low;
}

std::vector<double> values_in(const std::vector<Bound>& bounds, std::span<const double> u) {
  std::vector<double> values(bounds.size());
  for (std::size_t i = 0; i < bounds.size(); ++i) values[i] = value_in(bounds[i], u[i]);
  return values;
}

void check_bounds(const std::vector<Bound>& bounds) {
  for (const Bound& bound : bounds) {
    if (!(bound.low < bound.high) || !std::isfinite(bound.low) || !std::isfinite(bound.high)) {
      throw std::invalid_argument("the bounds of a parameter are reversed, equal or not finite");
    }
    if (bound.logarithmic && !(bound.low > 0)) {
      throw std::invalid_argument("a logarithmic lower bound must be above 0");
    }
  }
}

double sum_of_squares(std::span<const double> residuals) {
  double sum = 0;
  for (const double r : residuals) sum += r * r;
  return residuals.empty() || !std::isfinite(sum) ? std::numeric_limits<double>::quiet_NaN() : sum;
}

namespace {

/// One coordinate of one point: where the two further sets are, in steps, and the weights of the three.
struct Stencil {
  double first, second;                  // places
  double at_point, at_first, at_second;  // weights
};

Stencil stencil(double u, double step) {
  if (u - step < 0) return {step, 2 * step, -1.5 / step, 2 / step, -0.5 / step};
  if (u + step > 1) return {-step, -2 * step, 1.5 / step, -2 / step, 0.5 / step};
  return {step, -step, 0, 0.5 / step, -0.5 / step};
}

}  // namespace

std::vector<std::vector<double>> unit_jacobians(const Residuals& residuals, const std::vector<Bound>& bounds,
                                                const std::vector<const Descent*>& problems, double step) {
  const std::size_t k = bounds.size();
  std::vector<std::vector<double>> sets;
  for (const Descent* problem : problems) {
    for (std::size_t j = 0; j < k; ++j) {
      if (problem->fixed[j]) continue;
      const Stencil places = stencil(problem->u[j], step);
      for (const double away : {places.first, places.second}) {
        std::vector<double> u = problem->u;
        u[j] += away;
        sets.push_back(values_in(bounds, u));
      }
    }
  }
  const auto found = sets.empty() ? std::vector<std::vector<double>>{} : residuals(sets);
  std::vector<std::vector<double>> jacobians;
  std::size_t next = 0;
  for (const Descent* problem : problems) {
    const std::size_t n = problem->residuals.size();
    std::vector<double> jacobian(n * k, 0.0);
    bool known = true;
    for (std::size_t j = 0; j < k; ++j) {
      if (problem->fixed[j]) continue;
      const Stencil weights = stencil(problem->u[j], step);
      const std::vector<double>&first = found[next], &second = found[next + 1];
      next += 2;
      if (first.size() != n || second.size() != n || std::isnan(sum_of_squares(first)) ||
          std::isnan(sum_of_squares(second))) {
        known = false;
        continue;
      }
      for (std::size_t i = 0; i < n; ++i) {
        jacobian[i * k + j] = weights.at_point * problem->residuals[i] + weights.at_first * first[i] +
                              weights.at_second * second[i];
      }
    }
    jacobians.push_back(known ? std::move(jacobian) : std::vector<double>{});
  }
  return jacobians;
}

}  // namespace cellroute::numerics
