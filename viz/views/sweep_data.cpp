#include "viz/views/sweep_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "sim/results/column_file.hpp"
#include "sim/results/format.hpp"
#include "viz/views/csv.hpp"

namespace cellroute::viz {
namespace {

/// The value of a key at the top of a YAML file, as sweeps write paths: on its line, perhaps in quotes.
std::string top_value(const std::string& yaml, const std::string& key) {
  std::istringstream lines(yaml);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(key + ":")) continue;
    std::string value = line.substr(key.size() + 1);
    if (const auto comment = value.find(" #"); comment != std::string::npos) value.resize(comment);
    const auto kept = [](char c) { return c != ' ' && c != '\t' && c != '"' && c != '\'' && c != '\r'; };
    const auto first = std::find_if(value.begin(), value.end(), kept);
    const auto last = std::find_if(value.rbegin(), value.rend(), kept).base();
    return first < last ? std::string(first, last) : "";
  }
  return "";
}

/// The journal beside the table says where the sweep file was, and that where the scenario is.
std::optional<std::string> scenario_of(const std::filesystem::path& folder, const std::string& input) {
  std::ifstream journal(folder / "journal", std::ios::binary);
  std::string title, head;
  std::getline(journal, title);
  std::array<char, 16> numbers{};  // format and length of what follows, little-endian
  journal.read(numbers.data(), numbers.size());
  std::size_t length = 0;
  for (std::size_t i = 16; i-- > 8;) length = length << 8 | static_cast<unsigned char>(numbers[i]);
  head.resize(std::min<std::size_t>(length, 1 << 20));
  journal.read(head.data(), static_cast<std::streamsize>(head.size()));
  const auto said = nlohmann::json::parse(head, nullptr, false);
  const auto scenario = top_value(input, "scenario");
  if (!said.is_object() || !said.contains("sweep") || !said["sweep"].is_string() || scenario.empty())
    return std::nullopt;
  const auto file = std::filesystem::path(said["sweep"].get<std::string>()).parent_path() / scenario;
  std::ifstream text(file, std::ios::binary);
  if (!text) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>(text), {}};
}

std::string last_part(const std::string& path) { return path.substr(path.rfind('/') + 1); }

/// `product.adhesion.rate` -> adhesion rate: what a reader of the sweep needs to know it.
std::string axis_words(const std::string& path) {
  const auto last = path.rfind('.');
  if (last == std::string::npos || last == 0) return results::words(path);
  const auto before = path.rfind('.', last - 1);
  const auto first = before == std::string::npos ? 0 : before + 1;
  return results::words(path.substr(first, last - first)) + " " + results::words(path.substr(last + 1));
}

/// A name in words; what has spaces is in words already, and its unit may hold a slash.
std::string place_words(const std::string& word) {
  return word.find(' ') == std::string::npos ? results::words(word) : word;
}

/// As a column of a table has it: a number gets the name of its axis.
std::string place_in_table(const std::string& head, const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0') return place_words(text);
  const auto unit = head.find(" [");
  const auto name = axis_words(head.substr(0, unit));
  if (unit == std::string::npos) return name + " " + results::number(value);
  return name + " " + results::clinical(value, head.substr(unit + 2, head.size() - unit - 3));
}

/// Of which sweep a sensitivity is; older folders do not say.
void read_origin(const std::filesystem::path& file, Sensitivity& read) {
  if (!std::filesystem::exists(file)) return;
  std::ifstream stream(file, std::ios::binary);
  const auto said = nlohmann::json::parse(stream, nullptr, false);
  try {
    if (said.at("file_type") != "cellroute sensitivity" || said.at("format_version") != 1)
      throw results::FileError(file.string() + ": of another kind or version than this program reads");
    read.title = said.at("title").get<std::string>();
    read.fingerprint = said.at("fingerprint").get<std::string>();
    read.fingerprints = said.at("fingerprints").get<std::vector<std::string>>();
  } catch (const nlohmann::json::exception&) {
    throw results::FileError(file.string() + ": does not say of which sweep the sensitivity is");
  }
}

}  // namespace

std::string SweepGroup::name() const {
  std::string all;
  for (const auto& word : at) all += (all.empty() ? "" : ", ") + place_words(word);
  return all.empty() ? "all runs" : all;
}

