#include "sim/results/hdf5_write.hpp"

#include <stdexcept>

namespace cellroute::results {
namespace {

Handle make_parents() {
  Handle list(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
  H5Pset_create_intermediate_group(list, 1);
  return list;
}

}  // namespace

void require(bool ok, const char* what, const std::string& path) {
  if (!ok) throw std::runtime_error("HDF5 could not " + std::string(what) + " " + path);
}

Handle make_space(const std::vector<std::uint64_t>& shape) {
  if (shape.empty()) return Handle(H5Screate(H5S_SCALAR), H5Sclose);
  std::vector<hsize_t> extent(shape.begin(), shape.end());
  return Handle(H5Screate_simple(static_cast<int>(extent.size()), extent.data(), nullptr), H5Sclose);
}

void write_attribute(hid_t object, const std::string& name, hid_t file_type, hid_t memory_type,
                     const void* data, const std::vector<std::uint64_t>& shape) {
  Handle space = make_space(shape);
  Handle attribute(H5Acreate2(object, name.c_str(), file_type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  require(attribute.valid() && H5Awrite(attribute, memory_type, data) >= 0, "write attribute", name);
}

void write_text_attribute(hid_t object, const std::string& name, std::string_view value, H5T_cset_t letters) {
  std::string padded(value.empty() ? std::string_view("\0", 1) : value);
  Handle type = text_type(padded.size());
  H5Tset_cset(type, letters);
  write_attribute(object, name, type, type, padded.data());
}

void write_caption(hid_t dataset, Caption caption) {
  write_text_attribute(dataset, "units", caption.units);
  write_text_attribute(dataset, "long_name", caption.long_name);
}

Handle timeless_dataset() {
  Handle list(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_obj_track_times(list, false);
  return list;
}

Handle make_dataset(hid_t file, const std::string& path, hid_t file_type, hid_t space, hid_t creation) {
  Handle links = make_parents();
  Handle dataset(H5Dcreate2(file, path.c_str(), file_type, space, links, creation, H5P_DEFAULT), H5Dclose);
  require(dataset.valid(), "create", path);
  return dataset;
}

Handle open_object(hid_t file, const std::string& path) {
  if (path != "/" && H5Lexists(file, path.c_str(), H5P_DEFAULT) <= 0) {
    Handle links = make_parents();
    Handle group(H5Gcreate2(file, path.c_str(), links, H5P_DEFAULT, H5P_DEFAULT), H5Gclose);
    require(group.valid(), "create group", path);
  }
  return Handle(H5Oopen(file, path.c_str(), H5P_DEFAULT), H5Oclose);
}

void write_dataset(hid_t file, const std::string& path, const std::vector<std::uint64_t>& shape,
                   const Stored& stored, hid_t creation, Caption caption) {
  Handle space = make_space(shape);
  Handle dataset = make_dataset(file, path, stored.file_type, space, creation);
  if (!stored.empty)
    require(H5Dwrite(dataset, stored.memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, stored.data) >= 0, "write",
            path);
  write_caption(dataset, caption);
}

}  // namespace cellroute::results
