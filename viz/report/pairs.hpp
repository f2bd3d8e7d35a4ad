// Sampled patients that are the same for every subject, and what tells two subjects apart in them.
#pragma once

#include <string>
#include <vector>

#include "sim/results/compare.hpp"
#include "viz/report/evidence.hpp"
#include "viz/report/factors.hpp"

namespace cellroute::viz {

struct Paired {
  const Sweep* sweep = nullptr;  // null: no sweep has them
  const SweepMetric* metric = nullptr;
  std::vector<const SweepGroup*> groups;  // by subject
  bool known_case = false;                // by fingerprint or scenario file, not by routes alone
};

/// Whether the sample is of another case than the record: another fingerprint; in older files, which have
/// none, another scenario file, or parameters set on the command line of one of them alone.
bool of_another_case(const Sweep& sweep, const results::Record& record);

/// Of the living cells in the liver at `time`, from a random sample of the same case as every subject.
Paired find_pairs(const Evidence& evidence, const std::vector<results::Subject>& subjects, double time);

/// Wilson's interval of a share, 95 %. Wilson EB. J Am Stat Assoc 1927;22:209-212, eq. 7.
struct ShareInterval {
  double share = 0, low = 0, high = 1;
};
/// @param wins may be a half where a pair is equal
ShareInterval wilson(double wins, double trials);

/// In how many patients `a` has more than `b`; equal ones count for half, failed runs for nothing.
struct Duel {
  ShareInterval more;
  double tried = 0;
};
Duel duel(const SweepGroup& a, const SweepGroup& b);

/// A sampled parameter, and how closely two subjects' ratio follows it.
struct Decider : Factor {
  double rank_correlation = 0;  // Spearman's, with the ratio a over b; its square is a share of variance
  std::size_t patients = 0;     // that it was found from
};

/// Whether chance may have put `first` before `other`: their 95 % intervals by Fisher's transform overlap.
/// Fisher RA. Metron 1921;1:3-32.
bool may_be_as_strong(const Decider& first, const Decider& other);

/// Parameters by the size of their rank correlation with the ratio of `a` to `b` patient by patient: what
/// decides between them, not what raises both. At most `most`, none below `noise` of as many patients.
/// @throws results::FileError
std::vector<Decider> deciders(const Sweep& sweep, const SweepGroup& a, const SweepGroup& b, std::size_t most);

}  // namespace cellroute::viz
