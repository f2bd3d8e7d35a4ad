// Vessel trees as VTK's XML PolyData.
#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkFloatArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkXMLPolyDataWriter.h>

#include "sim/results/tree_reader.hpp"
#include "viz/convert/convert.hpp"
#include "viz/program/view.hpp"
#include "viz/program/write.hpp"

namespace cellroute::viz {
namespace {

constexpr double millimetres = 1e3;  // in a metre

}  // namespace

void convert_trees(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (to.extension() != ".vtp") throw RequestError(to.string() + ": trees are written to .vtp");
  const results::TreeReader file(find_file(from, "trees.vtkhdf"));
  const std::size_t step = find_step(file.times(), {});
  vtkNew<vtkPoints> points;
  vtkNew<vtkCellArray> lines;
  for (const auto& tree : file.trees())
    for (std::size_t s = 0; s < tree.size(); ++s) {
      lines->InsertNextCell(2);
      for (const Point& at : {tree.start(s), tree.end[s]})
        lines->InsertCellPoint(
            points->InsertNextPoint(at[0] * millimetres, at[1] * millimetres, at[2] * millimetres));
    }
  vtkNew<vtkPolyData> shape;
  shape->SetPoints(points);
  shape->SetLines(lines);
  for (const auto& array : file.header().arrays) {
    const auto values = file.read(array.name, step);
    vtkNew<vtkFloatArray> copy;  // those of ends have one value for each of a line's two points
    copy->SetName(array.name.c_str());
    copy->SetNumberOfTuples(static_cast<vtkIdType>(values.size()));
    std::copy(values.begin(), values.end(), copy->GetPointer(0));
    if (array.components == 2)
      shape->GetPointData()->AddArray(copy);
    else
      shape->GetCellData()->AddArray(copy);
  }
  vtkNew<vtkXMLPolyDataWriter> writer;
  writer->SetInputData(shape);
  writer->SetDataModeToBinary();
  writer->WriteToOutputStringOn();
  writer->Write();
  write_file(to, writer->GetOutputString());
}

}  // namespace cellroute::viz
