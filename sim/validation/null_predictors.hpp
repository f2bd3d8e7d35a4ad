// Two predictors without a mechanism, which any model should beat.
#pragma once

#include <array>

#include "models/therapy/infusion.hpp"
#include "sim/body/result.hpp"

namespace cellroute::validation {

enum class Null {
  flow_share,  // every organ holds cells in proportion to the blood that flows through it
  first_bed    // every cell stays in the first capillaries its route leads to
};
inline constexpr std::array nulls = {Null::flow_share, Null::first_bed};
const char* name_of(Null predictor);

/// The result such a predictor stands for, in the form of a simulation's: from the start of the first
/// infusion all cells live where it says, label is cells, nothing is lost, and pressures stay at rest. The
/// lung counts with the whole cardiac output, the liver with its arterial and portal inflow.
body::BodyResult predict(Null predictor, const BodyCase& body_case);

}  // namespace cellroute::validation
