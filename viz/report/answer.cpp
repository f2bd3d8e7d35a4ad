#include "viz/report/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numeric>

#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
#include "viz/program/view.hpp"
#include "viz/report/cases.hpp"

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

/// Names with commas in them are kept apart by more than commas.
std::string listed(const std::vector<std::string>& parts) {
  const bool commas = std::any_of(parts.begin(), parts.end(),
                                  [](const auto& part) { return part.find(',') != std::string::npos; });
  if (!commas || parts.size() < 2) return joined(parts);
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) text += (i == 0 ? "" : "; ") + parts[i];
  return text;
}

std::string question_of(const Subjects& subjects, double time) {
  const auto differ = differences(subjects);
  return fmt::format(
      "{} leaves {} in the liver {} after the start?", differ.only_routes ? "Which route" : "Which case",
      differ.dose ? "the largest share of its dose alive" : "most living cells", results::duration(time));
}

/// What a sentence calls the subjects: letters where there are many, which "The case" explains.
std::vector<std::string> said_names(const Subjects& subjects) {
  constexpr std::size_t many = 7;
  return subjects.size() < many ? results::names_of(subjects) : case_heads(subjects);
}

/// "12.1 %", and where doses differ "12.1 % (2.4e7 cells)".
std::string share_words(const results::Subject& subject, double share, bool with_cells,
                        const std::string& of = "") {
  const auto text = results::percent(share) + " %" + of;
  return with_cells ? fmt::format("{} ({})", text, results::cells_words(share * subject.record->body.dose))
                    : text;
}

/// Names of subjects that are one run.
std::string identical(const Subjects& subjects, const std::vector<std::string>& names) {
  std::string text;
  std::vector<bool> told(subjects.size(), false);
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    std::vector<std::string> same{names[i]};
    for (std::size_t k = i + 1; k < subjects.size(); ++k)
      if (!told[k] &&
          subjects[k].record->provenance.fingerprint == subjects[i].record->provenance.fingerprint) {
        told[k] = true;
        same.push_back(names[k]);
      }
    if (same.size() > 1)
      text +=
          fmt::format("{}{} are identical runs (equal fingerprints).", text.empty() ? "" : " ", listed(same));
  }
  return text;
}

/// What keeps the subjects from being routes of one experiment, in plain words.
std::string warning_of(const Subjects& subjects, const std::vector<std::string>& names, double time) {
  const auto differ = differences(subjects);
  std::vector<std::string> what;
  if (differ.species) what.emplace_back("species");
  if (differ.product) what.emplace_back("cell product");
  std::string text;
  if (!what.empty())
    text = fmt::format(
        "These are different experiments: they differ in {}. A ranking between them says nothing about "
        "routes.",
        joined(what));
  if (end_of_infusions(subjects) > time) {
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < subjects.size(); ++i)
      if (const double share = infused_share(*subjects[i].record, time); share < 1)
        parts.push_back(fmt::format("{} %{}", results::percent(share),
                                    subjects.size() == 1 ? " of it is" : " for " + names[i]));
    text += fmt::format("{}Not all of the dose is in by then: {}; {} no output time after the last infusion.",
                        text.empty() ? "" : " ", listed(parts),
                        subjects.size() == 1 ? "there is" : "the results share");
  }
  if (const auto same = identical(subjects, names); !same.empty()) text += (text.empty() ? "" : " ") + same;
  return text;
}

/// How many parameters are assumptions; of each where they are not as many.
std::string assumption_words(const Subjects& subjects) {
  long least = results::assumptions(*subjects.front().record), most = least;
  std::size_t few = subjects.front().record->inputs.parameters.size(), many = few;
  for (const auto& subject : subjects) {
    const long own = results::assumptions(*subject.record);
    const auto all = subject.record->inputs.parameters.size();
    least = std::min(least, own);
    most = std::max(most, own);
    few = std::min(few, all);
    many = std::max(many, all);
  }
  const auto range = [](auto low, auto high) {
    return low == high ? fmt::format("{}", low) : fmt::format("{} to {}", low, high);
  };
  return fmt::format("{} of {} parameters are assumptions", range(least, most), range(few, many));
}

