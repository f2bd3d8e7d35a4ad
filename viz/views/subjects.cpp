#include "viz/views/subjects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "sim/results/format.hpp"
#include "sim/results/hdf5.hpp"
#include "sim/results/measures.hpp"
#include "sim/results/result_file.hpp"

namespace cellroute::viz {
namespace {

namespace fs = std::filesystem;

bool all_differ(const std::vector<std::string>& texts) {
  return std::set<std::string>(texts.begin(), texts.end()).size() == texts.size();
}

/// Folders of a comparison, as its CSV has its columns: route after route as they were asked for.
std::vector<fs::path> folders_of(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder))
    if (fs::exists(entry.path() / "result.h5")) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

std::vector<results::Record> read_records(const fs::path& result) {
  std::vector<results::Record> records;
  if (fs::is_directory(result) && !fs::exists(result / "result.h5")) {
    for (const auto& folder : folders_of(result)) records.push_back(results::read_result(folder));
    if (records.empty())
      throw results::FileError(result.string() + ": neither a result.h5 nor folders with one are in it");
    return records;
  }
  records.push_back(results::read_result(result));
  return records;
}

std::vector<std::string> names_of(const std::vector<results::Subject>& subjects) {
  using results::Record;
  using Words = std::string (*)(const Record&);
  const Words ways[] = {
      [](const Record& r) { return results::route_words(r); },
      [](const Record& r) { return results::words(r.inputs.condition); },
      [](const Record& r) { return results::words(r.inputs.product); },
      [](const Record& r) { return r.inputs.title; },
  };
  for (const auto way : ways) {
    std::vector<std::string> names;
    for (const auto& subject : subjects) names.push_back(way(*subject.record));
    if (!all_differ(names)) continue;
    if (way != ways[0]) return names;
    std::vector<std::string> short_names;  // without the catheter where that is no difference
    for (const auto& name : names) short_names.push_back(name.substr(0, name.find(" (")));
    return all_differ(short_names) ? short_names : names;
  }
  std::vector<std::string> letters;
  for (const auto& subject : subjects) letters.push_back(subject.letters);
  return letters;
}

std::string patient_of(const std::vector<results::Subject>& subjects) {
  const auto same = [&](auto text) {
    const auto first = text(*subjects.front().record);
    const bool all = std::all_of(subjects.begin(), subjects.end(),
                                 [&](const auto& subject) { return text(*subject.record) == first; });
    return all ? first : std::string();
  };
  std::string all;
  const auto add = [&](const std::string& part, const char* between) {
    if (!part.empty()) all += (all.empty() ? "" : between) + part;
  };
  add(same([](const results::Record& r) { return results::words(r.inputs.product); }), "");
  add(same([](const results::Record& r) {
        return results::patient_words(r.inputs.species, r.inputs.condition);
      }),
      " in ");
  add(same([](const results::Record& r) { return results::number(r.body.dose) + " cells"; }), ", ");
  return all;
}

Colour subject_colour(std::size_t index) {
  constexpr std::array order{3, 0, 2, 5, 1, 4, 7};
  return distinct[static_cast<std::size_t>(order[index % order.size()])];
}

Colour organ_colour(const std::string& organ) {
  static const std::map<std::string, Colour> colours{
      {"liver", distinct[3]},   {"lung", distinct[0]},          {"spleen", distinct[5]},
      {"marrow", distinct[1]},  {"kidney", distinct[4]},        {"gut", distinct[2]},
      {"heart", {136, 34, 85}}, {"brain", distinct[7]},         {"rest", {140, 140, 140}},
      {"blood", {180, 20, 30}}, {other_organs, {190, 192, 196}}};
  const auto found = colours.find(organ);
  return found != colours.end() ? found->second : Colour{96, 99, 104};
}

std::vector<std::string> main_organs(const std::vector<results::Subject>& subjects, double least) {
  std::map<std::string, double> most;
  for (const auto& subject : subjects)
    for (const auto& organ : subject.record->body.organs)
      for (std::size_t t = 0; t < subject.record->body.times.size(); ++t) {
        auto& highest = most[organ.name];
        highest = std::max(highest, results::living_share(*subject.record, organ, static_cast<int>(t)));
      }
  std::vector<std::string> names;
  for (const auto& [name, share] : most)
    if (share >= least) names.push_back(name);
  std::stable_sort(names.begin(), names.end(),
                   [&](const auto& a, const auto& b) { return most.at(a) > most.at(b); });
  return names;
}

double living(const results::Record& record, const std::string& organ, const std::vector<std::string>& named,
              int time) {
  double sum = 0;
  for (const auto& each : record.body.organs) {
    const bool has_name = std::find(named.begin(), named.end(), each.name) != named.end();
    if (organ == other_organs ? !has_name : each.name == organ)
      sum += results::living_share(record, each, time);
  }
  return sum;
}

}  // namespace cellroute::viz
