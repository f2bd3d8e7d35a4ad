// A labelled image in any orientation to cubic voxels along the world's axes.
#include "sim/liver/anatomy/resample.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cellroute::liver {

namespace {

double determinant(const std::array<double, 12>& m) {
  return m[0] * (m[5] * m[10] - m[6] * m[9]) - m[1] * (m[4] * m[10] - m[6] * m[8]) +
         m[2] * (m[4] * m[9] - m[5] * m[8]);
}

/// World to voxel indices.
std::array<double, 12> inverse(const std::array<double, 12>& m) {
  const double scale = 1 / determinant(m);
  std::array<double, 12> out{};
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t column = 0; column < 3; ++column) {
      const std::size_t a = (column + 1) % 3, b = (column + 2) % 3, c = (row + 1) % 3, d = (row + 2) % 3;
      out[4 * row + column] = (m[4 * a + c] * m[4 * b + d] - m[4 * a + d] * m[4 * b + c]) * scale;
    }
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t column = 0; column < 3; ++column)
      out[4 * row + 3] -= out[4 * row + column] * m[4 * column + 3];
  return out;
}

}  // namespace

std::array<double, 3> voxel_edges(const LabelImage& image) {
  const auto& m = image.to_world;
  return {std::hypot(m[0], m[4], m[8]), std::hypot(m[1], m[5], m[9]), std::hypot(m[2], m[6], m[10])};
}

double voxel_volume(const LabelImage& image) { return std::abs(determinant(image.to_world)); }

Box box_of(const LabelImage& image, const std::vector<std::uint8_t>& code_of_label) {
  const auto& m = image.to_world;
  Box box;
  box.low.fill(std::numeric_limits<double>::infinity());
  box.high.fill(-std::numeric_limits<double>::infinity());
  std::size_t voxel = 0;
  for (int k = 0; k < image.cells[2]; ++k)
    for (int j = 0; j < image.cells[1]; ++j)
      for (int i = 0; i < image.cells[0]; ++i, ++voxel) {
        if (code_of_label[image.labels[voxel]] == 0) continue;
        ++box.voxels;
        for (std::size_t d = 0; d < 3; ++d) {
          const double* row = &m[4 * d];
          const double centre = row[0] * i + row[1] * j + row[2] * k + row[3];
          const double reach = (std::abs(row[0]) + std::abs(row[1]) + std::abs(row[2])) / 2;
          box.low[d] = std::min(box.low[d], centre - reach);
          box.high[d] = std::max(box.high[d], centre + reach);
        }
      }
  return box;
}

VoxelGrid cubes_around(const Box& box, double spacing) {
  constexpr double slack = 1e-4;  // files round orientations to seven digits
  VoxelGrid grid;
  grid.spacing = spacing;
  for (std::size_t d = 0; d < 3; ++d) {
    const double cells = std::max(1.0, std::ceil((box.high[d] - box.low[d]) / spacing - slack)) + 2;
    grid.cells[d] = static_cast<int>(cells);
    grid.corner[d] = (box.low[d] + box.high[d]) / 2 - cells * spacing / 2;
  }
  return grid;
}

std::vector<std::uint8_t> resample(const LabelImage& image, const std::vector<std::uint8_t>& code_of_label,
                                   const VoxelGrid& grid) {
  const auto to_index = inverse(image.to_world);
  std::vector<std::uint8_t> codes(grid.count(), 0);
  for (std::size_t v = 0; v < codes.size(); ++v) {
    const Point at = grid.centre(v);
    std::size_t from = 0, stride = 1;
    bool inside = true;
    for (std::size_t d = 0; d < 3; ++d) {
      const double* row = &to_index[4 * d];
      const double index = std::floor(row[0] * at[0] + row[1] * at[1] + row[2] * at[2] + row[3] + 0.5);
      inside = inside && index >= 0 && index < image.cells[d];
      if (!inside) break;
      from += static_cast<std::size_t>(index) * stride;
      stride *= static_cast<std::size_t>(image.cells[d]);
    }
    if (inside) codes[v] = code_of_label[image.labels[from]];
  }
  return codes;
}

}  // namespace cellroute::liver
