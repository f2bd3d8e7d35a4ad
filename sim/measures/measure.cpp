// The table of observation operators.
#include "sim/measures/measure.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "models/cells/sieve.hpp"
#include "sim/scenario/declaration.hpp"
#include "sim/scenario/regimen.hpp"

namespace cellroute::measures {
namespace {

constexpr std::string_view region_names[] = {"lung",       "heart",    "brain",      "kidney", "marrow",
                                             "rest",       "gut",      "spleen",     "liver",  "blood",
                                             "periportal", "midzonal", "pericentral"};

/// The index of an output time.
int index_of(double time, const body::BodyResult& result) {
  for (std::size_t i = 0; i < result.times.size(); ++i)
    if (std::abs(result.times[i] - time) <= 1e-6 * std::max(1.0, time)) return static_cast<int>(i);
  throw std::invalid_argument(fmt::format("{} is not an output time", scenario::time_text(time)));
}

const body::OrganSeries* find_organ(const body::BodyResult& result, std::string_view name) {
  for (const auto& organ : result.organs)
    if (organ.name == name) return &organ;
  return nullptr;
}

double living_in(const std::string& region, const body::BodyResult& result, int i) {
  if (const auto* organ = find_organ(result, region)) return organ->cells.living(i);
  for (const auto& zone : result.zones)
    if (zone.name == region) return zone.cells.living(i);
  throw std::invalid_argument(fmt::format("the result has no region `{}`", region));
}

double held_in(const std::string& region, const body::BodyResult& result, int i) {
  if (const auto* organ = find_organ(result, region))
    return organ->cells.living(i) - organ->cells.circulating.sum(i);
  throw std::invalid_argument(fmt::format("the result has no tissue `{}`", region));
}

double label_in(const std::string& region, const body::BodyResult& result, int i) {
  if (const auto* organ = find_organ(result, region)) return organ->label.total(static_cast<int>(i));
  throw std::invalid_argument(fmt::format("the result has no label in `{}`", region));
}

template <class In>
double sum(const std::vector<std::string>& regions, const body::BodyResult& result, int i, In in) {
  double total = 0;
  for (const auto& region : regions) total += in(region, result, i);
  return total;
}

/// The region's share of a whole, as an image with a background and an unattributed remainder reports it.
double as_imaged(double region, double whole, const Measure& measure) {
  return whole == 0 ? 0 : region / whole * (1 - measure.unattributed) + measure.background;
}

double label_share_at(const Measure& m, const body::BodyResult& result, int i) {
  const double whole = m.share_of.empty() ? 1 : sum(m.share_of, result, i, label_in);
  return as_imaged(sum(m.region, result, i, label_in), whole, m);
}

double living_share_at(const Measure& m, const body::BodyResult& result, int i) {
  const double whole =
      m.share_of.empty() ? result.balance.infused.sum(i) : sum(m.share_of, result, i, living_in);
  return as_imaged(sum(m.region, result, i, living_in), whole, m);
}

double label_share(const Measure& m, const Arm& arm) {
  return label_share_at(m, *arm.result, index_of(*m.time, *arm.result));
}
double living_share(const Measure& m, const Arm& arm) {
  return living_share_at(m, *arm.result, index_of(*m.time, *arm.result));
}
double held_share(const Measure& m, const Arm& arm) {
  const int i = index_of(*m.time, *arm.result);
  return sum(m.region, *arm.result, i, held_in) / arm.result->balance.infused.sum(i);
}
double living_cells(const Measure& m, const Arm& arm) {
  return sum(m.region, *arm.result, index_of(*m.time, *arm.result), living_in);
}

/// The time after `time` at which the share has halved, straight in its logarithm between output times.
template <class At>
double half_life(const Measure& m, const Arm& arm, At at) {
  const auto& times = arm.result->times;
  const int first = index_of(*m.time, *arm.result);
  const double half = at(m, *arm.result, first) / 2;
  if (half <= 0) return 0;
  double before = 2 * half;
  for (int i = first + 1; i < static_cast<int>(times.size()); ++i) {
    const double now = at(m, *arm.result, i);
    if (now <= half) {
      const double way = now <= 0 ? 1 : std::log(before / half) / std::log(before / now);
      return times[i - 1] + way * (times[i] - times[i - 1]) - times[first];
    }
    before = now;
  }
  return infinity;
}
double label_half_life(const Measure& m, const Arm& arm) { return half_life(m, arm, label_share_at); }
double living_half_life(const Measure& m, const Arm& arm) { return half_life(m, arm, living_share_at); }

double portal_pressure(const Measure& m, const Arm& arm) {
  return m.time ? arm.result->hemodynamics.portal_pressure[index_of(*m.time, *arm.result)]
                : arm.result->baseline.portal_pressure;
}

double portal_peak(const Measure&, const Arm& arm) { return arm.result->hemodynamics.peak_portal_pressure; }

double portal_rise(const Measure&, const Arm& arm) {
  return arm.result->hemodynamics.peak_portal_pressure - arm.result->baseline.portal_pressure;
}

const Tissue& tissue_of(const Parameters& p, const std::string& region) {
  const std::pair<std::string_view, const Tissue*> beds[] = {
      {"lung", &p.lung.tissue},     {"heart", &p.heart.tissue},   {"brain", &p.brain.tissue},
      {"kidney", &p.kidney.tissue}, {"marrow", &p.marrow.tissue}, {"rest", &p.rest.tissue},
      {"gut", &p.gut.tissue},       {"spleen", &p.spleen.tissue}, {"liver", &p.liver.sinusoids}};
  for (const auto& [name, tissue] : beds)
    if (name == region) return *tissue;
  throw std::invalid_argument(fmt::format("`{}` has no capillary bed", region));
}

double first_pass_arrest(const Measure& m, const Arm& arm) {
  const Parameters& p = arm.body->parameters;
  const DiameterSlice all{p.product.diameter.median, p.product.diameter.geometric_sd, 0, 1};
  return mean_extraction(tissue_of(p, m.region.front()).capillary, all, p.product.deformability);
}

double first_pass_passage(const Measure& m, const Arm& arm) {
  const double past = m.region.front() == "lung" ? arm.body->parameters.lung.shunt_fraction : 0;
  return past + (1 - past) * (1 - first_pass_arrest(m, arm));
}

double parameter(const Measure& m, const Arm& arm) {
  double found = unset;
  scenario::for_each_parameter(arm.body->parameters,
                               [&](const std::string& path, double number, const Spec&) {
                                 if (path == m.path) found = number;
                               });
  if (std::isnan(found)) throw std::invalid_argument(fmt::format("there is no parameter `{}`", m.path));
  return found;
}

constexpr Operator table[] = {
    {"label_share", "Label in a region, as a share of the dose or of other regions.", "1", true, true, false,
     label_share},
    {"living_share", "Living cells in a region, as a share of those infused or of other regions.", "1", true,
     true, false, living_share},
    {"held_share", "Living cells in a region's tissue, not in its blood, as a share of those infused.", "1",
     true, true, false, held_share},
    {"living_cells", "Living cells in a region.", "cell", true, true, false, living_cells},
    {"label_half_life", "Time from `time` until a region's label has halved.", "s", true, true, false,
     label_half_life},
    {"living_half_life", "Time from `time` until a region's living cells have halved.", "s", true, true,
     false, living_half_life},
    {"portal_pressure", "Portal pressure at a time; at rest, before any cell, without one.", "Pa", false,
     false, false, portal_pressure},
    {"portal_peak", "Highest portal pressure of the run.", "Pa", false, false, false, portal_peak},
    {"portal_rise", "Highest portal pressure above rest.", "Pa", false, false, false, portal_rise},
    {"first_pass_arrest", "Share of single cells that a region's capillaries stop in one pass.", "1", true,
     false, false, first_pass_arrest},
    {"first_pass_passage", "Share of single cells that a region lets pass at once, its shunts included.", "1",
     true, false, false, first_pass_passage},
    {"parameter", "A parameter, in its SI unit.", "", false, false, true, parameter},
};

}  // namespace

std::span<const Operator> operators() { return table; }

const Operator* find_operator(std::string_view name) {
  for (const Operator& one : table)
    if (one.name == name) return &one;
  return nullptr;
}

std::span<const std::string_view> regions() { return region_names; }

double evaluate(const Measure& measure, const Arms& arms) {
  const Operator* one = find_operator(measure.what);
  const auto arm = arms.find(measure.arm);
  if (!one) throw std::invalid_argument(fmt::format("there is no operator `{}`", measure.what));
  if (arm == arms.end()) throw std::invalid_argument(fmt::format("there is no scenario `{}`", measure.arm));
  double value = one->take(measure, arm->second);
  if (measure.since) {
    Measure before = measure;
    before.time = measure.since;
    value = one->take(before, arm->second) - value;
  }
  return measure.relative_to ? value / evaluate(*measure.relative_to, arms) : value;
}

bool is_largest(const Measure& measure, const Arms& arms) {
  const double value = evaluate(measure, arms);
  for (const auto name : regions().first(organ_regions)) {
    if (name == "rest" || name == "blood" || name == measure.region.front()) continue;
    Measure other = measure;
    other.region = {std::string(name)};
    if (evaluate(other, arms) >= value) return false;
  }
  return true;
}

std::string describe(const Measure& measure) {
  std::string text = measure.what;
  std::replace(text.begin(), text.end(), '_', ' ');
  if (!measure.region.empty()) text += fmt::format(" of {}", fmt::join(measure.region, ", "));
  if (measure.since) text += fmt::format(" lost since {}", scenario::time_text(*measure.since));
  if (measure.time) text += fmt::format(" at {}", scenario::time_text(*measure.time));
  if (!measure.path.empty()) text += " " + measure.path;
  text += fmt::format(" ({})", measure.arm);
  if (measure.relative_to) text += " over " + describe(*measure.relative_to);
  return text;
}

}  // namespace cellroute::measures
