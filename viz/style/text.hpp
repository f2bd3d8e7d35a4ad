// Texts of results as letters that pictures and their files can hold, whatever bytes they are.
#pragma once

#include <string>

namespace cellroute::viz {

/// UTF-8 (RFC 3629) with U+FFFD for each byte that is not part of a letter, and a space for each control
/// character, of which XML takes none but tabs and ends of lines.
std::string as_text(const std::string& bytes);

}  // namespace cellroute::viz
