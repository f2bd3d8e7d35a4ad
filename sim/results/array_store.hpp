// Where the arrays of a field file go: on a block of cells (field_store.hpp) or on vessels (tree_store.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/results/field_set.hpp"
#include "sim/results/hdf5_handle.hpp"

namespace cellroute::results {

class ArrayStore {
 public:
  virtual ~ArrayStore() = default;

  /// How many values an array has at one time.
  virtual std::size_t length(std::size_t array) const = 0;

  /// Puts the values of an array at a step; a step beyond the last grows it. @throws WriteError
  virtual void write(std::size_t array, std::size_t step, std::span<const float> values) = 0;

  /// Adds the times and the plain views of every step, and closes the file. @throws WriteError
  virtual void finish(const std::vector<double>& times) = 0;

  /// The text of the .xmf over `file`.
  virtual std::string xmf(const std::string& file, const std::vector<double>& times) const = 0;
};

/// The attributes every field file begins with.
void write_file_head(hid_t file, std::string_view type, std::uint64_t version, const FieldHeader& header);

/// Times, and the number of them. @param times [s]
void write_times(hid_t file, const std::vector<double>& times);

/// Another dataset over the part of `dataset` that is selected, of `shape`.
void write_view(hid_t file, const std::string& path, const std::vector<std::uint64_t>& shape,
                const std::string& dataset, hid_t part);

}  // namespace cellroute::results
