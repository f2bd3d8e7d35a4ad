// A liver from a segmentation: somebody's own instead of the built-in one.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <vector>

#include "models/liver/anatomy.hpp"
#include "models/liver/label_image.hpp"

namespace cellroute::liver {

/// What the labels of an image mean. Either all eight segments are named, or the whole liver, or nothing:
/// then every label but 0 is liver.
struct SegmentationPlan {
  std::vector<std::uint16_t> liver;                                    // labels of the whole liver
  std::array<std::vector<std::uint16_t>, couinaud_segments> segments;  // [0] caudate ... labels of each
  double spacing = 0;                 // [m] edge of the voxels; 0: a cube as large as a voxel of the image
  std::optional<Point> portal_hilum;  // [m] in the image's world; found when not given
  std::optional<Point> arterial_hilum;
  std::optional<Point> caval_outlet;
  double memory = 8e9;  // [byte] that resampling may take
};

/// A segmentation that is no liver, or no whole one, in words that begin with the image's name.
struct AnatomyError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Takes the value of the image at each new voxel's centre. A liver that is not in one piece keeps the
/// largest when the others are below 1 % of it. Without named segments the surfaces of the built-in liver
/// cut it, stretched from box to box. A hilum that is not given is the surface voxel nearest to where the
/// built-in liver's is, stretched alike. All that is done to the image stands in the notes.
/// @throws AnatomyError when a named label is not there, nothing is liver, it is in pieces, a segment is
///   missing, it has no named segments and lies on the left, voxels are over ten times longer than wide, the
///   spacing is larger than the liver, a given hilum is farther from the liver than 5 % of its size, or more
///   memory is needed than allowed
LiverAnatomy anatomy_from(const LabelImage& image, const SegmentationPlan& plan);

}  // namespace cellroute::liver
