// A finished file gets its name at once: whoever looks finds the old one or the new one, never a part.
#pragma once

#include <filesystem>
#include <string>

namespace cellroute::viz {

/// Makes the folders in front of it. @throws results::WriteError
void write_file(const std::filesystem::path& file, const std::string& bytes);

}  // namespace cellroute::viz
