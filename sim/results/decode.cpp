// Fills a Record by walking the contract, and refuses what is not one.
#include <fmt/format.h>

#include <fstream>

#include "sim/results/contract.hpp"
#include "sim/results/folder.hpp"
#include "sim/results/result_file.hpp"

namespace cellroute::results {
namespace {

struct Decoder {
  const Hdf5Reader& file;
  const std::string& name;
  const Record& record;  // being filled: its times and classes fix the shapes of what follows

  void attribute(const std::string& object, const std::string& key, std::string& value) {
    value = file.text_attribute(object, key);
  }
  void attribute(const std::string& object, const std::string& key, std::uint64_t& value) {
    value = file.integer_attribute(object, key);
  }
  void number(const std::string& path, Caption, double& value) {
    expect(path, {});
    value = file.numbers(path).at(0);
  }
  void text(const std::string& path, Caption, std::string& value) {
    expect(path, {});
    value = file.texts(path).at(0);
  }
  void texts(const std::string& path, Caption, std::vector<std::string>& values) {
    values = file.texts(path);
  }
  void series(const std::string& path, Caption, std::vector<double>& values) {
    if (&values != &record.body.times) expect(path, {record.body.times.size()});
    values = file.numbers(path);
  }
  void table(const std::string& path, Caption, body::Table& table) {
    expect(path, {record.body.times.size(), record.body.classes.size()});
    table.classes = static_cast<int>(record.body.classes.size());
    table.data = file.numbers(path);
  }
  template <class Rows, class Row, class Member>
  void column(const std::string& path, Caption, Rows& rows, Member Row::*member) {
    auto values = [&] {
      if constexpr (std::is_same_v<Member, std::string>)
        return file.texts(path);
      else if constexpr (std::is_same_v<Member, bool>)
        return file.flags(path);
      else
        return file.numbers(path);
    }();
    if constexpr (requires { rows.resize(1); })
      if (rows.empty()) rows.resize(values.size());
    if (values.size() != rows.size())
      throw FileError(
          fmt::format("{}: {} has {} rows where {} are expected", name, path, values.size(), rows.size()));
    for (std::size_t i = 0; i < values.size(); ++i) rows[i].*member = std::move(values[i]);
  }

  void expect(const std::string& path, const std::vector<std::uint64_t>& shape) {
    if (file.shape(path) != shape)
      throw FileError(fmt::format("{}: {} has another shape than the file's times and classes", name, path));
  }
};

}  // namespace

Record decode(const std::string& bytes, const std::string& name) {
  Hdf5Reader file(bytes, name);
  if (!file.has_attribute("/", "file_type"))
    throw FileError(name + " is an HDF5 file, but not one of cellroute's (it has no attribute file_type)");
  if (const auto type = file.text_attribute("/", "file_type"); type != file_type)
    throw FileError(fmt::format("{} is a \"{}\"; a \"{}\" is needed", name, type, file_type));
  if (const auto version = file.integer_attribute("/", "format_version"); version != format_version)
    throw FileError(fmt::format("{} has format version {}; this program ({}) reads version {}", name, version,
                                "cellroute", format_version));
  Record record;
  Decoder decoder{file, name, record};
  describe(record, decoder);
  return record;
}

std::filesystem::path find_result(const std::filesystem::path& place) {
  std::error_code ignored;
  if (!std::filesystem::exists(place, ignored)) throw FileError(place.string() + " does not exist");
  if (!std::filesystem::is_directory(place, ignored)) return place;
  if (std::filesystem::exists(place / "result.h5", ignored)) return place / "result.h5";
  std::string inside;
  for (const auto& entry : std::filesystem::directory_iterator(place, ignored))
    if (std::filesystem::exists(entry.path() / "result.h5", ignored))
      inside += "\n  " + entry.path().string();
  if (!inside.empty())
    throw FileError(place.string() + " holds no result.h5 itself; these folders inside it do:" + inside);
  throw FileError(place.string() + " is not a result folder: it holds no result.h5");
}

Record read_result(const std::filesystem::path& place) {
  const auto file = find_result(place);
  return decode(read_file(file), file.string());
}

}  // namespace cellroute::results