constexpr std::size_t most_others = 4;  // that a sentence names

Answer of_single_runs(const Subjects& subjects, double time) {
  const auto names = said_names(subjects);
  const auto differ = differences(subjects);
  std::vector<double> values;
  for (const auto& subject : subjects) values.push_back(living_in(*subject.record, "liver", time));
  const auto order = falling(values);
  Answer answer;
  answer.question = question_of(subjects, time);
  answer.basis =
      fmt::format("One run each, and one run carries no uncertainty: {}.", assumption_words(subjects));
  const auto value = [&](std::size_t i) {
    return share_words(subjects[order[i]], values[order[i]], differ.dose);
  };
  if (differ.species) {
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < subjects.size() && i < most_others; ++i)  // as given: no ranking
      parts.push_back(fmt::format("{} for {}", share_words(subjects[i], values[i], differ.dose), names[i]));
    if (subjects.size() > most_others)
      parts.push_back(fmt::format("{} more are in the table below", subjects.size() - most_others));
    answer.sentence = fmt::format(
        "Not decided: species are not ranked against each other. Of the dose, alive in the liver: {}.",
        listed(parts));
    return answer;
  }
  std::vector<std::string> tied{names[order[0]]}, tied_values{value(0)}, others;
  bool one_run = true;
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (others.empty() && alike(values[order[0]], values[order[i]])) {
      tied.push_back(names[order[i]]);
      tied_values.push_back(value(i));
      one_run = one_run && subjects[order[i]].record->provenance.fingerprint ==
                               subjects[order[0]].record->provenance.fingerprint;
    } else if (others.size() < most_others) {
      others.push_back(fmt::format("{} {} {}", value(i), differ.only_routes ? "by" : "for", names[order[i]]));
    }
  }
  if (tied.size() > 1) {
    answer.sentence = fmt::format("Not decided between {}: {} of the dose are alive in the liver, {}.",
                                  listed(tied), joined(tied_values),
                                  one_run ? "for they are identical runs"
                                          : fmt::format("closer than {:.0f} % of the larger value, and one "
                                                        "run each tells no more",
                                                        100 * results::margin_of_larger));
    return answer;
  }
  if (order.size() - 1 > others.size())
    others.push_back(fmt::format("less for {} more", order.size() - 1 - others.size()));
  answer.decided = true;
  answer.sentence = fmt::format(
      "{}, by one run each: {} is alive in the liver, against {}; one run each carries no "
      "uncertainty, so how sure this is was not computed.",
      upper_first(names[order[0]]),
      share_words(subjects[order[0]], values[order[0]], differ.dose, " of the dose"), listed(others));
  return answer;
}

/// A share of patients: 100 % are all of them, and what would be rounded to it is not.
std::string odds_percent(double share) {
  const auto text = results::percent(share);
  return text == "100" && share < 1 ? ">99.9" : text;
}

/// "in 74.4 % (95 % interval 72.4 to 76.2 %)".
std::string odds_words(const ShareInterval& odds) {
  return fmt::format("in {} % (95 % interval {} to {} %)", odds_percent(odds.share),
                     results::percent(odds.low), odds_percent(odds.high));
}

/// Median, and between what most patients lie.
std::string spread_words(const SweepGroup& group) {
  const auto sorted = ascending(group.values);
  return fmt::format("{} % ({} to {} %)", results::percent(quantile(sorted, 0.5)),
                     results::percent(quantile(sorted, 0.05)), results::percent(quantile(sorted, 0.95)));
}

std::vector<double> medians_of(const Paired& paired) {
  std::vector<double> medians;
  for (const auto* group : paired.groups) medians.push_back(quantile(ascending(group->values), 0.5));
  return medians;
}

std::string sample_words(const Paired& paired) {
  return fmt::format("Sample: {} ({}).{}", paired.sweep->title, results::words(paired.sweep->design),
                     paired.known_case
                         ? ""
                         : " That it is of the same case could not be checked: its file does not "
                           "name its scenario, which is not here.");
}

