// The lobule level of a run: after the body, fed by it.
#pragma once

#include <string>

#include "sim/cli/execute.hpp"

namespace cellroute::cli {

/// Where a scenario asks for the level: resolves the lobule, writes lobule.vtkhdf and lobule.xmf under
/// `folder`/`prefix`, and adds the level to the record. A run that fails says so in `executed.failure`
/// and loses its record.
/// @throws Interrupted, results::WriteError
void resolve_lobule(results::OutputFolder& folder, const std::string& prefix,
                    const scenario::Scenario& scenario, Executed& executed);

}  // namespace cellroute::cli
