// summary.txt, the liver: what was resolved, its segments, its trees, what spreads its transit times.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"
#include "sim/results/liver_measures.hpp"
#include "sim/results/measures.hpp"
#include "sim/results/summary_parts.hpp"
#include "sim/results/table.hpp"

namespace cellroute::results {
namespace {

constexpr std::size_t name_width = 26, column = 10, most_columns = 7;
constexpr double mL = 1e-6, minute = 60;

struct NamedRange {
  std::string name;
  SegmentRange range;
};

/// Each segment, then what people sum them to.
std::vector<NamedRange> ranges() {
  std::vector<NamedRange> all;
  for (std::size_t s = 0; s < couinaud_segments; ++s) all.push_back({couinaud_words[s], {s, s + 1}});
  all.push_back({"left liver, 1 to 4", left_liver});
  all.push_back({"right liver, 5 to 8", right_liver});
  all.push_back({"all segments", whole_liver});
  return all;
}

std::string grid(const LiverRecord& liver) {
  const auto& result = liver.result;
  int voxels = 0;
  for (const auto& segment : result.segments) voxels += segment.voxels;
  return fmt::format("{} voxels of {} mm in a box of {} x {} x {}: {} mL; {}", voxels,
                     number(result.spacing * 1e3), result.cells[0], result.cells[1], result.cells[2],
                     number(result.volume / mL),
                     liver.numerics.mask ? "shape from " + liver.numerics.mask->file : "the built-in shape");
}

std::string choices(const LiverRecord& liver) {
  const LiverNumerics& in = liver.numerics;
  std::string text = fmt::format("cells leave a branching {}; lodged cells {} the conductance of their voxel",
                                 in.skimming ? "by the phase separation of red cells" : "with the flow",
                                 in.plugging ? "lower" : "do not change");
  if (!in.heterogeneity) text += "; trees without resistance";
  if (!in.delay) text += "; trees without delay";
  for (const auto& branch : in.embolised) text += "; closed: " + branch;
  return text;
}

std::string work(const LiverRecord& liver) {
  const auto& done = liver.result.work;
  return fmt::format(
      "{} steps; flow solved {} times with {} iterations; largest difference of a step's two orders {} % of "
      "the living cells, tolerance {} %",
      done.steps, done.flow_solves, done.flow_iterations, percent(done.worst_change),
      percent(liver.stepping.tolerance));
}

std::string perfusion(const LiverRecord& liver) {
  TextTable table(name_width, 12, 5);
  table.row("Segment, at rest", {"mL", "% of liver", "portal", "arterial", "arterial %"});
  table.line();
  const double all = sum(liver, whole_liver, &liver::SegmentSeries::volume);
  for (const auto& [name, range] : ranges()) {
    if (range.first == left_liver.first && range.end == left_liver.end) table.line();
    const double volume = sum(liver, range, &liver::SegmentSeries::volume);
    const double portal = sum(liver, range, &liver::SegmentSeries::portal_flow);
    const double arterial = sum(liver, range, &liver::SegmentSeries::arterial_flow);
    const double shown = 100 * minute / volume;
    table.row(name, {number(volume / mL), percent(volume / all), number(shown * portal),
                     number(shown * arterial), percent(arterial / (arterial + portal))});
  }
  return summary_heading("Liver segments (Couinaud): volume, and blood flow [mL/min for 100 mL of liver]") +
         table.text();
}

/// A table of the segments over time, `value` of (record, range, time).
template <class Value>
std::string over_time(const LiverRecord& liver, const std::vector<double>& times, Value value) {
  TextTable table(name_width, column, times.size());
  std::vector<std::string> heads;
  for (const double time : times) heads.push_back(duration(time));
  table.row("", heads);
  table.line();
  for (const auto& [name, range] : ranges()) {
    if (range.first == left_liver.first && range.end == left_liver.end) table.line();
    std::vector<std::string> cells;
    for (const double time : times) cells.push_back(value(range, time_index(liver, time)));
    table.row(name, cells);
  }
  return table.text();
}

std::string cells(const Record& record, const std::vector<double>& times) {
  const LiverRecord& liver = *record.liver;
  const auto living = [&](SegmentRange range, int t) {
    return percent(sum(liver, range, &liver::SegmentSeries::living, t) / record.body.dose);
  };
  const auto dense = [&](SegmentRange range, int t) {
    return number_above(1e-2, density(liver, range, t) * mL);
  };
  return summary_heading("Living cells by liver segment [% of the dose]") + over_time(liver, times, living) +
         summary_heading("Living cells by liver segment [cells per mL of tissue]") +
         over_time(liver, times, dense) +
         summary_text(
             "Of the segments' tissue: the liver's large vessels are not in it. segments.csv has every "
             "state and time.");
}

std::string trees(const LiverRecord& liver) {
  TextTable table(16, 10, 8);
  table.row("Vessel tree",
            {"terminals", "blood mL", "trunk mm", "mL/min", "drop mmHg", "CV %", "transit s", "CV %"});
  table.line();
  for (const auto& tree : liver.result.trees)
    table.row(
        words(tree.name),
        {std::to_string(tree.terminals), number_above(1e-3, tree.volume / mL), number(2e3 * tree.root_radius),
         number(minute * tree.flow / mL), number_above(1e-3, tree.pressure_drop / pascal_per_mmhg),
         percent(tree.drop_cv), number_above(1e-3, tree.mean_transit), percent(std::sqrt(tree.transit_cv2))});
  return "\n" + table.text() +
         summary_text(
             "At rest. Trunk: its diameter. Drop: of pressure between trunk and terminals. Transit: of blood "
             "through the tree. Both are means by flow, each with its coefficient of variation between "
             "terminals.");
}

/// As casts of vessels are described, where that is known.
std::string strahler(const LiverRecord& liver) {
  TextTable table(16, 10, 4);
  table.row("Strahler orders", {"orders", "number", "length", "diameter"});
  table.line();
  for (const auto& tree : liver.result.trees) {
    if (tree.orders < 2) return "";
    table.row(words(tree.name), {std::to_string(tree.orders), number(tree.branching_ratio),
                                 number(tree.length_ratio), number(tree.diameter_ratio)});
  }
  return "\n" + table.text() +
         summary_text(
             "From one order to the next, by least squares on the logarithms: how many times fewer vessels, "
             "how "
             "many times longer and wider. Terminals have order 1, and there the trees of a model end.");
}

std::string transit(const LiverRecord& liver) {
  const auto& spread = liver.result.transit;
  const double sum = spread.trees + spread.perfusion + spread.sinusoids;
  std::string text = fmt::format(
      "Transit time through the sinusoids at rest: mean {} s. Its spread (variance over the square of that "
      "mean): vessel trees {} ({} %), uneven flow of the voxels {} ({} %), sinusoids {} ({} %); together "
      "{}. ",
      number(spread.sinusoid_mean), number(spread.trees), percent(spread.trees / sum),
      number(spread.perfusion), percent(spread.perfusion / sum), number(spread.sinusoids),
      percent(spread.sinusoids / sum), number(sum));
  if (liver.numerics.tanks == SinusoidTanks::body)
    return text + fmt::format("The sinusoids' tanks are those of the body level, which alone have {}.",
                              number(spread.organ));
  text += fmt::format("The sinusoids' tanks are chosen to bring it to that of the organ, {}",
                      number(spread.organ));
  if (spread.trees + spread.perfusion > spread.organ)
    text += ", which trees and uneven flow alone exceed";
  else if (sum > 1.01 * spread.organ)
    text += ", which it exceeds with as many tanks as there can be";
  return text + ".";
}

std::string plugged(const LiverRecord& liver, const std::vector<double>& times) {
  const auto& most = liver.result.hemodynamics.most_plugged_voxel;
  if (!liver.numerics.plugging || most.empty())
    return "Plugging is off: lodged cells do not change the flow.";
  const auto worst = static_cast<std::size_t>(std::max_element(most.begin(), most.end()) - most.begin());
  std::string text = fmt::format("Sinusoids plugged in the worst voxel: {} % after {}", percent(most[worst]),
                                 duration(liver.result.times[worst]));
  if (!times.empty()) {
    const auto last = static_cast<std::size_t>(time_index(liver, times.back()));
    if (last != worst) text += fmt::format(", {} % after {}", percent(most[last]), duration(times.back()));
  }
  return text + ".";
}

/// At most `most` of the times, spread evenly, with first and last.
std::vector<double> thinned(const std::vector<double>& times, std::size_t most) {
  if (times.size() <= most) return times;
  std::vector<double> kept;
  for (std::size_t i = 0; i < most; ++i) kept.push_back(times[i * (times.size() - 1) / (most - 1)]);
  return kept;
}

}  // namespace

std::string liver_summary(const Record& record, const std::vector<double>& times) {
  if (!record.liver) return "";
  const LiverRecord& liver = *record.liver;
  std::vector<double> shown;
  for (const double time : thinned(times, most_columns))
    if (time_index(liver, time) >= 0) shown.push_back(time);
  std::string text = summary_heading("Liver") + summary_entry("Grid", grid(liver)) +
                     summary_entry("Setting", choices(liver)) + summary_entry("Work", work(liver));
  text += perfusion(liver);
  if (!shown.empty()) text += cells(record, shown);
  text += trees(liver) + summary_text(transit(liver)) + summary_text(plugged(liver, shown)) + strahler(liver);
  return text;
}

}  // namespace cellroute::results
