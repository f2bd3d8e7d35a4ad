// The files of a sweep that is done, made from its journal by row order: table.csv, sweep.h5, failures.csv.
//
// They depend on the plan and the numbers alone, not on who computed them, when, or in which order.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "sim/results/folder.hpp"
#include "sim/sweep/journal.hpp"
#include "sim/sweep/overview.hpp"

namespace cellroute::sweep {

/// Adds the three files to a folder, for its commit(). Memory does not grow with the rows.
/// @param threads 0: every core; their number does not change a bit
/// @param progress told the rows written so far
/// @return what stands in them, in short
/// @throws results::WriteError, results::FileError when a record is damaged
Overview add_tables(results::OutputFolder& folder, const Plan& plan, const Journal& journal, int threads,
                    const std::function<void(std::size_t)>& progress = {});

}  // namespace cellroute::sweep
