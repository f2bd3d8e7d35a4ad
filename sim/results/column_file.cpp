#include "sim/results/column_file.hpp"

#include <algorithm>

#include "sim/results/hdf5_write.hpp"

namespace cellroute::results {
namespace {

constexpr const char* input_path = "/input";
constexpr const char* overrides_path = "/overrides";
constexpr const char* scenario_path = "/scenario";
constexpr const char* fingerprints_path = "/fingerprints";
constexpr const char* file_attribute = "scenario_file";

Handle type_of(const Column& column) {
  switch (column.kind) {
    case Column::Kind::word:
      return text_type(column.width);
    case Column::Kind::code:
      return Handle(H5Tcopy(H5T_STD_U8LE), H5Tclose);
    case Column::Kind::index:
      return Handle(H5Tcopy(H5T_STD_U64LE), H5Tclose);
    default:
      return Handle(H5Tcopy(H5T_IEEE_F64LE), H5Tclose);
  }
}

void write_text(hid_t file, const char* path, const std::string& text, Caption caption) {
  Handle type = text_type(text.size());
  const std::string padded = text.empty() ? std::string(1, '\0') : text;
  write_dataset(file, path, {}, {type, type, padded.data(), false}, timeless_dataset(), caption);
}

void write_texts(hid_t file, const char* path, const std::vector<std::string>& texts, Caption caption) {
  std::size_t width = 1;
  for (const auto& text : texts) width = std::max(width, text.size());
  std::string padded;
  for (const auto& text : texts) padded += text + std::string(width - text.size(), '\0');
  Handle type = text_type(width);
  write_dataset(file, path, {texts.size()}, {type, type, padded.data(), texts.empty()}, timeless_dataset(),
                caption);
}

void write_head(hid_t file, const ColumnHeader& header) {
  Handle root = open_object(file, "/");
  const auto number = [&](const char* name, std::uint64_t value) {
    write_attribute(root, name, H5T_STD_U64LE, H5T_NATIVE_UINT64, &value);
  };
  write_text_attribute(root, "file_type", column_file_type);
  number("format_version", column_format_version);
  write_text_attribute(root, "program", header.provenance.program);
  write_text_attribute(root, "program_version", header.provenance.version);
  write_text_attribute(root, "program_commit", header.provenance.commit);
  write_text_attribute(root, "fingerprint", header.provenance.fingerprint);
  number("seed", header.provenance.seed);
  write_text_attribute(root, "title", header.title);
  write_text_attribute(root, "design", header.design);
  number("rows", header.rows);
  number("sample_size", header.sample_size);
  number("replicates", header.replicates);
  write_text_attribute(root, file_attribute, header.scenario_file);
  write_text(file, input_path, header.input, {"none", "the sweep file, verbatim"});
  write_texts(file, overrides_path, header.overrides, {"none", "parameters set on the command line"});
  write_text(file, scenario_path, header.scenario, {"none", "the scenario file, verbatim"});
  write_texts(file, fingerprints_path, header.fingerprints,
              {"none", "fingerprint of the run without a sample"});
}

}  // namespace

ColumnFile::ColumnFile(const std::filesystem::path& place, const std::filesystem::path& shown,
                       const ColumnHeader& header, std::vector<Column> columns)
    : columns_(std::move(columns)), disk_(place, shown) {
  write_head(disk_.id(), header);
  const hsize_t rows = header.rows, chunk = std::min<hsize_t>(rows, column_block);
  for (const auto& column : columns_) {
    Handle space(H5Screate_simple(1, &rows, nullptr), H5Sclose);
    Handle creation = timeless_dataset();
    H5Pset_chunk(creation, 1, &chunk);
    if (column.kind != Column::Kind::word) H5Pset_shuffle(creation);
    H5Pset_deflate(creation, 1);
    H5Pset_fill_time(creation, H5D_FILL_TIME_ALLOC);  // what lies beyond the last row is zeros, always
    Handle type = type_of(column);
    Handle dataset = make_dataset(disk_.id(), column.path, type, space, creation);
    write_caption(dataset, {column.units, column.long_name});
    if (!column.source.empty()) write_text_attribute(dataset, "source", column.source);
    datasets_.push_back(std::move(dataset));
  }
  disk_.check();
}

void ColumnFile::write(std::size_t column, std::uint64_t first, std::uint64_t count, hid_t type,
                       const void* data) {
  const hsize_t start = first, size = count;
  Handle in_file(H5Dget_space(datasets_.at(column)), H5Sclose);
  H5Sselect_hyperslab(in_file, H5S_SELECT_SET, &start, nullptr, &size, nullptr);
  Handle in_memory(H5Screate_simple(1, &size, nullptr), H5Sclose);
  const bool written = H5Dwrite(datasets_[column], type, in_memory, in_file, H5P_DEFAULT, data) >= 0;
  disk_.check();
  require(written, "write", columns_[column].path);
}

void ColumnFile::numbers(std::size_t column, std::uint64_t first, std::span<const double> values) {
  write(column, first, values.size(), H5T_NATIVE_DOUBLE, values.data());
}

void ColumnFile::codes(std::size_t column, std::uint64_t first, std::span<const std::uint8_t> values) {
  write(column, first, values.size(), H5T_NATIVE_UINT8, values.data());
}

void ColumnFile::indices(std::size_t column, std::uint64_t first, std::span<const std::uint64_t> values) {
  write(column, first, values.size(), H5T_NATIVE_UINT64, values.data());
}

void ColumnFile::words(std::size_t column, std::uint64_t first, std::span<const std::string> values) {
  const std::size_t width = std::max<std::size_t>(1, columns_.at(column).width);
  std::string padded;
  padded.reserve(values.size() * width);
  for (const auto& value : values) {
    padded.append(value, 0, width);
    padded.append(width - std::min(width, value.size()), '\0');
  }
  Handle type = text_type(width);
  write(column, first, values.size(), type, padded.data());
}

void ColumnFile::finish() {
  datasets_.clear();
  disk_.finish();
}

bool is_column_file(const std::filesystem::path& file) {
  quiet_hdf5();
  if (H5Fis_hdf5(file.c_str()) <= 0) return false;
  try {
    const Hdf5Reader reader(file);
    return reader.has_attribute("/", "file_type") &&
           reader.text_attribute("/", "file_type") == column_file_type;
  } catch (const FileError&) {
    return false;
  }
}

ColumnContents column_contents(const std::filesystem::path& place) {
  const Hdf5Reader file(place);
  file.expect(column_file_type, column_format_version);
  ColumnContents contents;
  auto& header = contents.header;
  header.provenance = {file.text_attribute("/", "program"), file.text_attribute("/", "program_version"),
                       file.text_attribute("/", "program_commit"), file.text_attribute("/", "fingerprint"),
                       file.integer_attribute("/", "seed")};
  header.title = file.text_attribute("/", "title");
  header.design = file.text_attribute("/", "design");
  header.rows = file.integer_attribute("/", "rows");
  header.sample_size = file.integer_attribute("/", "sample_size");
  header.replicates = file.integer_attribute("/", "replicates");
  if (const auto input = file.texts(input_path); !input.empty()) header.input = input.front();
  header.overrides = file.texts(overrides_path);
  const auto paths = file.datasets();
  const auto has = [&](const char* path) {
    return std::find(paths.begin(), paths.end(), path) != paths.end();
  };
  if (file.has_attribute("/", file_attribute))
    header.scenario_file = file.text_attribute("/", file_attribute);
  if (has(scenario_path))
    if (const auto text = file.texts(scenario_path); !text.empty()) header.scenario = text.front();
  if (has(fingerprints_path)) header.fingerprints = file.texts(fingerprints_path);
  for (const auto& path : paths) {
    if (path == input_path || path == overrides_path || path == scenario_path || path == fingerprints_path)
      continue;
    Column column;
    column.path = path;
    column.units = file.text_attribute(path, "units");
    column.long_name = file.text_attribute(path, "long_name");
    if (file.has_attribute(path, "source")) column.source = file.text_attribute(path, "source");
    if (file.shape(path) != std::vector<std::uint64_t>{header.rows})
      throw FileError(place.string() + ": " + path + " has not as many rows as the table");
    contents.columns.push_back(std::move(column));
  }
  return contents;
}

}  // namespace cellroute::results
