#include "viz/report/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
#include "viz/program/view.hpp"
#include "viz/views/subjects.hpp"

namespace cellroute::viz {
namespace {

using Subjects = std::vector<results::Subject>;

bool alike(double a, double b) {
  const double apart = std::fabs(a - b);
  return apart <= results::margin_of_larger * std::max(std::fabs(a), std::fabs(b));
}

std::string upper_first(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

double in_liver(const results::Record& record, double time) {
  const auto* liver = results::find_organ(record, "liver");
  return liver == nullptr ? unset : results::living_share(record, *liver, results::time_index(record, time));
}

std::vector<std::size_t> falling(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return values[a] > values[b]; });
  return order;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i)
    text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
  return text;
}

Answer of_one(const results::Subject& subject, double time) {
  const auto& record = *subject.record;
  const int t = results::time_index(record, time);
  Answer answer;
  answer.question = fmt::format("Where are the cells {} after the start?", results::duration(time));
  std::vector<std::string> parts;
  for (const auto* name : {"liver", "lung", "spleen"})
    if (const auto* organ = results::find_organ(record, name))
      parts.push_back(
          fmt::format("{} % in the {}", results::percent(results::living_share(record, *organ, t)), name));
  answer.sentence = fmt::format(
      "Of the dose, alive: {}; {} % have died. One run carries no uncertainty, so how sure this is was not "
      "computed.",
      joined(parts), results::percent(record.body.balance.lost.sum(t) / record.body.dose));
  answer.basis = "One run.";
  return answer;
}

std::string question_of(const Subjects& subjects, double time) {
  bool routes = true;
  for (std::size_t i = 1; i < subjects.size(); ++i)
    routes = routes && results::route_words(*subjects[i].record) != results::route_words(*subjects[0].record);
  return fmt::format("{} leaves most living cells in the liver {} after the start?",
                     routes ? "Which route" : "Which case", results::duration(time));
}

Answer of_single_runs(const Subjects& subjects, double time) {
  const auto names = names_of(subjects);
  std::vector<double> values;
  for (const auto& subject : subjects) values.push_back(in_liver(*subject.record, time));
  const auto order = falling(values);
  Answer answer;
  answer.question = question_of(subjects, time);
  answer.basis = fmt::format(
      "One run each, and one run carries no uncertainty: {} of {} parameters are assumptions.",
      results::assumptions(*subjects.front().record), subjects.front().record->inputs.parameters.size());
  const auto value = [&](std::size_t i) { return results::percent(values[order[i]]) + " %"; };
  std::vector<std::string> tied{names[order[0]]}, tied_values{value(0)}, others;
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (others.empty() && alike(values[order[0]], values[order[i]])) {
      tied.push_back(names[order[i]]);
      tied_values.push_back(value(i));
    } else {
      others.push_back(fmt::format("{} by {}", value(i), names[order[i]]));
    }
  }
  if (tied.size() > 1) {
    answer.sentence = fmt::format(
        "Not decided between {}: {} of the dose are alive in the liver, closer than {:.0f} % of the larger "
        "value, "
        "and one run each tells no more.",
        joined(tied), joined(tied_values), 100 * results::margin_of_larger);
    return answer;
  }
  answer.decided = true;
  answer.sentence = fmt::format(
      "{}, by one run each: {} of the dose is alive in the liver, against {}; one run each carries no "
      "uncertainty, so "
      "how sure this is was not computed.",
      upper_first(names[order[0]]), value(0), joined(others));
  return answer;
}

/// The group of a sweep that stands for a record: the same value on every axis. Null when there is none.
const SweepGroup* group_of(const Sweep& sweep, const SweepMetric& metric, const results::Record& record) {
  if (record.inputs.regimen.empty()) return nullptr;
  const auto& first = record.inputs.regimen.front();
  for (const auto& group : metric.groups) {
    bool same = true;
    for (std::size_t a = 0; a < sweep.axes.size(); ++a) {
      const auto& value = group.at[a];
      if (sweep.axes[a] == "route")
        same = same && (value == first.route || value == first.route + ":" + first.catheter);
      else if (sweep.axes[a] == "condition")
        same = same && value == record.inputs.condition;
      else if (sweep.axes[a] == "product")
        same = same && value == record.inputs.product;
      else
        same = false;
    }
    if (same) return &group;
  }
  return nullptr;
}

/// Whether the sample is of another case than the record, as far as can be seen: another scenario file, or
/// parameters set on the command line of one of them alone.
bool of_another_case(const Sweep& sweep, const results::Record& record) {
  if (sweep.scenario && *sweep.scenario != record.inputs.text) return true;
  const auto& rows = record.inputs.parameters;
  const bool set = std::any_of(rows.begin(), rows.end(),
                               [](const results::ParameterRow& row) { return row.layer == "--set"; });
  return set == sweep.overrides.empty();
}

struct Paired {
  const Sweep* sweep = nullptr;
  const SweepMetric* metric = nullptr;
  std::vector<const SweepGroup*> groups;  // by subject
};

