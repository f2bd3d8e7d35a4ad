// The report: one HTML file that asks a question, answers it and shows why.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "viz/program/tools.hpp"

namespace cellroute::viz {

/// @throws RequestError, results::FileError
std::string report(const std::vector<std::filesystem::path>& inputs);

/// `cellroute-render report RESULT... -o FILE.html`
Tool report_tool();

}  // namespace cellroute::viz
