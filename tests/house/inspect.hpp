// Reads a source tree and the build's link targets, and says what breaks the plan of the house.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/house/rules.hpp"

namespace cellroute::house {

/// Violations, one sentence each, beginning with file:line. Empty when all is well.
using Complaints = std::vector<std::string>;

/// Every #include below `root` against the rooms and guests of the plan.
Complaints inspect_includes(const std::filesystem::path& root, const Plan& plan);

/// Every link of a room's target. `links` holds lines "folder target linked-library", as the build
/// itself knows them (tests/house/links.cmake).
Complaints inspect_links(std::istream& links, const Plan& plan);

/// Length of files, include guards, and the comment that opens every file.
Complaints inspect_files(const std::filesystem::path& root, const Plan& plan);

}  // namespace cellroute::house
