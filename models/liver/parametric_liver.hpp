// The built-in liver: a human shape in eight Couinaud segments, at any volume and voxel size.
#pragma once

#include "models/liver/anatomy.hpp"

namespace cellroute {

/// A liver of `volume` [m3] in cubic voxels of `spacing` [m]: the whole number of voxels nearest to the
/// volume, hanging together by faces, and so does each segment. Animals get the human shape at their
/// volume. Throws std::invalid_argument, in words, when a number is not positive, when the voxels are too
/// coarse for eight segments, or too many to number.
LiverAnatomy parametric_liver(double volume, double spacing);

/// The voxel of the liver whose centre is nearest to `point` [m]: its index in the grid.
std::size_t nearest_voxel(const LiverAnatomy& liver, const Point& point);

}  // namespace cellroute
