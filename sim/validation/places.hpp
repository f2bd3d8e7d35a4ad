// Where the published table and the dataset files are.
#pragma once

#include <filesystem>

namespace cellroute::validation {

struct Places {
  std::filesystem::path table;     // biodistribution.csv
  std::filesystem::path datasets;  // the folder of dataset files
};

/// `wanted` (--data) is a folder that holds biodistribution.csv and validation/. Otherwise, in this order:
/// beside the library in use, <executable>/../share/cellroute, the build's source tree.
/// @throws scenario::InputError naming every place tried
Places find_places(const std::filesystem::path& wanted, const std::filesystem::path& library);

}  // namespace cellroute::validation
