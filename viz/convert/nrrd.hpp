// NRRD files as segmenting programs write them.
#pragma once

#include <vtkImageData.h>
#include <vtkSmartPointer.h>

#include <array>
#include <filesystem>

namespace cellroute::viz {

struct Image {
  vtkSmartPointer<vtkImageData> values;  // its scalars, x fastest; where they are says `world`
  std::array<double, 12> world{};        // indices to RAS [mm], row-major 3 x 4
};

/// Three axes of one whole number or real number for each voxel, raw or gzip, little-endian, in the file or
/// in one beside it.
/// @throws RequestError when it is another kind of file, cut short, or names no space of a patient
Image read_nrrd(const std::filesystem::path& file);

}  // namespace cellroute::viz
