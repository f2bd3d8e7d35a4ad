#include "viz/style/ticks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cellroute::viz {
namespace {

constexpr double slack = 1e-9;  // rounding of logarithms and quotients

double power_of_ten(double exponent) { return std::pow(10.0, exponent); }

std::string power_text(double value) {
  if (value == 0) return "0";
  const double exponent = std::floor(std::log10(value) + slack);
  const double digits = value / power_of_ten(exponent);
  return fmt::format("{:.3g}e{}", digits, static_cast<int>(exponent));
}

std::vector<Tick> by_decades(const Scale& scale, int count) {
  const double decades = std::log10(scale.high / scale.low);
  std::vector<double> steps{1};
  if (decades < 2) steps = {1, 2, 5};
  const double each = std::max(1.0, std::ceil(decades / count - slack));
  std::vector<Tick> all;
  for (double e = std::floor(std::log10(scale.low)); e <= std::log10(scale.high) + slack; e += each)
    for (const double step : steps) {
      const double value = step * power_of_ten(e);
      if (value < scale.low * (1 - slack) || value > scale.high * (1 + slack)) continue;
      all.push_back({value, value >= 1e4 || value < 1e-3 ? power_text(value) : fmt::format("{:.6g}", value)});
    }
  return all;
}

}  // namespace

double round_down(double length) {
  const double power = power_of_ten(std::floor(std::log10(length) + slack));
  for (const double step : {5.0, 2.0})
    if (step * power <= length * (1 + slack)) return step * power;
  return power;
}

double round_up(double length) {
  const double below = round_down(length);
  if (below >= length * (1 - slack)) return below;
  const double lead = below / power_of_ten(std::floor(std::log10(below) + slack));
  return below * (lead > 1.5 && lead < 2.5 ? 2.5 : 2);
}

std::vector<Tick> ticks(const Scale& scale, int count) {
  if (scale.decades) return by_decades(scale, count);
  if (!(scale.high > scale.low)) return {{scale.low, fmt::format("{:.3g}", scale.low)}};
  const double step = round_up((scale.high - scale.low) / std::max(count, 1));
  const bool powers = std::max(std::fabs(scale.low), std::fabs(scale.high)) >= 1e5;
  const int decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step) + slack)));
  std::vector<Tick> all;
  for (double i = std::ceil(scale.low / step - slack); i * step <= scale.high + slack * step; ++i) {
    const double value = i == 0 ? 0 : i * step;
    all.push_back({value, powers && value > 0 ? power_text(value) : fmt::format("{:.{}f}", value, decimals)});
  }
  return all;
}

std::string length_text(double metres) {
  if (metres >= 1) return fmt::format("{:.3g} m", metres);
  if (metres >= 0.01) return fmt::format("{:.3g} cm", metres * 1e2);
  if (metres >= 1e-3) return fmt::format("{:.3g} mm", metres * 1e3);
  return fmt::format("{:.3g} µm", metres * 1e6);
}

std::string unit_text(const std::string& stored) {
  if (stored == "1") return "";
  std::string text = stored;
  if (const auto per = text.find(" per "); per != std::string::npos) text.replace(per, 5, "/");
  if (text.starts_with("um")) text.replace(0, 1, "µ");
  return text;
}

}  // namespace cellroute::viz
