// MetaImage: a text header, then raw values, deflated or not, here or in a file of their own.
#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <limits>

#include "sim/images/formats.hpp"
#include "sim/images/label_image.hpp"
#include "sim/images/meta_header.hpp"

namespace cellroute::images {

namespace {

/// Reads through a stream of zlib or gzip, block by block: what is compressed is never held as a whole.
void inflate_into(std::ifstream& file, std::vector<char>& values, const std::string& source) {
  z_stream stream{};
  constexpr int either_header = MAX_WBITS + 32;
  if (inflateInit2(&stream, either_header) != Z_OK) throw ImageError(source + ": zlib does not start");
  std::vector<char> block(1 << 18);
  std::size_t done = 0;
  int state = Z_OK;
  while (done < values.size() && state == Z_OK) {
    if (stream.avail_in == 0) {
      file.read(block.data(), static_cast<std::streamsize>(block.size()));
      stream.next_in = reinterpret_cast<Bytef*>(block.data());
      stream.avail_in = static_cast<uInt>(file.gcount());
      if (stream.avail_in == 0) break;
    }
    const std::size_t room = std::min(values.size() - done, std::size_t{1} << 30);
    stream.next_out = reinterpret_cast<Bytef*>(values.data() + done);
    stream.avail_out = static_cast<uInt>(room);
    state = inflate(&stream, Z_NO_FLUSH);
    done += room - stream.avail_out;
  }
  inflateEnd(&stream);
  if (state != Z_OK && state != Z_STREAM_END) throw ImageError(source + ": its compressed data are damaged");
  if (done < values.size()) throw ImageError(source + ": it ends before its last voxel");
}

std::vector<char> read_values(const MetaHeader& header, std::size_t bytes, const std::string& source) {
  std::ifstream file(header.data, std::ios::binary);
  if (!file)
    throw ImageError(fmt::format("{}: its data file {} cannot be opened", source, header.data.string()));
  const auto start = static_cast<std::streamoff>(header.local ? header.header_end : 0);
  if (header.skip < 0 && !header.compressed) {
    file.seekg(0, std::ios::end);
    const std::streamoff end = file.tellg();
    if (end - start < static_cast<std::streamoff>(bytes))
      throw ImageError(source + ": it ends before its last voxel");
    file.seekg(end - static_cast<std::streamoff>(bytes));
  } else {
    file.seekg(start + static_cast<std::streamoff>(std::max(header.skip, 0LL)));
  }
  std::vector<char> values(bytes);
  if (header.compressed) {
    inflate_into(file, values, source);
  } else {
    file.read(values.data(), static_cast<std::streamsize>(bytes));
    if (static_cast<std::size_t>(file.gcount()) < bytes)
      throw ImageError(source + ": it ends before its last voxel");
  }
  return values;
}

}  // namespace

LabelImage read_meta_image(const std::filesystem::path& path, double memory) {
  LabelImage out;
  out.source = path.string();
  const MetaHeader header = read_meta_header(path);
  const std::size_t width = size_of(header.type);
  check_size({header.cells.begin(), header.cells.end()}, width, memory, out.source);
  for (std::size_t d = 0; d < 3; ++d) out.cells[d] = static_cast<int>(header.cells[d]);

  constexpr double millimetre = 1e-3;
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t column = 0; column < 4; ++column)  // L and P point against R and A
      out.to_world[4 * row + column] = header.to_lps[4 * row + column] * (row < 2 ? -millimetre : millimetre);
  check_affine(out.to_world, out.source);

  std::vector<char> values = read_values(header, out.count() * width, out.source);
  if (header.big_endian)
    for (auto value = values.begin(); value != values.end(); value += static_cast<std::ptrdiff_t>(width))
      std::reverse(value, value + static_cast<std::ptrdiff_t>(width));
  out.labels = to_labels(values.data(), out.count(), header.type, 1, 0, out.source);
  return out;
}

}  // namespace cellroute::images
