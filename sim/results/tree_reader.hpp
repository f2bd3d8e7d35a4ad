// Reads a file of vessel trees: arrays on them one time after the other, and the trees themselves.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/results/hdf5.hpp"
#include "sim/results/tree_layout.hpp"

namespace cellroute::results {

class TreeReader {
 public:
  /// @throws FileError: not a file of trees, another version, cut short, a part missing or of other shape
  explicit TreeReader(const std::filesystem::path& file);

  /// Arrays by name, under the names they have in the file: those of the vessels' ends have two components.
  const FieldHeader& header() const { return header_; }
  const std::vector<double>& times() const { return times_; }  // [s]
  std::uint64_t vessels() const { return vessels_; }

  /// @throws FileError when there is no such array or step
  FieldValues read(const std::string& array, std::size_t step) const;

  /// The trees as they were grown. @throws FileError when a part is missing or makes no tree
  Trees trees() const;

 private:
  void read_arrays(const std::string& group, int components);
  [[noreturn]] void refuse(const std::string& why) const;

  std::string name_;
  Hdf5Reader file_;
  FieldHeader header_;
  std::vector<double> times_;
  std::uint64_t vessels_ = 0;
};

/// Whether the file says that it is one of trees, of whatever version.
bool is_tree_file(const std::filesystem::path& file);

}  // namespace cellroute::results
