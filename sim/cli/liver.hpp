// The liver level of a run: its fields and trees to files, its progress to the terminal.
#pragma once

#include <memory>
#include <string>

#include "sim/cli/execute.hpp"
#include "sim/cli/kept_run.hpp"
#include "sim/results/folder.hpp"
#include "sim/scenario/scenario.hpp"

namespace cellroute::cli {

/// Runs the scenario with its liver resolved and leaves the record in `executed`; nothing for a scenario
/// without that level. Writes liver.vtkhdf and trees.vtkhdf, each with its .xmf, under `folder`/`prefix`.
/// Checkpoints are kept beside them: the caller discards those when the folder is committed.
/// @param shapes keeps shape and trees for scenarios with the same
/// @return what is kept; nothing where no liver was resolved, or it failed
/// @throws Interrupted
std::unique_ptr<KeptRun> resolve_liver(results::OutputFolder& folder, const std::string& prefix,
                                       const scenario::Scenario& scenario, Executed& executed,
                                       const KeepOptions& keep, levels::LiverShapes& shapes);

}  // namespace cellroute::cli
