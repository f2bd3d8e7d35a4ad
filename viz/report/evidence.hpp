// What a report is made from: results, and beside them what sweeps, sensitivities, claims and validations
// left.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/results/record.hpp"
#include "viz/views/csv.hpp"
#include "viz/views/sweep_data.hpp"

namespace cellroute::viz {

/// A result with a resolved liver or lobule, of the same case as a record that has none.
struct InsideLiver {
  std::size_t of = 0;  // the record
  results::Record record;
  std::filesystem::path folder;
};

struct Evidence {
  std::vector<results::Record> records;
  std::vector<std::filesystem::path> folders;  // where each record came from
  std::vector<InsideLiver> inside;             // looked at for pictures and segments alone
  std::vector<Sweep> sweeps;
  std::vector<Sensitivity> sensitivities;
  std::vector<ClaimOdds> claims;
  std::optional<CsvTable> validation;
  std::vector<std::filesystem::path> skipped;  // inputs with nothing for a report, beside results
};

/// Every input is a folder (or a result file) with any of result.h5, sweep.h5, sensitivity.csv, claims.csv
/// and validation.csv, or a folder of results. Results of the same case, one of the body level alone and one
/// with a level inside the liver, are one record and what is inside it. Other files (not .h5) and folders
/// with none of them are skipped where a result is there.
/// @throws RequestError for an input that is not there, or when nothing at all can be reported
/// @throws results::FileError
Evidence gather(const std::vector<std::filesystem::path>& inputs);

}  // namespace cellroute::viz
