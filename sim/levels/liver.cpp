#include "sim/levels/liver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/cells/sieve.hpp"
#include "sim/body/curve.hpp"
#include "sim/body/kernel.hpp"
#include "sim/body/observe.hpp"
#include "sim/body/simulate.hpp"
#include "sim/images/label_image.hpp"
#include "sim/liver/anatomy/import.hpp"
#include "sim/results/read_trees.hpp"

namespace cellroute::levels {
namespace {

namespace c = circulation;

/// A state of the body level from a snapshot of the liver and what is around it.
class BodyState {
 public:
  BodyState(const body::CompiledCase& compiled, const LiverCells& cells, bool label)
      : v_(compiled.layout->view()),
        kupffer_(compiled.segments.front().coefficients.data() + v_.kupffer),
        compartments_(v_.node_of_bed[c::bed_of(0, 0)]),
        label_(label) {
    for (const LiverBed& bed : cells.beds) zones_.push_back(bed.zone);
  }

  std::vector<double> operator()(const liver::Snapshot& now) const {
    std::vector<double> y(static_cast<std::size_t>(v_.states), 0.0);
    for (int k = 0; k < v_.carriers; ++k) {
      add_around(now.body->now(k), k, y);
      const int pools[tree_kinds] = {body::hepatic_artery_pool, body::portal_vein_pool,
                                     body::hepatic_vein_pool};
      for (std::size_t t = 0; t < tree_kinds; ++t)
        y[v_.circulating(pools[t], k)] += now.in_trees[t][static_cast<std::size_t>(k)];
      add_voxels(*now.voxels, k, y);
      if (k < v_.populations) {
        for (int o = 0; o < body::organ_count; ++o)
          y[v_.lost_in(o, k)] = now.lost[static_cast<std::size_t>(k)][static_cast<std::size_t>(o)];
      } else {
        for (const double one : now.lost.back()) y[v_.dead_cleared] += one;
      }
    }
    for (std::size_t o = 0; o < now.living_time.size(); ++o)
      y[v_.living_time + static_cast<int>(o)] = now.living_time[o];
    for (int z = 0; z < body::report_zones; ++z) {
      const double time = now.zone_time[static_cast<std::size_t>(z)];
      y[v_.zone_time + z] = time;
      y[v_.kupffer_time + z] = kupffer_[z] * time;
    }
    if (label_) add_label(now, y);
    return y;
  }

 private:
  /// The bed of the body's only territory that a place in the voxels counts for.
  int bed_of(int place) const {
    if (place < LiverCells::first_tank)
      return c::bed_of(0, place == LiverCells::venules ? c::venules : c::arterioles);
    static constexpr int tanks[] = {c::zone1, c::zone2, c::zone4};
    return c::bed_of(0, tanks[zones_[static_cast<std::size_t>(place)]]);
  }

  void add_tissue(int bed, int k, double fast, double slow, double adherent, double homed, double lodged,
                  std::vector<double>& y) const {
    if (k == v_.populations) {
      y[v_.dead_in(bed)] += lodged;
      return;
    }
    y[v_.in_tissue(bed, body::trapped_fast, k)] += fast;
    y[v_.in_tissue(bed, body::trapped_slow, k)] += slow;
    y[v_.in_tissue(bed, body::adherent, k)] += adherent;
    y[v_.in_tissue(bed, body::homed, k)] += homed;
    y[v_.in_tissue(bed, body::lodged, k)] += lodged;
  }

  void add_around(const liver::AroundLiver& now, int k, std::vector<double>& y) const {
    for (int n = 0; n < compartments_; ++n) y[v_.circulating(n, k)] += now.blood[static_cast<std::size_t>(n)];
    for (int b = 0; b < c::organ_beds; ++b) {
      const auto i = static_cast<std::size_t>(b);
      add_tissue(b, k, now.fast[i], now.slow[i], now.adherent[i], now.homed[i], now.lodged[i], y);
    }
    if (!now.depot.empty()) y[v_.in_depot(body::spleen_depot, k)] += now.depot[0];
  }

  void add_voxels(const liver::VoxelSums& sums, int k, std::vector<double>& y) const {
    const int space = v_.node_of_bed[c::bed_of(0, c::venules)] + c::territory_beds;
    for (int place = 0; place < sums.places; ++place) {
      const auto held = [&](int state) { return sums.held[sums.index(0, place, state, k)]; };
      const bool bed = place < static_cast<int>(zones_.size());
      y[v_.circulating(bed ? v_.node_of_bed[bed_of(place)] : space, k)] += held(liver::circulating);
      if (bed)
        add_tissue(bed_of(place), k, held(liver::trapped_fast), held(liver::trapped_slow),
                   held(liver::adherent), held(liver::homed), held(liver::lodged), y);
    }
  }

