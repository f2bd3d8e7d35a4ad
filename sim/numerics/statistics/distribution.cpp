#include "sim/numerics/statistics/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "sim/numerics/statistics/special_functions.hpp"

namespace cellroute::numerics {
namespace {

using Kind = Distribution::Kind;
constexpr double infinity = std::numeric_limits<double>::infinity();

/// A normal law on a scale (plain or ln), cut off on both sides.
struct CutNormal {
  double mean, deviation, low, high;  // low, high in standard deviations
};

CutNormal cut_normal(const Distribution& d) {
  const bool logarithmic = d.kind == Kind::log_normal;
  const double mean = logarithmic ? std::log(d.a) : d.a;
  const double deviation = logarithmic ? std::sqrt(std::log1p(d.b * d.b)) : d.b;
  const auto scaled = [&](double x) {
    if (logarithmic) x = x > 0 ? std::log(x) : -infinity;
    return (x - mean) / deviation;
  };
  return {mean, deviation, scaled(d.min), scaled(d.max)};
}

/// z in [low, high] at the share u of the probability between them. On the side where both ends lie in
/// the upper tail it works with the complement, which keeps its digits there.
double cut_normal_inverse(double u, double low, double high) {
  if (low > 0) return -cut_normal_inverse(1 - u, -high, -low);
  const double below = normal_cumulative(low), upto = normal_cumulative(high);
  const double p = below + u * (upto - below);
  const double z = p <= 0 ? -infinity : p >= 1 ? infinity : normal_inverse(p);
  return std::clamp(z, low, high);
}

double cut_normal_cumulative(double z, double low, double high) {
  if (low > 0) return 1 - cut_normal_cumulative(-z, -high, -low);
  z = std::clamp(z, low, high);
  const double below = normal_cumulative(low);
  return (normal_cumulative(z) - below) / (normal_cumulative(high) - below);
}

/// Probability between the ends, from the side where it keeps its digits.
double left_of_normal(double low, double high) {
  return low > 0 ? normal_cumulative(-low) - normal_cumulative(-high)
                 : normal_cumulative(high) - normal_cumulative(low);
}

double weight(const Distribution& d, std::size_t i) { return d.weights.empty() ? 1.0 : d.weights[i]; }

double total_weight(const Distribution& d) {
  double sum = 0;
  for (std::size_t i = 0; i < d.values.size(); ++i) sum += weight(d, i);
  return sum;
}

const char* fault_of_choice(const Distribution& d) {
  if (d.values.empty()) return "there is nothing to choose from";
  if (!d.weights.empty() && d.weights.size() != d.values.size()) return "there must be one weight per value";
  for (const double x : d.values) {
    if (!std::isfinite(x)) return "a value is not finite";
  }
  for (const double w : d.weights) {
    if (!(w >= 0) || !std::isfinite(w)) return "a weight is negative or not finite";
  }
  return total_weight(d) > 0 ? nullptr : "all weights are 0";
}

const char* fault_of_normal(const Distribution& d) {
  if (!(d.b > 0)) return "the spread must be above 0";
  if (d.kind == Kind::log_normal && !(d.a > 0)) return "the median must be above 0";
  if (!(d.min < d.max)) return "the cut-offs are reversed or equal";
  if (d.kind == Kind::log_normal && !(d.max > 0)) return "the upper cut-off must be above 0";
  const CutNormal cut = cut_normal(d);
  return left_of_normal(cut.low, cut.high) > 1e-9 ? nullptr
                                                  : "the cut-offs leave less than 1e-9 of the distribution";
}

}  // namespace

const char* fault(const Distribution& d) {
  if (d.kind == Kind::choice) return fault_of_choice(d);
  if (!std::isfinite(d.a) || !std::isfinite(d.b)) return "a number is not finite";
  switch (d.kind) {
    case Kind::uniform:
    case Kind::log_uniform:
      if (!(d.a < d.b)) return "the range is reversed or empty";
      return d.kind == Kind::log_uniform && !(d.a > 0) ? "a logarithmic range must be above 0" : nullptr;
    case Kind::triangular:
      if (!std::isfinite(d.min) || !std::isfinite(d.max)) return "both ends must be given";
      if (!(d.min < d.max)) return "the range is reversed or empty";
      return d.min <= d.a && d.a <= d.max ? nullptr : "the mode lies outside the range";
    default:
      return fault_of_normal(d);
  }
}

double value_at(const Distribution& d, double u) {
  switch (d.kind) {
    case Kind::uniform:
      return std::clamp(d.a + u * (d.b - d.a), d.a, d.b);
    case Kind::log_uniform:
      return std::clamp(d.a * std::exp(u * std::log(d.b / d.a)), d.a, d.b);
    case Kind::normal: {
      const CutNormal cut = cut_normal(d);
      return std::clamp(cut.mean + cut.deviation * cut_normal_inverse(u, cut.low, cut.high), d.min, d.max);
    }
    case Kind::log_normal: {
      const CutNormal cut = cut_normal(d);
      return std::clamp(d.a * std::exp(cut.deviation * cut_normal_inverse(u, cut.low, cut.high)), d.min,
                        d.max);
    }
    case Kind::triangular: {
      const double width = d.max - d.min, rise = d.a - d.min, fall = d.max - d.a;
      const double x =
          u * width < rise ? d.min + std::sqrt(u * width * rise) : d.max - std::sqrt((1 - u) * width * fall);
      return std::clamp(x, d.min, d.max);
    }
    case Kind::choice: {
      double left = u * total_weight(d);
      std::size_t last = 0;  // with a weight: the answer at u = 1
      for (std::size_t i = 0; i < d.values.size(); ++i) {
        if (weight(d, i) == 0) continue;
        last = i;
        if (left < weight(d, i)) break;
        left -= weight(d, i);
      }
      return d.values[last];
    }
  }
  return std::numeric_limits<double>::quiet_NaN();
}

double unit_of(const Distribution& d, double x) {
  const auto limited = [](double u) { return std::clamp(u, 0.0, 1.0); };
  switch (d.kind) {
    case Kind::uniform:
      return limited((x - d.a) / (d.b - d.a));
    case Kind::log_uniform:
      return x <= d.a ? 0 : limited(std::log(x / d.a) / std::log(d.b / d.a));
    case Kind::normal:
    case Kind::log_normal: {
      const CutNormal cut = cut_normal(d);
      if (d.kind == Kind::log_normal) x = x > 0 ? std::log(x) : -infinity;
      return limited(cut_normal_cumulative((x - cut.mean) / cut.deviation, cut.low, cut.high));
    }
    case Kind::triangular: {
      const double width = d.max - d.min;
      if (x <= d.min) return 0;
      if (x >= d.max) return 1;
      return x < d.a ? (x - d.min) * (x - d.min) / (width * (d.a - d.min))
                     : 1 - (d.max - x) * (d.max - x) / (width * (d.max - d.a));
    }
    case Kind::choice: {
      double before = 0;
      for (std::size_t i = 0; i < d.values.size(); before += weight(d, i), ++i) {
        if (d.values[i] == x && weight(d, i) > 0) return (before + weight(d, i) / 2) / total_weight(d);
      }
    }
  }
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace cellroute::numerics
