// Parameters from data: estimates, profile-likelihood intervals, correlations, which datum pulls, and how
// well a dataset that was left out is predicted.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/numerics/statistics/fit_analysis.hpp"
#include "sim/numerics/statistics/least_squares.hpp"
#include "sim/numerics/statistics/profile_likelihood.hpp"
#include "sim/sweep/evaluate.hpp"
#include "sim/sweep/plan.hpp"

namespace cellroute::sweep {

/// A measurement: a metric of an arm.
struct Datum {
  std::string dataset;
  int line = 0;  // of the table
  std::size_t arm = 0, metric = 0;
  double value = 0, sd = 0;  // [SI of the metric]
  bool fitted = true;        // else it is predicted
};

struct FitProblem {
  Plan plan;  // axis `case` of the arms (or no axis), the metrics; nothing is sampled
  std::vector<Target> parameters;
  std::vector<numerics::Bound> bounds;  // SI
  std::vector<Datum> data;
  std::size_t starts = 8;
  bool known_deviation = true;
  double confidence = 0.95;
};

/// Reads a fit file and its table. @throws scenario::InputError holding every mistake
FitProblem load_fit(const std::filesystem::path& file, const PlanOptions& options = {});

/// Metrics of every datum at one set of parameters [SI]; NaN where the run failed.
/// @param failure if given and empty: why the first run failed that did
std::vector<std::vector<double>> predict(const FitProblem& problem,
                                         const std::vector<std::vector<double>>& parameter_sets,
                                         const EvaluateOptions& options, std::string* failure = nullptr);

struct FitResult {
  std::vector<numerics::Fit> fits;  // from every start, best first
  numerics::FitAnalysis analysis;   // of the best
  numerics::Profile profile;
  std::vector<double> library;     // [SI] values before the fit
  std::vector<double> predicted;   // [SI] of every datum at the best estimate
  std::vector<double> at_library;  // [SI] of every datum with the library's values
  std::size_t fitted = 0;          // data that were fitted
  std::string failure;             // of the first run that failed
};

/// @throws Stopped
FitResult fit(const FitProblem& problem, const EvaluateOptions& options = {});

std::string fit_page(const FitProblem& problem, const FitResult& result);
/// parameter,unit,library,estimate,low,high,...: one line for each parameter.
std::string fit_csv(const FitProblem& problem, const FitResult& result);
/// dataset,line,arm,metric,...: one line for each datum, with its prediction and its pull.
std::string fit_data_csv(const FitProblem& problem, const FitResult& result);

}  // namespace cellroute::sweep
