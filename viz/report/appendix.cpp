// The appendix: what the sections rest on, folded on a screen and open on paper.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
#include "viz/report/html.hpp"
#include "viz/report/sections.hpp"
#include "viz/views/plots.hpp"
#include "viz/views/sweep_plots.hpp"

namespace cellroute::viz {
namespace {

constexpr std::size_t influences_shown = 6;

std::string courses(const Matter& matter) {
  std::string text;
  if (matter.subjects.size() > 1)  // one alone stands above
    for (std::size_t i = 0; i < matter.subjects.size(); ++i)
      text += html::figure(
          [&](const plot::Sheet& sheet) { return series_plot(*matter.subjects[i].record, sheet); }, 600, 620,
          fmt::format("Living cells by organ, {}.", matter.names[i]));
  return html::details("Time course by organ", text);
}

std::string bodies(const Matter& matter) {
  std::string text;
  for (std::size_t i = 0; i < matter.subjects.size(); ++i) {
    const auto& record = *matter.subjects[i].record;
    const int t = results::time_index(record, matter.time);
    text += html::figure([&](const plot::Sheet& sheet) { return body_plot(record, t, sheet); }, 500, 760,
                         fmt::format("{}, {}{}. The outline of the body stands for the rest of it.",
                                     matter.names[i], results::duration(matter.time),
                                     record.inputs.decay == "applied" ? "; label with decay applied" : ""));
  }
  for (const auto& subject : matter.subjects)
    if (subject.record->inputs.decay == "applied") {
      text += html::paragraph(
          "Label with decay applied is as a detector counts it then, not corrected for decay.");
      break;
    }
  return html::details("Living cells and label in the body", text);
}

/// What keeps a sensitivity out: that none of its cases is a subject. Empty where one is, or it names none.
std::string foreign(const Matter& matter, const Sensitivity& sensitivity) {
  const auto& known = sensitivity.fingerprints;
  const auto among = [&](const results::Subject& subject) {
    return std::find(known.begin(), known.end(), subject.record->provenance.fingerprint) != known.end();
  };
  if (known.empty() || std::any_of(matter.subjects.begin(), matter.subjects.end(), among)) return "";
  return fmt::format(
      "The sensitivity of \u201c{}\u201d is of other cases than those of this report and is left out.",
      sensitivity.title);
}

std::string influences(const Matter& matter) {
  std::string text;
  for (const auto& one : matter.evidence.sensitivities) {
    const auto& all = one.estimates;
    if (all.empty()) continue;
    if (const auto why = foreign(matter, one); !why.empty()) {
      text += html::paragraph(why);
      continue;
    }
    if (one.fingerprints.empty())
      text += html::paragraph(
          "That this sensitivity is of the same cases could not be checked: it does not name them.");
    const auto wanted = std::find_if(
        all.begin(), all.end(), [](const Estimate& one) { return one.metric.starts_with("liver_living"); });
    const auto metric = wanted == all.end() ? all.front().metric : wanted->metric;
    if (std::none_of(all.begin(), all.end(),
                     [&](const Estimate& one) { return one.metric == metric && !std::isnan(one.value); })) {
      text += html::paragraph(
          "What decides it cannot be said: there were too few runs for the parameters sampled.");
      continue;
    }
    std::vector<std::string> groups;
    for (const auto& one : all)
      if (one.metric == metric && std::find(groups.begin(), groups.end(), one.at) == groups.end())
        groups.push_back(one.at);
    const auto down = static_cast<double>(groups.size());
    text += html::figure(
        [&](const plot::Sheet& sheet) { return influence_plot(all, metric, influences_shown, sheet); },
        130 + 290 * std::ceil(down / 2), 150 + 290 * down, "What it follows most.");
  }
  return html::details("What each result follows", text);
}

}  // namespace

std::string appendix(const Matter& matter) {
  std::string scenarios;  // those that differ, each with whose it is
  std::vector<std::string> told;
  for (std::size_t i = 0; i < matter.subjects.size(); ++i) {
    const auto& text = matter.subjects[i].record->inputs.text;
    if (text.empty() || std::find(told.begin(), told.end(), text) != told.end()) continue;
    told.push_back(text);
    scenarios += html::paragraph(matter.subjects.size() > 1 ? "Of: " + matter.names[i] : "", "quiet") +
                 "<pre class=\"input\">" + plot::escaped(text) + "</pre>\n";
  }
  return html::section(
      "appendix", "Appendix",
      bodies(matter) + courses(matter) + influences(matter) +
          html::details("Predictions, one by one", validation_table(matter)) + parameter_tables(matter) +
          html::details(told.size() > 1 ? "The scenario files" : "The scenario file", scenarios));
}

}  // namespace cellroute::viz
