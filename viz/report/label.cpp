// The section on what an imager sees against where living cells are.
#include <fmt/format.h>

#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
#include "viz/report/cases.hpp"
#include "viz/report/html.hpp"
#include "viz/report/label_plot.hpp"
#include "viz/report/sections.hpp"

namespace cellroute::viz {
namespace {

/// Where the label misleads most.
std::string widest_gap(const Matter& matter) {
  double widest = 0;
  std::string sentence;
  for (std::size_t i = 0; i < matter.subjects.size(); ++i) {
    const auto& record = *matter.subjects[i].record;
    const int t = results::time_index(record, matter.time);
    for (const auto& organ : record.body.organs) {
      const double alive = results::living_share(record, organ, t), seen = organ.label.total(t);
      if (seen - alive <= widest) continue;
      widest = seen - alive;
      sentence = fmt::format(
          "Label is not cells ({}, {} after the start): the {} holds {} % of all label of the regimen{} but "
          "{} % of the dose alive.",
          matter.names[i], results::duration(matter.time), organ.name, results::percent(seen),
          record.inputs.decay == "applied" ? " (decay applied)" : "", results::percent(alive));
    }
  }
  return sentence;
}

}  // namespace

std::string label_section(const Matter& matter) {
  std::string ideal, decaying;
  std::size_t ideals = 0, decays = 0;
  for (std::size_t i = 0; i < matter.subjects.size(); ++i) {
    const auto& in = matter.subjects[i].record->inputs;
    if (in.label == "none") {
      ++ideals;
      ideal += (ideal.empty() ? "" : "; ") + matter.heads[i];
    }
    if (in.decay == "applied" && in.label != "none") {
      ++decays;
      decaying += (decaying.empty() ? "" : "; ") + matter.heads[i];
    }
  }
  const auto whose = [&](std::size_t count, const std::string& names) {
    return count < matter.subjects.size() ? " (" + names + ")" : "";
  };
  std::string body = html::paragraph(widest_gap(matter));
  if (ideals > 0)
    body += html::paragraph(
        fmt::format("No label was given{}: the label shown is an ideal one, on every cell until the cell is "
                    "cleared.",
                    whose(ideals, ideal)));
  if (decays > 0)
    body += html::paragraph(fmt::format(
        "Decay applied{}: label is what is left of all label of the regimen after physical decay, as a "
        "detector counts it. Less label need not be label that has gone elsewhere.",
        whose(decays, decaying)));
  body += html::figure(
      [&](const plot::Sheet& sheet) { return label_plot(matter.subjects, matter.marks, matter.time, sheet); },
      label_plot_height(matter.subjects, matter.time, false),
      label_plot_height(matter.subjects, matter.time, true),
      "An imager counts the label wherever it is: on living cells, on dead ones still lodged, and in the "
      "macrophages that took up what dead cells left. Organs below 0.5 % of both are left out.");
  return html::section("label", "What an imager sees, and where living cells are", body);
}

}  // namespace cellroute::viz
