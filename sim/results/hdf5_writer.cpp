// Builds an HDF5 file in memory.
#include <algorithm>

#include "sim/results/hdf5.hpp"
#include "sim/results/hdf5_handle.hpp"

namespace cellroute::results {
namespace {

constexpr std::size_t growth = 1 << 18;            // [byte] steps in which the image grows
constexpr std::size_t compress_text_above = 4096;  // [byte] short texts stay plain

void require(bool ok, const char* what, const std::string& path) {
  if (!ok) throw std::runtime_error("HDF5 could not " + std::string(what) + " " + path);
}

void write_attribute(hid_t object, const std::string& name, hid_t file_type, hid_t memory_type,
                     const void* data) {
  Handle space(H5Screate(H5S_SCALAR), H5Sclose);
  Handle attribute(H5Acreate2(object, name.c_str(), file_type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  require(attribute.valid() && H5Awrite(attribute, memory_type, data) >= 0, "write attribute", name);
}

void write_text_attribute(hid_t object, const std::string& name, std::string_view value) {
  std::string padded(value.empty() ? std::string_view("\0", 1) : value);
  Handle type = text_type(padded.size());
  write_attribute(object, name, type, type, padded.data());
}

Handle make_parents() {
  Handle list(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
  H5Pset_create_intermediate_group(list, 1);
  return list;
}

Handle make_space(const std::vector<std::uint64_t>& shape) {
  if (shape.empty()) return Handle(H5Screate(H5S_SCALAR), H5Sclose);
  std::vector<hsize_t> extent(shape.begin(), shape.end());
  return Handle(H5Screate_simple(static_cast<int>(extent.size()), extent.data(), nullptr), H5Sclose);
}

struct Stored {
  hid_t file_type, memory_type;
  const void* data;
  bool empty;
};

void write_dataset(hid_t file, const std::string& path, const std::vector<std::uint64_t>& shape,
                   const Stored& stored, hid_t creation, Caption caption) {
  Handle links = make_parents();
  Handle space = make_space(shape);
  Handle dataset(H5Dcreate2(file, path.c_str(), stored.file_type, space, links, creation, H5P_DEFAULT),
                 H5Dclose);
  require(dataset.valid(), "create", path);
  if (!stored.empty)
    require(H5Dwrite(dataset, stored.memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, stored.data) >= 0, "write",
            path);
  write_text_attribute(dataset, "units", caption.units);
  write_text_attribute(dataset, "long_name", caption.long_name);
}

Handle timeless_dataset() {
  Handle list(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_obj_track_times(list, false);
  return list;
}

/// The object at `path`, made as a group when it is not there yet.
Handle open_object(hid_t file, const std::string& path) {
  if (path != "/" && H5Lexists(file, path.c_str(), H5P_DEFAULT) <= 0) {
    Handle links = make_parents();
    Handle group(H5Gcreate2(file, path.c_str(), links, H5P_DEFAULT, H5P_DEFAULT), H5Gclose);
    require(group.valid(), "create group", path);
  }
  return Handle(H5Oopen(file, path.c_str(), H5P_DEFAULT), H5Oclose);
}

std::uint64_t count(const std::vector<std::uint64_t>& shape) {
  std::uint64_t total = 1;
  for (auto extent : shape) total *= extent;
  return total;
}

}  // namespace

Hdf5Writer::Hdf5Writer() : state_(std::make_unique<Hdf5State>()) {
  quiet_hdf5();
  Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5Pset_fapl_core(access, growth, false);  // never touches the disk
  state_->file =
      Handle(H5Fcreate(unique_name(*state_).c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access), H5Fclose);
  require(state_->file.valid(), "create", "a file in memory");
}

Hdf5Writer::~Hdf5Writer() = default;

void Hdf5Writer::attribute(const std::string& object, const std::string& name, const std::string& value) {
  write_text_attribute(open_object(state_->file, object), name, value);
}

void Hdf5Writer::attribute(const std::string& object, const std::string& name, std::uint64_t value) {
  write_attribute(open_object(state_->file, object), name, H5T_STD_U64LE, H5T_NATIVE_UINT64, &value);
}

void Hdf5Writer::numbers(const std::string& path, const std::vector<std::uint64_t>& shape,
                         const double* values, Caption caption) {
  write_dataset(state_->file, path, shape, {H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, values, count(shape) == 0},
                timeless_dataset(), caption);
}

void Hdf5Writer::flags(const std::string& path, const std::vector<std::uint8_t>& values, Caption caption) {
  write_dataset(state_->file, path, {values.size()},
                {H5T_STD_U8LE, H5T_NATIVE_UINT8, values.data(), values.empty()}, timeless_dataset(), caption);
}

void Hdf5Writer::texts(const std::string& path, const std::vector<std::string>& values, Caption caption,
                       bool scalar) {
  std::size_t length = 1;
  for (const auto& value : values) length = std::max(length, value.size());
  std::string padded;
  for (const auto& value : values) padded += value + std::string(length - value.size(), '\0');
  Handle type = text_type(length);
  Handle creation = timeless_dataset();
  if (!scalar && padded.size() > compress_text_above) {
    hsize_t chunk = values.size();
    H5Pset_chunk(creation, 1, &chunk);
    H5Pset_deflate(creation, 1);
  }
  std::vector<std::uint64_t> shape;
  if (!scalar) shape.push_back(values.size());
  write_dataset(state_->file, path, shape, {type, type, padded.data(), values.empty()}, creation, caption);
}

std::string Hdf5Writer::image() {
  H5Fflush(state_->file, H5F_SCOPE_GLOBAL);
  const auto size = H5Fget_file_image(state_->file, nullptr, 0);
  require(size > 0, "finish", "the file");
  std::string bytes(static_cast<std::size_t>(size), '\0');
  require(H5Fget_file_image(state_->file, bytes.data(), bytes.size()) == size, "finish", "the file");
  return bytes;
}

}  // namespace cellroute::results
