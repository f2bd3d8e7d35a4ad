// The table of measurements a fit is made to.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/scenario/diagnostics.hpp"

namespace cellroute::sweep {

/// A line of the table as written.
struct DataLine {
  int line = 0;  // of the file, from 1
  std::string dataset, arm, metric, value, sd, unit;
};

/// Reads a CSV file with a header. Columns it does not know are left alone; blank lines and those that begin
/// with `#` too. Fields may be quoted.
std::vector<DataLine> read_data(const std::filesystem::path& file,
                                std::vector<scenario::Diagnostic>& problems);

}  // namespace cellroute::sweep