  void add_label(const liver::Snapshot& now, std::vector<double>& y) const {
    const liver::LabelPools& label = *now.label;
    for (int b = 0; b < c::organ_beds; ++b)
      y[v_.label_lodged + b] = label.lodged()[static_cast<std::size_t>(b)];
    for (std::size_t b = 0; b < zones_.size(); ++b)
      y[v_.label_lodged + bed_of(static_cast<int>(b))] += now.voxels->lodged_label[b];
    for (int o = 0; o < body::tissue_organs; ++o)
      y[v_.label_retained + o] = label.retained()[static_cast<std::size_t>(o)];
    y[v_.label_retained + body::liver_organ] += now.voxels->retained_label[0];
    double* pool = y.data() + v_.label_pool;
    pool[body::debris_label] = label.debris();
    pool[body::free_label] = label.free();
    pool[body::bound_label] = label.bound();
    pool[body::excreted_label] = label.excreted();
    pool[body::living_label] = label.living();
    pool[body::dead_label] = label.dead();
  }

  const body::LayoutView& v_;
  const double* kupffer_;
  int compartments_;
  bool label_;
  std::vector<int> zones_;  // of the beds
};

/// The body level's series, which the liver level knows better.
void read_circulation(body::BodyResult& body, const liver::LiverResult& liver) {
  body::Hemodynamics& h = body.hemodynamics;
  const liver::LiverHemodynamics& known = liver.hemodynamics;
  h.arterial_pressure = known.arterial_pressure;
  h.pulmonary_artery_pressure = known.pulmonary_artery_pressure;
  h.portal_pressure = known.portal_pressure;
  h.sinusoidal_pressure = known.sinusoidal_pressure;
  h.hepatic_vein_pressure = known.hepatic_vein_pressure;
  for (std::size_t i = 0; i < known.portal_pressure.size(); ++i)
    h.hvpg.push_back(known.sinusoidal_pressure[i] - known.hepatic_vein_pressure[i]);
  h.portal_flow = known.portal_flow;
  h.arterial_flow = known.arterial_flow;
  h.collateral_flow = known.collateral_flow;
  h.shunt_flow = known.shunt_flow;
  h.plugged_lung = known.plugged_lung;
  h.plugged_sinusoids = known.plugged_liver;
  h.plugged_venules.assign(known.plugged_liver.size(), 0.0);
  h.plugged_arterioles = h.plugged_venules;
}

}  // namespace

std::vector<std::string> liver_contradictions(const scenario::Scenario& scenario, double memory,
                                              LiverShapes& shapes) {
  std::vector<std::string> found = unfit_for_liver(scenario.body);
  if (!found.empty()) return found;
  const LiverNumerics& numerics = scenario.liver->numerics;
  const double voxels = scenario.body.parameters.liver.volume / std::pow(liver_spacing(scenario), 3);
  const LiverSetting setting = liver_setting(scenario.body);
  const double needed = liver::least_memory(voxels, numerics.terminals, setting.cells.populations,
                                            setting.compiled.label_total > 0);
  if (needed > memory)
    return {
        fmt::format("the liver would need at least {:.3g} GB of memory, of which this machine has {:.3g}: "
                    "take larger voxels or fewer size classes",
                    needed * 1e-9, memory * 1e-9)};
  try {
    const circulation::Resting& resting = setting.compiled.resting;
    if (numerics.trees.empty())
      found = liver::contradictions(shapes.anatomy(scenario), tree_plan(scenario, resting));
    else
      shapes.trees(scenario, resting);
  } catch (const results::FileError& error) {
    found.emplace_back(error.what());
  } catch (const images::ImageError& error) {
    found.emplace_back(error.what());
  } catch (const liver::AnatomyError& error) {
    found.emplace_back(error.what());
  } catch (const std::invalid_argument& error) {
    found.emplace_back(error.what());
  }
  return found;
}

namespace {

/// What a run has met for its curve, as states of the body level.
struct CurveSoFar {
  std::vector<double> times, portal_pressure;
  std::vector<double> states;  // one after the other

  void visit(liver::StateVisitor& visitor) {
    for (auto* values : {&times, &portal_pressure, &states}) visitor(*values);
  }