std::string in_organ(const std::string& name) {
  return name == "rest" ? "in the rest of the body" : "in the " + results::words(name);
}

/// "Of the dose, 12 % are alive: 11.5 % in the liver, ...; 78 % have died.": the liver, and where most others
/// are.
std::string where_words(const results::Record& record, int t) {
  constexpr std::size_t most = 4;
  constexpr double least = 0.005;  // of the dose
  std::vector<std::pair<double, std::string>> places;
  double living = 0;
  for (const auto& organ : record.body.organs) {
    const double share = results::living_share(record, organ, t);
    living += share;
    if (organ.name == "liver" || share >= least) places.emplace_back(share, organ.name);
  }
  std::stable_sort(places.begin(), places.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  while (places.size() > most) places.erase(places.end() - (places.back().second == "liver" ? 2 : 1));
  std::vector<std::string> parts;
  for (const auto& [share, name] : places)
    parts.push_back(fmt::format("{} % {}", results::percent(share), in_organ(name)));
  const double lost = record.body.balance.lost.sum(t) / record.body.dose;
  return fmt::format("Of the dose, {} % are {}: {}{}.", results::percent(living),
                     lost > 0 ? "alive" : "in the body", joined(parts),
                     lost > 0 ? fmt::format("; {} % have died", results::percent(lost)) : "");
}

Answer of_one(const results::Subject& subject, const Paired& paired, double time) {
  const auto& record = *subject.record;
  const int t = results::time_index(record, time);
  Answer answer;
  answer.question = fmt::format("Where are the cells {} after the start?", results::duration(time));
  const auto shares = where_words(record, t);
  if (paired.sweep == nullptr) {
    answer.sentence = shares + " One run carries no uncertainty, so how sure this is was not computed.";
    answer.basis = "One run.";
    return answer;
  }
  answer.sentence =
      fmt::format("{} In {} sampled patients the liver holds {} alive.", shares,
                  ascending(paired.groups.front()->values).size(), spread_words(*paired.groups.front()));
  answer.basis =
      "One run with the library's values; of the sample the median, and in brackets 5 to 95 % of the "
      "patients. " +
      sample_words(paired);
  return answer;
}

/// "liver shunts: ... (liver.shunts.arteriovenous; 0.3 to 12.9 %; assumption) with 18.7 %".
std::string decider_part(const Decider& one) {
  return fmt::format("{} ({}, sampled from {}; source: {}) explains {} %", factor_name(one), one.path,
                     range_words(one), one.source.empty() ? "not given" : one.source,
                     results::percent(one.rank_correlation * one.rank_correlation));
}

/// The parameter that the ratio of the two best follows most, and those that chance may have put behind it.
std::string decider_words(const Paired& paired, const std::vector<std::string>& names) {
  constexpr std::size_t most = 4;
  constexpr double little = 0.05;  // of the variance: nothing decides by so much
  const auto [first, second] = leaders(paired);
  const auto& a = *paired.groups[first];
  if (a.rows.empty()) return "";  // no table to look it up in
  const auto found = deciders(*paired.sweep, a, *paired.groups[second], most);
  const auto between = fmt::format("between {} and {}", names[first], names[second]);
  if (found.empty()) return fmt::format("No single sampled parameter stands out in deciding {}.", between);
  const auto& one = found.front();
  const char* measure = "of the variance of the ranks of their ratio";
  if (one.rank_correlation * one.rank_correlation < little)
    return fmt::format("No single sampled parameter decides {}: of the strongest, {} {}.", between,
                       decider_part(one), measure);
  std::vector<std::string> beside;
  for (std::size_t i = 1; i < found.size(); ++i)
    if (may_be_as_strong(one, found[i]))
      beside.push_back(fmt::format("{} ({} %)", found[i].path,
                                   results::percent(found[i].rank_correlation * found[i].rank_correlation)));
  return fmt::format(
      "What decides most {}: {} {}{}.", between, decider_part(one), measure,
      beside.empty() ? ""
                     : fmt::format("; the sample cannot tell whether it is more than {}", joined(beside)));
}

/// Published limits that the runs exceed, and how many sampled patients do.
std::string limit_words(const Subjects& subjects, const Paired& paired,
                        const std::vector<std::string>& names) {
  std::vector<std::string> runs, patients;
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    if (crosses_rules(*subjects[i].record))
      runs.push_back(fmt::format("{} by {}", crossed_rules(*subjects[i].record), names[i]));
    if (paired.sweep == nullptr) continue;
    const auto place = paired.groups[i] - paired.metric->groups.data();
    for (const auto& metric : paired.sweep->metrics) {
      if (metric.name != "stop_rule_share") continue;
      const auto values = ascending(metric.groups[static_cast<std::size_t>(place)].values);
      const auto over = std::count_if(values.begin(), values.end(), [](double value) { return value > 1; });
      if (over > 0) patients.push_back(fmt::format("{} of {} by {}", over, values.size(), names[i]));
    }
  }
  if (runs.empty() && patients.empty()) return "";
  std::string text = "Limits published for infusions into the portal vein of people are exceeded";
  if (!runs.empty())
    text +=
        fmt::format(" in the {}: {}", subjects.size() == 1 ? "run" : "runs of the table below", listed(runs));
  if (!patients.empty())
    text +=
        fmt::format("{} in sampled patients: one or more in {}", runs.empty() ? "" : ";", listed(patients));
  return text + ".";
}

