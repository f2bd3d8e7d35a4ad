// Vessels in a scene with what their colours mean.
#pragma once

#include <string>

#include "sim/results/tree_reader.hpp"
#include "viz/scene/camera.hpp"
#include "viz/scene/legend.hpp"
#include "viz/window/stage.hpp"

namespace cellroute::viz {

/// @param by kind, flow or arrival
/// @return how far the vessels reach, in scene units of `unit` metres
/// @throws RequestError when `by` is something else
Bounds add_vessels(Stage& stage, Legend& legend, const results::TreeReader& file, const std::string& by,
                   std::size_t step, bool shared_scale, double unit);

}  // namespace cellroute::viz
