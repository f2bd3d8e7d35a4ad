#include "viz/report/cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>
#include <tuple>

#include "sim/results/format.hpp"
#include "viz/views/subjects.hpp"

namespace cellroute::viz {
namespace {

using results::Record;
using Subjects = std::vector<results::Subject>;
using Words = std::function<std::string(const Record&)>;

constexpr std::size_t most_heads = 6, longest_head = 31;

/// By what a column is called, those first that say most.
std::string patient(const Record& r) { return results::patient_words(r.inputs.species, r.inputs.condition); }
std::string product(const Record& r) {
  std::string text = results::words(r.inputs.product);
  for (std::size_t i = 0; i < r.inputs.modifiers.size(); ++i)
    text += (i == 0 ? " with " : " and ") + results::words(r.inputs.modifiers[i]);
  return text;
}

template <class Part>
bool differ(const Subjects& subjects, Part part) {
  return std::any_of(subjects.begin(), subjects.end(), [&](const results::Subject& subject) {
    return part(*subject.record) != part(*subjects.front().record);
  });
}

/// Routes in words, without the catheter where that is no difference.
std::vector<std::string> routes(const Subjects& subjects) {
  std::vector<std::string> full, bare;
  for (const auto& subject : subjects) {
    full.push_back(results::route_words(*subject.record));
    bare.push_back(routes_in_words(*subject.record));
  }
  const auto kinds = [](const auto& texts) {
    return std::set<std::string>(texts.begin(), texts.end()).size();
  };
  return kinds(full) == kinds(bare) ? bare : full;
}

/// What of an infusion is not its route.
auto beside_route(const Infusion& one) {
  return std::tie(one.cells, one.start, one.duration, one.volume, one.washout);
}

}  // namespace

bool same_apart_from_routes(const Record& a, const Record& b) {
  const auto infusion = [](const Infusion& x, const Infusion& y) {
    return beside_route(x) == beside_route(y);
  };
  const auto parameter = [](const results::ParameterRow& x, const results::ParameterRow& y) {
    return x.path == y.path && x.value == y.value;
  };
  const auto &x = a.inputs, &y = b.inputs;
  return x.host == y.host && x.label == y.label && x.decay == y.decay &&
         std::equal(x.regimen.begin(), x.regimen.end(), y.regimen.begin(), y.regimen.end(), infusion) &&
         std::equal(x.parameters.begin(), x.parameters.end(), y.parameters.begin(), y.parameters.end(),
                    parameter);
}

Differences differences(const Subjects& subjects) {
  Differences found;
  found.species = differ(subjects, [](const Record& r) { return r.inputs.species; });
  found.condition = differ(subjects, [](const Record& r) { return r.inputs.condition; });
  found.product = differ(subjects, product);
  found.dose = differ(subjects, [](const Record& r) { return r.body.dose; });
  found.route = differ(subjects, results::route_words);
  found.rest = std::any_of(subjects.begin(), subjects.end(), [&](const results::Subject& subject) {
    return !same_apart_from_routes(*subject.record, *subjects.front().record);
  });
  std::vector<std::string> ways;
  for (const auto& subject : subjects) ways.push_back(results::route_words(*subject.record));
  found.only_routes =
      all_differ(ways) && !found.species && !found.condition && !found.product && !found.dose && !found.rest;
  return found;
}

std::vector<std::string> case_names(const Subjects& subjects) {
  std::vector<std::string> names(subjects.size());
  const auto add = [&](std::size_t i, const std::string& part) {
    names[i] += (names[i].empty() ? "" : ", ") + part;
  };
  const auto add_all = [&](const Words& words) {
    if (differ(subjects, words))
      for (std::size_t i = 0; i < subjects.size(); ++i) add(i, words(*subjects[i].record));
  };
  add_all(product);
  add_all(patient);
  const auto ways = routes(subjects);
  if (subjects.size() == 1 || std::set<std::string>(ways.begin(), ways.end()).size() > 1)
    for (std::size_t i = 0; i < subjects.size(); ++i) add(i, ways[i]);
  const Words others[] = {
      [](const Record& r) { return cells_words(r.body.dose); },
      [](const Record& r) { return results::words(r.inputs.host); },
      [](const Record& r) {
        return (r.inputs.label == "none" ? "no label" : results::words(r.inputs.label)) +
               (r.inputs.decay == "applied" ? ", decay applied" : "");
      },
      [](const Record& r) {
        const auto count = r.inputs.regimen.size();
        return fmt::format("{} infusion{} in {}", count, count == 1 ? "" : "s", [&] {
          double end = 0;
          for (const auto& one : r.inputs.regimen) end = std::max(end, one.start + one.duration);
          return results::duration(end);
        }());
      },
      [](const Record& r) { return r.inputs.title; },
  };
  for (const auto& words : others)
    if (!all_differ(names)) add_all(words);
  if (all_differ(names)) return names;
  for (std::size_t i = 0; i < subjects.size(); ++i)
    names[i] = fmt::format("{} ({})", names[i].empty() ? ways[i] : names[i], subjects[i].letters);
  return names;
}

std::vector<std::string> case_heads(const Subjects& subjects, const std::vector<std::string>& names) {
  return subjects.size() <= 2 ? names : case_marks(subjects, names);
}

std::vector<std::string> case_marks(const Subjects& subjects, const std::vector<std::string>& names) {
  const bool small =
      std::all_of(names.begin(), names.end(), [](const auto& name) { return name.size() <= longest_head; });
  if (subjects.size() <= most_heads && small) return names;
  std::vector<std::string> letters;
  for (const auto& subject : subjects) letters.push_back(subject.letters);
  return letters;
}

std::string label_words(const Record& record) {
  return results::words(record.inputs.label) + ", decay " + record.inputs.decay;
}

std::string cells_words(double cells) {
  const auto text = results::number(cells);
  return text + (text == "1" ? " cell" : " cells");
}

std::string regimen_words(const Record& record) {
  std::string text;
  for (const auto& one : record.inputs.regimen)
    text += fmt::format("{}{} by {}{} over {}, from {}", text.empty() ? "" : "; ", cells_words(one.cells),
                        results::words(one.route),
                        one.catheter.empty() ? "" : " (" + results::words(one.catheter) + ")",
                        results::duration(one.duration), results::duration(one.start));
  return text;
}

double end_of_infusions(const Subjects& subjects) {
  double end = 0;
  for (const auto& subject : subjects)
    for (const auto& one : subject.record->inputs.regimen) end = std::max(end, one.start + one.duration);
  return end;
}

double infused_share(const Record& record, double time) {
  double all = 0, so_far = 0;
  for (const auto& one : record.inputs.regimen) {
    all += one.cells;
    so_far += one.cells * std::clamp((time - one.start) / one.duration, 0.0, 1.0);
  }
  return all > 0 ? so_far / all : 1;
}

}  // namespace cellroute::viz
