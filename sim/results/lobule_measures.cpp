#include "sim/results/lobule_measures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cellroute::results {

int time_index(const LobuleRecord& lobule, double time) { return lobule::time_index(lobule.result, time); }

double living_in_state(const LobuleRecord& lobule, std::size_t zone, lobule::Table lobule::CellSeries::*state,
                       int time) {
  return lobule::living_in_state(lobule.result, zone, state, time);
}

double living(const LobuleRecord& lobule, std::size_t zone, int time) {
  return lobule::living(lobule.result, zone, time);
}

double zone_share(const LobuleRecord& lobule, std::size_t zone, int time) {
  double total = 0;
  for (std::size_t z = 0; z < lobule::zones; ++z) total += living(lobule, z, time);
  return total > 0 ? living(lobule, zone, time) / total : unset;
}

double living_total(const LobuleRecord& lobule, lobule::Table lobule::Balance::*column, int time) {
  return lobule::sum_of_living(lobule.result, lobule.result.balance.*column, time);
}

double living_entered(const LobuleRecord& lobule) { return lobule::living_entered(lobule.result); }

double living_entered(const LobuleRecord& lobule, std::size_t entry) {
  return lobule::living_entered(lobule.result, lobule.entered, entry);
}

double dose_share(const Record& record, std::size_t zone, int lobule_time) {
  const LobuleRecord& lobule = *record.lobule;
  return living(lobule, zone, lobule_time) * lobule.territory.volume / record.body.dose;
}

std::vector<double> class_mix(const LobuleRecord& lobule, std::size_t entry) {
  return lobule::class_mix(lobule.result, lobule.entered, entry);
}

FirstPassMean first_pass_mean(const LobuleRecord& lobule, std::size_t entry, const std::vector<double>& mix) {
  return lobule::first_pass_mean(lobule.result.first_pass[entry], mix);
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