  body::Curve read(const LiverSetting& setting) const {
    body::CompiledCase compiled = setting.compiled;
    compiled.output_times = times;
    body::BodyResult result;
    body::Observer observer(setting.body_case, compiled, {true, true, false, false}, result);
    const auto size = static_cast<std::size_t>(compiled.layout->view().states);
    for (std::size_t at = 0; at < states.size(); at += size) observer.take(states.data() + at);
    body::Curve curve = body::curve_of(result);
    curve.portal_pressure = portal_pressure;
    return curve;
  }
};

}  // namespace

PreparedLiver prepare_liver(const scenario::Scenario& scenario, LiverShapes& shapes) {
  PreparedLiver prepared{liver_setting(scenario.body), {}, scenario.lobule.has_value()};
  const LiverSetting& setting = prepared.setting;
  liver::LiverCase& one = prepared.liver_case;
  const Liver& parameters = scenario.body.parameters.liver;
  one.anatomy = shapes.anatomy(scenario);
  one.trees = shapes.trees(scenario, setting.compiled.resting);
  const double volume = one.anatomy.volume();
  if (std::fabs(volume - parameters.volume) > 0.02 * parameters.volume)
    one.anatomy.notes.push_back(
        fmt::format("the mask's liver has {:.4g} mL and `liver.volume` is {:.4g} mL: voxels have the "
                    "sinusoids of their own "
                    "volume, blood flow and trunks are the body's",
                    volume * 1e6, parameters.volume * 1e6));
  one.vessels = parameters.vessels;
  one.cells = setting.cells;
  one.around = setting.surroundings;
  for (const body::Population& population : setting.compiled.populations)
    one.diameter.push_back(population.median_diameter * std::cbrt(population.cells_per_particle));
  one.diameter.push_back(scenario.body.parameters.product.diameter.median);
  one.organ_cv2 = 0;
  for (const double share : c::zone_fraction) one.organ_cv2 += share * share;
  one.dose = setting.compiled.dose;
  one.label = setting.compiled.label_total > 0;
  one.numerics = scenario.liver->numerics;
  one.stepping = scenario.liver->stepping;
  one.horizon = scenario.body.horizon;
  one.output_times = scenario.body.output_times;
  return prepared;
}

ResolvedLiver resolve_liver(const PreparedLiver& prepared, liver::Watchers watchers) {
  ResolvedLiver resolved;
  const body::CompiledCase& compiled = prepared.setting.compiled;
  body::BodyResult body;
  body::Observer observer(prepared.setting.body_case, compiled, {true, true, false, true}, body);
  std::vector<double> states;  // of the output times that were reached, one after the other
  const auto size = static_cast<std::size_t>(compiled.layout->view().states);
  const auto read = [&](const liver::Snapshot& now) {
    return BodyState(compiled, *now.cells, prepared.liver_case.label)(now);
  };
  body::RawEnd raw;
  const liver::Watchers others = watchers;
  watchers.snapshot = [&](const liver::Snapshot& now) {
    const std::vector<double> state = read(now);
    states.insert(states.end(), state.begin(), state.end());
    if (others.snapshot) others.snapshot(now);
  };
  watchers.end = [&](const liver::Snapshot& now) { raw.last = read(now); };
  if (prepared.feeds_lobules) watchers.sinusoids = &resolved.sinusoids;
  CurveSoFar curve;
  watchers.curve_times = body::curve_times(prepared.setting.body_case);
  watchers.curve = [&](const liver::Snapshot& now) {
    const std::vector<double> state = read(now);
    curve.times.push_back(now.time);
    curve.portal_pressure.push_back(now.portal_pressure);
    curve.states.insert(curve.states.end(), state.begin(), state.end());
  };
  const auto and_states = [&](const liver::VisitState& state) {
    return [&states, &curve, &state](liver::StateVisitor& visitor) {
      state(visitor);
      visitor(states);
      curve.visit(visitor);
    };
  };
  if (others.checkpoint)
    watchers.checkpoint = [&](double time, const liver::VisitState& state) {
      others.checkpoint(time, and_states(state));
    };
  if (others.restore)
    watchers.restore = [&](const liver::VisitState& state) { return others.restore(and_states(state)); };
  try {
    liver::LiverResult result = liver::simulate(prepared.liver_case, watchers);
    for (std::size_t at = 0; at < states.size(); at += size) observer.take(states.data() + at);
    raw.monitors.assign(body::monitor_count, 0.0);
    raw.monitors[body::peak_portal_pressure] = result.hemodynamics.peak_portal_pressure;
    raw.monitors[body::peak_portal_time] = result.hemodynamics.peak_portal_time;
    raw.monitors[body::peak_pulmonary_pressure] = result.hemodynamics.peak_pulmonary_pressure;
    raw.monitors[body::worst_imbalance] = result.hemodynamics.worst_residual;
    raw.monitors[body::lowest_share] = result.balance.lowest * compiled.dose;
    raw.effort.steps = result.work.steps;
    observer.finish(raw);
    read_circulation(body, result);
    body.notes.front() = "the liver: voxels and trees of the level `liver`";  // not the body's own tanks
    resolved.body = std::move(body);
    resolved.curve = curve.read(prepared.setting);
    resolved.record =
        results::LiverRecord{prepared.liver_case.numerics, prepared.liver_case.stepping, std::move(result)};
  } catch (const liver::SimulationError& error) {
    resolved.failure = std::string("liver: ") + error.what();
  } catch (const liver::LiverError& error) {
    resolved.failure = std::string("liver: ") + error.what();
  } catch (const std::invalid_argument& error) {  // trees from a file that do not fit
    resolved.failure = std::string("liver: ") + error.what();
  }
  return resolved;
}

}  // namespace cellroute::levels
