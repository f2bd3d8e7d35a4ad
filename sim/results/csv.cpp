// series.csv and parameters.csv.
#include <fmt/format.h>

#include <iterator>

#include "sim/results/contract.hpp"
#include "sim/results/format.hpp"
#include "sim/results/text_files.hpp"

namespace cellroute::results {
namespace {

/// Walks the contract and keeps what runs over time. The path gives organ and state:
/// /body/liver/zones/periportal/trapped is state "trapped" of organ "liver/periportal", and the same in
/// /lobule/zones of organ "lobule/periportal" and in /liver/segments of organ "liver/segment_1".
struct SeriesWriter {
  const std::vector<double>& times;
  std::string text;

  void series(const std::string& path, Caption caption, const std::vector<double>& values) {
    if (&values == &times) return;
    const auto [organ, state] = split(path);
    for (std::size_t t = 0; t < values.size(); ++t) line(t, organ, state, "", values[t], caption.units);
  }
  template <class Table>
  void table(const std::string& path, Caption caption, const Table& table) {
    const auto [organ, state] = split(path);
    for (std::size_t t = 0; t < times.size(); ++t)
      for (int k = 0; k < table.classes; ++k)
        line(t, organ, state, std::to_string(k + 1),
             table.data[t * static_cast<std::size_t>(table.classes) + k], caption.units);
  }
  void number(const std::string&, Caption, double) {}
  void texts(const std::string&, Caption, const std::vector<std::string>&) {}
  template <class Rows, class Member>
  void column(const std::string&, Caption, const Rows&, Member) {}
  bool part(const std::string&, bool have) { return have; }
  void by_class(const std::string&, Caption, const std::vector<double>&) {}
  template <class Rows>
  void by_class_and_zone(const std::string&, Caption, const Rows&) {}

 private:
  void line(std::size_t t, const std::string& organ, const std::string& state, const std::string& size_class,
            double value, std::string_view unit) {
    fmt::format_to(std::back_inserter(text), "{},{},{},{},{},{}\n", exact(times[t]), organ, state, size_class,
                   exact(value), unit);
  }
  static std::pair<std::string, std::string> split(const std::string& path) {
    for (const std::string zones : {"/body/liver/zones/", "/liver/segments/", "/lobule/zones/"}) {
      if (!path.starts_with(zones)) continue;
      const auto slash = path.find('/', zones.size());
      const std::string organ = zones.starts_with("/lobule") ? "lobule/" : "liver/";
      return {organ + path.substr(zones.size(), slash - zones.size()), path.substr(slash + 1)};
    }
    const bool body = path.starts_with("/body/");
    const std::size_t from = body ? 6 : 1;
    const auto slash = path.find('/', from);
    return {path.substr(from, slash - from), path.substr(slash + 1)};
  }
};

}  // namespace

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (char letter : text) quoted += letter == '"' ? "\"\"" : std::string(1, letter);
  return quoted + "\"";
}

std::string series_csv(const Record& record) {
  SeriesWriter body{record.body.times, "time_s,organ,state,class,value,unit\n"};
  describe_body(record.body, body);
  std::string text = std::move(body.text);
  const auto add = [&text](const std::vector<double>& times, auto describe_level) {
    SeriesWriter level{times, std::move(text)};
    describe_level(level);
    text = std::move(level.text);
  };
  if (record.liver)
    add(record.liver->result.times, [&](SeriesWriter& to) { describe_liver_result(*record.liver, to); });
  if (record.lobule)
    add(record.lobule->result.times, [&](SeriesWriter& to) { describe_lobule_result(*record.lobule, to); });
  return text;
}

std::string parameters_csv(const Record& record) {
  std::string text = "path,value,unit,low,high,cv,distribution,assumption,source,layer\n";
  for (const auto& row : record.inputs.parameters)
    fmt::format_to(std::back_inserter(text), "{},{},{},{},{},{},{},{},{},{}\n", row.path, exact(row.value),
                   row.unit, exact(row.low), exact(row.high), exact(row.cv), row.distribution,
                   row.assumed() ? "yes" : "no", csv_field(row.source), csv_field(row.layer));
  return text;
}

}  // namespace cellroute::results
