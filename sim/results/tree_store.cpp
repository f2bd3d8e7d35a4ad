#include "sim/results/tree_store.hpp"

#include <algorithm>

#include "sim/results/field_layout.hpp"
#include "sim/results/hdf5_write.hpp"

namespace cellroute::results {
namespace {

constexpr std::uint64_t largest_chunk = 2u << 20;  // [byte]
constexpr std::uint64_t pack_above = 4096;         // [byte] what is shorter stays plain
constexpr std::array topologies{"Vertices", "Lines", "Polygons", "Strips"};

/// Packed where that pays.
Handle creation_of(const std::vector<std::uint64_t>& shape, std::uint64_t bytes_each) {
  Handle creation = timeless_dataset();
  std::vector<hsize_t> chunk(shape.begin(), shape.end());
  if (product(shape) * bytes_each <= pack_above) return creation;
  while (chunk[0] > 1 && product({chunk.begin(), chunk.end()}) * bytes_each > largest_chunk)
    chunk[0] = (chunk[0] + 1) / 2;
  H5Pset_chunk(creation, static_cast<int>(chunk.size()), chunk.data());
  H5Pset_shuffle(creation);
  H5Pset_deflate(creation, 1);
  return creation;
}

void put(hid_t file, const std::string& path, const std::vector<std::uint64_t>& shape,
         const std::vector<std::int64_t>& values, Caption caption) {
  write_dataset(file, path, shape, {H5T_STD_I64LE, H5T_NATIVE_INT64, values.data(), values.empty()},
                creation_of(shape, sizeof(std::int64_t)), caption);
}
void put(hid_t file, const std::string& path, const std::vector<std::int64_t>& values, Caption caption) {
  put(file, path, {values.size()}, values, caption);
}
void put(hid_t file, const std::string& path, const std::vector<std::int32_t>& values, Caption caption) {
  write_dataset(file, path, {values.size()}, {H5T_STD_I32LE, H5T_NATIVE_INT32, values.data(), values.empty()},
                creation_of({values.size()}, sizeof(std::int32_t)), caption);
}
void put(hid_t file, const std::string& path, const std::vector<std::uint64_t>& shape, const double* values,
         Caption caption) {
  write_dataset(file, path, shape, {H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, values, false},
                creation_of(shape, sizeof(double)), caption);
}
void put(hid_t file, const std::string& path, const std::vector<std::uint64_t>& shape,
         const FieldValues& values, Caption caption) {
  write_dataset(file, path, shape, {H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, values.data(), values.empty()},
                creation_of(shape, sizeof(float)), caption);
}

/// The values of one step.
Handle select_step(hid_t dataset, std::uint64_t step, std::uint64_t count) {
  Handle space(H5Dget_space(dataset), H5Sclose);
  const hsize_t start = step * count, size = count;
  H5Sselect_hyperslab(space, H5S_SELECT_SET, &start, nullptr, &size, nullptr);
  return space;
}

void put_texts(hid_t file, const std::string& path, const std::vector<std::string>& texts, Caption caption) {
  std::size_t length = 1;
  for (const auto& text : texts) length = std::max(length, text.size());
  std::string padded;
  for (const auto& text : texts) padded += text + std::string(length - text.size(), '\0');
  Handle type = text_type(length);
  write_dataset(file, path, {texts.size()}, {type, type, padded.data(), texts.empty()}, timeless_dataset(),
                caption);
}

}  // namespace

std::size_t TreeStore::values_of(const FieldArray& about) const {
  return static_cast<std::size_t>(vessels_) * static_cast<std::size_t>(about.components);
}

/// Of the four kinds of cells there are lines alone.
void TreeStore::write_lines(const Trees& trees) {
  Handle vtk = open_object(disk_.id(), vtk_group);
  const std::int64_t version[2] = {2, 0};
  write_attribute(vtk, "Version", H5T_STD_I64LE, H5T_NATIVE_INT64, version, {2});
  write_text_attribute(vtk, "Type", "PolyData", H5T_CSET_ASCII);
  FieldValues points;
  for (const VesselTree& tree : trees)
    for (std::size_t s = 0; s < tree.size(); ++s)
      for (const Point& end : {tree.start(s), tree.end[s]})
        for (const double coordinate : end) points.push_back(static_cast<float>(coordinate));
  const auto count = static_cast<std::int64_t>(vessels_);
  put(disk_.id(), vtk_group + "/NumberOfPoints", std::vector<std::int64_t>{2 * count},
      {"1", "two for each vessel"});
  put(disk_.id(), vtk_group + "/Points", {2 * vessels_, 3}, points,
      {"m", "ends of the vessels, the one nearer the root first"});
  for (const std::string topology : topologies) {
    const std::string at = vtk_group + "/" + topology + "/";
    const bool lines = topology == "Lines";
    std::vector<std::int64_t> ends, offsets{0};
    for (std::int64_t v = 0; lines && v < count; ++v) {
      ends.insert(ends.end(), {2 * v, 2 * v + 1});
      offsets.push_back(2 * (v + 1));
    }
    put(disk_.id(), at + "NumberOfCells", std::vector<std::int64_t>{lines ? count : 0},
        {"1", "vessels are lines; there is nothing else"});
    put(disk_.id(), at + "NumberOfConnectivityIds", std::vector<std::int64_t>{lines ? 2 * count : 0},
        {"1", "two points for each line"});
    put(disk_.id(), at + "Connectivity", ends, {"1", "points of the lines"});
    put(disk_.id(), at + "Offsets", offsets, {"1", "where the points of each line begin"});
  }
}

/// As it was grown, with every digit.
void TreeStore::write_tree(const VesselTree& tree) {
  const std::string at = std::string("/trees/") + tree_names[static_cast<std::size_t>(tree.kind)] + "/";
  put(disk_.id(), at + "murray_exponent", {}, &tree.murray_exponent,
      {"1", "exponent of Murray's law that gave the radii"});
  put(disk_.id(), at + "root", {3}, tree.root.data(), {"m", "where the trunk begins"});
  put(disk_.id(), at + "end", {tree.size(), 3}, tree.end.front().data(),
      {"m", "end of each vessel away from the root"});
  put(disk_.id(), at + "parent", tree.parent, {"1", "vessel that each one leaves, -1 for the trunk"});
  put(disk_.id(), at + "radius", {tree.size()}, tree.radius.data(), {"m", "radius of each vessel"});
  std::vector<std::string> names;
  std::vector<std::int32_t> first;
  for (const NamedBranch& branch : tree.named) {
    names.push_back(branch.name);
    first.push_back(branch.segment);
  }
  put_texts(disk_.id(), at + "branch", names, {"none", "names of branches"});
  put(disk_.id(), at + "branch_vessel", first, {"1", "vessel that each branch begins with"});
  put(disk_.id(), at + "terminal_of_voxel", tree.terminal_of_voxel,
      {"1", "terminal vessel that serves each voxel of the liver, counted from 0"});
}

/// Of the header's arrays; packed by steps where they are in time.
void TreeStore::make_array(const FieldArray& about) {
  const std::uint64_t count = values_of(about);
  const hsize_t now = about.in_time ? 0 : count, most = about.in_time ? H5S_UNLIMITED : count;
  Handle space(H5Screate_simple(1, &now, &most), H5Sclose);
  Handle creation = timeless_dataset();
  hsize_t chunk = count;
  while (chunk * sizeof(float) > largest_chunk) chunk = (chunk + 1) / 2;
  H5Pset_chunk(creation, 1, &chunk);
  H5Pset_shuffle(creation);
  H5Pset_deflate(creation, 1);
  arrays_.push_back(make_dataset(disk_.id(), array_group(about) + "/" + stored_name(about), H5T_IEEE_F32LE,
                                 space, creation));
  write_caption(arrays_.back(), {about.units, about.long_name});
}

TreeStore::TreeStore(const std::filesystem::path& place, const std::filesystem::path& shown,
                     FieldHeader header, const Trees& trees)
    : header_(std::move(header)), vessels_(vessels_of(trees)), disk_(place, shown) {
  write_file_head(disk_.id(), tree_file_type, tree_format_version, header_);
  write_lines(trees);
  for (const VesselTree& tree : trees) write_tree(tree);
  put_texts(disk_.id(), "/trees/branch_names", {branch_names.begin(), branch_names.end()},
            {"none", "names of branches in the order of their numbers"});
  for (std::size_t a = 0; a < own_arrays().size(); ++a) {
    const FieldArray& about = own_arrays()[a];
    put(disk_.id(), array_group(about) + "/" + stored_name(about), {values_of(about)}, own_values(a, trees),
        {about.units, about.long_name});
  }
  for (const FieldArray& about : header_.arrays) make_array(about);
  disk_.check();
}

std::size_t TreeStore::length(std::size_t array) const { return values_of(header_.arrays.at(array)); }

void TreeStore::write(std::size_t index, std::size_t step, std::span<const float> values) {
  const Handle& dataset = arrays_.at(index);
  const hsize_t extent = (step + 1) * values.size();
  const std::string& name = header_.arrays[index].name;
  if (header_.arrays[index].in_time) require(H5Dset_extent(dataset, &extent) >= 0, "extend", name);
  Handle in_file = select_step(dataset, step, values.size());
  Handle in_memory = make_space({values.size()});
  const bool written =
      H5Dwrite(dataset, H5T_NATIVE_FLOAT, in_memory, in_file, H5P_DEFAULT, values.data()) >= 0;
  disk_.check();
  require(written, "write", name);
}

/// The lines are the same at all times; arrays in time have a part for each.
void TreeStore::write_steps(const std::vector<double>& times) {
  const std::uint64_t count = times.size();
  write_times(disk_.id(), times);
  const std::string at = "/VTKHDF/Steps/";
  const std::vector<std::int64_t> zeros(count, 0), ones(count, 1), four_zeros(count * topologies.size(), 0);
  put(disk_.id(), at + "NumberOfParts", ones, {"1", "parts of the trees at each time"});
  put(disk_.id(), at + "PartOffsets", zeros, {"1", "first part at each time"});
  put(disk_.id(), at + "PointOffsets", zeros, {"1", "first point at each time"});
  for (const char* name : {"CellOffsets", "ConnectivityIdOffsets"})
    put(disk_.id(), at + name, {count, topologies.size()}, four_zeros,
        {"1", "first of each kind of cells at each time"});
  for (const FieldArray& about : all_arrays(header_)) {
    std::vector<std::int64_t> offsets(count, 0);
    for (std::size_t step = 0; about.in_time && step < count; ++step)
      offsets[step] = static_cast<std::int64_t>(step * values_of(about));
    put(disk_.id(),
        at + (about.components == 2 ? "PointDataOffsets/" : "CellDataOffsets/") + stored_name(about), offsets,
        {"1", "first value of the array at each time"});
  }
}

void TreeStore::finish(const std::vector<double>& times) {
  write_steps(times);
  arrays_.clear();
  for (const FieldArray& about : all_arrays(header_)) {
    const std::string path = array_group(about) + "/" + stored_name(about);
    Handle dataset(H5Dopen2(disk_.id(), path.c_str(), H5P_DEFAULT), H5Dclose);
    for (std::size_t step = 0; step < (about.in_time ? times.size() : 1); ++step)
      write_view(disk_.id(), view_path(about, step), {values_of(about)}, path,
                 select_step(dataset, step, values_of(about)));
  }
  disk_.finish();
}

std::string TreeStore::xmf(const std::string& file, const std::vector<double>& times) const {
  return tree_xmf(header_, vessels_, file, times);
}

}  // namespace cellroute::results
