// The sentences under a comparison: computed, and no stronger than the numbers.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/compare.hpp"
#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
#include "sim/results/table.hpp"

namespace cellroute::results {
namespace {

struct Ranked {
  std::string letters;
  double value;
};

bool alike(double a, double b) {
  const double apart = std::abs(a - b);
  return apart <= margin_of_larger * std::max(std::abs(a), std::abs(b)) || apart <= margin_of_dose;
}

/// "HA 34.5 and PV 33.9 (alike), then IV 1.23": groups hold what is alike with their largest member.
std::string ranking(std::vector<Ranked> values) {
  std::stable_sort(values.begin(), values.end(),
                   [](const Ranked& a, const Ranked& b) { return a.value > b.value; });
  std::string text;
  for (std::size_t first = 0; first < values.size();) {
    std::size_t last = first + 1;
    while (last < values.size() && alike(values[first].value, values[last].value)) ++last;
    if (first > 0) text += ", then ";
    for (std::size_t i = first; i < last; ++i)
      text += fmt::format("{}{} {} %",
                          i == first      ? ""
                          : i + 1 == last ? " and "
                                          : ", ",
                          values[i].letters, percent(values[i].value));
    if (last - first > 1) text += " (alike)";
    first = last;
  }
  return text;
}

std::string living_in_liver(const std::vector<Subject>& subjects, double time) {
  std::vector<Ranked> values;
  for (const auto& subject : subjects)
    if (const auto* liver = find_organ(*subject.record, "liver"))
      values.push_back(
          {subject.letters, living_share(*subject.record, *liver, time_index(*subject.record, time))});
  return fmt::format("Living cells in the liver after {}: {} of the dose.", duration(time), ranking(values));
}

/// Where the picture an imager sees is furthest from the living cells, at one time.
std::string label_against_cells(const std::vector<Subject>& subjects, double time) {
  double widest = 0;
  std::string text;
  for (const auto& subject : subjects) {
    const Record& record = *subject.record;
    const int t = time_index(record, time);
    for (const auto& organ : record.body.organs) {
      const double living = living_share(record, organ, t), label = organ.label.total(t);
      if (alike(living, label) || std::abs(label - living) <= widest) continue;
      widest = std::abs(label - living);
      text = fmt::format(
          "Label is not cells: by {} the {} then holds {} % of the label and {} % of the dose alive.",
          subject.letters, words(organ.name), percent(label), percent(living));
    }
  }
  return text;
}

std::string rules(const std::vector<Subject>& subjects) {
  std::string crossed;
  bool any_rule = false;
  for (const auto& subject : subjects)
    for (const auto& rule : subject.record->body.stop_rules) {
      any_rule = true;
      if (rule.crossed)
        crossed += fmt::format("{}{}: {}", crossed.empty() ? "" : "; ", subject.letters, rule.name);
    }
  if (!any_rule) return "";
  return crossed.empty() ? "No published stop rule is crossed." : "Stop rules crossed: " + crossed + ".";
}

std::string caution(const std::vector<Subject>& subjects, bool says_alike) {
  const Record& first = *subjects.front().record;
  const std::string key =
      fmt::format("Alike means closer than {:.0f} % of the larger value or {} % of the dose. ",
                  100 * margin_of_larger, number(100 * margin_of_dose));
  return fmt::format("{}{}, no uncertainty: {} of {} parameters are assumptions.", says_alike ? key : "",
                     subjects.size() == 1 ? "One run" : "One run each", assumptions(first),
                     first.inputs.parameters.size());
}

}  // namespace

std::string reading(const std::vector<Subject>& subjects) {
  const auto times = common_times(subjects, static_cast<std::size_t>(-1));
  std::string text;
  if (!times.empty()) {
    const auto day = std::find_if(times.begin(), times.end(), [](double t) { return t >= seconds_per_day; });
    if (day != times.end() && *day != times.back()) text += living_in_liver(subjects, *day) + " ";
    text += living_in_liver(subjects, times.back());
    const auto label = label_against_cells(subjects, times.back());
    if (!label.empty()) text += " " + label;
  }
  const bool says_alike = text.find("(alike)") != std::string::npos;
  for (const auto& sentence : {rules(subjects), caution(subjects, says_alike)})
    if (!sentence.empty()) text += (text.empty() ? "" : " ") + sentence;
  return wrap(text, page_width, 0) + "\n";
}

}  // namespace cellroute::results
