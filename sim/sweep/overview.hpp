// What stands in a sweep's table, on a page: the middle and spread of every metric, and what failed.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "sim/sweep/row.hpp"

namespace cellroute::sweep {

/// A reason on one line.
std::string one_line(const std::string& reason);

class Overview {
 public:
  explicit Overview(const Plan& plan);

  /// Rows in order. Of a cell in a replicate, no more points are kept than the page needs.
  void add(const RowIndex& row, bool failed, std::span<const double> metrics);
  void failed(const std::string& reason);

  std::size_t failed_rows() const { return failed_; }
  /// The commonest reason, its numbers left out, and how many rows have it.
  std::pair<std::string, std::size_t> commonest() const;

  /// The page: for each metric its median and 5-95 % range, by cell of the grid when there are few.
  std::string page(const Plan& plan) const;

 private:
  bool by_cell_;
  std::size_t metrics_, points_kept_, cell_step_;
  std::size_t rows_ = 0, failed_ = 0;
  bool all_kept_ = true;
  std::vector<std::vector<double>> values_;  // by cell and metric
  std::map<std::string, std::size_t> reasons_;
};

}  // namespace cellroute::sweep
