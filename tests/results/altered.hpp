// Result files with something changed in them, to see what a reader says.
#pragma once

#include <hdf5.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <string>

#include "sim/results/folder.hpp"
#include "tests/results/scratch.hpp"

namespace cellroute::results::test {

/// The bytes of a file in which `alter` has changed something.
template <class Alter>
std::string altered(const std::string& bytes, Alter alter) {
  const Scratch scratch;
  const std::string name = scratch.path / "altered.h5";
  std::ofstream(name, std::ios::binary) << bytes;
  const hid_t file = H5Fopen(name.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  REQUIRE(file >= 0);
  REQUIRE(alter(file) >= 0);
  H5Fclose(file);
  return read_file(name);
}

inline herr_t set_number(hid_t file, const char* path, double value) {
  const hid_t dataset = H5Dopen2(file, path, H5P_DEFAULT);
  const herr_t done = H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, &value);
  H5Dclose(dataset);
  return done;
}

inline herr_t set_text(hid_t file, const char* object, const char* name, const char* value) {
  const hid_t group = H5Oopen(file, object, H5P_DEFAULT);
  const hid_t attribute = H5Aopen(group, name, H5P_DEFAULT);
  const hid_t type = H5Aget_type(attribute);
  std::string padded(value);
  padded.resize(H5Tget_size(type));
  const herr_t done = H5Awrite(attribute, type, padded.data());
  H5Tclose(type);
  H5Aclose(attribute);
  H5Oclose(group);
  return done;
}

}  // namespace cellroute::results::test
