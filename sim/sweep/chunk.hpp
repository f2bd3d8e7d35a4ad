// A chunk of consecutive rows: what is run together, journalled together and lost together.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/sweep/plan.hpp"

namespace cellroute::sweep {

/// Rows of a chunk: as many as fill the SIMD lanes several times, of one template. One when rows are long
/// (the lobule level). A function of the plan alone.
std::size_t rows_per_chunk(const Plan& plan);
std::size_t chunk_count(const Plan& plan);

struct RowFailure {
  std::size_t row = 0;
  std::string reason;
};

struct ChunkResult {
  std::size_t chunk = 0;
  std::vector<double> values;  // [rows of the chunk x metrics], SI; NaN in rows that failed
  std::vector<RowFailure> failures;
};

/// Metrics [SI] of cases that need not be rows of the plan: [cases x metrics], and why some have none.
/// `row` of a failure is the place in `cases`.
/// @param of the template of each case, by its place in the plan, which says whether it has the lobule level;
/// one
///        that is left out is the first
ChunkResult run_cases(const Plan& plan, const std::vector<BodyCase>& cases,
                      const std::function<bool()>& stop = {}, const std::vector<std::size_t>& of = {});

/// Runs a chunk on the calling thread, lobules on as many as it uses (numerics::use_threads). `stop` is asked
/// between steps; once it says true the chunk is abandoned.
/// @return nothing when it was abandoned
std::optional<ChunkResult> run_chunk(const Plan& plan, std::size_t chunk,
                                     const std::function<bool()>& stop = {});

}  // namespace cellroute::sweep
