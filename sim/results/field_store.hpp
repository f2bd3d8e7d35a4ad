// The HDF5 side of a field file: one dataset for each array, growing by one layer at each time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "sim/results/field_set.hpp"
#include "sim/results/hdf5_disk.hpp"

namespace cellroute::results {

class FieldStore {
 public:
  /// Writes to `place`; messages name `shown`. @throws WriteError
  FieldStore(const std::filesystem::path& place, const std::filesystem::path& shown, FieldHeader header);

  /// How many values an array has at one time.
  std::size_t length(std::size_t array) const;

  /// Puts the values of an array at a step; a step beyond the last grows it. @throws WriteError
  void write(std::size_t array, std::size_t step, std::span<const float> values);

  /// Adds the times and the plain views of every layer, and closes the file. @throws WriteError
  void finish(const std::vector<double>& times);

 private:
  struct Array {
    std::vector<std::uint64_t> layer;  // as stored, without times
    Handle dataset;
  };
  void write_head();
  void make_arrays();
  void write_steps(const std::vector<double>& times);
  void write_views(std::size_t steps);

  FieldHeader header_;
  bool timed_;
  DiskFile disk_;
  std::vector<Array> arrays_;  // closed before the file
};

}  // namespace cellroute::results
