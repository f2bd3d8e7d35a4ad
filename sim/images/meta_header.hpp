// The header of a MetaImage: lines of `key = value`, the last of which says where the data are.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <string>

#include "sim/images/orientation.hpp"
#include "sim/images/values.hpp"

namespace cellroute::images {

struct MetaHeader {
  std::array<double, 3> cells{};
  Affine to_lps{};  // [mm] voxel indices to the file's own world
  ValueType type = ValueType::u8;
  bool compressed = false;
  bool big_endian = false;
  std::filesystem::path data;  // the file that holds the data, which may be the header's own
  bool local = false;          // the data follow the header in its own file
  std::size_t header_end = 0;  // [byte] where the header ends in its own file
  long long skip = 0;          // [byte] before the data; -1: the data are the file's end
};

/// @throws ImageError for what is missing, of another dimension, or of a kind that is not read: text
///   data, lists of files, several channels
MetaHeader read_meta_header(const std::filesystem::path& path);

}  // namespace cellroute::images
