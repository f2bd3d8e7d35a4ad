// Writes a Record by walking the contract.
#include "sim/results/contract.hpp"
#include "sim/results/result_file.hpp"

namespace cellroute::results {
namespace {

struct Encoder {
  Hdf5Writer& file;

  template <class Value>
  void attribute(const std::string& object, const std::string& name, const Value& value) {
    file.attribute(object, name, value);
  }
  void number(const std::string& path, Caption caption, double value) {
    file.numbers(path, {}, &value, caption);
  }
  void text(const std::string& path, Caption caption, const std::string& value) {
    file.texts(path, {value}, caption, true);
  }
  void texts(const std::string& path, Caption caption, const std::vector<std::string>& values) {
    file.texts(path, values, caption);
  }
  void series(const std::string& path, Caption caption, const std::vector<double>& values) {
    file.numbers(path, {values.size()}, values.data(), caption);
  }
  template <class Table>
  void table(const std::string& path, Caption caption, const Table& table) {
    const auto classes = static_cast<std::uint64_t>(table.classes);
    const std::uint64_t times = classes == 0 ? 0 : table.data.size() / classes;
    file.numbers(path, {times, classes}, table.data.data(), caption);
  }
  bool part(const std::string&, bool have) { return have; }
  void by_class(const std::string& path, Caption caption, const std::vector<double>& values) {
    series(path, caption, values);
  }
  void by_class_and_zone(const std::string& path, Caption caption,
                         const std::vector<std::array<double, lobule::zones>>& values) {
    std::vector<double> flat;
    for (const auto& zones : values) flat.insert(flat.end(), zones.begin(), zones.end());
    file.numbers(path, {values.size(), lobule::zones}, flat.data(), caption);
  }
  template <class Rows, class Row, class Member>
  void column(const std::string& path, Caption caption, const Rows& rows, Member Row::*member) {
    std::vector<std::conditional_t<std::is_same_v<Member, bool>, std::uint8_t, Member>> values;
    for (const auto& row : rows) values.push_back(row.*member);
    if constexpr (std::is_same_v<Member, std::string>)
      file.texts(path, values, caption);
    else if constexpr (std::is_same_v<Member, bool>)
      file.flags(path, values, caption);
    else
      file.numbers(path, {values.size()}, values.data(), caption);
  }
};

}  // namespace

std::string encode(const Record& record) {
  Hdf5Writer file;
  file.attribute("/", "file_type", std::string(file_type));
  file.attribute("/", "format_version", format_version);
  Encoder encoder{file};
  describe(record, encoder);
  return file.image();
}

}  // namespace cellroute::results
