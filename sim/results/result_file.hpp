// result.h5: a Record as bytes, and back.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/results/record.hpp"

namespace cellroute::results {

/// The bytes of result.h5. Equal records give equal bytes.
std::string encode(const Record& record);

/// @throws FileError naming `file`: not HDF5, cut short, another type or version, a part missing
Record decode(const std::string& bytes, const std::string& file);

/// Reads a result file, or the result.h5 of a result folder.
/// @throws FileError when it cannot be read or is not a result
Record read_result(const std::filesystem::path& file_or_folder);

/// The file read_result() would open.
/// @throws FileError when there is none
std::filesystem::path find_result(const std::filesystem::path& file_or_folder);

/// The folders in a folder that hold a result.h5 themselves, in the order of their names.
std::vector<std::filesystem::path> results_in(const std::filesystem::path& folder);

}  // namespace cellroute::results
