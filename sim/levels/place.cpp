#include "sim/levels/place.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/levels/lobule_classes.hpp"
#include "sim/liver/simulate.hpp"
#include "sim/results/liver_measures.hpp"

namespace cellroute::levels {
namespace {

using Sinusoids = liver::SinusoidInflow;

/// Volume [m3] and blood at rest [m3/s] of a part of the liver.
struct Part {
  double volume = 0, portal = 0, arterial = 0;
};

Part part_of(const liver::LiverResult& liver, int segment) {
  Part part;
  for (int s = 1; s <= couinaud_segments; ++s) {
    if (segment != 0 && s != segment) continue;
    const liver::SegmentSeries& one = liver.segments[static_cast<std::size_t>(s - 1)];
    part.volume += one.volume;
    part.portal += one.portal_flow;
    part.arterial += one.arterial_flow;
  }
  return part;
}

/// [cell/m3] alive at infusion, over the run.
double entered(const FeedingLiver& liver, int segment) {
  const Sinusoids& in = liver.sinusoids;
  double sum = 0;
  for (std::size_t i = 0; i < in.steps(); ++i)
    for (const auto entry : {Sinusoids::portal, Sinusoids::arterial})
      for (int k = 0; k + 1 < in.carriers(); ++k) sum += in.cells(i, segment, entry, k);
  return sum / part_of(liver.result, segment).volume;
}

std::string words_of(LiverPlace place, int segment) {
  if (segment == 0) return "whole liver";
  const std::string name =
      std::string("segment ") + results::couinaud_words[static_cast<std::size_t>(segment - 1)];
  if (place == LiverPlace::most_cells) return name + ", with most cells per volume";
  if (place == LiverPlace::fewest_cells) return name + ", with fewest cells per volume";
  return name;
}

/// The steps of a liver may overshoot below 0 where an infusion stops: later cells make up for it, or where
/// there are none the last before. The sum stays.
void settle(std::vector<double>& cells, std::size_t classes, std::size_t k) {
  double owed = 0;
  const auto pay = [&owed](double& entering) {
    entering -= owed;
    owed = std::max(0.0, -entering);
    entering = std::max(0.0, entering);
  };
  for (std::size_t i = k; i < cells.size(); i += classes) pay(cells[i]);
  for (std::size_t i = cells.size() - classes + k; owed > 0; i -= classes) {
    pay(cells[i]);
    if (i < classes) break;
  }
}

/// The two ends of each step are two times.
void add_cells(LobuleInflow& inflow, const Sinusoids& in, Sinusoids::Entry entry, int segment,
               double volume) {
  const std::size_t classes = inflow.classes.size();
  std::vector<double> cells, last;  // [step][class]
  for (std::size_t step = 0; step < in.steps(); ++step) {
    const auto counted =
        by_class(inflow, in.carriers(), [&](int k) { return in.cells(step, segment, entry, k); });
    const auto ends =
        by_class(inflow, in.carriers(), [&](int k) { return in.rate(step, segment, entry, k); });
    cells.insert(cells.end(), counted.begin(), counted.end());
    last.insert(last.end(), ends.begin(), ends.end());
  }
  for (std::size_t k = 0; k < classes; ++k) settle(cells, classes, k);
  auto& rates = inflow.cells[entry == Sinusoids::portal ? 0 : 1];
  for (std::size_t step = 0; step < in.steps(); ++step) {
    for (const bool end : {false, true})
      for (std::size_t i = step * classes; i < (step + 1) * classes; ++i) {
        const double mean = cells[i] / (in.end(step) - in.begin(step));
        const double rate = std::clamp(last[i], 0.0, 2 * mean);
        rates.push_back((end ? rate : 2 * mean - rate) / volume);
      }
  }
}

void add_steps(LobuleInflow& inflow, const Sinusoids& in, int segment, double volume) {
  for (std::size_t step = 0; step < in.steps(); ++step) {
    inflow.times.insert(inflow.times.end(), {in.begin(step), in.end(step)});
    inflow.portal_flow.insert(inflow.portal_flow.end(), 2,
                              in.flow(step, segment, Sinusoids::portal) / volume);
    inflow.arterial_flow.insert(inflow.arterial_flow.end(), 2,
                                in.flow(step, segment, Sinusoids::arterial) / volume);
  }
  for (const auto entry : {Sinusoids::portal, Sinusoids::arterial})
    add_cells(inflow, in, entry, segment, volume);
}

}  // namespace

int segment_at(LiverPlace place, const FeedingLiver& liver) {
  if (place != LiverPlace::most_cells && place != LiverPlace::fewest_cells) return segment_of(place);
  int found = 0;
  double best = 0;
  for (int s = 1; s <= couinaud_segments; ++s) {
    const Part part = part_of(liver.result, s);
    if (!(part.portal + part.arterial > 0)) continue;
    const double cells = (place == LiverPlace::most_cells ? 1 : -1) * entered(liver, s);
    if (found != 0 && cells <= best) continue;
    found = s;
    best = cells;
  }
  return found;
}

LobuleSurroundings surroundings_at(LiverPlace place, const FeedingLiver& liver, const BodyCase& body_case) {
  const int segment = segment_at(place, liver);
  const Part part = part_of(liver.result, segment);
  if (!(part.portal + part.arterial > 0))
    throw liver::LiverError("no blood gets to " + words_of(place, segment) + ", where the lobules are");
  LobuleSurroundings all{bare_lobule_case(body_case), {}};
  LobuleCase& one = all.lobule_case;
  one.inflow.events = infusion_events(body_case);
  add_steps(one.inflow, liver.sinusoids, segment, part.volume);
  one.resting_portal_flow = part.portal / part.volume;
  one.resting_arterial_flow = part.arterial / part.volume;
  one.pressure_drop =
      (one.resting_portal_flow + one.resting_arterial_flow) / liver.result.voxels_per_volume.venous;
  all.territory = {words_of(place, segment), part.volume / liver.result.volume, part.volume};
  return all;
}

}  // namespace cellroute::levels
