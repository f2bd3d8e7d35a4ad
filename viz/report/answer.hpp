// The question of a report and its answer in a sentence, no stronger than the numbers.
#pragma once

#include <string>
#include <vector>

#include "sim/results/compare.hpp"
#include "viz/report/pairs.hpp"

namespace cellroute::viz {

struct Answer {
  std::string question, sentence, basis;
  std::string warning;  // that these are different experiments, or one twice; empty where neither
  std::string limits;   // published limits that are exceeded; empty where none is
  bool decided = false;
  std::string decider;  // which assumption decides it, in a sentence; empty where no sample tells
};

/// The time a report speaks of: the first output time that all subjects have from a day on and after all
/// infusions, else their last.
/// @throws RequestError when they share none
double time_of_report(const std::vector<results::Subject>& subjects);

/// [share of the dose] alive in an organ; unset where the result has no such organ. @pre it has the time
double living_in(const results::Record& record, const std::string& organ, double time);

/// Which subject has most living cells in the liver at `time`: by paired sampled patients where a sweep has
/// them, else by one run each, which carries no uncertainty. Not decided where an interval reaches one half,
/// where the values are alike by the margins of results/compare.hpp, and between species.
Answer answer(const Evidence& evidence, const std::vector<results::Subject>& subjects, double time);

/// The subjects that sampled patients set first and second, by their medians. @pre two subjects or more
std::pair<std::size_t, std::size_t> leaders(const Paired& paired);

}  // namespace cellroute::viz
