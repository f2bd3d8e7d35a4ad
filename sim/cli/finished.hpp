// Results that are there already: a command that is to go on, killed after its last file or simply typed
// again, has nothing left to run.
#pragma once

#include <filesystem>

#include "sim/scenario/scenario.hpp"

namespace cellroute::cli {

/// Whether `folder` holds all files of a run of `scenario`, of which run.json is named last. Says so when its
/// results are of other inputs.
bool finished(const std::filesystem::path& folder, const scenario::Scenario& scenario);

}  // namespace cellroute::cli
