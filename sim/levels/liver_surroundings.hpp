// What the body level says about the liver it holds: everything around it, and what its voxels do to cells.
#pragma once

#include <string>
#include <vector>

#include "models/liver/liver_cells.hpp"
#include "models/liver/surroundings.hpp"
#include "models/therapy/infusion.hpp"
#include "sim/body/compile.hpp"

namespace cellroute::levels {

/// A case as the body level compiles it for a liver resolved in voxels: catheters that reach a part of the
/// liver are left to the liver's trees, so that there is one territory.
struct LiverSetting {
  BodyCase body_case;           // with whole-liver catheters
  body::CompiledCase compiled;  // of that
  Surroundings surroundings;
  LiverCells cells;  // with the body's four sinusoidal tanks
};

/// Reasons why the liver level cannot follow this case, in words; empty when it can.
std::vector<std::string> unfit_for_liver(const BodyCase& body_case);

/// @pre body::check(body_case) and unfit_for_liver(body_case) are empty
LiverSetting liver_setting(const BodyCase& body_case);

}  // namespace cellroute::levels
