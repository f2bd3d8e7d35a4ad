#include "sim/results/field_info.hpp"

#include <fmt/format.h>

#include "sim/results/array_info.hpp"
#include "sim/results/field_layout.hpp"
#include "sim/results/format.hpp"
#include "sim/results/info_head.hpp"

namespace cellroute::results {
namespace {

std::string lengths(const std::array<double, 3>& axes) {
  const bool large = axes[0] >= 1e-3;  // organs in mm, lobules in um
  const double in = large ? 1e3 : 1e6;
  return fmt::format("{} x {} x {} {}", number(axes[0] * in), number(axes[1] * in), number(axes[2] * in),
                     large ? "mm" : "um");
}

std::string grid(const FieldHeader& header) {
  const auto& own = header.grid;
  std::array<double, 3> size{};
  for (std::size_t axis = 0; axis < 3; ++axis) size[axis] = own.cells[axis] * own.spacing[axis];
  return info_entry("grid", fmt::format("{} x {} x {} cells of {}", own.cells[0], own.cells[1], own.cells[2],
                                        lengths(own.spacing))) +
         info_entry("block", fmt::format("{}; values at the centres of the cells", lengths(size)));
}

}  // namespace

std::string field_info(const std::filesystem::path& place) {
  const FieldReader file(place);
  const auto& header = file.header();
  return info_head(place, field_file_type, field_format_version, header.provenance) + "\n" +
         info_entry("title", header.title) + grid(header) + times_info(file.times()) +
         arrays_info(
             header.arrays, file.times().size(),
             [&](const std::string& array, std::size_t step) { return file.read(array, step); }, "numbers",
             "vectors") +
         "Of vectors: their lengths.\n";
}

}  // namespace cellroute::results
