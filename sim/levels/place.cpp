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

/// Appends steps to an inflow: the two ends of each are two times.
class Steps {
 public:
  Steps(LobuleInflow& inflow, const Sinusoids& in, int segment, double volume)
      : inflow_(inflow), in_(in), segment_(segment), volume_(volume) {
    for (auto& owed : owed_) owed.assign(inflow.classes.size(), 0.0);
  }

  void append(std::size_t step) {
    const double begin = in_.begin(step), end = in_.end(step);
    inflow_.times.insert(inflow_.times.end(), {begin, end});
    inflow_.portal_flow.insert(inflow_.portal_flow.end(), 2,
                               in_.flow(step, segment_, Sinusoids::portal) / volume_);
    inflow_.arterial_flow.insert(inflow_.arterial_flow.end(), 2,
                                 in_.flow(step, segment_, Sinusoids::arterial) / volume_);
    for (const auto entry : {Sinusoids::portal, Sinusoids::arterial}) append(step, entry, end - begin);
  }

 private:
  void append(std::size_t step, Sinusoids::Entry entry, double dt) {
    const std::vector<double> cells =
        by_class(inflow_, in_.carriers(), [&](int k) { return in_.cells(step, segment_, entry, k); });
    std::vector<double> last =
        by_class(inflow_, in_.carriers(), [&](int k) { return in_.rate(step, segment_, entry, k); });
    auto& rates = inflow_.cells[entry == Sinusoids::portal ? 0 : 1];
    for (std::size_t k = 0; k < cells.size(); ++k) {
      // The liver's steps may overshoot below 0 where an infusion stops: the next cells make up for it.
      const double entering = cells[k] - owed_[entry][k];
      owed_[entry][k] = std::max(0.0, -entering);
      const double mean = std::max(0.0, entering / dt);
      last[k] = std::clamp(last[k], 0.0, 2 * mean);
      rates.push_back((2 * mean - last[k]) / volume_);
    }
    for (const double rate : last) rates.push_back(rate / volume_);
  }

  LobuleInflow& inflow_;
  const Sinusoids& in_;
  int segment_;
  double volume_;
  std::vector<double> owed_[Sinusoids::entries];  // [cell] by class
};

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

Surroundings surroundings_at(LiverPlace place, const FeedingLiver& liver, const BodyCase& body_case) {
  const int segment = segment_at(place, liver);
  const Part part = part_of(liver.result, segment);
  if (!(part.portal + part.arterial > 0))
    throw liver::LiverError("no blood gets to " + words_of(place, segment) + ", where the lobules are");
  Surroundings all{bare_lobule_case(body_case), {}};
  LobuleCase& one = all.lobule_case;
  one.inflow.events = infusion_events(body_case);
  Steps steps(one.inflow, liver.sinusoids, segment, part.volume);
  for (std::size_t i = 0; i < liver.sinusoids.steps(); ++i) steps.append(i);
  one.resting_portal_flow = part.portal / part.volume;
  one.resting_arterial_flow = part.arterial / part.volume;
  one.pressure_drop =
      (one.resting_portal_flow + one.resting_arterial_flow) / liver.result.voxels_per_volume.venous;
  all.territory = {words_of(place, segment), part.volume / liver.result.volume, part.volume};
  return all;
}

}  // namespace cellroute::levels
