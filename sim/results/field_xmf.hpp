// The XDMF text beside a field file: the same bytes for readers that do not know VTKHDF in time.
#pragma once

#include <string>
#include <vector>

#include "sim/results/field_set.hpp"

namespace cellroute::results {

/// With the letters that XML keeps for itself written out.
std::string xml_text(const std::string& text);

/// `file` is the field file's name as seen from the text's own folder.
std::string field_xmf(const FieldHeader& header, const std::string& file, const std::vector<double>& times);

}  // namespace cellroute::results
