#include "sim/sweep/fit/fit.hpp"

#include <algorithm>
#include <cmath>

#include "sim/numerics/statistics/latin_hypercube.hpp"
#include "sim/sweep/row.hpp"

namespace cellroute::sweep {
namespace {

/// The library's values first, then a Latin hypercube over the bounds.
std::vector<std::vector<double>> starts_of(const FitProblem& problem) {
  std::vector<std::vector<double>> starts;
  std::vector<double> library;
  for (const Target& target : problem.parameters)
    library.push_back(target.get(problem.plan.templates.front().scenario.body));
  starts.push_back(std::move(library));
  const numerics::LatinHypercube design(std::max<std::size_t>(1, problem.starts - 1),
                                        static_cast<int>(problem.bounds.size()), problem.plan.seed);
  std::vector<double> u(problem.bounds.size());
  for (std::size_t i = 0; i + 1 < problem.starts; ++i) {
    std::vector<double> start;
    design.point(i, u);
    for (std::size_t j = 0; j < problem.bounds.size(); ++j) {
      const auto& [low, high, logarithmic] = problem.bounds[j];
      start.push_back(logarithmic ? low * std::pow(high / low, u[j]) : low + (high - low) * u[j]);
    }
    starts.push_back(std::move(start));
  }
  return starts;
}

}  // namespace

std::vector<std::vector<double>> predict(const FitProblem& problem,
                                         const std::vector<std::vector<double>>& parameter_sets,
                                         const EvaluateOptions& options, std::string* failure) {
  const Plan& plan = problem.plan;
  const std::size_t arms = plan.templates.size(), metrics = plan.metrics.size();
  const bool dose_estimated =
      std::any_of(problem.parameters.begin(), problem.parameters.end(),
                  [](const Target& target) { return target.path == "regimen.cells"; });
  std::vector<BodyCase> cases;
  std::vector<std::size_t> of;
  for (const auto& set : parameter_sets)
    for (std::size_t arm = 0; arm < arms; ++arm) {
      cases.push_back(plan.templates[arm].scenario.body);
      of.push_back(arm);
      for (std::size_t j = 0; j < problem.parameters.size(); ++j)
        problem.parameters[j].set(cases.back(), set[j]);
      if (!dose_estimated) follow_body_mass(plan.templates[arm], cases.back());
    }
  const ChunkResult result = evaluate_cases(plan, cases, of, options);
  if (failure && failure->empty() && !result.failures.empty()) *failure = result.failures.front().reason;
  std::vector<std::vector<double>> all;
  for (std::size_t i = 0; i < parameter_sets.size(); ++i) {
    std::vector<double> one;
    for (const Datum& datum : problem.data)
      one.push_back(result.values[(i * arms + datum.arm) * metrics + datum.metric]);
    all.push_back(std::move(one));
  }
  return all;
}

FitResult fit(const FitProblem& problem, const EvaluateOptions& options) {
  FitResult result;
  const numerics::Residuals residuals = [&](const std::vector<std::vector<double>>& sets) {
    std::vector<std::vector<double>> all;
    for (const auto& predicted : predict(problem, sets, options, &result.failure)) {
      std::vector<double> one;
      for (std::size_t d = 0; d < problem.data.size(); ++d)
        if (problem.data[d].fitted)
          one.push_back((predicted[d] - problem.data[d].value) / problem.data[d].sd);
      all.push_back(std::move(one));
    }
    return all;
  };
  numerics::LeastSquaresOptions settings;
  settings.known_deviation = problem.known_deviation;
  const auto starts = starts_of(problem);
  result.library = starts.front();
  result.fits = numerics::least_squares(residuals, problem.bounds, starts, settings);
  for (const Datum& datum : problem.data) result.fitted += datum.fitted;
  result.at_library = predict(problem, {result.library}, options).front();
  if (result.fits.front().stop == numerics::StopReason::failed) return result;
  result.analysis = numerics::analyse_fit(residuals, problem.bounds, result.fits.front(), settings);
  numerics::ProfileOptions profile;
  profile.confidence = problem.confidence;
  profile.fit = settings;
  result.profile = numerics::profile_likelihood(residuals, problem.bounds, result.fits.front(), profile);
  result.predicted = predict(problem, {result.fits.front().estimate}, options).front();
  return result;
}

}  // namespace cellroute::sweep
