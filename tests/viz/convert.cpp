// Conversions, read back by the readers that simulations use and by VTK.
#include "viz/convert/convert.hpp"

#include <vtkCellData.h>
#include <vtkDataArray.h>
#include <vtkImageData.h>
#include <vtkMatrix3x3.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPolyData.h>
#include <vtkXMLImageDataWriter.h>
#include <vtkXMLPolyDataReader.h>
#include <zlib.h>

#include <fstream>

#include "sim/images/label_image.hpp"
#include "tests/viz/made_results.hpp"
#include "viz/program/view.hpp"

namespace cellroute::viz::test {
namespace {

constexpr std::array<int, 3> cells{4, 3, 2};

int label_at(int i, int j, int k) { return i + 10 * j + 40 * k; }

/// With the first `count` of its labels.
void write_nrrd(const std::filesystem::path& file, bool packed, std::size_t count) {
  std::vector<std::int16_t> labels;
  for (int k = 0; k < cells[2]; ++k)
    for (int j = 0; j < cells[1]; ++j)
      for (int i = 0; i < cells[0]; ++i) labels.push_back(static_cast<std::int16_t>(label_at(i, j, k)));
  std::ofstream(file, std::ios::binary)
      << "NRRD0004\ntype: short\ndimension: 3\nspace: left-posterior-superior\nsizes: 4 3 2\n"
         "space directions: (0,2,0) (3,0,0) (0,0,-4)\nkinds: domain domain domain\nendian: little\n"
      << "encoding: " << (packed ? "gzip" : "raw") << "\nspace origin: (10,20,30)\n\n";
  gzFile out = gzopen(file.c_str(), packed ? "ab" : "abT");
  REQUIRE(out != nullptr);
  gzwrite(out, labels.data(), static_cast<unsigned>(2 * count));
  gzclose(out);
}

void check_labels(const LabelImage& image) {
  REQUIRE(image.cells == cells);
  std::size_t at = 0;
  for (int k = 0; k < cells[2]; ++k)
    for (int j = 0; j < cells[1]; ++j)
      for (int i = 0; i < cells[0]; ++i) CHECK(image.labels[at++] == label_at(i, j, k));
}

}  // namespace

TEST_CASE("A NRRD segmentation becomes NIfTI with every label at its place in the patient") {
  Scratch scratch;
  for (const bool packed : {false, true}) {
    const auto nrrd = scratch.path / "labels.nrrd";
    write_nrrd(nrrd, packed, 24);
    for (const char* name : {"labels.nii", "labels.nii.gz"}) {
      convert_image(nrrd, scratch.path / name);
      const LabelImage image = images::read_label_image(scratch.path / name);
      check_labels(image);
      // LPS to RAS turns the first two world axes round; millimetres become metres.
      const std::array<double, 12> expected{0, -0.003, 0, -0.010, -0.002, 0, 0, -0.020, 0, 0, -0.004, 0.030};
      for (std::size_t i = 0; i < 12; ++i) CHECK(image.to_world[i] == Approx(expected[i]).margin(1e-8));
    }
    write_nrrd(nrrd, packed, 23);
    CHECK_THROWS_WITH(convert_image(nrrd, scratch.path / "labels.nii"),
                      Catch::Contains("cut short, 46 of 48"));
  }
}

TEST_CASE("A .vti segmentation keeps its directions and extent") {
  Scratch scratch;
  vtkNew<vtkImageData> image;
  image->SetExtent(5, 8, 0, 2, 0, 1);
  image->SetSpacing(1, 2, 3);
  image->SetOrigin(-10, 4, 7);
  image->GetDirectionMatrix()->SetElement(0, 0, -1);
  image->AllocateScalars(VTK_UNSIGNED_CHAR, 1);
  for (int k = 0; k < cells[2]; ++k)
    for (int j = 0; j < cells[1]; ++j)
      for (int i = 0; i < cells[0]; ++i)
        image->SetScalarComponentFromDouble(5 + i, j, k, 0, label_at(i, j, k));
  vtkNew<vtkXMLImageDataWriter> writer;
  writer->SetInputData(image);
  writer->SetFileName((scratch.path / "labels.vti").c_str());
  writer->Write();
  convert_image(scratch.path / "labels.vti", scratch.path / "labels.nii");
  const LabelImage read = images::read_label_image(scratch.path / "labels.nii");
  check_labels(read);
  const std::array<double, 12> expected{-0.001, 0, 0, -0.015, 0, 0.002, 0, 0.004, 0, 0, 0.003, 0.007};
  for (std::size_t i = 0; i < 12; ++i) CHECK(read.to_world[i] == Approx(expected[i]).margin(1e-8));
}

TEST_CASE("Trees become lines with their arrays") {
  Scratch scratch;
  write_liver(scratch.path / "run");
  convert_trees(scratch.path / "run", scratch.path / "trees.vtp");
  vtkNew<vtkXMLPolyDataReader> reader;
  reader->SetFileName((scratch.path / "trees.vtp").c_str());
  reader->Update();
  vtkPolyData* shape = reader->GetOutput();
  REQUIRE(shape->GetNumberOfLines() == static_cast<vtkIdType>(vessels));
  REQUIRE(shape->GetNumberOfPoints() == static_cast<vtkIdType>(2 * vessels));
  double end[3];
  shape->GetPoint(3, end);  // of the artery's first branch
  CHECK(end[0] == Approx(40));
  CHECK(end[2] == Approx(30));
  vtkDataArray* flow = shape->GetCellData()->GetArray("flow [mL per min]");
  REQUIRE(flow != nullptr);
  CHECK(flow->GetTuple1(0) == 100);
  CHECK(flow->GetTuple1(1) == 50);
  vtkDataArray* arrival = shape->GetPointData()->GetArray("arrival [s]");
  REQUIRE(arrival != nullptr);
  CHECK(arrival->GetTuple1(2 * vessels - 1) == vessels);
}

TEST_CASE("What cannot be converted is refused with what can") {
  Scratch scratch;
  const auto write = [&](const char* name, const char* text) {
    std::ofstream(scratch.path / name) << text;
    return scratch.path / name;
  };
  using Catch::Contains;
  CHECK_THROWS_WITH(convert_image(write("a.png", "x"), scratch.path / "a.nii"),
                    Contains(".vti, .vtk, .nrrd"));
  CHECK_THROWS_WITH(convert_image(write("a.nrrd", "NRRD0004\ndimension: 3\n\n"), scratch.path / "a.nii"),
                    Contains("patient's right"));
  CHECK_THROWS_WITH(convert_image(scratch.path / "a.nrrd", scratch.path / "a.jpg"),
                    Contains(".nii or .nii.gz"));
  write_liver(scratch.path / "run");
  CHECK_THROWS_WITH(convert_trees(scratch.path / "run", scratch.path / "a.obj"), Contains(".vtp"));
}

}  // namespace cellroute::viz::test
