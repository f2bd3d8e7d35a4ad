#include "viz/report/cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "sim/results/format.hpp"
#include "viz/views/subjects.hpp"

namespace cellroute::viz {
namespace {

using results::Record;
using Subjects = std::vector<results::Subject>;

constexpr std::size_t most_heads = 6, longest_head = 31;

template <class Part>
bool differ(const Subjects& subjects, Part part) {
  return std::any_of(subjects.begin(), subjects.end(), [&](const results::Subject& subject) {
    return part(*subject.record) != part(*subjects.front().record);
  });
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
  found.product = differ(subjects, results::product_words);
  found.dose = differ(subjects, [](const Record& r) { return r.body.dose; });
  found.route = differ(subjects, results::route_words);
  found.rest = std::any_of(subjects.begin(), subjects.end(), [&](const results::Subject& subject) {
    return !same_apart_from_routes(*subject.record, *subjects.front().record);
  });
  std::vector<std::string> ways;
  for (const auto& subject : subjects) ways.push_back(results::route_words(*subject.record));
  found.only_routes = results::all_differ(ways) && !found.species && !found.condition && !found.product &&
                      !found.dose && !found.rest;
  return found;
}

std::vector<std::string> case_heads(const Subjects& subjects) {
  return subjects.size() <= 2 ? results::names_of(subjects) : case_marks(subjects);
}

std::vector<std::string> case_marks(const Subjects& subjects) {
  const auto small = [](const results::Subject& one) { return one.name.size() <= longest_head; };
  if (subjects.size() <= most_heads && std::all_of(subjects.begin(), subjects.end(), small))
    return results::names_of(subjects);
  std::vector<std::string> letters;
  for (const auto& subject : subjects) letters.push_back(subject.letters);
  return letters;
}

std::string label_words(const Record& record) {
  return results::words(record.inputs.label) + ", decay " + record.inputs.decay;
}

std::string regimen_words(const Record& record) {
  std::string text;
  for (const auto& one : record.inputs.regimen)
    text += fmt::format("{}{} by {}{} over {}, from {}", text.empty() ? "" : "; ",
                        results::cells_words(one.cells), results::words(one.route),
                        one.catheter.empty() ? "" : " (" + results::words(one.catheter) + ")",
                        results::duration(one.duration), results::duration(one.start));
  return text;
}

bool crosses_rules(const results::Record& record) {
  const auto& rules = record.body.stop_rules;
  return std::any_of(rules.begin(), rules.end(), [](const auto& rule) { return rule.crossed; });
}

std::string crossed_rules(const results::Record& record) {
  const auto& rules = record.body.stop_rules;
  const auto crossed =
      std::count_if(rules.begin(), rules.end(), [](const auto& rule) { return rule.crossed; });
  return fmt::format("{} of {}", crossed, rules.size());
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
