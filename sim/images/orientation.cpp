// Where voxels are: matrices from voxel indices to the world.
#include "sim/images/orientation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/images/label_image.hpp"

namespace cellroute::images {

double edge(const Affine& affine, std::size_t axis) {
  return std::hypot(affine[axis], affine[4 + axis], affine[8 + axis]);
}

void check_affine(const Affine& m, const std::string& source) {
  for (const double x : m)
    if (!std::isfinite(x)) throw ImageError(source + ": its orientation holds numbers that are not finite");
  for (std::size_t d = 0; d < 3; ++d)
    if (!(edge(m, d) > 0))
      throw ImageError(fmt::format("{}: its voxels have no size along axis {}", source, "ijk"[d]));
  const double volume = m[0] * (m[5] * m[10] - m[6] * m[9]) - m[1] * (m[4] * m[10] - m[6] * m[8]) +
                        m[2] * (m[4] * m[9] - m[5] * m[8]);
  if (!(std::abs(volume) > 1e-6 * edge(m, 0) * edge(m, 1) * edge(m, 2)))
    throw ImageError(source + ": its orientation is flat: two voxel axes point the same way");
}

double largest_difference(const Affine& a, const Affine& b, const std::array<int, 3>& cells) {
  double largest = 0;
  for (int corner = 0; corner < 8; ++corner) {
    double square = 0;
    for (std::size_t row = 0; row < 3; ++row) {
      double apart = a[4 * row + 3] - b[4 * row + 3];
      for (std::size_t d = 0; d < 3; ++d)
        if (corner >> d & 1) apart += (a[4 * row + d] - b[4 * row + d]) * (cells[d] - 1);
      square += apart * apart;
    }
    largest = std::max(largest, std::sqrt(square));
  }
  return largest;
}

}  // namespace cellroute::images