/// Sampled patients, the same for every subject.
Paired find_pairs(const Evidence& evidence, const Subjects& subjects, double time) {
  const std::string wanted = fmt::format("liver_living_{:.0f}h", time / 3600);
  for (const auto& sweep : evidence.sweeps) {
    if (sweep.design != "latin_hypercube" && sweep.design != "sobol")
      continue;  // others are no sample of patients
    for (const auto& metric : sweep.metrics) {
      if (metric.name != wanted) continue;
      Paired paired{&sweep, &metric, {}};
      for (const auto& subject : subjects)
        paired.groups.push_back(
            of_another_case(sweep, *subject.record) ? nullptr : group_of(sweep, metric, *subject.record));
      const auto differs = [&](const SweepGroup* group) {
        return group == nullptr || group->values.size() != paired.groups.front()->values.size();
      };
      if (std::none_of(paired.groups.begin(), paired.groups.end(), differs)) return paired;
    }
  }
  return {};
}

struct Duel {
  ShareInterval more;
  double tried = 0;
};

/// In how many patients `a` has more than `b`; equal ones count for half.
Duel duel(const SweepGroup& a, const SweepGroup& b) {
  double wins = 0, tried = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    if (std::isnan(a.values[i]) || std::isnan(b.values[i])) continue;
    ++tried;
    wins += a.values[i] > b.values[i] ? 1 : a.values[i] == b.values[i] ? 0.5 : 0;
  }
  return {wilson(wins, tried), tried};
}

Answer of_pairs(const Paired& paired, const Subjects& subjects, double time) {
  const auto names = names_of(subjects);
  std::vector<double> medians;
  for (const auto* group : paired.groups) medians.push_back(quantile(ascending(group->values), 0.5));
  const auto order = falling(medians);
  const auto best = order.front();
  Answer answer;
  answer.question = question_of(subjects, time);
  std::vector<std::string> surely, unsurely, open;
  double tried = 0;
  for (std::size_t i = 1; i < order.size(); ++i) {
    const auto other = order[i];
    const auto found = duel(*paired.groups[best], *paired.groups[other]);
    tried = std::max(tried, found.tried);
    const auto odds = fmt::format("than {} in {} % (95 % interval {} to {} %)", names[other],
                                  results::percent(found.more.share), results::percent(found.more.low),
                                  results::percent(found.more.high));
    if (found.more.low > 0.5 && !alike(medians[best], medians[other])) {
      surely.push_back(odds);
    } else {
      open.push_back(names[other]);
      unsurely.push_back(odds);
    }
  }
  answer.decided = open.empty();
  if (answer.decided) {
    answer.sentence =
        fmt::format("{}: it leaves more living cells in the liver {} of {:.0f} sampled patients.",
                    upper_first(names[best]), joined(surely), tried);
  } else {
    std::vector<std::string> between{names[best]};
    between.insert(between.end(), open.begin(), open.end());
    answer.sentence = fmt::format(
        "Not decided between {}: {} leaves more living cells in the liver {}{} of {:.0f} "
        "sampled patients.",
        joined(between), names[best], joined(unsurely), surely.empty() ? "" : ", and " + joined(surely),
        tried);
  }
  std::vector<std::string> middles;
  for (const auto i : order)
    middles.push_back(fmt::format("{} % by {}", results::percent(medians[i]), names[i]));
  answer.basis = fmt::format(
      "Sample: {} ({}); medians of the infused cells alive in the liver: {}. The tables of routes below are "
      "of one "
      "run each with the library's values. The interval is that of the sample; what the model leaves out is "
      "in none. Not "
      "decided: the "
      "interval reaches one half, or medians are closer than {:.0f} % of the larger.",
      paired.sweep->title, results::words(paired.sweep->design), joined(middles),
      100 * results::margin_of_larger);
  if (!paired.sweep->scenario)
    answer.basis +=
        " That the sample is of the same case could not be checked: its scenario file is not here.";
  return answer;
}

}  // namespace

ShareInterval wilson(double wins, double trials) {
  if (!(trials > 0)) return {};
  const double z = 1.959963984540054, p = wins / trials;  // z: the normal quantile of 0.975
  const double centre = (p + z * z / (2 * trials)) / (1 + z * z / trials);
  const double half =
      z / (1 + z * z / trials) * std::sqrt(p * (1 - p) / trials + z * z / (4 * trials * trials));
  return {p, std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

double time_of_report(const Subjects& subjects) {
  const auto times = results::common_times(subjects, static_cast<std::size_t>(-1));
  if (times.empty()) throw RequestError("the results share no output time");
  for (const double time : times)
    if (time >= results::seconds_per_day) return time;
  return times.back();
}

Answer answer(const Evidence& evidence, const Subjects& subjects, double time) {
  if (subjects.size() == 1) return of_one(subjects.front(), time);
  const auto paired = find_pairs(evidence, subjects, time);
  if (paired.sweep != nullptr) return of_pairs(paired, subjects, time);
  auto found = of_single_runs(subjects, time);
  if (!evidence.sweeps.empty())
    found.basis +=
        " No sweep that was given samples these cases, at this time, with the same patients in each.";
  return found;
}

}  // namespace cellroute::viz
