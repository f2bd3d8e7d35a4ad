// The liver level of a row: trees and voxels in the place of the body's own liver, without files.
#pragma once

#include <functional>
#include <optional>

#include "sim/levels/liver.hpp"

namespace cellroute::sweep {

/// The liver of a case with the settings of a scenario, as `cellroute run` resolves it: A case that
/// contradicts itself is a failure. On the threads in use, which change no bit.
/// @param shapes keeps shape and trees for rows with the same
/// @param stop asked between steps; once it says true the liver is abandoned
/// @return nothing when it was abandoned
std::optional<levels::ResolvedLiver> liver_of(const scenario::Scenario& base, const BodyCase& body_case,
                                              levels::LiverShapes& shapes,
                                              const std::function<bool()>& stop = {});

}  // namespace cellroute::sweep
