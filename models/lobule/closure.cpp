#include "models/lobule/closure.hpp"

#include <algorithm>
#include <cmath>

namespace cellroute {
namespace {

/// Where a value lies between knots, and how far towards the next.
struct Between {
  std::size_t low = 0, high = 0;
  double share = 0;  // of the high one
};

Between locate(const std::vector<double>& knots, double x) {
  if (!(x > knots.front())) return {0, 0, 0};
  if (x >= knots.back()) return {knots.size() - 1, knots.size() - 1, 0};
  const std::size_t high =
      static_cast<std::size_t>(std::upper_bound(knots.begin(), knots.end(), x) - knots.begin());
  return {high - 1, high, (x - knots[high - 1]) / (knots[high] - knots[high - 1])};
}

/// Zone that is crossed first, second, third.
std::array<int, 3> crossing(LobuleEntry entry) {
  return entry == LobuleEntry::central ? std::array{2, 1, 0} : std::array{0, 1, 2};
}

/// (1 - exp(-n))/n
double mean_passing(double n) { return n > 1e-12 ? -std::expm1(-n) / n : 1 - n / 2; }

/// n for which (1 - exp(-n)) = stopped
double arrest_number(double stopped) { return -std::log1p(-std::min(stopped, 1 - 1e-15)); }

}  // namespace

LobuleClosure::LobuleClosure(std::string fingerprint, Axes axes)
    : fingerprint_(std::move(fingerprint)), axes_(std::move(axes)), knots_(axes_.dial.size()) {
  for (const auto& knots : axes_.number) knots_ *= knots.size();
  for (auto& values : values_) values.assign(knots_ * weights, 0.0);
}

std::size_t LobuleClosure::knot(std::size_t dial, std::size_t straining, std::size_t filter,
                                std::size_t adhesion) const {
  const auto& n = axes_.number;
  return ((dial * n[straining_law].size() + straining) * n[filter_law].size() + filter) *
             n[adhesion_law].size() +
         adhesion;
}

std::array<double, LobuleClosure::weights> LobuleClosure::at(LobuleEntry entry, double dial,
                                                             const ClosureNumbers& numbers) const {
  const Between d = locate(axes_.dial, dial);
  std::array<Between, arrest_laws> b;
  for (int law = 0; law < arrest_laws; ++law) b[law] = locate(axes_.number[law], numbers[law]);
  const std::vector<double>& values = values_[static_cast<std::size_t>(entry)];
  std::array<double, weights> sum{};
  for (int corner = 0; corner < 16; ++corner) {
    const auto pick = [corner](const Between& x, int bit, double& weight) {
      const bool high = (corner >> bit & 1) != 0;
      weight *= high ? x.share : 1 - x.share;
      return high ? x.high : x.low;
    };
    double weight = 1;
    const std::size_t i = pick(d, 3, weight), s = pick(b[straining_law], 2, weight),
                      f = pick(b[filter_law], 1, weight), a = pick(b[adhesion_law], 0, weight);
    if (weight == 0) continue;
    const double* knot_values = values.data() + knot(i, s, f, a) * weights;
    for (int w = 0; w < weights; ++w) sum[w] += weight * knot_values[w];
  }
  return sum;
}

ZoneArrests LobuleClosure::arrests(LobuleEntry entry, double dial, const ClosureNumbers& numbers) const {
  const std::array<double, weights> w = at(entry, dial, numbers);
  ZoneArrests result;
  for (const int zone : crossing(entry)) {
    double n = 0;
    for (int law = 0; law < arrest_laws; ++law) n += numbers[law] * w[law * 3 + zone];
    const double each = result.passed * mean_passing(n);
    for (int law = 0; law < arrest_laws; ++law)
      result.stopped[law][zone] = each * numbers[law] * w[law * 3 + zone];
    result.passed *= std::exp(-n);
  }
  return result;
}

std::array<double, LobuleClosure::weights> closure_weights(
    LobuleEntry entry, const ClosureNumbers& numbers,
    const std::array<std::array<double, 3>, arrest_laws>& per_number) {
  std::array<double, LobuleClosure::weights> w{};
  double reaching = 1;
  for (const int zone : crossing(entry)) {
    double stopped = 0;
    for (int law = 0; law < arrest_laws; ++law) stopped += numbers[law] * per_number[law][zone];
    const double n = arrest_number(stopped / reaching);
    const double passing = reaching * mean_passing(n);
    for (int law = 0; law < arrest_laws; ++law) w[law * 3 + zone] = per_number[law][zone] / passing;
    reaching *= std::exp(-n);
  }
  return w;
}

}  // namespace cellroute
