// Segmentations to NIfTI.
#include <fmt/format.h>
#include <vtkDataArray.h>
#include <vtkImageData.h>
#include <vtkMatrix3x3.h>
#include <vtkMatrix4x4.h>
#include <vtkNIFTIImageWriter.h>
#include <vtkNew.h>
#include <vtkObject.h>
#include <vtkPointData.h>
#include <vtkSmartPointer.h>
#include <vtkStructuredPoints.h>
#include <vtkStructuredPointsReader.h>
#include <vtkXMLImageDataReader.h>

#include <array>
#include <cmath>
#include <fstream>

#include "sim/results/folder.hpp"
#include "viz/convert/convert.hpp"
#include "viz/convert/nrrd.hpp"
#include "viz/program/view.hpp"
#include "viz/program/write.hpp"

namespace cellroute::viz {
namespace {

template <class Reader>
vtkSmartPointer<vtkImageData> read_with(const std::filesystem::path& file) {
  vtkNew<Reader> reader;
  reader->SetFileName(file.c_str());
  reader->Update();
  vtkSmartPointer<vtkImageData> image = reader->GetOutput();
  if (image == nullptr || reader->GetErrorCode() != 0 || image->GetNumberOfPoints() < 1 ||
      image->GetPointData()->GetScalars() == nullptr)
    throw RequestError(file.string() +
                       ": it holds no image that can be read: it is cut short, or of another kind");
  return image;
}

/// VTK says what it thinks of a file on stderr, in its own words; ours follow.
class Silence {
 public:
  Silence() { vtkObject::GlobalWarningDisplayOff(); }
  ~Silence() { vtkObject::SetGlobalWarningDisplay(before_); }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  int before_ = vtkObject::GetGlobalWarningDisplay();
};

/// Labels are whole numbers.
void check_labels(vtkDataArray* values, const std::string& name) {
  const int type = values->GetDataType();
  if (type != VTK_FLOAT && type != VTK_DOUBLE) return;
  for (vtkIdType i = 0; i < values->GetNumberOfTuples(); ++i) {
    const double value = values->GetTuple1(i);
    if (!std::isfinite(value))
      throw RequestError(fmt::format("{}: voxel {} is no number, and a segmentation has labels", name, i));
    if (value != std::round(value))
      throw RequestError(fmt::format(
          "{}: voxel {} is {:g}, and the labels of a segmentation are whole numbers", name, i, value));
  }
}

std::array<double, 12> own_world(vtkImageData* image) {
  std::array<double, 12> world{};
  const int* extent = image->GetExtent();
  for (int row = 0; row < 3; ++row) {
    world[4 * row + 3] = image->GetOrigin()[row];
    for (int column = 0; column < 3; ++column) {
      const double step = image->GetDirectionMatrix()->GetElement(row, column) * image->GetSpacing()[column];
      world[4 * row + column] = step;
      world[4 * row + 3] += step * extent[2 * column];
    }
  }
  return world;
}

Image read_image(const std::filesystem::path& file) {
  const std::string ending = file.extension().string();
  Image image;
  if (ending == ".nrrd" || ending == ".nhdr") {
    image = read_nrrd(file);
  } else if (ending == ".vti" || ending == ".vtk") {
    image.values = ending == ".vti" ? read_with<vtkXMLImageDataReader>(file)
                                    : read_with<vtkStructuredPointsReader>(file);
    image.world = own_world(image.values);
  } else {
    throw RequestError(file.string() +
                       ": images are read from .vti, .vtk, .nrrd and .nhdr (cellroute itself reads "
                       "NIfTI and MetaImage)");
  }
  if (image.values->GetNumberOfScalarComponents() != 1)
    throw RequestError(file.string() + ": it has several values for a voxel");
  check_labels(image.values->GetPointData()->GetScalars(), file.string());
  return image;
}

/// Only right angles: a NIfTI reader may take either of two ways to say where voxels are, and this is in
/// both.
void check_angles(const Image& image, const std::string& name) {
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b <= a; ++b) {
      double product = 0, na = 0, nb = 0;
      for (int row = 0; row < 3; ++row) {
        product += image.world[4 * row + a] * image.world[4 * row + b];
        na += image.world[4 * row + a] * image.world[4 * row + a];
        nb += image.world[4 * row + b] * image.world[4 * row + b];
      }
      if (a == b ? !(na > 0) : !(std::fabs(product) <= 1e-4 * std::sqrt(na * nb)))
        throw RequestError(name + ": its axes are not at right angles");
    }
}

}  // namespace

void convert_image(const std::filesystem::path& from, const std::filesystem::path& to) {
  const std::string name = to.filename().string();
  const bool packed = name.ends_with(".nii.gz");
  if (!packed && !name.ends_with(".nii"))
    throw RequestError(to.string() + ": images are written to .nii or .nii.gz");
  const Silence silence;
  const Image image = read_image(from);
  check_angles(image, from.string());

  // The writer takes edges from the image, directions and the first voxel's place from the matrix.
  vtkNew<vtkImageData> plain;
  int cells[3];
  image.values->GetDimensions(cells);
  plain->SetDimensions(cells);
  vtkNew<vtkMatrix4x4> matrix;
  double edges[3];
  for (int column = 0; column < 3; ++column) {
    edges[column] = std::hypot(image.world[column], image.world[4 + column], image.world[8 + column]);
    for (int row = 0; row < 3; ++row)
      matrix->SetElement(row, column, image.world[4 * row + column] / edges[column]);
  }
  for (int row = 0; row < 3; ++row) matrix->SetElement(row, 3, image.world[4 * row + 3]);
  plain->SetSpacing(edges);
  plain->GetPointData()->SetScalars(image.values->GetPointData()->GetScalars());
  const std::filesystem::path part = to.string() + (packed ? ".part.nii.gz" : ".part.nii");
  const Unfinished unfinished(part);
  vtkNew<vtkNIFTIImageWriter> writer;
  writer->SetInputData(plain);
  writer->SetSFormMatrix(matrix);
  if (matrix->Determinant() > 0) writer->SetQFormMatrix(matrix);
  writer->SetFileName(part.c_str());
  writer->Write();
  std::error_code error;
  if (writer->GetErrorCode() != 0 || !std::filesystem::exists(part, error)) {
    std::filesystem::remove(part, error);
    throw results::WriteError(to.string() + ": it cannot be written (no permission, or no space)");
  }
  std::filesystem::rename(part, to, error);
  if (error) throw results::WriteError(to.string() + ": " + error.message());
}

}  // namespace cellroute::viz
