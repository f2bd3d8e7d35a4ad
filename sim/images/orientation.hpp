// Where voxels are: matrices from voxel indices to the world.
#pragma once

#include <array>
#include <string>

namespace cellroute::images {

using Affine = std::array<double, 12>;  // row-major 3 x 4: (i, j, k, 1) to a point

/// The three edges of a voxel as columns of `affine` must span a volume: positive lengths, not flat.
/// @throws ImageError, beginning with `source`
void check_affine(const Affine& affine, const std::string& source);

/// The farthest that two matrices place one corner of the image from another [the matrices' unit].
double largest_difference(const Affine& a, const Affine& b, const std::array<int, 3>& cells);

/// The length of a voxel's edge along index axis `axis`.
double edge(const Affine& affine, std::size_t axis);

}  // namespace cellroute::images
