#include "viz/convert/nrrd.hpp"

#include <fmt/format.h>
#include <vtkDataArray.h>
#include <vtkPointData.h>
#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/results/folder.hpp"
#include "viz/program/view.hpp"

namespace cellroute::viz {
namespace {

using Fields = std::map<std::string, std::string>;

/// Lines "key: value" up to the empty one (key:=value are remarks); `begin` is where the values begin.
Fields fields_of(const std::string& bytes, std::size_t& begin) {
  Fields all;
  for (begin = 0; begin < bytes.size();) {
    const auto end = std::min(bytes.find('\n', begin), bytes.size());
    std::string line = bytes.substr(begin, end - begin);
    begin = std::min(end + 1, bytes.size());
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) break;
    const auto at = line.find(": ");
    if (line[0] != '#' && at != std::string::npos) all[line.substr(0, at)] = line.substr(at + 2);
  }
  return all;
}

std::string field(const Fields& fields, const std::string& name) {
  const auto at = fields.find(name);
  return at == fields.end() ? std::string() : at->second;
}

/// Vectors such as "(1,0,0) (0,1,0) (0,0,2.5)".
std::vector<std::array<double, 3>> vectors(const std::string& text) {
  std::vector<std::array<double, 3>> all;
  for (auto at = text.find('('); at != std::string::npos; at = text.find('(', at + 1)) {
    std::array<double, 3> v{};
    if (std::sscanf(text.c_str() + at, "(%lf,%lf,%lf)", &v[0], &v[1], &v[2]) == 3) all.push_back(v);
  }
  return all;
}

std::array<double, 12> world_of(const Fields& fields, const std::string& file) {
  const std::string space = field(fields, "space");
  const bool ras = space == "right-anterior-superior" || space == "RAS";
  const bool lps = space == "left-posterior-superior" || space == "LPS";
  const bool las = space == "left-anterior-superior" || space == "LAS";
  if (!ras && !lps && !las)
    throw RequestError(file + ": its space is `" + space +
                       "`, which does not say where the patient's right is");
  const auto axes = vectors(field(fields, "space directions")),
             origin = vectors(field(fields, "space origin"));
  if (axes.size() != 3 || origin.size() != 1)
    throw RequestError(file + ": it has no three space directions and an origin");
  const double sign[] = {ras ? 1.0 : -1.0, lps ? -1.0 : 1.0, 1.0};
  std::array<double, 12> world{};
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t column = 0; column < 3; ++column)
      world[4 * row + column] = sign[row] * axes[column][row];
    world[4 * row + 3] = sign[row] * origin[0][row];
  }
  return world;
}

int scalar_type(const std::string& name) {
  static const std::pair<std::vector<const char*>, int> types[] = {
      {{"signed char", "int8", "int8_t"}, VTK_SIGNED_CHAR},
      {{"uchar", "unsigned char", "uint8", "uint8_t"}, VTK_UNSIGNED_CHAR},
      {{"short", "short int", "signed short", "int16", "int16_t"}, VTK_SHORT},
      {{"ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t"}, VTK_UNSIGNED_SHORT},
      {{"int", "signed int", "int32", "int32_t"}, VTK_INT},
      {{"uint", "unsigned int", "uint32", "uint32_t"}, VTK_UNSIGNED_INT},
      {{"float"}, VTK_FLOAT},
      {{"double"}, VTK_DOUBLE}};
  for (const auto& [names, type] : types)
    for (const char* one : names)
      if (name == one) return type;
  return VTK_VOID;
}

/// As many bytes as asked for, and no more of the stream are looked at; fewer when it is damaged.
std::size_t unpack(std::string_view packed, void* to, std::size_t size) {
  z_stream stream{};
  constexpr int gzip = 16 + MAX_WBITS;
  if (inflateInit2(&stream, gzip) != Z_OK) return 0;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  auto* out = static_cast<Bytef*>(to);
  std::size_t taken = 0, made = 0;
  int state = Z_OK;
  constexpr std::size_t piece = 1 << 30;  // zlib counts in 32 bits
  while (state == Z_OK && made < size) {
    stream.avail_in = static_cast<uInt>(std::min(piece, packed.size() - taken));
    stream.avail_out = static_cast<uInt>(std::min(piece, size - made));
    const uInt in = stream.avail_in, room = stream.avail_out;
    stream.next_out = out + made;
    state = inflate(&stream, Z_NO_FLUSH);
    taken += in - stream.avail_in;
    made += room - stream.avail_out;
    if (in == stream.avail_in && room == stream.avail_out) break;
  }
  inflateEnd(&stream);
  return made;
}

}  // namespace

Image read_nrrd(const std::filesystem::path& file) {
  const std::string name = file.string(), bytes = results::read_file(file);
  if (!bytes.starts_with("NRRD")) throw RequestError(name + ": it is not NRRD");
  std::size_t begin = 0;
  const Fields fields = fields_of(bytes, begin);
  Image image;
  image.world = world_of(fields, name);
  std::array<int, 3> cells{};
  if (field(fields, "dimension") != "3" ||
      std::sscanf(field(fields, "sizes").c_str(), "%d %d %d", &cells[0], &cells[1], &cells[2]) != 3 ||
      *std::min_element(cells.begin(), cells.end()) < 1)
    throw RequestError(name + ": it does not have three axes");
  const int type = scalar_type(field(fields, "type"));
  if (type == VTK_VOID) throw RequestError(name + ": its type is `" + field(fields, "type") + "`");
  const auto width = static_cast<std::size_t>(vtkDataArray::GetDataTypeSize(type));
  if (width > 1 && field(fields, "endian") != "little")
    throw RequestError(name + ": it is not little-endian");
  std::string apart = field(fields, "data file");
  if (apart.empty()) apart = field(fields, "datafile");
  const std::string beside = apart.empty() ? std::string() : results::read_file(file.parent_path() / apart);
  const std::string_view stored =
      apart.empty() ? std::string_view(bytes).substr(begin) : std::string_view(beside);
  constexpr double densest = 1032;  // that deflate can pack (RFC 1951: 258 bytes in 2 bits)
  const double asked = 1.0 * cells[0] * cells[1] * cells[2] * static_cast<double>(width);
  if (asked > densest * static_cast<double>(stored.size()))
    throw RequestError(name + ": it is cut short, or says that it is larger than it is");

  image.values = vtkSmartPointer<vtkImageData>::New();
  image.values->SetDimensions(cells.data());
  image.values->AllocateScalars(type, 1);
  const auto size = static_cast<std::size_t>(asked);
  const std::string encoding = field(fields, "encoding");
  void* to = image.values->GetScalarPointer();
  std::size_t read = 0;
  if (encoding == "raw") {
    read = std::min(size, stored.size());
    std::memcpy(to, stored.data(), read);
  } else if (encoding == "gzip" || encoding == "gz") {
    read = unpack(stored, to, size);
  } else {
    throw RequestError(name + ": its encoding is `" + encoding + "`, and raw and gzip are read");
  }
  if (read < size) throw RequestError(fmt::format("{}: it is cut short, {} of {} bytes", name, read, size));
  return image;
}

}  // namespace cellroute::viz
