#include "viz/views/subjects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "sim/results/format.hpp"
#include "sim/results/hdf5.hpp"
#include "sim/results/measures.hpp"
#include "sim/results/result_file.hpp"
#include "viz/style/routes.hpp"
#include "viz/views/course.hpp"
#include "viz/views/csv.hpp"

namespace cellroute::viz {
namespace {

namespace fs = std::filesystem;

/// The route, where the whole regimen takes one.
std::string route_of(const results::Record& record) {
  const auto& regimen = record.inputs.regimen;
  const bool one = !regimen.empty() && std::all_of(regimen.begin(), regimen.end(), [&](const auto& infusion) {
    return infusion.route == regimen.front().route;
  });
  return one ? regimen.front().route : "";
}

/// What compare.csv has over the columns of subjects, without the letters before it; empty without the file.
std::vector<std::string> compared(const fs::path& folder) {
  if (!fs::exists(folder / "compare.csv")) return {};
  const auto heads = CsvTable(folder / "compare.csv", "quantity").heads();
  std::vector<std::string> names;
  for (std::size_t i = 4; i < heads.size(); ++i)  // after quantity, organ, time and unit
    if (const auto colon = heads[i].find(": "); colon != std::string::npos)
      names.push_back(heads[i].substr(colon + 2));
  return names;
}

/// The place of a record among those names, which were given when all were there: with its catheter, as older
/// files always have it, or without. Behind the last where it has none.
std::size_t place_among(const std::vector<std::string>& names, const results::Record& record) {
  for (const auto& own : {results::route_words(record), results::bare_route_words(record)})
    if (const auto at = std::find(names.begin(), names.end(), own); at != names.end())
      return static_cast<std::size_t>(at - names.begin());
  return names.size();
}

struct Words {
  const char* what;
  std::string (*of)(const results::Record&);
};

constexpr const char* usual = "usual";

/// The part of the liver that a catheter reaches, where it is a part.
std::string reach_words(const results::Record& record) {
  std::string all;
  for (const auto& infusion : record.inputs.regimen) {
    const bool whole =
        infusion.catheter.empty() || infusion.catheter == "proper" || infusion.catheter == "trunk";
    const auto one = whole ? std::string(usual) : results::words(infusion.catheter);
    if (all.find(one) == std::string::npos) all += (all.empty() ? "" : " + ") + one;
  }
  return all;
}

/// "20 min", "3 times 30 min in 14 d".
std::string infusion_words(const results::Record& record) {
  const auto& regimen = record.inputs.regimen;
  if (regimen.empty()) return "none";
  double end = 0;
  for (const auto& one : regimen) end = std::max(end, one.start + one.duration);
  const auto each = results::duration(regimen.front().duration);
  if (regimen.size() == 1) return each;
  return fmt::format("{} times {} in {}", regimen.size(), each, results::duration(end));
}

const Words unnamed[] = {{"catheter", reach_words},
                         {"dose", [](const results::Record& r) { return results::cells_words(r.body.dose); }},
                         {"host", [](const results::Record& r) { return results::words(r.inputs.host); }},
                         {"label",
                          [](const results::Record& r) {
                            return (r.inputs.label == "none" ? "none" : results::words(r.inputs.label)) +
                                   (r.inputs.decay == "applied" ? ", decay applied" : "");
                          }},
                         {"infusion", infusion_words}};

}  // namespace

std::vector<FolderResult> results_within(const fs::path& folder) {
  std::vector<FolderResult> found;
  for (const auto& entry : fs::directory_iterator(folder))
    if (fs::exists(entry.path() / "result.h5"))
      found.push_back({entry.path(), results::read_result(entry.path())});
  const auto names = compared(folder);
  const auto place = [&](const FolderResult& each) {
    return std::make_tuple(place_among(names, each.record), route_rank(route_of(each.record)), each.folder);
  };
  std::sort(found.begin(), found.end(),
            [&](const FolderResult& a, const FolderResult& b) { return place(a) < place(b); });
  return found;
}

std::vector<std::string> missing_of(const fs::path& folder, const std::vector<results::Record>& records) {
  auto names = fs::is_directory(folder) ? compared(folder) : std::vector<std::string>();
  for (const auto& record : records)
    if (const auto at = place_among(names, record); at < names.size())
      names.erase(names.begin() + static_cast<std::ptrdiff_t>(at));
  return names;
}

std::vector<results::Record> read_records(const fs::path& result) {
  std::vector<results::Record> records;
  if (!fs::is_directory(result) || fs::exists(result / "result.h5")) {
    records.push_back(results::read_result(result));
    return records;
  }
  for (auto& each : results_within(result)) records.push_back(std::move(each.record));
  if (records.empty())
    throw results::FileError(result.string() + ": neither a result.h5 nor folders with one are in it");
  return records;
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
  add(same(results::product_words), "");
  add(same([](const results::Record& r) {
        return results::patient_words(r.inputs.species, r.inputs.condition);
      }),
      " in ");
  add(same([](const results::Record& r) { return results::cells_words(r.body.dose); }), ", ");
  return all;
}

std::string shared_and_different(const std::vector<results::Subject>& subjects) {
  std::string text = patient_of(subjects);
  std::string apart;
  for (const auto& [what, words] : unnamed) {
    std::vector<std::string> told;
    bool said = true;  // by the names
    for (const auto& subject : subjects) {
      told.push_back(words(*subject.record));
      said = said && (told.back() == usual || subject.name.find(told.back()) != std::string::npos);
    }
    if (said || std::set<std::string>(told.begin(), told.end()).size() == 1) continue;
    apart += fmt::format("{}{} ({})", apart.empty() ? "" : ", ", what, fmt::join(told, "; "));
  }
  if (apart.empty()) return text;
  return fmt::format("{}{}, in this order: {}", text.empty() ? "" : text + ". ",
                     text.empty() ? "They differ" : "They differ too", apart);
}

std::vector<Colour> subject_colours(const std::vector<results::Subject>& subjects) {
  std::vector<std::string> routes;
  for (const auto& subject : subjects) routes.push_back(route_of(*subject.record));
  return colours_for(routes);
}

bool is_human(const results::Record& record) { return record.inputs.species == "human"; }

const char* above_limit(const results::Record& record) {
  return is_human(record) ? "crossed" : "above the human limit";
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
      for (const Course course(*subject.record); const auto t : course.shown()) {
        auto& highest = most[organ.name];
        highest = std::max(highest, course.living(organ.name, {}, t));
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
