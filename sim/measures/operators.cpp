// The table of observation operators.
#include "sim/measures/operators.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "models/cells/sieve.hpp"
#include "sim/body/first_pass.hpp"
#include "sim/measures/lobule_operators.hpp"
#include "sim/scenario/declaration.hpp"
#include "sim/scenario/regimen.hpp"

namespace cellroute::measures {
namespace {

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

/// Living cells that the whole regimen infuses.
double infused_in_all(const body::BodyResult& result) {
  double total = 0;
  for (const auto& one : result.classes) total += one.infused;
  return total;
}

template <class In>
double peak(const Measure& m, const Arm& arm, In in) {
  double highest = 0;
  for (int i = 0; i < static_cast<int>(arm.result->times.size()); ++i)
    highest = std::max(highest, sum(m.region, *arm.result, i, in));
  return highest / infused_in_all(*arm.result);
}
double living_peak(const Measure& m, const Arm& arm) { return peak(m, arm, living_in); }
double held_peak(const Measure& m, const Arm& arm) { return peak(m, arm, held_in); }

/// [cell s] of regions, or of the whole body.
double total_living_time(const Measure& m, const Arm& arm) {
  double total = 0;
  if (m.region.empty())
    for (const auto& organ : arm.result->organs) total += organ.living_time;
  for (const auto& region : m.region) {
    const auto* organ = find_organ(*arm.result, region);
    const body::ZoneSeries* zone = nullptr;
    for (const auto& one : arm.result->zones)
      if (one.name == region) zone = &one;
    if (!organ && !zone) throw std::invalid_argument(fmt::format("the result has no region `{}`", region));
    total += organ ? organ->living_time : zone->living_time;
  }
  return total;
}
double living_time(const Measure& m, const Arm& arm) { return total_living_time(m, arm) / arm.result->dose; }

double kupffer_contact(const Measure&, const Arm& arm) {
  double total = 0;
  for (const auto& zone : arm.result->zones) total += zone.kupffer_contact;
  return total / arm.result->dose;
}

double lost_in(const std::string& region, const body::BodyResult& result, int i) {
  if (const auto* organ = find_organ(result, region)) return organ->cells.lost.sum(i);
  throw std::invalid_argument(fmt::format("the result has no cells lost in `{}`", region));
}

double lost_share(const Measure& m, const Arm& arm) {
  const int i = index_of(*m.time, *arm.result);
  const double lost =
      m.region.empty() ? arm.result->balance.lost.sum(i) : sum(m.region, *arm.result, i, lost_in);
  return lost / arm.result->balance.infused.sum(i);
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

double hvpg(const Measure& m, const Arm& arm) {
  return m.time ? arm.result->hemodynamics.hvpg[index_of(*m.time, *arm.result)] : arm.result->baseline.hvpg;
}

double pulmonary_peak(const Measure&, const Arm& arm) {
  return arm.result->hemodynamics.peak_pulmonary_pressure;
}

double portal_peak(const Measure&, const Arm& arm) { return arm.result->hemodynamics.peak_portal_pressure; }

double portal_rise(const Measure&, const Arm& arm) {
  return arm.result->hemodynamics.peak_portal_pressure - arm.result->baseline.portal_pressure;
}

double stop_rule_share(const Measure& m, const Arm& arm) {
  double largest = -infinity;
  for (const auto& rule : arm.result->stop_rules)
    if (m.rule.empty() || m.rule == rule.name) largest = std::max(largest, rule.value / rule.limit);
  if (largest == -infinity)
    throw std::invalid_argument(m.rule.empty() ? "the result has no stop rule"
                                               : fmt::format("the result has no stop rule `{}`", m.rule));
  return largest;
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

double first_pass_share(const Measure& m, const Arm& arm) {
  double total = 0;
  for (const auto& region : m.region) total += body::first_pass_share(*arm.body, region);
  return total;
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

constexpr unsigned region = takes_region, time = takes_time, whole = takes_whole, image = takes_image;
constexpr unsigned state = takes_state, entry = takes_entry, resolved = reads_lobule;
constexpr unsigned cells = reads_cells, label = reads_label, circulation = reads_circulation,
                   balance = reads_balance;

constexpr Operator table[] = {
    {"label_share", "Label in a region, as a share of the dose or of other regions.", "1", region | time,
     whole | image, cells | label, label_share},
    {"living_share", "Living cells in a region, as a share of those infused until then or of other regions.",
     "1", region | time, whole | image, cells | balance, living_share},
    {"held_share", "Living cells in a region's tissue, not in its blood, as a share of those infused.", "1",
     region | time, 0, cells | balance, held_share},
    {"living_cells", "Living cells in a region.", "cell", region | time, 0, cells, living_cells},
    {"living_peak",
     "Most living cells in a region at an output time, as a share of all that the regimen infuses.", "1",
     region, 0, cells, living_peak},
    {"held_peak",
     "Most living cells in a region's tissue at an output time, as a share of all that the regimen infuses.",
     "1", region, 0, cells, held_peak},
    {"living_time", "Time that living cells spend in a region (without one, anywhere), per cell of the dose.",
     "s", 0, region, 0, living_time},
    {"total_living_time",
     "Time that living cells spend in a region (without one, anywhere), of all together.", "cell s", 0,
     region, 0, total_living_time},
    {"kupffer_contact", "Time in sinusoids weighted by their Kupffer cells, per cell of the dose.", "s", 0, 0,
     0, kupffer_contact},
    {"lost_share", "Living cells lost in a region (without one, anywhere), as a share of those infused.", "1",
     time, region, cells | balance, lost_share},
    {"label_half_life", "Time from `time` until a region's label has halved.", "s", region | time,
     whole | image, cells | label, label_half_life},
    {"living_half_life", "Time from `time` until a region's living cells have halved.", "s", region | time,
     whole | image, cells | balance, living_half_life},
    {"portal_pressure", "Portal pressure at a time; at rest, before any cell, without one.", "Pa", 0, time,
     circulation, portal_pressure},
    {"portal_peak", "Highest portal pressure of the run.", "Pa", 0, 0, circulation, portal_peak},
    {"portal_rise", "Highest portal pressure above rest.", "Pa", 0, 0, circulation, portal_rise},
    {"hvpg", "Hepatic venous pressure gradient at a time; at rest, before any cell, without one.", "Pa", 0,
     time, circulation, hvpg},
    {"pulmonary_peak", "Highest pressure in the pulmonary artery.", "Pa", 0, 0, circulation, pulmonary_peak},
    {"stop_rule_share", "What a published stop rule watches, over its limit; without `rule`, the worst.", "1",
     0, takes_rule, circulation, stop_rule_share},
    {"first_pass_share",
     "Share of the living cells infused that a region stops on their first way through it.", "1", region, 0,
     0, first_pass_share},
    {"first_pass_arrest", "Share of single cells that a region's capillaries stop in one pass.", "1", region,
     0, 0, first_pass_arrest},
    {"first_pass_passage", "Share of single cells that a region lets pass at once, its shunts included.", "1",
     region, 0, 0, first_pass_passage},
    {"parameter", "A parameter, in its SI unit.", "", takes_path, 0, 0, parameter},
    {"lobule_zone_share",
     "Living cells in zones of the resolved lobule (of one `state`, or of all), as a share of those in its "
     "three "
     "zones.",
     "1", region | time, state, resolved, lobule_zone_share},
    {"lobule_living",
     "Living cells in the resolved lobule, or in zones of it (of one `state`, or of all), as a share of the "
     "living "
     "that enter it over the run.",
     "1", time, region | state, resolved, lobule_living},
    {"lobule_living_cells",
     "Living cells in the part of the liver that the resolved lobule stands for, or in zones of it.", "cell",
     time, region | state, resolved, lobule_living_cells},
    {"lobule_living_time",
     "Time that living cells spend in the resolved lobule, or in zones of it, per living cell that enters "
     "it.",
     "s", 0, region, resolved, lobule_living_time},
    {"lobule_lost", "Living cells lost in the resolved lobule, as a share of the living that enter it.", "1",
     time, 0, resolved, lobule_lost},
    {"lobule_left",
     "Living cells that blood has carried out of the resolved lobule, as a share of the living that enter "
     "it.",
     "1", time, 0, resolved, lobule_left},
    {"lobule_extraction",
     "Share of living cells that the resolved lobule, or zones of it, stop on the first pass, all sites "
     "free: of "
     "those by one `entry`, or of all that enter.",
     "1", 0, region | entry, resolved, lobule_extraction},
    {"lobule_transit", "Mean transit time of blood through the resolved lobule, before it is plugged.", "s",
     0, 0, resolved, lobule_transit},
    {"lobule_pressure_drop", "Pressure from portal venules to the central vein in the resolved lobule.", "Pa",
     time, 0, resolved, lobule_pressure_drop},
};

}  // namespace

std::span<const Operator> operators() { return table; }

const Operator* find_operator(std::string_view name) {
  for (const Operator& one : table)
    if (one.name == name) return &one;
  return nullptr;
}

bool needs_lobule(const Measure& measure) {
  const Operator* one = find_operator(measure.what);
  return (one != nullptr && (one->reads & reads_lobule) != 0) ||
         (measure.relative_to && needs_lobule(*measure.relative_to));
}

body::Watch both(const body::Watch& a, const body::Watch& b) {
  return {a.cells || b.cells, a.label || b.label, a.circulation || b.circulation, a.balance || b.balance};
}

body::Watch watch_of(const Measure& measure) {
  const Operator* one = find_operator(measure.what);
  const unsigned reads = one != nullptr ? one->reads : 0;
  const body::Watch own{(reads & reads_cells) != 0, (reads & reads_label) != 0,
                        (reads & reads_circulation) != 0, (reads & reads_balance) != 0};
  return measure.relative_to ? both(own, watch_of(*measure.relative_to)) : own;
}

}  // namespace cellroute::measures
