// Which of the sampled parameters decide a metric: what the design of the sample allows to say.
#pragma once

#include <string>
#include <vector>

#include "sim/numerics/statistics/morris.hpp"
#include "sim/numerics/statistics/rank_correlation.hpp"
#include "sim/numerics/statistics/saltelli.hpp"
#include "sim/sweep/plan.hpp"

namespace cellroute::sweep {

/// One metric in one cell of the grid, over all replicates. Which member is filled follows the design.
struct MetricSensitivity {
  std::size_t metric = 0, cell = 0;
  std::size_t rows = 0, failed = 0;
  double mean = 0, deviation = 0;                       // of the metric over the sample [its unit]
  std::vector<numerics::ElementaryEffects> effects;     // morris
  numerics::SobolIndices indices;                       // saltelli
  std::vector<numerics::RankCorrelation> correlations;  // latin_hypercube, sobol: partial rank correlations
};

struct Sensitivity {
  std::vector<std::string> factors;  // names; of a grouped design: the groups' numbers
  std::vector<MetricSensitivity> of;
};

/// `values`: [rows x metrics] of the whole plan, NaN where a row failed or is missing. Replicates of a morris
/// or saltelli design are pooled; those of other designs are rows like any other.
/// @throws std::invalid_argument when nothing is sampled
Sensitivity analyse(const Plan& plan, const std::vector<double>& values);

/// The table a person reads: factors by importance, the `most` important of every metric and cell.
std::string sensitivity_table(const Plan& plan, const Sensitivity& sensitivity, std::size_t most);

/// Of which sweep it is, for whoever sets it beside results; sim/results/contract_sweep.md is its page.
std::string sensitivity_json(const Plan& plan);

/// metric,cell...,factor, then every estimate with its interval.
std::string sensitivity_csv(const Plan& plan, const Sensitivity& sensitivity);

}  // namespace cellroute::sweep
