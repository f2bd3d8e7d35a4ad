#include "sim/numerics/statistics/saltelli.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

#include "sim/numerics/statistics/special_functions.hpp"

namespace cellroute::numerics {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Sums over base points, of values shifted by the metric's mean. They can be added and subtracted.
struct Sums {
  explicit Sums(int parameters) : first(parameters), total(parameters) {}
  double points = 0, value = 0, square = 0;  // the last two over both halves
  std::vector<double> first, total;

  /// One base point's rows, `times` times over.
  void add(std::span<const double> rows, double shift, double times) {
    const double a = rows[0] - shift, b = rows[1] - shift;
    points += times;
    value += times * (a + b);
    square += times * (a * a + b * b);
    for (std::size_t i = 0; i < first.size(); ++i) {
      const double c = rows[i + 2] - shift;
      first[i] += times * b * (c - a);
      total[i] += times * (a - c) * (a - c);
    }
  }
  void add(const Sums& other, double times) {
    points += times * other.points;
    value += times * other.value;
    square += times * other.square;
    for (std::size_t i = 0; i < first.size(); ++i) {
      first[i] += times * other.first[i];
      total[i] += times * other.total[i];
    }
  }
  double mean() const { return value / (2 * points); }
  double variance() const { return square / (2 * points) - mean() * mean(); }
  /// First indices, then total ones.
  void indices(std::span<double> out) const {
    const std::size_t k = first.size();
    // A constant metric is shifted to exactly 0.
    const double v = variance() > 0 ? variance() : nan;
    for (std::size_t i = 0; i < k; ++i) {
      out[i] = first[i] / points / v;
      out[k + i] = total[i] / (2 * points) / v;
    }
  }
};

bool finite(std::span<const double> rows) {
  return std::all_of(rows.begin(), rows.end(), [](double x) { return std::isfinite(x); });
}

/// Of a statistic from R independent groups: leave one group out at a time, Student's t.
/// B. Efron, C. Stein, Ann. Stat. 9 (1981) 586, doi:10.1214/aos/1176345462.
Interval jackknife_interval(double whole, std::span<const double> without, double confidence) {
  const auto groups = static_cast<double>(without.size());
  double mean = 0, squares = 0;
  for (const double x : without) mean += x / groups;
  for (const double x : without) squares += (x - mean) * (x - mean);
  const double deviation = std::sqrt((groups - 1) / groups * squares);
  const double half = student_t_quantile((1 + confidence) / 2, groups - 1) * deviation;
  return {whole - half, whole + half};
}

}  // namespace

SaltelliDesign::SaltelliDesign(int parameters, std::uint64_t seed, int scrambles, std::uint64_t replicate)
    : parameters_(parameters) {
  if (parameters < 1 || 2 * parameters > SobolSequence::max_dimensions()) {
    throw std::invalid_argument("a Saltelli design has 1 to 1833 parameters");
  }
  if (scrambles < 1 || !std::has_single_bit(static_cast<unsigned>(scrambles))) {
    throw std::invalid_argument("the number of scrambles must be a power of two");
  }
  const auto count = static_cast<std::uint64_t>(scrambles);
  for (std::uint64_t s = 0; s < count; ++s) {
    sequences_.emplace_back(2 * parameters, seed, replicate * count + s);
  }
}

void SaltelliDesign::point(std::uint64_t row, std::span<double> point) const {
  const auto k = static_cast<std::size_t>(parameters_);
  const std::uint64_t base = row / (k + 2), place = row % (k + 2), scrambles = sequences_.size();
  std::vector<double> halves(2 * k);
  sequences_[base % scrambles].point(base / scrambles, halves);
  const std::size_t from = place == 1 ? k : 0;
  for (std::size_t i = 0; i < k; ++i) point[i] = halves[from + i];
  if (place >= 2) point[place - 2] = halves[k + place - 2];
}

SobolIndices sobol_indices(int parameters, int scrambles, std::span<const double> values,
                           const Bootstrap& bootstrap) {
  const auto k = static_cast<std::size_t>(parameters), rows = k + 2;
  if (parameters < 1 || scrambles < 1 || values.size() % rows != 0) {
    throw std::invalid_argument("the rows are no whole number of base points");
  }
  SobolIndices result;
  std::vector<std::size_t> kept;
  for (std::size_t n = 0; n < values.size() / rows; ++n) {
    if (finite(values.subspan(n * rows, rows))) kept.push_back(n);
  }
  result.base_points = kept.size();
  result.dropped = values.size() / rows - kept.size();
  result.parameters.assign(k, {nan, nan, {nan, nan}, {nan, nan}});
  if (kept.empty()) return result;

  // Centred on the mean of both halves: without that, the noise of the first index grows with the mean.
  double shift = values[kept[0] * rows], mean = 0;
  for (const std::size_t n : kept) mean += values[n * rows] - shift + (values[n * rows + 1] - shift);
  shift += mean / (2 * static_cast<double>(kept.size()));

  std::vector<Sums> groups(static_cast<std::size_t>(scrambles), Sums(parameters));
  for (const std::size_t n : kept) {
    groups[n % groups.size()].add(values.subspan(n * rows, rows), shift, 1);
  }
  std::erase_if(groups, [](const Sums& sums) { return sums.points == 0; });
  Sums all(parameters);
  for (const Sums& sums : groups) all.add(sums, 1);
  result.mean = shift + all.mean();
  result.variance = all.variance();
  std::vector<double> found(2 * k);
  all.indices(found);

  result.from_scrambles = groups.size() > 1;
  std::vector<Interval> intervals;
  if (result.from_scrambles) {
    std::vector<std::vector<double>> without(2 * k);
    std::vector<double> out(2 * k);
    for (const Sums& sums : groups) {
      Sums rest = all;
      rest.add(sums, -1);
      rest.indices(out);
      for (std::size_t s = 0; s < 2 * k; ++s) without[s].push_back(out[s]);
    }
    for (std::size_t s = 0; s < 2 * k; ++s) {
      intervals.push_back(jackknife_interval(found[s], without[s], bootstrap.confidence));
    }
  } else {
    const auto resampled = [&](std::span<const int> times, std::span<double> out) {
      Sums sums(parameters);
      for (std::size_t j = 0; j < kept.size(); ++j) {
        if (times[j] != 0) sums.add(values.subspan(kept[j] * rows, rows), shift, times[j]);
      }
      sums.indices(out);
    };
    intervals = bootstrap_intervals(kept.size(), 2 * k, resampled, bootstrap);
  }
  for (std::size_t i = 0; i < k; ++i) {
    result.parameters[i] = {found[i], found[k + i], intervals[i], intervals[k + i]};
  }
  return result;
}

}  // namespace cellroute::numerics
