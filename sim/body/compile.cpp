#include "sim/body/compile.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <numbers>
#include <tuple>

#include "models/cells/classes.hpp"
#include "sim/body/coefficients.hpp"

namespace cellroute::body {

namespace c = circulation;

namespace {

std::vector<double> territory_shares(const BodyCase& body_case) {
  const Territories& t = body_case.parameters.liver.territories;
  for (const Infusion& infusion : body_case.regimen) {
    const Route& route = *find_route(infusion.route);
    double share = 0;
    if (route.entry == Entry::hepatic_vein_wedge) share = t.wedged;
    if (const Catheter* catheter = find_catheter(route, infusion.catheter)) {
      if (catheter->territory == Territory::right) share = t.right;
      if (catheter->territory == Territory::left) share = 1 - t.right;
      if (catheter->territory == Territory::segment) share = t.segment;
    }
    if (share > 0) return {share, 1 - share};
  }
  return {1.0};
}

/// Starts of the leak [s]; one cohort is enough when nothing leaks.
std::vector<double> label_cohorts(const BodyCase& body_case) {
  const Label& label = body_case.parameters.label;
  std::vector<double> cohorts;
  for (const Infusion& infusion : body_case.regimen) {
    const double time = label.leak_rate > 0 && label.labelled_fraction > 0 ? infusion.start : 0;
    if (std::find(cohorts.begin(), cohorts.end(), time) == cohorts.end()) cohorts.push_back(time);
  }
  return cohorts;
}

std::vector<Population> make_populations(const BodyCase& body_case, std::vector<DiameterSlice>& slices) {
  const Product& product = body_case.parameters.product;
  const Label& label = body_case.parameters.label;
  const std::vector<double> cohorts = label_cohorts(body_case);
  const std::vector<CellClass> classes = cell_classes(product, body_case.numerics.size_classes);
  std::vector<Population> populations;
  for (std::size_t i = 0; i < cohorts.size(); ++i) {
    for (const CellClass& one : classes) {
      slices.push_back(one.slice);
      populations.push_back({slice_median(one.slice), one.cells_per_particle, one.share,
                             slice_moment(one.slice, label.diameter_power), cohorts[i], static_cast<int>(i)});
    }
  }
  return populations;
}

std::shared_ptr<const Layout> shared_layout(int populations, int territories, bool depots) {
  static std::mutex guard;
  static std::map<std::tuple<int, int, bool>, std::shared_ptr<const Layout>> known;
  const std::lock_guard<std::mutex> lock(guard);
  auto& layout = known[{populations, territories, depots}];
  if (!layout) layout = std::make_shared<const Layout>(populations, territories, depots);
  return layout;
}

int entry_point(Entry entry, bool selective) {
  switch (entry) {
    case Entry::venous:
      return enter_venous;
    case Entry::arterial:
      return enter_arterial;
    case Entry::hepatic_artery:
      return selective ? enter_territory_arterioles : enter_hepatic_artery;
    case Entry::portal_vein:
      return selective ? enter_territory_venules : enter_portal;
    case Entry::mesenteric_vein:
      return enter_confluence;
    case Entry::splenic_vein:
      return enter_splenic_vein;
    case Entry::splenic_artery:
      return enter_spleen;
    case Entry::gut_artery:
      return enter_gut;
    case Entry::spleen_depot:
      return enter_spleen_depot;
    case Entry::liver_depot:
      return enter_liver_depot;
    case Entry::hepatic_vein_wedge:
      return enter_territory_outlet;
  }
  return enter_venous;
}

/// Adds an infusion that runs during the segment to its coefficients.
void infuse(const Infusion& infusion, const BodyCase& body_case, const CompiledCase& compiled,
            std::vector<double>& x) {
  const LayoutView& v = compiled.layout->view();
  const Product& product = body_case.parameters.product;
  const Route& route = *find_route(infusion.route);
  const Catheter* catheter = find_catheter(route, infusion.catheter);
  const int entry = entry_point(route.entry, catheter != nullptr && catheter->territory != Territory::whole);
  const double aside = catheter != nullptr && catheter->upstream_of_gastroduodenal
                           ? body_case.parameters.liver.gastroduodenal_share
                           : 0;
  const double rate = infusion.cells / infusion.duration;
  const auto enter = [&](int population, double cells) {
    x[v.dose_at(entry, population)] += (1 - aside) * cells;
    if (aside > 0) x[v.dose_at(enter_gut, population)] += aside * cells;
  };
  double cohort_time = 0;
  if (compiled.populations.back().cohort > 0) cohort_time = infusion.start;
  for (std::size_t k = 0; k < compiled.populations.size(); ++k) {
    const Population& one = compiled.populations[k];
    if (compiled.populations.back().cohort > 0 && one.label_time != cohort_time) continue;
    enter(static_cast<int>(k), rate * product.viable_fraction * one.share);
  }
  enter(v.populations, rate * (1 - product.viable_fraction));

  auto& network = *reinterpret_cast<c::Network<double>*>(x.data() + v.network);
  const double volume_rate = infusion.volume / infusion.duration;
  if (route.entry == Entry::portal_vein) network.source_portal += volume_rate;
  if (route.entry == Entry::mesenteric_vein) network.source_confluence += volume_rate;
  if (route.entry == Entry::splenic_vein) network.source_splenic += volume_rate;
  if (route.entry == Entry::hepatic_vein_wedge) {
    network.outlet_open[0] = 0;
    network.source_sinusoid[0] += volume_rate;
  }
}

}  // namespace

std::shared_ptr<const Layout> layout_of(const BodyCase& body_case) {
  const std::size_t populations =
      label_cohorts(body_case).size() *
      cell_classes(body_case.parameters.product, body_case.numerics.size_classes).size();
  bool depots = false;
  for (const Infusion& infusion : body_case.regimen) {
    const Entry entry = find_route(infusion.route)->entry;
    depots = depots || entry == Entry::spleen_depot || entry == Entry::liver_depot;
  }
  return shared_layout(static_cast<int>(populations), static_cast<int>(territory_shares(body_case).size()),
                       depots);
}

CompiledCase compile(const BodyCase& body_case, ExtractionCache& cache) {
  CompiledCase compiled;
  const Parameters& p = body_case.parameters;
  const std::vector<double> shares = territory_shares(body_case);
  std::vector<DiameterSlice> slices;
  compiled.populations = make_populations(body_case, slices);
  std::vector<double> events{body_case.horizon};
  for (const Infusion& infusion : body_case.regimen) {
    compiled.dose += infusion.cells;
    events.push_back(infusion.start);
    events.push_back(std::min(infusion.start + infusion.duration, body_case.horizon));
  }
  compiled.layout = layout_of(body_case);
  compiled.labelled_cells = compiled.dose * p.label.labelled_fraction;
  compiled.label_total = p.label.labelled_fraction > 0 ? 1 : 0;
  compiled.label_decay = body_case.decay == Decay::applied ? std::numbers::ln2 / p.label.half_life : 0;
  const DiameterSlice whole{p.product.diameter.median, p.product.diameter.geometric_sd, 0, 1};
  compiled.tissue_volume = compiled.dose * std::numbers::pi / 6 * slice_moment(whole, 3);
  compiled.resting = c::resting_state(p, shares);
  compiled.output_times = body_case.output_times;
  compiled.relative_tolerance = body_case.numerics.relative_tolerance;
  compiled.absolute_tolerance = body_case.numerics.absolute_tolerance;

  const std::vector<double> quiet = resting_coefficients(body_case, compiled, slices, shares, cache);
  std::sort(events.begin(), events.end());
  events.erase(std::unique(events.begin(), events.end()), events.end());
  double begin = 0;
  for (const double stop : events) {
    if (stop <= 0) continue;
    Segment segment{stop, quiet};
    for (const Infusion& infusion : body_case.regimen) {
      if (infusion.start < stop && infusion.start + infusion.duration > begin)
        infuse(infusion, body_case, compiled, segment.coefficients);
    }
    compiled.segments.push_back(std::move(segment));
    begin = stop;
  }

  const LayoutView& v = compiled.layout->view();
  compiled.scale.assign(v.states, compiled.dose);
  std::fill(compiled.scale.begin() + v.label_lodged, compiled.scale.begin() + v.lost, 1.0);
  std::fill(compiled.scale.begin() + v.living_time, compiled.scale.end(), compiled.dose * body_case.horizon);
  return compiled;
}

CompiledCase compile(const BodyCase& body_case) {
  ExtractionCache cache;
  return compile(body_case, cache);
}

double CompiledCase::infused(int population, double t) const {
  const LayoutView& v = layout->view();
  double total = 0, begin = 0;
  for (const Segment& segment : segments) {
    double rate = 0;
    for (int e = 0; e < entry_points; ++e) rate += segment.coefficients[v.dose_at(e, population)];
    total += rate * std::max(0.0, std::min(t, segment.stop) - begin);
    begin = segment.stop;
  }
  return total;
}

double CompiledCase::label_infused(double t) const {
  const LayoutView& v = layout->view();
  const std::vector<double>& x = segments.front().coefficients;
  double total = infused(v.populations, t) * (x[v.dead_label_per_cell] + x[v.dead_label_unbound]);
  for (int k = 0; k < v.populations; ++k)
    total += infused(k, t) * (x[v.label_per_cell + k] + x[v.label_unbound + k]);
  return total;
}

}  // namespace cellroute::body
