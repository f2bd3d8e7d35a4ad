#include "sim/results/field_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>
#include <stdexcept>

namespace cellroute::results {
namespace {

bool printable(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

void check_grid(const FieldGrid& grid) {
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const char name = "xyz"[axis];
    if (grid.cells[axis] < 1)
      throw std::invalid_argument(
          fmt::format("a field needs a cell along {}, not {}", name, grid.cells[axis]));
    if (!(grid.spacing[axis] > 0) || !std::isfinite(grid.spacing[axis]))
      throw std::invalid_argument(
          fmt::format("a field's spacing along {} is {} m; it must be positive", name, grid.spacing[axis]));
    if (!std::isfinite(grid.corner[axis]))
      throw std::invalid_argument(fmt::format("a field's corner along {} is not a number", name));
  }
  if (grid.cells[1] == 1 && grid.cells[2] > 1)  // its readers take such an image for one along x and y
    throw std::invalid_argument("a field of one cell along y needs one along z; a plane lies in x and y");
}

}  // namespace

std::string stored_name(const FieldArray& array) {
  std::string name;
  for (char letter : array.name)
    if (letter == '/')
      name += " per ";
    else
      name += letter;
  return name;
}

std::string plain_name(const FieldArray& array) {
  std::string name;
  for (char letter : array.name.substr(0, array.name.find('['))) {
    const bool kept = std::isalnum(static_cast<unsigned char>(letter)) != 0;
    if (kept)
      name += letter;
    else if (!name.empty() && name.back() != '_')
      name += '_';
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  return name;
}

std::string view_path(const FieldArray& array, std::size_t step) {
  if (!array.in_time) return "/xdmf/fixed/" + plain_name(array);
  return fmt::format("/xdmf/step{:05}/{}", step, plain_name(array));
}

bool has_times(const FieldHeader& header) {
  return std::any_of(header.arrays.begin(), header.arrays.end(),
                     [](const FieldArray& array) { return array.in_time; });
}

std::array<double, 3> first_centre(const FieldGrid& grid) {
  std::array<double, 3> centre{};
  for (std::size_t axis = 0; axis < 3; ++axis) centre[axis] = grid.corner[axis] + grid.spacing[axis] / 2;
  return centre;
}

std::vector<std::uint64_t> view_shape(const FieldGrid& grid, const FieldArray& array) {
  std::vector<std::uint64_t> shape;
  for (std::size_t axis = 3; axis-- > 0;) shape.push_back(static_cast<std::uint64_t>(grid.cells[axis]));
  if (array.components > 1) shape.push_back(static_cast<std::uint64_t>(array.components));
  return shape;
}

std::vector<std::uint64_t> layer_shape(const FieldGrid& grid, const FieldArray& array) {
  auto shape = view_shape(grid, array);
  for (int flat = 0; flat < 2 && shape.front() == 1; ++flat) shape.erase(shape.begin());
  return shape;
}

void check_header(const FieldHeader& header) {
  check_grid(header.grid);
  check_arrays(header, 3, "a vector");
}

void check_arrays(const FieldHeader& header, int other, const char* meaning) {
  if (header.arrays.empty()) throw std::invalid_argument("a field file needs at least one array");
  std::set<std::string> seen;
  for (const auto& array : header.arrays) {
    const std::string plain = plain_name(array);
    if (plain.empty() || !printable(array.name))
      throw std::invalid_argument(
          fmt::format("the array name \"{}\" needs a word before its unit and plain letters", array.name));
    if (!seen.insert(plain).second)
      throw std::invalid_argument(fmt::format("two arrays are called {}", plain));
    if (array.components != 1 && array.components != other)
      throw std::invalid_argument(fmt::format("{}: {} components; a number has 1 and {} {}", array.name,
                                              array.components, meaning, other));
    if (array.units.empty() || array.long_name.empty())
      throw std::invalid_argument(array.name + " lacks units or long_name");
  }
}

}  // namespace cellroute::results
