// Reads a field file, one array at one time from the disk.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/results/field_set.hpp"
#include "sim/results/hdf5.hpp"

namespace cellroute::results {

class FieldReader {
 public:
  /// @throws FileError: not a field file, another version, cut short, a part missing or of other shape
  explicit FieldReader(const std::filesystem::path& file);

  /// Arrays by name, under the names they have in the file.
  const FieldHeader& header() const { return header_; }
  const std::vector<double>& times() const { return times_; }  // [s]; none where nothing is in time

  /// @throws FileError when there is no such array or step
  FieldValues read(const std::string& array, std::size_t step) const;

 private:
  void read_grid();
  void read_arrays();
  [[noreturn]] void refuse(const std::string& why) const;

  std::string name_;
  Hdf5Reader file_;
  FieldHeader header_;
  std::vector<double> times_;
  bool timed_ = false;
};

/// Whether the file says that it is one, of whatever version.
bool is_field_file(const std::filesystem::path& file);

}  // namespace cellroute::results
