// A block of equal rectangular cells, and fields on its cells and faces.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace cellroute::numerics {

/// Cells are numbered x fastest: index = i + cells[0] (j + cells[1] k). A two-dimensional block has
/// one layer in z. A periodic axis joins its two ends; an axis of one cell has no inner faces.
struct Grid {
  std::array<int, 3> cells{1, 1, 1};
  std::array<double, 3> spacing{1, 1, 1};  // [m]
  std::array<bool, 3> periodic{false, false, false};

  std::size_t size() const {
    return static_cast<std::size_t>(cells[0]) * static_cast<std::size_t>(cells[1]) *
           static_cast<std::size_t>(cells[2]);
  }
  std::size_t index(int i, int j, int k) const {
    return static_cast<std::size_t>(i) +
           static_cast<std::size_t>(cells[0]) *
               (static_cast<std::size_t>(j) +
                static_cast<std::size_t>(cells[1]) * static_cast<std::size_t>(k));
  }
  double volume() const { return spacing[0] * spacing[1] * spacing[2]; }  // [m3] of a cell
  double face_area(int axis) const { return volume() / spacing[axis]; }   // [m2]
};

/// One number for each face: faces[axis][c] belongs to the face between cell c and its neighbour in
/// the direction of growing `axis`. In the last layer that is the joint of a periodic axis, or a wall,
/// whose number is 0.
using Faces = std::array<std::vector<double>, 3>;

}  // namespace cellroute::numerics
