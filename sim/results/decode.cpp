// Fills a Record by walking the contract, and refuses what is not one.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "sim/results/contract.hpp"
#include "sim/results/folder.hpp"
#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
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
    if (&values != &times(path)) expect(path, {times(path).size()});
    values = finite(path);
  }
  template <class Table>
  void table(const std::string& path, Caption, Table& table) {
    expect(path, {times(path).size(), classes(path)});
    table.classes = static_cast<int>(classes(path));
    table.data = finite(path);
  }
  bool part(const std::string& group, bool) { return file.has(group); }
  void by_class(const std::string& path, Caption, std::vector<double>& values) {
    expect(path, {classes(path)});
    values = file.numbers(path);
  }
  void by_class_and_zone(const std::string& path, Caption,
                         std::vector<std::array<double, lobule::zones>>& values) {
    expect(path, {classes(path), lobule::zones});
    const auto flat = file.numbers(path);
    values.resize(classes(path));
    for (std::size_t i = 0; i < flat.size(); ++i) values[i / lobule::zones][i % lobule::zones] = flat[i];
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

  [[noreturn]] void refuse(const std::string& problem) { throw FileError(name + ": " + problem); }

  static bool in_lobule(const std::string& path) { return path.starts_with("/lobule/"); }
  const std::vector<double>& times(const std::string& path) const {
    if (path.starts_with("/curve/")) return record.curve->times;
    if (path.starts_with("/liver/")) return record.liver->result.times;
    return in_lobule(path) ? record.lobule->result.times : record.body.times;
  }
  std::size_t classes(const std::string& path) const {
    return in_lobule(path) ? record.lobule->result.classes.size() : record.body.classes.size();
  }
  /// No solver leaves anything else, and what is drawn or said of it would be wrong.
  std::vector<double> finite(const std::string& path) {
    auto values = file.numbers(path);
    for (const double value : values)
      if (!std::isfinite(value)) refuse(fmt::format("{} holds {}, which is no number of a run", path, value));
    return values;
  }
  void expect(const std::string& path, const std::vector<std::uint64_t>& shape) {
    if (file.shape(path) != shape)
      throw FileError(fmt::format("{}: {} has another shape than the file's times and classes", name, path));
  }
};

/// Cells below none are damage, beyond the rounding of a run.
void refuse_negative(const Record& record, const std::string& name) {
  const auto& body = record.body;
  for (const auto& organ : body.organs)
    for (std::size_t t = 0; t < body.times.size(); ++t)
      if (const double living = organ.cells.living(static_cast<int>(t));
          living < -imbalance_allowed * body.dose)
        throw FileError(fmt::format("{}: {} living cells in the {} after {}: it is damaged", name,
                                    number(living), words(organ.name), duration(body.times[t])));
}

}  // namespace

Record decode(const std::string& bytes, const std::string& name) {
  Hdf5Reader file(bytes, name);
  file.expect(file_type, format_version);
  Record record;
  Decoder decoder{file, name, record};
  describe(record, decoder);
  refuse_negative(record, name);
  return record;
}

std::vector<std::filesystem::path> results_in(const std::filesystem::path& folder) {
  std::error_code ignored;
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored))
    if (std::filesystem::exists(entry.path() / "result.h5", ignored)) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

std::filesystem::path find_result(const std::filesystem::path& place) {
  std::error_code ignored;
  if (!std::filesystem::exists(place, ignored)) throw FileError(place.string() + " does not exist");
  if (!std::filesystem::is_directory(place, ignored)) return place;
  for (const char* name : {"result.h5", "sweep.h5"})
    if (std::filesystem::exists(place / name, ignored)) return place / name;
  std::string inside;
  for (const auto& folder : results_in(place)) inside += "\n  " + folder.string();
  if (!inside.empty())
    throw FileError(place.string() + " holds no result.h5 itself; these folders inside it do:" + inside);
  throw FileError(place.string() + " is not a result folder: it holds no result.h5");
}

Record read_result(const std::filesystem::path& place) {
  const auto file = find_result(place);
  return decode(read_file(file), file.string());
}

}  // namespace cellroute::results
