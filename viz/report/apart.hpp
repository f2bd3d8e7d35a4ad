// Why one patient lies where he does among sampled ones.
#pragma once

#include <vector>

#include "sim/results/record.hpp"
#include "viz/report/factors.hpp"

namespace cellroute::viz {

/// A sampled parameter whose value in one patient is off the middle of its spread.
struct Mover : Factor {
  double value = 0;  // the patient's, SI
  double place = 0;  // share of the sampled values below it
  double moves = 0;  // the patient's place among the sampled ones, by this share of them
};

struct Apart {
  double expected = 0.5;      // the patient's place by all movers together
  std::vector<Mover> movers;  // the strongest first, whichever way
};

/// What moves a patient with the record's parameters away from the middle of `group`: for each parameter its
/// rank correlation with the group's values (Spearman's, the slope of the straight line by least squares of
/// ranks over ranks) times how far the record's value is from the middle of the parameter's own ranks. What
/// parameters that are sampled independently do adds up; of pairs that go together each also carries the
/// other's share. Left out are correlations that are chance (see noise()).
/// @throws results::FileError
Apart apart(const Sweep& sweep, const SweepGroup& group, const results::Record& record);

}  // namespace cellroute::viz
