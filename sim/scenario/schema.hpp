// What scenario and library files may hold, as a page to read and as JSON schemas for editors; both from the
// declarations the reader uses (keys.hpp, and describe() of the structs in models/).
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "sim/scenario/declaration.hpp"

namespace cellroute::scenario {

/// The reference page: scenario keys, routes, parameters, library files.
std::string markdown();

/// A table of a group's keys, with its head.
std::string markdown_keys(const Declared& group);

/// Table rows for every key below a group, `prefix` before each path.
std::string markdown_rows(const Declared& group, const std::string& prefix = {});

/// Names that an editor offers for each kind of library file.
using ShippedNames = std::map<std::string, std::vector<std::string>>;
ShippedNames all_shipped_names(const std::filesystem::path& library);

/// JSON schema (draft 7) of a scenario file, and of a library file.
std::string scenario_json_schema(const ShippedNames& names = {});
std::string library_json_schema(const ShippedNames& names = {});

/// JSON schema of any group as part of a scenario file, and of its parameters as entries of a library file.
std::string group_json_schema(const Declared& group);
std::string entries_json_schema(const Declared& group);

}  // namespace cellroute::scenario
