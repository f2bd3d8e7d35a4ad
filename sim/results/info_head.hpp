// How `cellroute info` begins, whatever the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "sim/results/provenance.hpp"

namespace cellroute::results {

/// A name and its text, wrapped to the page.
std::string info_entry(const std::string& name, const std::string& text);

/// The file, who made it, and from run.json beside it, when it is there, on which machine.
std::string info_head(const std::filesystem::path& file, std::string_view type, std::uint64_t version,
                      const Provenance& made);

}  // namespace cellroute::results
