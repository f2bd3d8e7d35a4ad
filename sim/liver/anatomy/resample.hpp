// A labelled image in any orientation to cubic voxels along the world's axes.
#pragma once

#include <cstdint>
#include <vector>

#include "models/liver/anatomy.hpp"
#include "models/liver/label_image.hpp"

namespace cellroute::liver {

/// The edges of one voxel [m], along i, j, k.
std::array<double, 3> voxel_edges(const LabelImage& image);

/// The volume of one voxel [m3].
double voxel_volume(const LabelImage& image);

/// The least box along the world's axes that holds all voxels whose label has a code.
struct Box {
  Point low{}, high{};     // [m]
  std::size_t voxels = 0;  // how many it holds; 0: no box
};
Box box_of(const LabelImage& image, const std::vector<std::uint8_t>& code_of_label);

/// Cubes of this edge [m] about the middle of the box, with one more on every side.
VoxelGrid cubes_around(const Box& box, double spacing);

/// The code of the image's voxel in which each cube's centre lies; 0 outside the image.
std::vector<std::uint8_t> resample(const LabelImage& image, const std::vector<std::uint8_t>& code_of_label,
                                   const VoxelGrid& grid);

}  // namespace cellroute::liver
