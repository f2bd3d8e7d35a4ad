// The question of a report and its answer in a sentence, no stronger than the numbers.
#pragma once

#include <string>
#include <vector>

#include "sim/results/compare.hpp"
#include "viz/report/evidence.hpp"

namespace cellroute::viz {

struct Answer {
  std::string question, sentence, basis;
  bool decided = false;
};

/// The time a report speaks of: the first output time from a day on that all subjects have, else their last.
/// @throws RequestError when they share none
double time_of_report(const std::vector<results::Subject>& subjects);

/// Which subject has most living cells in the liver at `time`: by paired sampled patients where a sweep has
/// them, else by one run each, which carries no uncertainty. Not decided where an interval reaches one half,
/// and where the values are alike by the margins of results/compare.hpp.
Answer answer(const Evidence& evidence, const std::vector<results::Subject>& subjects, double time);

/// Wilson's interval of a share, 95 %. Wilson EB. J Am Stat Assoc 1927;22:209-212, eq. 7.
struct ShareInterval {
  double share = 0, low = 0, high = 1;
};
/// @param wins may be a half where a pair is equal
ShareInterval wilson(double wins, double trials);

}  // namespace cellroute::viz
