// The steps of writing an HDF5 file that its writers share: groups, attributes and datasets that carry
// no time of day.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/results/hdf5.hpp"
#include "sim/results/hdf5_handle.hpp"

namespace cellroute::results {

/// @throws std::runtime_error "HDF5 could not <what> <path>"
void require(bool ok, const char* what, const std::string& path);

/// An attribute of `shape`; an empty shape is a scalar.
void write_attribute(hid_t object, const std::string& name, hid_t file_type, hid_t memory_type,
                     const void* data, const std::vector<std::uint64_t>& shape = {});

/// Of fixed length, padded with zeros.
void write_text_attribute(hid_t object, const std::string& name, std::string_view value,
                          H5T_cset_t letters = H5T_CSET_UTF8);

void write_caption(hid_t dataset, Caption caption);

/// Row-major `shape`, which may be empty: a scalar.
Handle make_space(const std::vector<std::uint64_t>& shape);

/// Properties of a dataset without object times.
Handle timeless_dataset();

/// Makes a dataset and the groups above it.
Handle make_dataset(hid_t file, const std::string& path, hid_t file_type, hid_t space, hid_t creation);

/// The object at `path`, made as a group when it is not there yet.
Handle open_object(hid_t file, const std::string& path);

struct Stored {
  hid_t file_type, memory_type;
  const void* data;
  bool empty;
};

/// A whole dataset at once, with its caption.
void write_dataset(hid_t file, const std::string& path, const std::vector<std::uint64_t>& shape,
                   const Stored& stored, hid_t creation, Caption caption);

}  // namespace cellroute::results
