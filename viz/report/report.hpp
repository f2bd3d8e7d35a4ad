// The report: one HTML file that asks a question, answers it and shows why.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "viz/program/tools.hpp"

namespace cellroute::viz {

/// @param skipped gets the inputs with nothing for a report, beside results
/// @throws RequestError, results::FileError
std::string report(const std::vector<std::filesystem::path>& inputs,
                   std::vector<std::filesystem::path>* skipped = nullptr);

/// Writes it, and says on the error stream what was written and skipped. Does not read its own output.
/// @throws RequestError for an output that is not .html or .htm, results::FileError, results::WriteError
void write_report(std::vector<std::filesystem::path> inputs, const std::filesystem::path& output);

/// `cellroute-render report RESULT... -o FILE.html`
Tool report_tool();

}  // namespace cellroute::viz
