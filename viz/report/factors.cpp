#include "viz/report/factors.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numeric>

#include "sim/results/column_file.hpp"
#include "sim/results/format.hpp"

namespace cellroute::viz {

void each_factor(const Sweep& sweep, const std::vector<std::size_t>& rows,
                 const std::function<void(Factor, const std::vector<double>&)>& take) {
  const std::string group = "/factors/";
  const auto contents = results::column_contents(sweep.file);
  const results::Hdf5Reader reader(sweep.file);
  for (const auto& column : contents.columns) {
    if (!column.path.starts_with(group)) continue;
    const auto numbers = reader.numbers(column.path);
    std::vector<double> own;
    for (const auto row : rows) own.push_back(numbers[row]);
    const auto sorted = ascending(own);
    take({column.path.substr(group.size()), column.long_name, column.source, column.units,
          quantile(sorted, 0.05), quantile(sorted, 0.95)},
         own);
  }
}

std::string factor_name(const Factor& one) {
  std::string about = one.about, place = one.path.substr(0, one.path.rfind('.'));
  while (!about.empty() && (about.back() == '.' || about.back() == ' ')) about.pop_back();
  const auto small = [](char c) { return std::islower(static_cast<unsigned char>(c)) != 0; };
  if (about.size() > 1 && (small(about[1]) || about[1] == ' '))  // abbreviations keep their capitals
    about[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(about[0])));
  std::replace(place.begin(), place.end(), '.', ' ');
  std::replace(place.begin(), place.end(), '_', ' ');
  return place + ": " + about;
}

namespace {

/// A ratio may be far above 1, so it is not shown in per cent.
bool bare(const Factor& one) { return one.unit == "1" || one.unit == "count"; }

std::string shown(const Factor& one, double value) {
  return bare(one) ? results::number(value) : results::clinical_number(value, one.unit);
}

std::string unit_words(const Factor& one) { return bare(one) ? "" : " " + results::clinical_unit(one.unit); }

}  // namespace

std::string range_words(const Factor& one) {
  return shown(one, one.low) + " to " + shown(one, one.high) + unit_words(one);
}

std::string value_words(const Factor& one, double value) { return shown(one, value) + unit_words(one); }

std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return values[a] < values[b]; });
  std::vector<double> found(values.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i;
    while (end < order.size() && values[order[end]] == values[order[i]]) ++end;
    for (std::size_t k = i; k < end; ++k) found[order[k]] = 0.5 * static_cast<double>(i + end - 1);
    i = end;
  }
  return found;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const auto count = static_cast<double>(a.size());
  const double mean_a = std::accumulate(a.begin(), a.end(), 0.0) / count;
  const double mean_b = std::accumulate(b.begin(), b.end(), 0.0) / count;
  double both = 0, only_a = 0, only_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    both += (a[i] - mean_a) * (b[i] - mean_b);
    only_a += (a[i] - mean_a) * (a[i] - mean_a);
    only_b += (b[i] - mean_b) * (b[i] - mean_b);
  }
  return only_a > 0 && only_b > 0 ? both / std::sqrt(only_a * only_b) : 0;
}

double noise(std::size_t patients) {
  return 4 / std::sqrt(static_cast<double>(std::max<std::size_t>(1, patients)));
}

double percentile(const std::vector<double>& values, double value) {
  double below = 0, count = 0;
  for (const double each : values) {
    if (std::isnan(each)) continue;
    ++count;
    below += each < value ? 1 : each == value ? 0.5 : 0;
  }
  return below / count;
}

}  // namespace cellroute::viz
