#include "sim/results/field_store.hpp"

#include <fmt/format.h>

#include "sim/results/field_layout.hpp"
#include "sim/results/field_xmf.hpp"
#include "sim/results/hdf5_write.hpp"

namespace cellroute::results {
namespace {

using Extent = std::vector<std::uint64_t>;
using Hdf5Extent = std::vector<hsize_t>;

constexpr std::uint64_t largest_chunk = 2u << 20;  // [byte]

/// In a file that has times, arrays have the step in front.
Hdf5Extent with_steps(const Extent& layer, bool timed, std::uint64_t steps) {
  Hdf5Extent extent(layer.begin(), layer.end());
  if (timed) extent.insert(extent.begin(), steps);
  return extent;
}

/// One time, and as many whole layers, or else rows, as fit.
Hdf5Extent chunk_of(const Extent& layer, bool timed) {
  Extent chunk = layer;
  for (std::size_t axis = 0; axis + 1 < chunk.size() && axis < 2; ++axis)
    while (chunk[axis] > 1 && product(chunk) * sizeof(float) > largest_chunk)
      chunk[axis] = (chunk[axis] + 1) / 2;
  return with_steps(chunk, timed, 1);
}

/// The part of an array's dataset that is one step.
Handle select_step(hid_t dataset, const Extent& layer, bool timed, std::uint64_t step) {
  Handle space(H5Dget_space(dataset), H5Sclose);
  const Hdf5Extent size = with_steps(layer, timed, 1);
  Hdf5Extent start(size.size(), 0);
  if (timed) start[0] = step;
  H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), nullptr, size.data(), nullptr);
  return space;
}

}  // namespace

void FieldStore::write_head() {
  write_file_head(disk_.id(), field_file_type, field_format_version, header_);
  Handle vtk = open_object(disk_.id(), vtk_group);
  const auto& cells = header_.grid.cells;
  const std::int64_t version[2] = {timed_ ? 2 : 1, 0};
  const std::int64_t extent[6] = {0, cells[0] - 1, 0, cells[1] - 1, 0, cells[2] - 1};
  const double direction[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1};
  const auto origin = first_centre(header_.grid);
  write_attribute(vtk, "Version", H5T_STD_I64LE, H5T_NATIVE_INT64, version, {2});
  write_text_attribute(vtk, "Type", "ImageData", H5T_CSET_ASCII);
  write_attribute(vtk, "WholeExtent", H5T_STD_I64LE, H5T_NATIVE_INT64, extent, {6});
  write_attribute(vtk, "Origin", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, origin.data(), {3});
  write_attribute(vtk, "Spacing", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, header_.grid.spacing.data(), {3});
  write_attribute(vtk, "Direction", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, direction, {9});
}

void FieldStore::make_arrays() {
  for (const auto& about : header_.arrays) {
    Array array{layer_shape(header_.grid, about), {}};
    const auto extent = with_steps(array.layer, timed_, about.in_time ? 0 : 1);
    auto most = extent;
    if (about.in_time) most[0] = H5S_UNLIMITED;
    Handle space(H5Screate_simple(static_cast<int>(extent.size()), extent.data(), most.data()), H5Sclose);
    Handle creation = timeless_dataset();
    const auto chunk = chunk_of(array.layer, timed_);
    H5Pset_chunk(creation, static_cast<int>(chunk.size()), chunk.data());
    H5Pset_shuffle(creation);
    H5Pset_deflate(creation, 1);
    H5Pset_fill_time(creation, H5D_FILL_TIME_NEVER);  // every value is written
    array.dataset =
        make_dataset(disk_.id(), point_group + "/" + stored_name(about), H5T_IEEE_F32LE, space, creation);
    write_caption(array.dataset, {about.units, about.long_name});
    arrays_.push_back(std::move(array));
  }
}

std::size_t FieldStore::length(std::size_t array) const { return product(arrays_.at(array).layer); }

void FieldStore::write(std::size_t index, std::size_t step, std::span<const float> values) {
  auto& array = arrays_.at(index);
  const auto& about = header_.arrays[index];
  if (about.in_time) {
    const auto extent = with_steps(array.layer, true, step + 1);
    require(H5Dset_extent(array.dataset, extent.data()) >= 0, "extend", about.name);
  }
  Handle in_file = select_step(array.dataset, array.layer, timed_, step);
  Handle in_memory = make_space({values.size()});
  const bool written =
      H5Dwrite(array.dataset, H5T_NATIVE_FLOAT, in_memory, in_file, H5P_DEFAULT, values.data()) >= 0;
  disk_.check();
  require(written, "write", about.name);
}

/// The times, and for each array the layer that belongs to each time.
void FieldStore::write_steps(const std::vector<double>& times) {
  const std::uint64_t count = times.size();
  write_times(disk_.id(), times);
  for (const auto& about : header_.arrays) {
    std::vector<std::int64_t> offsets(count, 0);
    for (std::size_t step = 0; about.in_time && step < count; ++step)
      offsets[step] = static_cast<std::int64_t>(step);
    write_dataset(disk_.id(), offsets_group + "/" + stored_name(about), {count},
                  {H5T_STD_I64LE, H5T_NATIVE_INT64, offsets.data(), false}, timeless_dataset(),
                  {"1", "layer of the array at each time"});
  }
}

/// The same bytes again, a three-dimensional dataset for each array and time.
void FieldStore::write_views(std::size_t steps) {
  for (std::size_t index = 0; index < arrays_.size(); ++index) {
    const auto& array = arrays_[index];
    const auto& about = header_.arrays[index];
    for (std::size_t step = 0; step < (about.in_time ? steps : 1); ++step)
      write_view(disk_.id(), view_path(about, step), view_shape(header_.grid, about),
                 point_group + "/" + stored_name(about),
                 select_step(array.dataset, array.layer, timed_, step));
  }
}

FieldStore::FieldStore(const std::filesystem::path& place, const std::filesystem::path& shown,
                       FieldHeader header)
    : header_(std::move(header)), timed_(has_times(header_)), disk_(place, shown) {
  write_head();
  make_arrays();
  disk_.check();
}

void FieldStore::finish(const std::vector<double>& times) {
  if (timed_) write_steps(times);
  write_views(times.size());
  arrays_.clear();
  disk_.finish();
}

std::string FieldStore::xmf(const std::string& file, const std::vector<double>& times) const {
  return field_xmf(header_, file, times);
}

}  // namespace cellroute::results
