#include "sim/body/first_pass.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

namespace cellroute::body {

namespace c = circulation;

namespace {

/// Cells that move as the blood of one segment does.
class Tour {
 public:
  Tour(const CompiledCase& compiled, const Segment& segment)
      : v_(compiled.layout->view()), x_(segment.coefficients), rate_(v_.edges), out_(v_.nodes, 0.0) {
    const auto& network = *reinterpret_cast<const c::Network<double>*>(x_.data() + v_.network);
    const std::vector<double> nothing(v_.beds, 0.0);
    c::State<double> state;
    if (v_.territories == 1)
      c::solve<1>(network, nothing.data(), state, static_cast<double*>(nullptr));
    else
      c::solve<2>(network, nothing.data(), state, static_cast<double*>(nullptr));
    for (int e = 0; e < v_.edges; ++e) {
      const Edge& edge = v_.edge[e];
      double flow = std::max(0.0, edge.sign * state.flow[edge.flow]);
      if (edge.share == 1) flow *= 1 - x_[v_.arterial_space_flow];
      if (edge.share == 2) flow *= x_[v_.arterial_space_flow];
      rate_[e] = flow * x_[v_.inverse_volume + edge.from];
      out_[edge.from] += rate_[e];
    }
  }

  /// Adds what the organ stops of a population that enters while the segment lasts `duration`.
  void follow(int population, int organ, double duration, FirstPass& stopped) const {
    std::vector<double> arriving(2 * v_.nodes, 0.0), next;  // by lungs passed, compartment
    enter(population, duration, arriving);
    // Blood runs down its pressure, so only the lungs close a loop, and every way ends.
    for (int step = 0; step < 2 * v_.nodes; ++step) {
      next.assign(arriving.size(), 0.0);
      for (int i = 0; i < 2 * v_.nodes; ++i)
        if (arriving[i] > 0) pass(i / v_.nodes, i % v_.nodes, arriving[i], population, organ, next, stopped);
      arriving.swap(next);
      if (std::all_of(arriving.begin(), arriving.end(), [](double cells) { return cells == 0; })) break;
    }
  }

 private:
  void enter(int k, double duration, std::vector<double>& arriving) const {
    for (int e = 0; e < entry_points; ++e) {
      const double cells = duration * x_[v_.dose_at(e, k)];
      if (cells > 0 && v_.entry_node[e] >= 0) arriving[v_.entry_node[e]] += cells;
      if (cells <= 0 || v_.entry_node[e] >= 0) continue;
      const int depot = e == enter_spleen_depot ? spleen_depot : liver_depot;
      const double washout = x_[v_.washout + depot];
      const double washed = washout > 0 ? cells * washout / (washout + x_[v_.depot_loss + depot]) : 0;
      if (depot == spleen_depot) arriving[v_.node_of_bed[c::spleen]] += washed;
      for (int z = 0; depot == liver_depot && z < c::zones * v_.territories; ++z)
        arriving[v_.node_of_bed[c::bed_of(z / c::zones, c::zone1 + z % c::zones)]] +=
            washed * x_[v_.depot_to_zone + z];
    }
  }

  /// Stops, loses and sends on what arrives in one compartment.
  void pass(int lungs, int node, double cells, int k, int organ, std::vector<double>& next,
            FirstPass& stopped) const {
    const int bed = v_.bed_of_node[node];
    double free = cells, adhering = 0;
    if (bed >= 0) {
      free *= (1 - x_[v_.extraction + bed * v_.populations + k]) * (1 - x_[v_.filter + bed]);
      adhering = x_[v_.kappa + bed];
    }
    const double leaving = out_[node] + adhering + x_[v_.loss_circulating + node];
    if (leaving <= 0) return;
    const bool here = v_.organ_of_node[node] == organ;
    if (here && bed >= 0) {
      const double kept = cells - free + free * adhering / leaving;
      stopped.organ += kept;
      if (v_.zone_of_bed[bed] >= 0) stopped.zone[v_.zone_of_bed[bed]] += kept;
    }
    for (int e = 0; e < v_.edges; ++e) {
      const Edge& edge = v_.edge[e];
      if (edge.from != node || rate_[e] <= 0) continue;
      if (here && v_.organ_of_node[edge.to] != organ) continue;  // it has left the organ
      const int passed = lungs + (node == venous_pool ? 1 : 0);
      if (passed > 1) continue;
      next[passed * v_.nodes + edge.to] += free * rate_[e] / leaving;
    }
  }

  const LayoutView& v_;
  const std::vector<double>& x_;
  std::vector<double> rate_, out_;  // [1/s] along each edge, out of each compartment
};

}  // namespace

FirstPass first_pass(const CompiledCase& compiled, int organ) {
  const LayoutView& v = compiled.layout->view();
  FirstPass stopped;
  double begin = 0, infused = 0;
  for (const Segment& segment : compiled.segments) {
    double entering = 0;
    for (int e = 0; e < entry_points; ++e)
      for (int k = 0; k < v.populations; ++k)
        entering += segment.coefficients[v.dose_at(e, k)] * (segment.stop - begin);
    if (entering > 0) {
      const Tour tour(compiled, segment);
      for (int k = 0; k < v.populations; ++k) tour.follow(k, organ, segment.stop - begin, stopped);
    }
    infused += entering;
    begin = segment.stop;
  }
  if (infused <= 0) return {};
  stopped.organ /= infused;
  for (double& zone : stopped.zone) zone /= infused;
  return stopped;
}

double first_pass_share(const BodyCase& body_case, std::string_view region) {
  for (int o = 0; o < tissue_organs; ++o)
    if (region == organ_names[o]) return first_pass(compile(body_case), o).organ;
  for (int z = 0; z < report_zones; ++z)
    if (region == zone_names[z]) return first_pass(compile(body_case), liver_organ).zone[z];
  throw std::invalid_argument("`" + std::string(region) + "` stops no cells");
}

}  // namespace cellroute::body
