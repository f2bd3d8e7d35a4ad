// One batch over all scenarios of all datasets, and the null predictors' results beside it.
#include "sim/validation/validate.hpp"

#include <fmt/format.h>

#include <deque>

#include "sim/body/simulate.hpp"

namespace cellroute::validation {
namespace {

std::string name_of_case(const Dataset& dataset, const Named& named) {
  return fmt::format("{}, scenario `{}`", dataset.file.string(), named.name);
}

}  // namespace

std::vector<Judged> validate(const std::vector<Dataset>& datasets, int threads) {
  std::vector<BodyCase> cases;
  for (const Dataset& dataset : datasets)
    for (const Named& named : dataset.scenarios) {
      const auto problems = body::check(named.scenario.body);
      if (!problems.empty())
        throw RunError(fmt::format("{}: {}", name_of_case(dataset, named), problems.front()));
      cases.push_back(named.scenario.body);
    }
  const auto outcomes = body::simulate(cases, threads);

  std::vector<Judged> rows;
  std::size_t at = 0;
  for (const Dataset& dataset : datasets) {
    Arms model;
    std::array<Arms, nulls.size()> null;
    std::deque<body::BodyResult> predicted;
    for (const Named& named : dataset.scenarios) {
      const auto& outcome = outcomes[at++];
      if (!outcome.failure.empty())
        throw RunError(fmt::format("{}: {}", name_of_case(dataset, named), outcome.failure));
      model[named.name] = {&named.scenario.body, &outcome.result};
      for (std::size_t i = 0; i < nulls.size(); ++i)
        null[i][named.name] = {&named.scenario.body,
                               &predicted.emplace_back(predict(nulls[i], named.scenario.body))};
    }
    for (const Observation& observation : dataset.observations) {
      Judged row;
      row.dataset = &dataset;
      row.observation = &observation;
      if (observation.status != Status::excluded) row.model = judge(observation, model);
      if (observation.status == Status::predicted)
        for (std::size_t i = 0; i < nulls.size(); ++i) row.null[i] = judge(observation, null[i]);
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

}  // namespace cellroute::validation
