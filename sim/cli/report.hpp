// The report of a comparison, made by cellroute-render: a program of its own, for it needs a renderer.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace cellroute::cli {

/// cellroute-render beside this program, or where the build tree has it; empty when it was not built.
std::filesystem::path find_renderer();

/// Writes `page` from results and what stands beside them (sweeps, claims, validations).
/// @throws std::runtime_error when the renderer cannot be started or fails
void make_report(const std::filesystem::path& renderer, const std::vector<std::string>& inputs,
                 const std::filesystem::path& page);

}  // namespace cellroute::cli
