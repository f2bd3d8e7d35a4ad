// NIfTI by libnifti2: versions 1 and 2, one file or two, compressed or not, either byte order.
#include <fmt/format.h>
#include <nifti2_io.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <optional>

#include "sim/images/formats.hpp"
#include "sim/images/label_image.hpp"
#include "sim/images/orientation.hpp"
#include "sim/images/values.hpp"

namespace cellroute::images {

namespace {

struct Free {
  void operator()(nifti_image* image) const { nifti_image_free(image); }
  void operator()(void* header) const { std::free(header); }
};
using Image = std::unique_ptr<nifti_image, Free>;

std::optional<ValueType> type_of(int datatype) {
  switch (datatype) {
    case NIFTI_TYPE_INT8:
      return ValueType::i8;
    case NIFTI_TYPE_UINT8:
      return ValueType::u8;
    case NIFTI_TYPE_INT16:
      return ValueType::i16;
    case NIFTI_TYPE_UINT16:
      return ValueType::u16;
    case NIFTI_TYPE_INT32:
      return ValueType::i32;
    case NIFTI_TYPE_UINT32:
      return ValueType::u32;
    case NIFTI_TYPE_INT64:
      return ValueType::i64;
    case NIFTI_TYPE_UINT64:
      return ValueType::u64;
    case NIFTI_TYPE_FLOAT32:
      return ValueType::f32;
    case NIFTI_TYPE_FLOAT64:
      return ValueType::f64;
    default:
      return std::nullopt;
  }
}

/// What the library would repair in silence or complain of on the terminal: a voxel size that is missing
/// becomes 1 with it. It hands the header out in the file's byte order.
template <class Header>
void check_header(Header& header, int version, const std::string& name) {
  const auto damaged = [&] { return ImageError(name + ": this is no NIfTI file, or its header is damaged"); };
  const auto axes_fit = [&] { return header.dim[0] >= 1 && header.dim[0] <= 7; };
  if (!axes_fit()) swap_nifti_header(&header, version);
  if (!axes_fit()) throw damaged();
  for (int d = 1; d <= header.dim[0]; ++d)
    if (header.dim[d] < 1) throw damaged();
  if (header.datatype != 0 && !nifti_datatype_is_valid(header.datatype, 1)) throw damaged();
  for (int d = 1; d <= 3; ++d)
    if (!(std::isfinite(header.pixdim[d]) && std::abs(header.pixdim[d]) > 0))
      throw ImageError(fmt::format("{}: its voxels have no size along axis {}", name, "ijk"[d - 1]));
}

void check_header(const std::string& name) {
  int version = 0;
  const std::unique_ptr<void, Free> header(nifti_read_header(name.c_str(), &version, 0));
  if (!header || version < 0) throw ImageError(name + ": this is no NIfTI file, or its header is damaged");
  if (version == 2)
    check_header(*static_cast<nifti_2_header*>(header.get()), version, name);
  else
    check_header(*static_cast<nifti_1_header*>(header.get()), version, name);
}

double unit_of(const nifti_image& image, LabelImage& out) {
  switch (image.xyz_units) {
    case NIFTI_UNITS_METER:
      return 1;
    case NIFTI_UNITS_MM:
      return 1e-3;
    case NIFTI_UNITS_MICRON:
      return 1e-6;
    default:
      out.notes.push_back("no unit of length in the file: millimetres taken");
      return 1e-3;
  }
}

Affine in_metres(const nifti_dmat44& matrix, double unit) {
  Affine affine{};
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t column = 0; column < 4; ++column)
      affine[4 * row + column] = matrix.m[row][column] * unit;
  return affine;
}

void orient(const nifti_image& image, LabelImage& out) {
  const double unit = unit_of(image, out);
  const bool sform = image.sform_code > 0, qform = image.qform_code > 0;
  if (!sform && !qform)
    throw ImageError(out.source +
                     ": neither an sform nor a qform is set, so which side is right is not known");
  out.to_world = in_metres(sform ? image.sto_xyz : image.qto_xyz, unit);
  check_affine(out.to_world, out.source);
  if (!sform || !qform) return;
  const double apart = largest_difference(out.to_world, in_metres(image.qto_xyz, unit), out.cells);
  const double voxel = std::min({edge(out.to_world, 0), edge(out.to_world, 1), edge(out.to_world, 2)});
  if (apart > 0.1 * voxel)
    out.notes.push_back(
        fmt::format("sform and qform differ by up to {:.3g} mm: the sform is taken", apart * 1e3));
}

}  // namespace

LabelImage read_nifti(const std::filesystem::path& path, double memory) {
  LabelImage out;
  out.source = path.string();
  nifti_set_debug_level(0);
  check_header(out.source);
  const Image image(nifti_image_read(out.source.c_str(), 0));
  if (!image) throw ImageError(out.source + ": this is no NIfTI file, or its header is damaged");
  if (image->nifti_type == NIFTI_FTYPE_ANALYZE)
    throw ImageError(
        out.source +
        ": this is an ANALYZE file, which does not say which side is right: convert it to NIfTI");
  std::vector<double> cells;
  for (int d = 1; d <= image->dim[0]; ++d) {
    if (d > 3 && image->dim[d] != 1)
      throw ImageError(
          fmt::format("{}: {} images along axis {}, one is needed", out.source, image->dim[d], d));
    if (d <= 3) cells.push_back(static_cast<double>(image->dim[d]));
  }
  if (cells.size() < 3)
    throw ImageError(fmt::format("{}: {} axes, a liver has three", out.source, cells.size()));
  const auto type = type_of(image->datatype);
  if (!type)
    throw ImageError(fmt::format("{}: its values are of type {}: labels are one whole number for each voxel",
                                 out.source, nifti_datatype_string(image->datatype)));
  check_size(cells, size_of(*type), memory, out.source);
  for (std::size_t d = 0; d < 3; ++d) out.cells[d] = static_cast<int>(cells[d]);
  orient(*image, out);
  if (nifti_image_load(image.get()) != 0 || !image->data)
    throw ImageError(out.source + ": it ends before its last voxel, or its data are damaged");
  const bool scaled = image->scl_slope != 0 && std::isfinite(image->scl_slope);
  out.labels = to_labels(static_cast<const char*>(image->data), out.count(), *type,
                         scaled ? image->scl_slope : 1, scaled ? image->scl_inter : 0, out.source);
  return out;
}

}  // namespace cellroute::images
