#include "sim/measures/lobule_operators.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/scenario/regimen.hpp"

namespace cellroute::measures {
namespace {

const LobuleArm& lobule_of(const Arm& arm) {
  if (!arm.lobule) throw std::invalid_argument("the result has no level `lobule`");
  return *arm.lobule;
}

int index_of(double time, const lobule::LobuleResult& result) {
  const int i = lobule::time_index(result, time);
  if (i < 0)
    throw std::invalid_argument(
        fmt::format("{} is not an output time of the lobule", scenario::time_text(time)));
  return i;
}

std::size_t place_of(std::string_view name, std::span<const std::string_view> names) {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

/// Zones by their place; all without any.
std::vector<std::size_t> zones_of(const Measure& m) {
  if (m.region.empty()) return {0, 1, 2};
  std::vector<std::size_t> zones;
  for (const auto& name : m.region) {
    zones.push_back(place_of(name, regions().subspan(organ_regions)));
    if (zones.back() >= lobule::zones)
      throw std::invalid_argument(fmt::format("the lobule has no zone `{}`", name));
  }
  return zones;
}

/// [cell/m3]
double cells_in(const std::vector<std::size_t>& zones, const Measure& m, const lobule::LobuleResult& result) {
  const int i = index_of(*m.time, result);
  const std::size_t state = place_of(m.state, lobule_states());
  double total = 0;
  for (const std::size_t zone : zones)
    total += m.state.empty() ? lobule::living(result, zone, i)
                             : lobule::living_in_state(result, zone, lobule::living_states.at(state), i);
  return total;
}

double over_entered(double cells, const lobule::LobuleResult& result) {
  const double entered = lobule::living_entered(result);
  if (!(entered > 0)) throw std::invalid_argument("no living cell enters the lobule");
  return cells / entered;
}

double stopped_by(std::size_t entry, const Measure& m, const LobuleArm& arm) {
  const auto mix = lobule::class_mix(*arm.result, *arm.entered, entry);
  const auto mean = lobule::first_pass_mean(arm.result->first_pass[entry], mix);
  double total = 0;
  for (const std::size_t zone : zones_of(m)) total += mean.stopped(zone);
  if (std::isnan(total))
    throw std::invalid_argument(fmt::format("no blood enters the lobule by its {} entry before the cells do",
                                            lobule_entries()[entry]));
  return total;
}

}  // namespace

double lobule_zone_share(const Measure& m, const Arm& arm) {
  const auto& result = *lobule_of(arm).result;
  const double all = cells_in({0, 1, 2}, m, result);
  if (!(all > 0))
    throw std::invalid_argument(
        fmt::format("there is no living cell in the lobule at {}", scenario::time_text(*m.time)));
  return cells_in(zones_of(m), m, result) / all;
}

double lobule_living(const Measure& m, const Arm& arm) {
  const auto& result = *lobule_of(arm).result;
  return over_entered(cells_in(zones_of(m), m, result), result);
}

double lobule_living_cells(const Measure& m, const Arm& arm) {
  const LobuleArm& lobule = lobule_of(arm);
  return cells_in(zones_of(m), m, *lobule.result) * lobule.volume;
}

double lobule_living_time(const Measure& m, const Arm& arm) {
  const auto& result = *lobule_of(arm).result;
  double total = 0;
  for (const std::size_t zone : zones_of(m)) total += result.zones[zone].living_time;
  return over_entered(total, result);
}

double lobule_lost(const Measure& m, const Arm& arm) {
  const auto& result = *lobule_of(arm).result;
  return over_entered(lobule::sum_of_living(result, result.balance.lost, index_of(*m.time, result)), result);
}

double lobule_left(const Measure& m, const Arm& arm) {
  const auto& result = *lobule_of(arm).result;
  return over_entered(lobule::sum_of_living(result, result.balance.left, index_of(*m.time, result)), result);
}

double lobule_extraction(const Measure& m, const Arm& arm) {
  const LobuleArm& lobule = lobule_of(arm);
  if (!m.entry.empty()) return stopped_by(place_of(m.entry, lobule_entries()), m, lobule);
  double cells = 0;
  for (std::size_t e = 0; e < lobule::entries; ++e)
    if (const double own = lobule::living_entered(*lobule.result, *lobule.entered, e); own > 0)
      cells += own * stopped_by(e, m, lobule);
  return over_entered(cells, *lobule.result);
}

double lobule_transit(const Measure&, const Arm& arm) { return lobule_of(arm).result->transit.mean; }

double lobule_pressure_drop(const Measure& m, const Arm& arm) {
  const auto& result = *lobule_of(arm).result;
  return result.hemodynamics.pressure_drop[static_cast<std::size_t>(index_of(*m.time, result))];
}

}  // namespace cellroute::measures
