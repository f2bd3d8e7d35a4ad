// The liver's shape: cubic voxels in eight Couinaud segments, and where its vessels enter and leave.
//
// Couinaud's segments: 1 caudate; 2, 3 left lateral; 4 left medial; 5, 8 right anterior; 6, 7 right
// posterior. The left liver is 1 to 4, the right 5 to 8.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace cellroute {

using Point = std::array<double, 3>;  // [m], RAS: to the patient's right, to the front, to the head

inline constexpr int couinaud_segments = 8;

/// A box of cubic voxels, x fastest.
struct VoxelGrid {
  std::array<int, 3> cells{};
  double spacing = 0;  // [m]
  Point corner{};      // [m] the box's lowest corner

  std::size_t count() const {
    return static_cast<std::size_t>(cells[0]) * static_cast<std::size_t>(cells[1]) *
           static_cast<std::size_t>(cells[2]);
  }
  double voxel_volume() const { return spacing * spacing * spacing; }
  std::size_t index(int i, int j, int k) const {
    return static_cast<std::size_t>(i) +
           static_cast<std::size_t>(cells[0]) *
               (static_cast<std::size_t>(j) +
                static_cast<std::size_t>(cells[1]) * static_cast<std::size_t>(k));
  }
  std::array<int, 3> place(std::size_t index) const {
    const auto nx = static_cast<std::size_t>(cells[0]), ny = static_cast<std::size_t>(cells[1]);
    return {static_cast<int>(index % nx), static_cast<int>(index / nx % ny),
            static_cast<int>(index / (nx * ny))};
  }
  Point centre(std::size_t index) const {
    const auto at = place(index);
    return {corner[0] + (at[0] + 0.5) * spacing, corner[1] + (at[1] + 0.5) * spacing,
            corner[2] + (at[2] + 0.5) * spacing};
  }
};

struct LiverAnatomy {
  VoxelGrid grid;
  std::vector<std::uint8_t> segment;  // [grid.count()] 1 to 8; 0 outside the liver
  std::vector<std::int32_t> voxels;   // those inside, ascending: voxel v of the liver is grid cell voxels[v]
  Point portal_hilum{};               // where the portal vein enters
  Point arterial_hilum{};             // where the hepatic artery enters
  Point caval_outlet{};               // where the hepatic veins meet the vena cava
  std::vector<std::string> notes;     // what a reader must know: resampled, pieces dropped, ...

  double volume() const { return static_cast<double>(voxels.size()) * grid.voxel_volume(); }
};

}  // namespace cellroute
