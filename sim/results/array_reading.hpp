// What readers of field files, on a block or on vessels, read alike.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/results/field_set.hpp"
#include "sim/results/hdf5.hpp"

namespace cellroute::results {

/// Title and provenance. @throws FileError when it is no file of this type and version
FieldHeader file_head(const Hdf5Reader& file, std::string_view type, std::uint64_t version);

/// Times [s]. @throws FileError naming the file when they are not as many as its steps, or not in order
std::vector<double> file_times(const Hdf5Reader& file, const std::string& name);

}  // namespace cellroute::results
