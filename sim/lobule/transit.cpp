#include "sim/lobule/transit.hpp"

#include "models/circulation/network.hpp"
#include "models/lobule/zones.hpp"
#include "sim/lobule/sums.hpp"

namespace cellroute::lobule {

namespace {

constexpr int flow_lines = 16000;

/// CV^2 of the body's four tanks in series, each well mixed.
double tanks_cv2() {
  double sum = 0;
  for (const double fraction : circulation::zone_fraction) sum += fraction * fraction;
  return sum;
}

}  // namespace

std::vector<double> transit_coordinates(const numerics::TransitMoments& moments) {
  std::vector<double> s(moments.age.size());
  for (std::size_t c = 0; c < s.size(); ++c) s[c] = transit_coordinate(moments.age[c], moments.remaining[c]);
  return s;
}

Transit transit_times(const Flow& flow, const numerics::TransitMoments& moments) {
  const std::vector<double>& pore = flow.carrier.pore_volume;
  Transit t;
  t.mean = moments.mean;
  t.exact_mean = ordered_sum(pore.size(), [&](std::size_t c) { return pore[c]; }) / flow.through;
  t.cv2 = moments.cv2;
  const LineTransit lines = line_transit(flow.carrier, flow_lines);
  t.hexagon_cv2 = lines.cv2;
  t.mean_path_length = lines.length;
  t.dispersion_cv2 = t.cv2 - t.hexagon_cv2;
  t.organ_cv2 = tanks_cv2();
  t.tree_cv2 = t.organ_cv2 - t.cv2;
  return t;
}

}  // namespace cellroute::lobule