Answer of_pairs(const Paired& paired, const Subjects& subjects, double time) {
  const auto names = said_names(subjects);
  const auto medians = medians_of(paired);
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
    const auto odds = fmt::format("than {} {}", names[other], odds_words(found.more));
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
                    upper_first(names[best]), listed(surely), tried);
  } else {
    std::vector<std::string> between{names[best]};
    between.insert(between.end(), open.begin(), open.end());
    answer.sentence = fmt::format(
        "Not decided between {}: {} leaves more living cells in the liver {}{} of {:.0f} "
        "sampled patients.",
        listed(between), names[best], listed(unsurely), surely.empty() ? "" : ", and " + listed(surely),
        tried);
  }
  std::vector<std::string> middles;
  for (const auto i : order)
    middles.push_back(fmt::format("{} {}", names[i], spread_words(*paired.groups[i])));
  answer.basis = fmt::format(
      "Median of the dose alive in the liver (5 to 95 % of the patients): {}. {} The interval tells how well "
      "so "
      "many patients pin down that share; what the model leaves out is in none. Not decided: the interval "
      "reaches "
      "one half, or medians are closer than {:.0f} % of the larger.",
      listed(middles), sample_words(paired), 100 * results::margin_of_larger);
  answer.decider = decider_words(paired, names);
  return answer;
}

}  // namespace

double living_in(const results::Record& record, const std::string& organ, double time) {
  const auto* found = results::find_organ(record, organ);
  return found == nullptr ? unset : results::living_share(record, *found, results::time_index(record, time));
}

double time_of_report(const Subjects& subjects) {
  const auto times = results::common_times(subjects, static_cast<std::size_t>(-1));
  if (times.empty()) throw RequestError("the results share no output time");
  const double least = std::max(results::seconds_per_day, end_of_infusions(subjects));
  for (const double time : times)
    if (time >= least) return time;
  return times.back();
}

std::pair<std::size_t, std::size_t> leaders(const Paired& paired) {
  const auto order = falling(medians_of(paired));
  return {order.at(0), order.at(1)};
}

Answer answer(const Evidence& evidence, const Subjects& subjects, double time) {
  const auto paired = find_pairs(evidence, subjects, time);
  Answer found = subjects.size() == 1 ? of_one(subjects.front(), paired, time)
                 : paired.sweep != nullptr && !differences(subjects).species
                     ? of_pairs(paired, subjects, time)
                     : of_single_runs(subjects, time);
  if (subjects.size() > 1 && paired.sweep == nullptr && !evidence.sweeps.empty())
    found.basis +=
        " No sweep that was given samples these cases, at this time, with the same patients in each.";
  found.warning = warning_of(subjects, said_names(subjects), time);
  found.limits = limit_words(subjects, paired, said_names(subjects));
  return found;
}

}  // namespace cellroute::viz
