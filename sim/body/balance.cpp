#include "sim/body/balance.hpp"

#include <algorithm>
#include <cmath>

namespace cellroute::body {

namespace {

/// Living cells of each population.
std::vector<double> living_cells(const LayoutView& v, const double* y) {
  std::vector<double> living(v.populations, 0.0);
  const auto add = [&](const double* cells) {
    for (int k = 0; k < v.populations; ++k) living[k] += cells[k];
  };
  for (int n = 0; n < v.nodes; ++n) add(y + v.circulating(n, 0));
  for (int b = 0; b < v.beds; ++b) {
    for (const int state : {trapped_fast, trapped_slow, adherent, homed}) add(y + v.in_tissue(b, state, 0));
  }
  for (int d = 0; d < v.depots; ++d) add(y + v.in_depot(d, 0));
  return living;
}

double dead_cells(const LayoutView& v, const double* y) {
  double present = 0;
  for (int n = 0; n < v.nodes; ++n) present += y[v.circulating(n, v.populations)];
  for (int b = 0; b < v.beds; ++b) present += y[v.dead_lodged + b];
  for (int d = 0; d < v.depots; ++d) present += y[v.in_depot(d, v.populations)];
  return present;
}

}  // namespace

void take_balance(Balance& balance, const CompiledCase& compiled, double t, const double* y) {
  const LayoutView& v = compiled.layout->view();
  for (Table* table : {&balance.infused, &balance.living, &balance.lost}) table->classes = v.populations;
  const std::vector<double> all_living = living_cells(v, y);
  for (int k = 0; k < v.populations; ++k) {
    double lost = 0;
    for (int o = 0; o < organ_count; ++o) lost += y[v.lost_in(o, k)];
    const double living = all_living[k], infused = compiled.infused(k, t);
    balance.infused.data.push_back(infused);
    balance.living.data.push_back(living);
    balance.lost.data.push_back(lost);
    balance.worst_cells = std::max(balance.worst_cells, std::fabs(infused - living - lost) / compiled.dose);
  }
  const double present = dead_cells(v, y);
  const double dead = compiled.infused(v.populations, t), cleared = y[v.dead_cleared];
  balance.dead_infused.push_back(dead);
  balance.dead_present.push_back(present);
  balance.dead_cleared.push_back(cleared);
  balance.worst_dead = std::max(balance.worst_dead, std::fabs(dead - present - cleared) / compiled.dose);

  // Label. What waits in a depot sits on the depot's cells.
  const std::vector<double>& x = compiled.segments.front().coefficients;
  double waiting_living = 0, waiting_dead = 0, lodged_label = 0, retained = 0;
  for (int d = 0; d < v.depots; ++d) {
    for (int k = 0; k < v.populations; ++k) {
      const double age = std::exp(-x[v.leak] * std::max(0.0, t - x[v.label_time + k]));
      waiting_living += x[v.label_per_cell + k] * age * y[v.in_depot(d, k)];
    }
    waiting_dead += x[v.dead_label_per_cell] * y[v.in_depot(d, v.populations)];
  }
  for (int b = 0; b < v.beds; ++b) lodged_label += y[v.label_lodged + b];
  for (int o = 0; o < tissue_organs; ++o) retained += y[v.label_retained + o];
  const double* pool = y + v.label_pool;
  const double infused = compiled.label_infused(t);
  const double sum = pool[living_label] + pool[dead_label] + lodged_label + retained + pool[debris_label] +
                     pool[free_label] + pool[bound_label] + pool[excreted_label];
  const double kept = std::exp(-compiled.label_decay * t);
  balance.label_infused.push_back(infused);
  balance.on_living.push_back(kept * (pool[living_label] - waiting_living));
  balance.on_lodged.push_back(kept * (lodged_label + pool[dead_label] - waiting_dead));
  balance.retained.push_back(kept * retained);
  balance.debris.push_back(kept * pool[debris_label]);
  balance.free.push_back(kept * pool[free_label]);
  balance.bound.push_back(kept * pool[bound_label]);
  balance.excreted.push_back(kept * pool[excreted_label]);
  balance.depot.push_back(kept * (waiting_living + waiting_dead));
  balance.decayed.push_back((1 - kept) * infused);
  balance.worst_label = std::max(balance.worst_label, std::fabs(infused - sum));
}

void take_balance_end(Balance& balance, const CompiledCase& compiled, double t, const double* state) {
  Balance end;
  take_balance(end, compiled, t, state);
  balance.worst_cells = std::max(balance.worst_cells, end.worst_cells);
  balance.worst_dead = std::max(balance.worst_dead, end.worst_dead);
  balance.worst_label = std::max(balance.worst_label, end.worst_label);
}

}  // namespace cellroute::body
