// The lobule level of a result: what was resolved, with which settings, and what came out. Plain data.
#pragma once

#include <string>

#include "models/lobule/case.hpp"
#include "sim/lobule/reading.hpp"

namespace cellroute::results {

/// The part of the liver that the block stands for. A lobule counts cells per volume of liver; times
/// `volume` they are the cells of this part, which the body level counts.
struct Territory {
  std::string name = "whole liver";  // in words
  double share = 1;                  // [1] of the liver's volume
  double volume = 0;                 // [m3]
};

struct LobuleRecord {
  Territory territory;
  LobuleNumerics numerics;
  LobuleStepping stepping;
  lobule::Entered entered;
  lobule::LobuleResult result;
};

LobuleRecord make_lobule_record(const LobuleCase& lobule_case, lobule::LobuleResult result,
                                Territory territory);

}  // namespace cellroute::results
