// What a field file is and holds.
#pragma once

#include <filesystem>
#include <string>

#include "sim/results/field_reader.hpp"

namespace cellroute::results {

/// Provenance, grid, times, and every array with the range of its values.
/// @throws FileError
std::string field_info(const std::filesystem::path& file);

}  // namespace cellroute::results
