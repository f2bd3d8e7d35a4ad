// The XDMF text beside a field file: the same bytes for readers that do not know VTKHDF in time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/results/field_set.hpp"

namespace cellroute::results {

/// With the letters that XML keeps for itself written out.
std::string xml_text(const std::string& text);

/// The beginning, up to where the first time's grid stands.
std::string xmf_head(const std::string& title);

/// An array of one time. `reference` is "file:path" of its values, float32 of `shape`.
std::string xmf_attribute(const FieldArray& array, const char* kind, const char* centre,
                          const std::vector<std::uint64_t>& shape, const std::string& reference);

/// `file` is the field file's name as seen from the text's own folder.
std::string field_xmf(const FieldHeader& header, const std::string& file, const std::vector<double>& times);

}  // namespace cellroute::results
