// Takes the bytes of an HDF5 file apart, and says what is wrong with them.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "sim/results/hdf5.hpp"
#include "sim/results/hdf5_handle.hpp"

namespace cellroute::results {
namespace {

constexpr char signature[] = "\x89HDF\r\n\x1a\n";

std::vector<std::uint64_t> extent_of(hid_t dataset) {
  Handle space(H5Dget_space(dataset), H5Sclose);
  const int rank = H5Sget_simple_extent_ndims(space);
  std::vector<hsize_t> extent(std::max(rank, 0));
  H5Sget_simple_extent_dims(space, extent.data(), nullptr);
  return {extent.begin(), extent.end()};
}

std::string unpadded(const char* begin, std::size_t size) { return std::string(begin, strnlen(begin, size)); }

herr_t collect_dataset(hid_t, const char* name, const H5O_info_t* info, void* out) {
  if (info->type == H5O_TYPE_DATASET)
    static_cast<std::vector<std::string>*>(out)->push_back("/" + std::string(name));
  return 0;
}

herr_t collect_attribute(hid_t, const char* name, const H5A_info_t*, void* out) {
  static_cast<std::vector<std::string>*>(out)->push_back(name);
  return 0;
}

Handle open_dataset(const Hdf5State& state, const std::string& path, const std::string& file) {
  Handle dataset(H5Dopen2(state.file, path.c_str(), H5P_DEFAULT), H5Dclose);
  if (!dataset.valid())
    throw FileError(file + " has no dataset " + path + " (damaged, or written by another program)");
  return dataset;
}

Handle open_attribute(const Hdf5State& state, const std::string& object, const std::string& name,
                      const std::string& file) {
  Handle attribute(H5Aopen_by_name(state.file, object.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT),
                   H5Aclose);
  if (!attribute.valid()) throw FileError(file + " has no attribute " + name + " at " + object);
  return attribute;
}

}  // namespace

Hdf5Reader::Hdf5Reader(const std::string& bytes, std::string file)
    : state_(std::make_unique<Hdf5State>()), file_(std::move(file)) {
  quiet_hdf5();
  if (bytes.empty()) throw FileError(file_ + " is empty");
  if (bytes.compare(0, sizeof signature - 1, signature) != 0) throw FileError(file_ + " is not an HDF5 file");
  Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5Pset_fapl_core(access, 1 << 16, false);
  H5Pset_file_image(access, const_cast<char*>(bytes.data()), bytes.size());
  state_->file = Handle(H5Fopen(unique_name(*state_).c_str(), H5F_ACC_RDONLY, access), H5Fclose);
  if (!state_->file.valid()) throw FileError(file_ + " is cut short or damaged: HDF5 cannot open it");
}

Hdf5Reader::Hdf5Reader(const std::filesystem::path& file)
    : state_(std::make_unique<Hdf5State>()), file_(file.string()) {
  quiet_hdf5();
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) throw FileError(file_ + " is a folder, not a file");
  errno = 0;
  std::array<char, sizeof signature - 1> first{};
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw FileError(fmt::format("cannot read {}: {}", file_, std::strerror(errno)));
  if (!stream.read(first.data(), first.size()) || !std::equal(first.begin(), first.end(), signature))
    throw FileError(file_ + " is not an HDF5 file");
  Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  state_->file = Handle(H5Fopen(file_.c_str(), H5F_ACC_RDONLY, access), H5Fclose);
  if (!state_->file.valid()) throw FileError(file_ + " is cut short or damaged: HDF5 cannot open it");
}

Hdf5Reader::~Hdf5Reader() = default;

void Hdf5Reader::expect(std::string_view type, std::uint64_t version) const {
  if (!has_attribute("/", "file_type"))
    throw FileError(file_ + " is an HDF5 file, but not one of cellroute's (it has no attribute file_type)");
  if (const auto own = text_attribute("/", "file_type"); own != type)
    throw FileError(fmt::format("{} is a \"{}\"; a \"{}\" is needed", file_, own, type));
  if (const auto own = integer_attribute("/", "format_version"); own != version)
    throw FileError(fmt::format("{} has format version {}; this program ({}) reads version {}", file_, own,
                                "cellroute", version));
}

bool Hdf5Reader::has(const std::string& path) const {
  Handle dataset(H5Oopen(state_->file, path.c_str(), H5P_DEFAULT), H5Oclose);
  return dataset.valid();
}

bool Hdf5Reader::has_attribute(const std::string& object, const std::string& name) const {
  return H5Aexists_by_name(state_->file, object.c_str(), name.c_str(), H5P_DEFAULT) > 0;
}

std::string Hdf5Reader::text_attribute(const std::string& object, const std::string& name) const {
  Handle attribute = open_attribute(*state_, object, name, file_);
  Handle type(H5Aget_type(attribute), H5Tclose);
  if (H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) > 0)
    throw FileError(file_ + ": attribute " + name + " is not a text of fixed length");
  std::string text(H5Tget_size(type), '\0');
  if (H5Aread(attribute, type, text.data()) < 0) throw FileError(file_ + ": cannot read attribute " + name);
  return unpadded(text.data(), text.size());
}

