// Segmentations from the files that labs write them to.
#pragma once

#include <filesystem>
#include <stdexcept>

#include "models/liver/label_image.hpp"

namespace cellroute::images {

/// What is wrong with a file, in words that begin with its name.
struct ImageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Reads .nii, .nii.gz, .hdr (with .img), .mha or .mhd (with its data file): scalars of any integer type, or
/// of a real type where all values are whole, 0 to 65535. A fourth and further axis may have length 1.
/// `memory` [byte] is what reading may take.
/// @throws ImageError for what cannot be read as such: not there, another format, truncated, not three
///   axes, no voxel size, no orientation, values that are no labels, more memory than allowed
LabelImage read_label_image(const std::filesystem::path& path, double memory = 8e9);

}  // namespace cellroute::images
