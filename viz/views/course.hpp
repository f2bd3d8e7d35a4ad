// Living cells and portal pressure over time as they are drawn: the curve of a record, or straight lines
// between its output times where a file of an earlier program has none.
#pragma once

#include <string>
#include <vector>

#include "sim/results/record.hpp"

namespace cellroute::viz {

class Course {
 public:
  /// @param record outlives the course
  explicit Course(const results::Record& record);

  /// Indices of what can be drawn by decades: times above 0.
  const std::vector<std::size_t>& shown() const { return shown_; }
  const std::vector<double>& times() const;  // [s]
  /// Living cells over the dose [1]; of `other_organs` all that are not in `named`.
  double living(const std::string& organ, const std::vector<std::string>& named, std::size_t at) const;
  double portal_pressure(std::size_t at) const;  // [Pa]

 private:
  const results::Record& record_;
  std::vector<std::size_t> shown_;
};

/// The times [s] that an axis of time must reach: those of the courses and of their dots.
std::vector<double> drawn_times(const std::vector<const results::Record*>& records);

/// What has to be said of lines between dots, for the foot of a plot.
std::string about_lines(const std::vector<const results::Record*>& records);

}  // namespace cellroute::viz
