// The dose at which a predicted pressure reaches a stop rule in a given share of the patients.
//
// Each sampled patient has a critical dose, found by bisection of log dose; the safe dose is the quantile of
// the critical doses over the patients, with the order-statistic interval of that quantile.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/numerics/statistics/intervals.hpp"
#include "sim/sweep/evaluate.hpp"
#include "sim/sweep/plan.hpp"

namespace cellroute::sweep {

struct DoseQuestion {
  Plan plan;         // axes of words, one metric, a sample; the doses are varied here
  double limit = 0;  // [SI of the metric]
  std::string source;
  double patients = 0.05;          // [1] share who may reach the limit
  double lowest = 0, highest = 0;  // [cell]
  std::vector<double> durations;   // [s] of every infusion; empty: the scenario's own
};

/// @throws scenario::InputError holding every mistake
DoseQuestion load_dose_question(const std::filesystem::path& file, const PlanOptions& options = {});

/// Doses of one cell of the grid at one duration.
struct SafeDose {
  std::size_t cell = 0;
  double duration = 0;  // [s] of the longest infusion
  std::vector<double>
      critical;  // [cell] by patient: 0 below the lowest, infinity above the highest dose tried; NaN failed
  double dose = 0,
         rate = 0;  // [cell], [cell/s]: the quantile; 0 or infinity when it is outside what was tried
  numerics::Interval interval;  // [cell] 95 %
  double at_library = 0;        // [cell] critical dose with the library's values
  std::string failure;          // of the first patient who cannot be run at the lowest dose
  std::size_t patients = 0, failed = 0, below = 0, above = 0;
};

/// @throws Stopped
std::vector<SafeDose> safe_doses(const DoseQuestion& question, const EvaluateOptions& options = {});

/// Patients whose critical dose is looked for, over all cells and durations.
std::size_t patients_of(const DoseQuestion& question);

std::string dose_table(const DoseQuestion& question, const std::vector<SafeDose>& doses);
/// One line for each patient: axes, over, patient, factors, critical dose.
std::string dose_csv(const DoseQuestion& question, const std::vector<SafeDose>& doses);

}  // namespace cellroute::sweep
