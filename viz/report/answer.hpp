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
  bool decided = false;
  std::string decider;  // which assumption decides it, in a sentence; empty where no sample tells
};

/// The time a report speaks of: the first output time that all subjects have from a day on and after all
/// infusions, else their last.
/// @throws RequestError when they share none
double time_of_report(const std::vector<results::Subject>& subjects);

/// Which subject has most living cells in the liver at `time`: by paired sampled patients where a sweep has
/// them, else by one run each, which carries no uncertainty. Not decided where an interval reaches one half,
/// where the values are alike by the margins of results/compare.hpp, and between species.
Answer answer(const Evidence& evidence, const std::vector<results::Subject>& subjects, double time);

/// The subjects that sampled patients set first and second, by their medians. @pre two subjects or more
std::pair<std::size_t, std::size_t> leaders(const Paired& paired);

/// What a parameter stands for, and of what: "liver terminal arterioles: loss of living cells in this organ".
std::string decider_name(const Decider& one);

/// A sampled range in the clinic's units: "0.3 to 12.9 %".
std::string range_words(const Decider& one);

}  // namespace cellroute::viz