Sweep read_sweep(const std::filesystem::path& folder) {
  const auto file = std::filesystem::is_directory(folder) ? folder / "sweep.h5" : folder;
  const auto contents = results::column_contents(file);
  const results::Hdf5Reader reader(file);
  Sweep sweep{contents.header.title, contents.header.design, contents.header.provenance.fingerprint, {}, {},
              contents.header.input};
  sweep.overrides = contents.header.overrides;
  sweep.file = file;
  sweep.fingerprints = contents.header.fingerprints;
  if (sweep.fingerprints.empty())
    sweep.scenario = scenario_of(file.parent_path(), sweep.input);
  else if (!contents.header.scenario.empty())
    sweep.scenario = contents.header.scenario;
  std::vector<std::vector<std::string>> places(contents.header.rows);
  for (const auto& column : contents.columns) {
    if (!column.path.starts_with("/axes/")) continue;
    sweep.axes.push_back(last_part(column.path));
    if (column.units == "none") {  // names
      const auto words = reader.texts(column.path);
      for (std::size_t i = 0; i < words.size(); ++i) places[i].push_back(words[i]);
    } else {
      const auto numbers = reader.numbers(column.path);
      for (std::size_t i = 0; i < numbers.size(); ++i)
        places[i].push_back(fmt::format("{} {}", axis_words(last_part(column.path)),
                                        results::clinical(numbers[i], column.units)));
    }
  }
  std::map<std::vector<std::string>, std::size_t> index;
  std::vector<std::vector<std::string>> order;
  for (const auto& place : places)
    if (index.emplace(place, order.size()).second) order.push_back(place);
  const auto status = reader.flags("/status");
  for (const auto& column : contents.columns) {
    if (!column.path.starts_with("/metrics/")) continue;
    SweepMetric metric{last_part(column.path), column.long_name, column.units, {}};
    for (const auto& place : order) metric.groups.push_back({place, {}, {}});
    const auto values = reader.numbers(column.path);
    for (std::size_t i = 0; i < values.size(); ++i) {
      auto& group = metric.groups[index.at(places[i])];
      group.values.push_back(status[i] == 0 ? values[i]
                                            : std::nan(""));  // what a failed run left means nothing
      group.rows.push_back(i);
    }
    sweep.metrics.push_back(std::move(metric));
  }
  return sweep;
}

Sensitivity read_sensitivity(const std::filesystem::path& folder) {
  const CsvTable table(folder / "sensitivity.csv", "metric");
  Sensitivity read;
  read_origin(folder / "sensitivity.json", read);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Estimate one{table.text(row, "metric"),  "",
                 table.text(row, "factor"),  table.text(row, "estimate"),
                 table.number(row, "value"), table.number(row, "low"),
                 table.number(row, "high"),  table.text(row, "unit")};
    for (std::size_t h = 2; h < table.heads().size() && table.heads()[h] != "factor"; ++h)
      one.at +=
          (one.at.empty() ? "" : ", ") + place_in_table(table.heads()[h], table.text(row, table.heads()[h]));
    read.estimates.push_back(std::move(one));
  }
  return read;
}

std::vector<ClaimOdds> read_claims(const std::filesystem::path& folder) {
  const CsvTable table(folder / "claims.csv", "claim");
  std::vector<ClaimOdds> all;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto& name = table.text(row, "claim");
    if (all.empty() || all.back().name != name) {
      all.emplace_back();
      all.back().name = name;
    }
    auto& claim = all.back();
    const auto& quantity = table.text(row, "quantity");
    const double value = table.number(row, "value");
    if (quantity == "probability") {
      claim.probability = value;
      claim.low = table.number(row, "low");
      claim.high = table.number(row, "high");
      using Says = ClaimOdds::Says;
      claim.says = claim.low > 0.5 ? Says::holds : claim.high < 0.5 ? Says::fails : Says::undecided;
    } else if (quantity == "metric") {
      claim.metric = table.text(row, "parameter");
    } else if (quantity == "runs") {
      claim.runs = value;
    } else if (quantity == "failed") {
      claim.failed = value;
    } else if (quantity == "share_total" && table.text(row, "parameter") != "all_others" &&
               value > claim.leading_share) {
      claim.leading_share = value;
      claim.leading_low = table.number(row, "low");
      claim.leading_high = table.number(row, "high");
      claim.leading_factor = table.text(row, "parameter");
    }
  }
  return all;
}

bool samples_patients(const Sweep& sweep) {
  return sweep.design == "latin_hypercube" || sweep.design == "sobol";
}

std::string usual_metric(std::vector<std::string> names) {
  const auto usual = std::find(names.begin(), names.end(), "liver_living_24h");
  return usual != names.end() ? *usual : *std::min_element(names.begin(), names.end());
}

std::string verdict_words(ClaimOdds::Says says) {
  using Says = ClaimOdds::Says;
  return says == Says::holds ? "holds" : says == Says::fails ? "does not hold" : "not decided";
}

ReadUnit read_unit(const std::string& unit) {
  if (unit == "s") return {"d", 1 / results::seconds_per_day};
  if (unit == "1") return {"%", 100};
  if (unit == "Pa") return {"mmHg", 1 / results::pascal_per_mmhg};
  return {unit, 1};
}

std::vector<double> ascending(const std::vector<double>& values) {
  std::vector<double> sorted;
  std::copy_if(values.begin(), values.end(), std::back_inserter(sorted),
               [](double v) { return !std::isnan(v); });
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

double quantile(const std::vector<double>& ascending, double share) {
  if (ascending.empty()) return std::nan("");
  const double at = share * static_cast<double>(ascending.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const auto above = std::min(below + 1, ascending.size() - 1);
  return ascending[below] + (at - static_cast<double>(below)) * (ascending[above] - ascending[below]);
}

}  // namespace cellroute::viz