std::uint64_t Hdf5Reader::integer_attribute(const std::string& object, const std::string& name) const {
  Handle attribute = open_attribute(*state_, object, name, file_);
  std::uint64_t value = 0;
  if (H5Aread(attribute, H5T_NATIVE_UINT64, &value) < 0)
    throw FileError(file_ + ": attribute " + name + " is not a whole number");
  return value;
}

std::vector<double> Hdf5Reader::number_attributes(const std::string& object, const std::string& name) const {
  Handle attribute = open_attribute(*state_, object, name, file_);
  Handle space(H5Aget_space(attribute), H5Sclose);
  std::vector<double> values(
      static_cast<std::size_t>(std::max<hssize_t>(0, H5Sget_simple_extent_npoints(space))));
  if (H5Aread(attribute, H5T_NATIVE_DOUBLE, values.data()) < 0)
    throw FileError(file_ + ": attribute " + name + " does not hold numbers");
  return values;
}

std::vector<std::uint64_t> Hdf5Reader::shape(const std::string& path) const {
  return extent_of(open_dataset(*state_, path, file_));
}

std::vector<double> Hdf5Reader::numbers(const std::string& path) const {
  Handle dataset = open_dataset(*state_, path, file_);
  std::vector<double> values(product(extent_of(dataset)));
  if (!values.empty() &&
      H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
    throw FileError(file_ + ": cannot read " + path + " as numbers");
  return values;
}

std::vector<float> Hdf5Reader::floats(const std::string& path) const {
  Handle dataset = open_dataset(*state_, path, file_);
  std::vector<float> values(product(extent_of(dataset)));
  if (!values.empty() && H5Dread(dataset, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
    throw FileError(file_ + ": cannot read " + path + " as numbers");
  return values;
}

std::vector<float> Hdf5Reader::floats(const std::string& path, std::uint64_t index) const {
  Handle dataset = open_dataset(*state_, path, file_);
  auto extent = extent_of(dataset);
  if (extent.empty() || index >= extent[0])
    throw FileError(fmt::format("{}: {} has no index {}", file_, path, index));
  extent[0] = 1;
  std::vector<float> values(product(extent));
  const std::vector<hsize_t> size(extent.begin(), extent.end());
  std::vector<hsize_t> start(size.size(), 0);
  start[0] = index;
  Handle part(H5Dget_space(dataset), H5Sclose);
  H5Sselect_hyperslab(part, H5S_SELECT_SET, start.data(), nullptr, size.data(), nullptr);
  Handle whole(H5Screate_simple(static_cast<int>(size.size()), size.data(), nullptr), H5Sclose);
  if (!values.empty() && H5Dread(dataset, H5T_NATIVE_FLOAT, whole, part, H5P_DEFAULT, values.data()) < 0)
    throw FileError(file_ + ": cannot read " + path + " as numbers");
  return values;
}

std::vector<std::uint8_t> Hdf5Reader::flags(const std::string& path) const {
  Handle dataset = open_dataset(*state_, path, file_);
  std::vector<std::uint8_t> values(product(extent_of(dataset)));
  if (!values.empty() && H5Dread(dataset, H5T_NATIVE_UINT8, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
    throw FileError(file_ + ": cannot read " + path + " as flags");
  return values;
}

std::vector<std::string> Hdf5Reader::texts(const std::string& path) const {
  Handle dataset = open_dataset(*state_, path, file_);
  Handle type(H5Dget_type(dataset), H5Tclose);
  if (H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) > 0)
    throw FileError(file_ + ": " + path + " does not hold texts of fixed length");
  const std::size_t length = H5Tget_size(type);
  const std::size_t items = product(extent_of(dataset));
  std::string padded(items * length, '\0');
  if (items > 0 && H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, padded.data()) < 0)
    throw FileError(file_ + ": cannot read " + path + " as text");
  std::vector<std::string> values;
  for (std::size_t i = 0; i < items; ++i) values.push_back(unpadded(padded.data() + i * length, length));
  return values;
}

std::vector<std::string> Hdf5Reader::datasets() const {
  std::vector<std::string> paths;
  H5Ovisit2(state_->file, H5_INDEX_NAME, H5_ITER_INC, collect_dataset, &paths, H5O_INFO_BASIC);
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::vector<std::string> Hdf5Reader::attributes(const std::string& object) const {
  Handle opened(H5Oopen(state_->file, object.c_str(), H5P_DEFAULT), H5Oclose);
  std::vector<std::string> names;
  H5Aiterate2(opened, H5_INDEX_NAME, H5_ITER_INC, nullptr, collect_attribute, &names);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace cellroute::results
