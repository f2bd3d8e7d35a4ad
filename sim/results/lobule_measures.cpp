#include "sim/results/lobule_measures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cellroute::results {
namespace {

constexpr std::array living_states{&lobule::CellSeries::circulating, &lobule::CellSeries::trapped,
                                   &lobule::CellSeries::adherent, &lobule::CellSeries::homed};

double sum_of_living(const LobuleRecord& lobule, const lobule::Table& table, int time) {
  double total = 0;
  for (int k = 0; k < table.classes; ++k)
    if (!lobule.result.classes[static_cast<std::size_t>(k)].dead)
      total += table.at(static_cast<std::size_t>(time), k);
  return total;
}

}  // namespace

int time_index(const LobuleRecord& lobule, double time) {
  const auto& times = lobule.result.times;
  for (std::size_t i = 0; i < times.size(); ++i)
    if (std::abs(times[i] - time) <= 1e-9 * std::max(1.0, time)) return static_cast<int>(i);
  return -1;
}

double living_in_state(const LobuleRecord& lobule, std::size_t zone, lobule::Table lobule::CellSeries::*state,
                       int time) {
  return sum_of_living(lobule, lobule.result.zones[zone].cells.*state, time);
}

double living(const LobuleRecord& lobule, std::size_t zone, int time) {
  double total = 0;
  for (auto state : living_states) total += living_in_state(lobule, zone, state, time);
  return total;
}

double zone_share(const LobuleRecord& lobule, std::size_t zone, int time) {
  double total = 0;
  for (std::size_t z = 0; z < lobule::zones; ++z) total += living(lobule, z, time);
  return total > 0 ? living(lobule, zone, time) / total : unset;
}

double living_total(const LobuleRecord& lobule, lobule::Table lobule::Balance::*column, int time) {
  return sum_of_living(lobule, lobule.result.balance.*column, time);
}

double living_entered(const LobuleRecord& lobule) {
  double total = 0;
  for (const auto& each : lobule.result.classes) total += each.dead ? 0 : each.entered;
  return total;
}

double living_entered(const LobuleRecord& lobule, std::size_t entry) {
  double total = 0;
  for (std::size_t k = 0; k < lobule.entered[entry].size(); ++k)
    total += lobule.result.classes[k].dead ? 0 : lobule.entered[entry][k];
  return total;
}

double dose_share(const Record& record, std::size_t zone, int lobule_time) {
  const LobuleRecord& lobule = *record.lobule;
  return living(lobule, zone, lobule_time) * lobule.territory.volume / record.body.dose;
}

std::vector<double> class_mix(const LobuleRecord& lobule, std::size_t entry) {
  const auto& classes = lobule.result.classes;
  const bool own = living_entered(lobule, entry) > 0;
  std::vector<double> mix;
  for (std::size_t k = 0; k < classes.size(); ++k)
    mix.push_back(classes[k].dead ? 0 : own ? lobule.entered[entry][k] : classes[k].entered);
  return mix;
}

FirstPassMean first_pass_mean(const LobuleRecord& lobule, std::size_t entry, const std::vector<double>& mix) {
  const lobule::FirstPass& pass = lobule.result.first_pass[entry];
  const double total = std::accumulate(mix.begin(), mix.end(), 0.0);
  FirstPassMean mean;
  if (!pass.flows || !(total > 0)) {
    mean.trapped.fill(unset);
    mean.adherent.fill(unset);
    mean.lost = mean.passed = unset;
    return mean;
  }
  for (std::size_t k = 0; k < mix.size(); ++k) {
    const double weight = mix[k] / total;
    for (std::size_t z = 0; z < lobule::zones; ++z) {
      mean.trapped[z] += weight * pass.strained[k][z];
      mean.adherent[z] += weight * pass.stuck[k][z];
    }
    mean.lost += weight * pass.lost[k];
    mean.passed += weight * pass.passed[k];
  }
  return mean;
}

FirstPassMean first_pass_mean(const LobuleRecord& lobule, std::size_t entry) {
  return first_pass_mean(lobule, entry, class_mix(lobule, entry));
}

double mean_diameter(const LobuleRecord& lobule, const std::vector<double>& mix) {
  double sum = 0, total = 0;
  for (std::size_t k = 0; k < mix.size(); ++k) {
    const auto& each = lobule.result.classes[k];
    sum += mix[k] * each.median_diameter * std::cbrt(each.cells_per_particle);
    total += mix[k];
  }
  return sum / total;
}

double class_residual(const LobuleRecord& lobule, int k) {
  const auto& balance = lobule.result.balance;
  double worst = 0;
  for (std::size_t t = 0; t < lobule.result.times.size(); ++t)
    worst = std::max(worst, std::abs(balance.entered.at(t, k) - balance.present.at(t, k) -
                                     balance.lost.at(t, k) - balance.left.at(t, k)));
  return worst / lobule.result.dose;
}

std::string broken_balance(const lobule::Balance& balance) {
  if (balance.worst <= lobule_imbalance_allowed) return "";  // NaN is not
  return fmt::format("the balance of the lobule is off by {:.1e} of the cells that entered", balance.worst);
}

}  // namespace cellroute::results
