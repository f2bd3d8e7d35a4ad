#include "sim/numerics/statistics/morris.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "sim/numerics/random/philox.hpp"

namespace cellroute::numerics {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
/// Streams of Philox that no other design uses: orders of parameters, and first levels.
constexpr std::uint64_t order_stream = 0x3022'0000'0000'0000, level_streams = 0x3022'1000'0000'0000;

/// Fisher-Yates with draws number first, first + 1 ...
std::vector<int> shuffled(int count, const Philox& random, std::uint64_t first) {
  std::vector<int> list(count);
  std::iota(list.begin(), list.end(), 0);
  for (int i = count - 1; i > 0; --i) {
    const double u = random.uniform(first + static_cast<std::uint64_t>(i));
    std::swap(list[i], list[std::min(i, static_cast<int>(u * (i + 1)))]);
  }
  return list;
}

/// The effects of one parameter, one per trajectory, weighted by how often each was drawn.
struct Moments {
  double count = 0, sum = 0, absolute = 0, squares = 0;
  void add(double effect, double times) {
    count += times;
    sum += times * effect;
    absolute += times * std::fabs(effect);
    squares += times * effect * effect;
  }
  double mean() const { return count > 0 ? sum / count : nan; }
  double mean_absolute() const { return count > 0 ? absolute / count : nan; }
  double deviation() const {
    if (count < 2) return nan;
    return std::sqrt(std::max(0.0, (squares - sum * sum / count) / (count - 1)));
  }
};

}  // namespace

MorrisDesign::MorrisDesign(int parameters, std::uint64_t seed, int levels)
    : parameters_(parameters), levels_(levels), seed_(seed) {
  if (parameters < 1) throw std::invalid_argument("a Morris design has at least one parameter");
  if (levels < 2 || levels % 2 != 0) throw std::invalid_argument("the levels must be an even number");
}

int MorrisDesign::start_level(std::uint64_t trajectory, int parameter) const {
  const auto p = static_cast<std::uint64_t>(levels_);
  const Philox random(seed_, level_streams + static_cast<std::uint64_t>(parameter));
  return shuffled(levels_, random, trajectory / p * p)[trajectory % p];
}

std::vector<int> MorrisDesign::order(std::uint64_t trajectory) const {
  const auto k = static_cast<std::uint64_t>(parameters_);
  return shuffled(parameters_, Philox(seed_, order_stream), trajectory * k);
}

std::vector<MorrisDesign::Step> MorrisDesign::steps(std::uint64_t trajectory) const {
  std::vector<Step> steps;
  for (const int parameter : order(trajectory)) {
    steps.push_back({parameter, change(start_level(trajectory, parameter))});
  }
  return steps;
}

void MorrisDesign::point(std::uint64_t row, std::span<double> point) const {
  const auto rows = static_cast<std::uint64_t>(rows_per_trajectory());
  const std::uint64_t trajectory = row / rows;
  for (int j = 0; j < parameters_; ++j) point[j] = (start_level(trajectory, j) + 0.5) / levels_;
  const std::vector<int> moved = order(trajectory);
  for (std::uint64_t step = 0; step < row % rows; ++step) {
    const int j = moved[step];
    point[j] += change(start_level(trajectory, j));
  }
}

std::vector<ElementaryEffects> elementary_effects(const MorrisDesign& design, std::span<const double> values,
                                                  const Bootstrap& bootstrap) {
  return elementary_effects(std::span(&design, 1), values, bootstrap);
}

std::vector<ElementaryEffects> elementary_effects(std::span<const MorrisDesign> designs,
                                                  std::span<const double> values,
                                                  const Bootstrap& bootstrap) {
  if (designs.empty()) throw std::invalid_argument("there is no design");
  for (const MorrisDesign& design : designs)
    if (design.parameters() != designs.front().parameters())
      throw std::invalid_argument("the designs differ in their number of parameters");
  const auto k = static_cast<std::size_t>(designs.front().parameters()), rows = k + 1;
  if (values.size() % (rows * designs.size()) != 0)
    throw std::invalid_argument("the rows are no whole number of trajectories");
  const std::size_t trajectories = values.size() / rows,
                    each = std::max<std::size_t>(1, trajectories / designs.size());
  std::vector<double> effect(trajectories * k, nan);  // [trajectory][parameter]
  for (std::size_t t = 0; t < trajectories; ++t) {
    const std::vector<MorrisDesign::Step> steps = designs[t / each].steps(t % each);
    for (std::size_t s = 0; s < k; ++s) {
      const double change = values[t * rows + s + 1] - values[t * rows + s];
      effect[t * k + static_cast<std::size_t>(steps[s].parameter)] = change / steps[s].change;
    }
  }
  const auto moments = [&](std::size_t parameter, auto times) {
    Moments found;
    for (std::size_t t = 0; t < trajectories; ++t) {
      const double e = effect[t * k + parameter];
      if (std::isfinite(e)) found.add(e, times(t));
    }
    return found;
  };
  const auto resampled = [&](std::span<const int> times, std::span<double> out) {
    for (std::size_t j = 0; j < k; ++j) {
      const Moments found = moments(j, [&](std::size_t t) { return static_cast<double>(times[t]); });
      out[3 * j] = found.mean();
      out[3 * j + 1] = found.mean_absolute();
      out[3 * j + 2] = found.deviation();
    }
  };
  const std::vector<Interval> intervals = bootstrap_intervals(trajectories, 3 * k, resampled, bootstrap);
  std::vector<ElementaryEffects> result(k);
  for (std::size_t j = 0; j < k; ++j) {
    const Moments found = moments(j, [](std::size_t) { return 1.0; });
    ElementaryEffects& effects = result[j];
    effects.mean = found.mean();
    effects.mean_absolute = found.mean_absolute();
    effects.deviation = found.deviation();
    effects.effects = static_cast<int>(found.count);
    const bool enough = effects.effects >= 2;
    effects.mean_interval = enough ? intervals[3 * j] : Interval{nan, nan};
    effects.mean_absolute_interval = enough ? intervals[3 * j + 1] : Interval{nan, nan};
    effects.deviation_interval = enough ? intervals[3 * j + 2] : Interval{nan, nan};
  }
  return result;
}

}  // namespace cellroute::numerics
