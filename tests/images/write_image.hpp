// Small writers of NIfTI-1 and MetaImage, from the formats' definitions alone.
#pragma once

#include <zlib.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "models/liver/label_image.hpp"

namespace cellroute::images::test {

/// A file in a folder of its own that goes with it.
class Scratch {
 public:
  Scratch() {
    static int number = 0;
    folder_ = std::filesystem::temp_directory_path() /
              ("cellroute_images_" + std::to_string(reinterpret_cast<std::uintptr_t>(&number)) + "_" +
               std::to_string(number++));
    std::filesystem::create_directories(folder_);
  }
  ~Scratch() { std::filesystem::remove_all(folder_); }
  std::string operator/(const std::string& name) const { return (folder_ / name).string(); }

 private:
  std::filesystem::path folder_;
};

inline void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

inline void write_gzip(const std::string& path, const std::string& bytes) {
  const gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(file);
}

inline std::string bytes_of(const std::vector<std::uint16_t>& labels) {
  return {reinterpret_cast<const char*>(labels.data()), labels.size() * 2};
}

/// What of a NIfTI header the tests choose; the rest follows from the image.
struct NiftiFields {
  short axes = 3, extra = 1, datatype = 512, bits = 16;  // 512: uint16
  std::int16_t sform = 1, qform = 0;
  char units = 2;  // mm
  float slope = 0, intercept = 0;
  std::array<float, 3> size{1, 1, 1};  // [mm]
  float qfac = 1;
  std::array<float, 6> quaternion{};  // b, c, d and the offset [mm]
};

/// A NIfTI-1 file in one piece; the image's matrix goes to the sform, in mm.
inline std::string nifti_bytes(const LabelImage& image, const NiftiFields& fields, const std::string& data) {
  std::string bytes(352, '\0');
  const auto put = [&](std::size_t at, const auto& value) { std::memcpy(&bytes[at], &value, sizeof value); };
  put(0, std::int32_t{348});
  put(40, fields.axes);
  for (std::size_t d = 0; d < 3; ++d) put(42 + 2 * d, static_cast<std::int16_t>(image.cells[d]));
  for (std::size_t d = 3; d < 7; ++d) put(42 + 2 * d, d == 3 ? fields.extra : std::int16_t{1});
  put(70, fields.datatype);
  put(72, fields.bits);
  put(76, fields.qfac);
  for (std::size_t d = 0; d < 3; ++d) put(80 + 4 * d, fields.size[d]);
  put(108, 352.0f);
  put(112, fields.slope);
  put(116, fields.intercept);
  bytes[123] = fields.units;
  put(252, fields.qform);
  put(254, fields.sform);
  for (std::size_t q = 0; q < 6; ++q) put(256 + 4 * q, fields.quaternion[q]);
  for (std::size_t e = 0; e < 12; ++e) put(280 + 4 * e, static_cast<float>(image.to_world[e] * 1e3));
  std::memcpy(&bytes[344], "n+1", 4);
  return bytes + data;
}

/// A MetaImage header; `data` is what follows `ElementDataFile = `.
inline std::string meta_header(const LabelImage& image, const std::string& data,
                               const std::string& more = "") {
  std::ostringstream out;
  out.precision(17);
  out << "ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\n" << more;
  const auto& m = image.to_world;
  std::array<double, 3> edge{};
  for (std::size_t d = 0; d < 3; ++d) edge[d] = std::hypot(m[d], m[4 + d], m[8 + d]);
  const double to_lps[3] = {-1, -1, 1};
  out << "TransformMatrix =";
  for (std::size_t d = 0; d < 3; ++d)
    for (std::size_t row = 0; row < 3; ++row) out << ' ' << m[4 * row + d] / edge[d] * to_lps[row];
  out << "\nOffset =";
  for (std::size_t row = 0; row < 3; ++row) out << ' ' << m[4 * row + 3] * 1e3 * to_lps[row];
  out << "\nElementSpacing =";
  for (std::size_t d = 0; d < 3; ++d) out << ' ' << edge[d] * 1e3;
  out << "\nDimSize = " << image.cells[0] << ' ' << image.cells[1] << ' ' << image.cells[2]
      << "\nElementType = MET_USHORT\nElementDataFile = " << data << '\n';
  return out.str();
}

inline std::string deflated(const std::string& bytes) {
  uLongf size = compressBound(bytes.size());
  std::string out(size, '\0');
  compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
           bytes.size());
  out.resize(size);
  return out;
}

/// Few voxels, each label once, no two axes alike: 4 x 3 x 2 of 2 x 3 x 5 mm, x to the left, turned about z.
inline LabelImage small_image() {
  LabelImage image;
  image.cells = {4, 3, 2};
  const double c = std::cos(0.3), s = std::sin(0.3);
  image.to_world = {-2e-3 * c, -3e-3 * s, 0, 0.017, -2e-3 * s, 3e-3 * c, 0, -0.021, 0, 0, 5e-3, 0.4};
  for (std::size_t v = 0; v < image.count(); ++v) image.labels.push_back(static_cast<std::uint16_t>(300 + v));
  return image;
}

}  // namespace cellroute::images::test
