// The readers behind read_label_image, one for each format.
#pragma once

#include <filesystem>

#include "models/liver/label_image.hpp"

namespace cellroute::images {

/// sform before qform when both are set. @throws ImageError
LabelImage read_nifti(const std::filesystem::path& path, double memory);

/// World axes of the file are LPS. @throws ImageError
LabelImage read_meta_image(const std::filesystem::path& path, double memory);

}  // namespace cellroute::images
