// Builds an HDF5 file in memory.
#include <algorithm>

#include "sim/results/hdf5.hpp"
#include "sim/results/hdf5_write.hpp"

namespace cellroute::results {
namespace {

constexpr std::size_t growth = 1 << 18;            // [byte] steps in which the image grows
constexpr std::size_t compress_text_above = 4096;  // [byte] short texts stay plain

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
  write_dataset(state_->file, path, shape, {H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, values, product(shape) == 0},
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
