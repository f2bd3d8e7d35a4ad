#include "viz/convert/convert.hpp"

#include <fmt/format.h>

#include "sim/results/tree_reader.hpp"
#include "viz/program/view.hpp"

namespace cellroute::viz {
namespace {

void convert(const std::vector<std::filesystem::path>& inputs, const std::filesystem::path& output) {
  if (inputs.size() != 1) throw RequestError("convert takes one file at a time");
  const auto& from = inputs.front();
  std::error_code none;
  if (!std::filesystem::exists(from, none)) throw RequestError(from.string() + ": there is no such file");
  const bool trees = std::filesystem::is_directory(from, none) || from.extension() == ".vtkhdf";
  trees ? convert_trees(from, output) : convert_image(from, output);
  fmt::print(stderr, "cellroute-render: wrote {}\n", output.string());
}

}  // namespace

Tool convert_tool() {
  return {"convert", "A segmentation to NIfTI (.nii, .nii.gz), or a run's vessel trees to .vtp",
          "An image (.vti, .vtk, .nrrd, .nhdr), or a result folder or its trees.vtkhdf", convert};
}

}  // namespace cellroute::viz
