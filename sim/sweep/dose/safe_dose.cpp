#include "sim/sweep/dose/safe_dose.hpp"

#include <algorithm>
#include <cmath>

#include "sim/sweep/row.hpp"

namespace cellroute::sweep {
namespace {

constexpr int halvings = 24;           // of log dose: to 1e-6 over five decades
constexpr std::size_t together = 128;  // patients whose bisections advance side by side

/// Every infusion's cells in proportion, so that the regimen has this dose in all; its duration if asked for.
void give(BodyCase& patient, double dose, std::optional<double> duration) {
  double total = 0;
  for (const Infusion& infusion : patient.regimen) total += infusion.cells;
  for (Infusion& infusion : patient.regimen) {
    infusion.cells *= dose / total;
    if (duration) infusion.duration = *duration;
  }
}

/// Critical doses of some patients: 0 and infinity where the limit is not crossed inside the doses tried.
std::vector<double> critical_doses(const DoseQuestion& question, const std::vector<BodyCase>& patients,
                                   std::optional<double> duration, const EvaluateOptions& options,
                                   std::string& failure) {
  const auto metric_at = [&](const std::vector<std::size_t>& who, const std::vector<double>& doses) {
    std::vector<BodyCase> cases;
    for (std::size_t i = 0; i < who.size(); ++i) {
      cases.push_back(patients[who[i]]);
      give(cases.back(), doses[i], duration);
    }
    ChunkResult result = run_cases(question.plan, cases, options.stop);
    if (failure.empty() && !result.failures.empty()) failure = result.failures.front().reason;
    return std::move(result.values);
  };
  std::vector<std::size_t> all(patients.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
  const auto lowest = metric_at(all, std::vector<double>(all.size(), question.lowest));
  const std::string at_lowest = failure;  // a patient who cannot be run at any dose
  const auto highest = metric_at(all, std::vector<double>(all.size(), question.highest));

  std::vector<double> critical(patients.size(), unset), low(patients.size(), std::log(question.lowest)),
      high(patients.size(), std::log(question.highest));
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < patients.size(); ++i) {
    if (std::isnan(lowest[i])) continue;
    if (lowest[i] >= question.limit)
      critical[i] = 0;
    else if (highest[i] < question.limit)
      critical[i] = infinity;
    else
      open.push_back(i);  // a dose too high to be run counts as crossing
  }
  for (int step = 0; step < halvings && !open.empty(); ++step) {
    std::vector<double> doses;
    for (const std::size_t i : open) doses.push_back(std::exp((low[i] + high[i]) / 2));
    const auto metric = metric_at(open, doses);
    for (std::size_t k = 0; k < open.size(); ++k)
      (metric[k] < question.limit ? low : high)[open[k]] = std::log(doses[k]);
  }
  failure = at_lowest;
  for (const std::size_t i : open) critical[i] = std::exp((low[i] + high[i]) / 2);
  return critical;
}

void summarise(const DoseQuestion& question, SafeDose& found) {
  std::vector<double> known;
  for (const double dose : found.critical)
    if (!std::isnan(dose)) known.push_back(dose);
  found.patients = found.critical.size();
  found.failed = found.critical.size() - known.size();
  found.below = static_cast<std::size_t>(std::count(known.begin(), known.end(), 0.0));
  found.above = static_cast<std::size_t>(std::count(known.begin(), known.end(), infinity));
  // Order statistics need finite numbers: what lies outside stands at the ends.
  for (double& dose : known) dose = std::clamp(dose, question.lowest, question.highest);
  found.dose = numerics::quantile(known, question.patients);
  found.interval = numerics::quantile_interval(known, question.patients);
  if (found.dose <= question.lowest) found.dose = 0;
  if (found.dose >= question.highest) found.dose = infinity;
  found.rate = found.dose / found.duration;
}

}  // namespace

std::size_t patients_of(const DoseQuestion& question) {
  return question.plan.rows() * std::max<std::size_t>(1, question.durations.size());
}

std::vector<SafeDose> safe_doses(const DoseQuestion& question, const EvaluateOptions& options) {
  const Plan& plan = question.plan;
  std::vector<std::optional<double>> durations(question.durations.begin(), question.durations.end());
  if (durations.empty()) durations.emplace_back();
  const std::size_t points = plan.sample.points() * plan.sample.replicates;
  std::vector<SafeDose> all;
  for (std::size_t cell = 0; cell < plan.cells(); ++cell) {
    for (const auto& duration : durations) {
      SafeDose found;
      found.cell = cell;
      for (const Infusion& infusion : plan.templates[cell].scenario.body.regimen)
        found.duration = std::max(found.duration, duration.value_or(infusion.duration));
      found.critical.assign(points, unset);
      found.at_library =
          critical_doses(question, {plan.templates[cell].scenario.body}, duration, options, found.failure)
              .front();
      found.failure.clear();  // the patients' own
      std::vector<std::string> reasons((points + together - 1) / together);
      in_groups(points, together, options, [&](std::size_t first, std::size_t last) {
        const std::size_t each = plan.sample.points();
        std::vector<BodyCase> patients;
        for (std::size_t p = first; p < last; ++p)
          patients.push_back(
              body_case(plan, row_at(plan, (p / each * plan.cells() + cell) * each + p % each)));
        const auto critical =
            critical_doses(question, patients, duration, options, reasons[first / together]);
        std::copy(critical.begin(), critical.end(),
                  found.critical.begin() + static_cast<std::ptrdiff_t>(first));
      });
      for (const auto& reason : reasons)
        if (found.failure.empty()) found.failure = reason;
      summarise(question, found);
      all.push_back(std::move(found));
    }
  }
  return all;
}

}  // namespace cellroute::sweep
