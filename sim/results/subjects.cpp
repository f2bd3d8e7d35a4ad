#include "sim/results/subjects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <set>
#include <utility>

#include "sim/results/format.hpp"

namespace cellroute::results {
namespace {

using Words = std::function<std::string(const Record&)>;

/// Routes whose initials would clash or mislead.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> usual_letters = {
    {{"peripheral_vein", "IV"}, {"left_ventricle", "LV"}}};

std::string route_letters(const std::string& route) {
  for (const auto& [name, letters] : usual_letters)
    if (name == route) return std::string(letters);
  std::string initials;
  bool start = true;
  for (char letter : route) {
    if (start) initials += static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    start = letter == '_';
  }
  return initials;
}

void add_letters(std::vector<Subject>& subjects) {
  std::set<std::string> seen;
  for (auto& subject : subjects) {
    const auto& regimen = subject.record->inputs.regimen;
    const bool one_route =
        !regimen.empty() && std::all_of(regimen.begin(), regimen.end(), [&](const Infusion& each) {
          return each.route == regimen.front().route;
        });
    subject.letters = one_route ? route_letters(regimen.front().route) : "";
    if (!subject.letters.empty()) seen.insert(subject.letters);
  }
  if (seen.size() == subjects.size()) return;
  for (std::size_t i = 0; i < subjects.size(); ++i)
    subjects[i].letters = i < 26 ? std::string(1, static_cast<char>('A' + i)) : std::to_string(i + 1);
}

std::string routes(const Record& record, bool catheters) {
  std::vector<std::string> all;
  for (const auto& infusion : record.inputs.regimen) {
    std::string one = words(infusion.route);
    if (catheters && !infusion.catheter.empty()) one += " (" + words(infusion.catheter) + ")";
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
  }
  return fmt::format("{}", fmt::join(all, " + "));
}

std::size_t kinds(const std::vector<std::string>& texts) {
  return std::set<std::string>(texts.begin(), texts.end()).size();
}

std::vector<std::string> told(const std::vector<Subject>& subjects, const Words& words) {
  std::vector<std::string> texts;
  for (const auto& subject : subjects) texts.push_back(words(*subject.record));
  return texts;
}

/// What is asked only while names are equal.
const Words others[] = {[](const Record& r) { return cells_words(r.body.dose); },
                        [](const Record& r) { return words(r.inputs.host); },
                        [](const Record& r) {
                          return (r.inputs.label == "none" ? "no label" : words(r.inputs.label)) +
                                 (r.inputs.decay == "applied" ? ", decay applied" : "");
                        },
                        [](const Record& r) {
                          double end = 0;
                          for (const auto& one : r.inputs.regimen)
                            end = std::max(end, one.start + one.duration);
                          const auto count = r.inputs.regimen.size();
                          return fmt::format("{} infusion{} in {}", count, count == 1 ? "" : "s",
                                             duration(end));
                        },
                        [](const Record& r) { return r.inputs.title; }};

void add_names(std::vector<Subject>& subjects) {
  const auto add = [&](const std::vector<std::string>& texts) {
    for (std::size_t i = 0; i < subjects.size(); ++i) {
      auto& name = subjects[i].name;
      name += (name.empty() ? "" : ", ") + texts[i];
    }
  };
  const auto add_differing = [&](const Words& words) {
    if (const auto texts = told(subjects, words); kinds(texts) > 1) add(texts);
  };
  add_differing(product_words);
  add_differing([](const Record& r) { return patient_words(r.inputs.species, r.inputs.condition); });
  const auto full = told(subjects, route_words), bare = told(subjects, bare_route_words);
  const auto& ways = kinds(full) == kinds(bare) ? bare : full;
  if (subjects.size() == 1 || kinds(ways) > 1) add(ways);
  for (const auto& words : others)
    if (!all_differ(names_of(subjects))) add_differing(words);
  if (all_differ(names_of(subjects))) return;
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    auto& [record, letters, name] = subjects[i];
    if (name.empty()) name = ways[i];
    name += " (" + letters + ")";
  }
}

}  // namespace

std::vector<Subject> name_subjects(const std::vector<Record>& records) {
  std::vector<Subject> subjects;
  for (const auto& record : records) subjects.push_back({&record, ""});
  add_letters(subjects);
  add_names(subjects);
  return subjects;
}

std::vector<std::string> names_of(const std::vector<Subject>& subjects) {
  std::vector<std::string> names;
  for (const auto& subject : subjects) names.push_back(subject.name);
  return names;
}

std::string lettered(const Subject& subject) {
  std::string name = subject.name;
  if (const auto behind = " (" + subject.letters + ")"; name.ends_with(behind))
    name.resize(name.size() - behind.size());
  return subject.letters + ": " + name;
}

bool all_differ(const std::vector<std::string>& texts) { return kinds(texts) == texts.size(); }

std::string product_words(const Record& record) {
  std::string text = words(record.inputs.product);
  const auto& modifiers = record.inputs.modifiers;
  for (std::size_t i = 0; i < modifiers.size(); ++i)
    text += (i == 0 ? " with " : " and ") + words(modifiers[i]);
  return text;
}

std::string route_words(const Record& record) { return routes(record, true); }
std::string bare_route_words(const Record& record) { return routes(record, false); }

}  // namespace cellroute::results
