// The header of a MetaImage: lines of `key = value`, the last of which says where the data are.
#include "sim/images/meta_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <vector>

#include "sim/images/label_image.hpp"

namespace cellroute::images {

namespace {

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

class Keys {
 public:
  Keys(const std::filesystem::path& path, MetaHeader& header) : source_(path.string()) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw ImageError(source_ + ": it cannot be opened");
    constexpr std::size_t longest = 1 << 16;  // a header is a few hundred bytes: other files stop here
    std::string line;
    std::size_t read = 0;
    while (read < longest && std::getline(file, line)) {
      read += line.size() + 1;
      const auto equals = line.find('=');
      if (equals == std::string::npos) break;
      const std::string key = trimmed(line.substr(0, equals));
      values_[key] = trimmed(line.substr(equals + 1));
      if (key != "ElementDataFile") continue;
      header.header_end = read;
      return;
    }
    throw ImageError(source_ + ": this is no MetaImage: no line `ElementDataFile = ...` ends its header");
  }

  /// The value of the first of these names that is there.
  std::string text(const std::vector<std::string>& names, const std::string& otherwise) const {
    for (const auto& name : names)
      if (const auto found = values_.find(name); found != values_.end()) return found->second;
    return otherwise;
  }
  bool has(const std::string& name) const { return values_.contains(name); }
  bool yes(const std::vector<std::string>& names, const std::string& otherwise) const {
    const std::string value = text(names, otherwise);
    return !value.empty() && (value[0] == 'T' || value[0] == 't' || value[0] == '1');
  }
  std::vector<double> numbers(const std::vector<std::string>& names, std::size_t count) const {
    std::istringstream words(text(names, ""));
    std::vector<double> found;
    for (double x; words >> x;) found.push_back(x);
    if (found.size() != count)
      throw ImageError(fmt::format("{}: {} numbers are expected for {}, and there are {}", source_, count,
                                   names.front(), found.size()));
    return found;
  }

 private:
  std::string source_;
  std::map<std::string, std::string> values_;
};

ValueType type_of(const std::string& name, const std::string& source) {
  static const std::map<std::string, ValueType> types = {
      {"MET_CHAR", ValueType::i8},       {"MET_UCHAR", ValueType::u8},       {"MET_SHORT", ValueType::i16},
      {"MET_USHORT", ValueType::u16},    {"MET_INT", ValueType::i32},        {"MET_UINT", ValueType::u32},
      {"MET_LONG_LONG", ValueType::i64}, {"MET_ULONG_LONG", ValueType::u64}, {"MET_FLOAT", ValueType::f32},
      {"MET_DOUBLE", ValueType::f64},    {"MET_LONG", ValueType::i32},       {"MET_ULONG", ValueType::u32}};
  const auto found = types.find(name);
  if (found == types.end())
    throw ImageError(fmt::format("{}: its values are of type {}: labels are one whole number for each voxel",
                                 source, name.empty() ? "none" : name));
  return found->second;
}

/// Each row of the matrix in the file is the direction of one index axis.
Affine matrix_of(const Keys& keys, std::size_t dimension, const std::string& source) {
  if (!keys.has("ElementSpacing") && !keys.has("ElementSize"))
    throw ImageError(source + ": its voxels have no size (ElementSpacing)");
  const auto spacing = keys.numbers({"ElementSpacing", "ElementSize"}, dimension);
  if (!keys.has("TransformMatrix") && !keys.has("Orientation") && !keys.has("Rotation"))
    throw ImageError(source + ": it has no TransformMatrix, so which side is right is not known");
  const auto direction = keys.numbers({"TransformMatrix", "Orientation", "Rotation"}, dimension * dimension);
  std::vector<double> offset(dimension, 0.0);
  if (keys.has("Offset") || keys.has("Position") || keys.has("Origin"))
    offset = keys.numbers({"Offset", "Position", "Origin"}, dimension);
  Affine affine{};
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t axis = 0; axis < 3; ++axis)
      affine[4 * row + axis] = direction[dimension * axis + row] * spacing[axis];
    affine[4 * row + 3] = offset[row];
  }
  return affine;
}

}  // namespace

MetaHeader read_meta_header(const std::filesystem::path& path) {
  const std::string source = path.string();
  MetaHeader header;
  const Keys keys(path, header);
  const double axes = keys.numbers({"NDims"}, 1)[0];
  if (!(axes >= 3 && axes <= 7))
    throw ImageError(fmt::format("{}: {:g} axes, a liver has three", source, axes));
  const auto dimension = static_cast<std::size_t>(axes);
  if (keys.text({"ElementNumberOfChannels"}, "1") != "1")
    throw ImageError(source + ": several channels: labels are one whole number for each voxel");
  const auto cells = keys.numbers({"DimSize"}, dimension);
  for (std::size_t d = 3; d < dimension; ++d)
    if (cells[d] != 1)
      throw ImageError(fmt::format("{}: {:g} images along axis {}, one is needed", source, cells[d], d + 1));
  for (std::size_t d = 0; d < 3; ++d) {
    if (!(cells[d] >= 1) || cells[d] != std::floor(cells[d]))
      throw ImageError(fmt::format("{}: {:g} voxels along axis {}", source, cells[d], "ijk"[d]));
    header.cells[d] = cells[d];
  }
  header.to_lps = matrix_of(keys, dimension, source);
  header.type = type_of(keys.text({"ElementType"}, ""), source);
  if (!keys.yes({"BinaryData"}, "True"))
    throw ImageError(source + ": its voxels are written as text: write them as binary data");
  header.compressed = keys.yes({"CompressedData"}, "False");
  header.big_endian = keys.yes({"BinaryDataByteOrderMSB", "ElementByteOrderMSB"}, "False");
  if (keys.has("HeaderSize")) {
    const double skip = keys.numbers({"HeaderSize"}, 1)[0];
    if (!(skip >= -1 && skip < 1e15))
      throw ImageError(fmt::format("{}: a header of {:g} bytes", source, skip));
    header.skip = static_cast<long long>(skip);
  }

  const std::string data = keys.text({"ElementDataFile"}, "");
  if (data.rfind("LIST", 0) == 0 || data.find('%') != std::string::npos || data.empty())
    throw ImageError(source + ": its data are in a list of files: write them to one");
  header.local = data == "LOCAL" || data == "Local" || data == "local";
  header.data = header.local ? path : path.parent_path() / data;
  return header;
}

}  // namespace cellroute::images
