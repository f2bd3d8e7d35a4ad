// The columns of a sweep's table: what varies and what was read off, the same in table.csv and sweep.h5.
#pragma once

#include <string>
#include <vector>

#include "sim/results/column_file.hpp"
#include "sim/sweep/plan.hpp"

namespace cellroute::sweep {

/// Index, status, replicate where there are several, axes, factors, metrics.
struct Columns {
  explicit Columns(const Plan& plan);

  std::vector<results::Column> columns;
  bool replicates = false;
  std::size_t axes = 0, factors = 0, metrics = 0;  // the first column of each
  std::vector<bool> words;                         // by axis
};

/// The first line of table.csv, or of failures.csv: `name [unit]`, and a line break.
std::string table_head(const Columns& columns);
std::string failures_head(const Columns& columns);

/// "none", "latin_hypercube", ...
const char* design_name(Design design);

/// Disk [byte] and memory [byte] that a sweep will take.
struct Needs {
  double journal = 0, table = 0, columns = 0, memory = 0;
  double disk() const { return journal + table + columns; }
};
Needs needs_of(const Plan& plan);

}  // namespace cellroute::sweep
