// The lobule level of a run: after the body and its liver, fed by them.
#pragma once

#include <string>

#include "sim/cli/execute.hpp"
#include "sim/cli/kept_run.hpp"

namespace cellroute::cli {

/// Where a scenario asks for the level: resolves the lobule, writes lobule.vtkhdf and lobule.xmf under
/// `folder`/`prefix`, and adds the level to the record. A run that fails says so in `executed.failure`
/// and loses its record, and files of its liver are withdrawn.
/// @param kept of the liver that feeds it, which an interrupted run goes on from; may be null
/// @throws Interrupted, results::WriteError
void resolve_lobule(results::OutputFolder& folder, const std::string& prefix,
                    const scenario::Scenario& scenario, Executed& executed, const KeptRun* kept = nullptr);

}  // namespace cellroute::cli
