// Where things stand in a field file: the layout that ParaView's readers ask for (VTKHDF, ImageData),
// and the same bytes as plain three-dimensional datasets for its XDMF readers. contract.md is its page.
//
// ParaView 5.11 reads cell data of such a file wrongly, so the values are point data at the centres of
// the cells and the image begins half a cell inside the block.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/results/field_set.hpp"

namespace cellroute::results {

inline constexpr std::string_view field_file_type = "cellroute fields";
inline constexpr std::uint64_t field_format_version = 1;
inline constexpr std::string_view field_ending = ".vtkhdf";

inline const std::string vtk_group = "/VTKHDF";
inline const std::string point_group = "/VTKHDF/PointData";
inline const std::string times_path = "/VTKHDF/Steps/Values";
inline const std::string offsets_group = "/VTKHDF/Steps/PointDataOffsets";

/// The array's name in the file. A slash would part groups in HDF5, so "cells/mL" reads "cells per mL".
std::string stored_name(const FieldArray& array);

/// The array's name without its unit as one word: "trapped [cells/mL]" gives trapped.
std::string plain_name(const FieldArray& array);

/// The plain dataset of an array at a step; arrays that stay as they are have one for all steps.
std::string view_path(const FieldArray& array, std::size_t step);

/// Whether any array is in time. A file without one has no times and is of VTKHDF version 1.0, which
/// older readers know.
bool has_times(const FieldHeader& header);

/// The first cell's centre [m].
std::array<double, 3> first_centre(const FieldGrid& grid);

/// z, y, x, and the components of a vector: the shape of a view.
std::vector<std::uint64_t> view_shape(const FieldGrid& grid, const FieldArray& array);

/// The shape that VTKHDF's readers ask for: without z in a plane, and without y in a line.
std::vector<std::uint64_t> layer_shape(const FieldGrid& grid, const FieldArray& array);

/// @throws std::invalid_argument when a header cannot be written, saying which part and why
void check_header(const FieldHeader& header);

/// The arrays of a header alone, which have one component or `other`.
void check_arrays(const FieldHeader& header, int other, const char* meaning);

}  // namespace cellroute::results
