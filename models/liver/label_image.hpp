// A segmentation as read from a file: one label for each voxel, and where the voxels are.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace cellroute {

/// Voxels x fastest, then y, then z. World axes are RAS whatever the file uses: x grows to the patient's
/// right, y to the front, z to the head.
struct LabelImage {
  std::array<int, 3> cells{};
  std::array<double, 12> to_world{};  // [m] row-major 3 x 4: indices (i, j, k, 1) of a voxel to its centre
  std::vector<std::uint16_t> labels;
  std::string source;              // the file, for messages
  std::vector<std::string> notes;  // what a reader must know: which of two orientations was used, ...

  std::size_t count() const {
    return static_cast<std::size_t>(cells[0]) * static_cast<std::size_t>(cells[1]) *
           static_cast<std::size_t>(cells[2]);
  }
};

}  // namespace cellroute
