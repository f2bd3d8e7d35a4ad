#include "sim/body/curve.hpp"

#include <algorithm>
#include <cmath>

namespace cellroute::body {
namespace {

constexpr int points = 96;      // of a row, over all infusions
constexpr int fewest = 8;       // of one infusion
constexpr double first = 1.0;   // [s] after a start
constexpr double apart = 1e-9;  // relative: closer times are one

}  // namespace

std::vector<double> curve_times(const BodyCase& body_case) {
  const auto& outputs = body_case.output_times;
  std::vector<double> times = outputs;
  const double horizon = body_case.horizon;
  const int count = std::max(fewest, points / std::max(1, static_cast<int>(body_case.regimen.size())));
  for (const Infusion& infusion : body_case.regimen) {
    const double left = horizon - infusion.start;
    times.push_back(infusion.start);
    times.push_back(infusion.start + infusion.duration);
    // not before a picture with a scale of decades is of interest: the first output, a quarter of the
    // infusion
    double low = infusion.duration > 0 ? infusion.duration / 4 : first;
    for (const double output : outputs)
      if (output > 0) low = std::min(low, output);
    low = std::max(first, low);
    for (int i = 0; i < count && low < left; ++i)
      times.push_back(infusion.start + low * std::pow(left / low, static_cast<double>(i) / (count - 1)));
  }
  std::erase_if(times, [&](double time) { return time > horizon; });
  times.push_back(horizon);
  std::sort(times.begin(), times.end());
  // of times that are one, an output stays
  std::vector<double> kept;
  for (const double time : times) {
    if (kept.empty() || time - kept.back() > apart * horizon)
      kept.push_back(time);
    else if (std::binary_search(outputs.begin(), outputs.end(), time))
      kept.back() = time;
  }
  return kept;
}

BodyCase curve_case(const BodyCase& body_case) {
  BodyCase fine = body_case;
  fine.output_times = curve_times(body_case);
  return fine;
}

Curve curve_of(const BodyResult& result) {
  Curve curve;
  curve.times = result.times;
  for (const OrganSeries& organ : result.organs) {
    Curve::Organ one{organ.name, {}, {}};
    for (int t = 0; t < static_cast<int>(result.times.size()); ++t) {
      one.living.push_back(organ.cells.living(t));
      one.label.push_back(organ.label.total(t));
    }
    curve.organs.push_back(std::move(one));
  }
  curve.portal_pressure = result.hemodynamics.portal_pressure;
  return curve;
}

}  // namespace cellroute::body
