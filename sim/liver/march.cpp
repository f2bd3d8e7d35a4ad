#include "sim/liver/march.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/liver/phase_separation.hpp"
#include "sim/liver/coupling/sdirk2.hpp"

namespace cellroute::liver {
namespace {

namespace c = circulation;

constexpr double fastest_growth = 2, slowest_growth = 0.3, safety = 0.9;  // of the step
constexpr double least_living = 1e-2;  // of the dose: fewer cells than these are followed no closer
/// Diameter of a red cell [m]: E. Evans and Y. C. Fung, Microvasc Res 1972;4:335-347.
constexpr double red_cell_diameter = 7.82e-6;

/// What dies on the way through a tree [1/s] by carrier: as in the body's pools, where the dead are not
/// cleared.
std::vector<double> losses(const Surroundings& around, int compartment, int populations) {
  std::vector<double> loss(static_cast<std::size_t>(populations),
                           around.compartments[static_cast<std::size_t>(compartment)].loss);
  loss.push_back(0);
  return loss;
}

/// At a joint of two branches a cell leaves as a red cell would from vessels as much narrower as it is wider.
Skimming skimming(const VesselTree& tree, const std::vector<double>& diameter, double haematocrit) {
  return [&tree, &diameter, haematocrit](std::int32_t segment, std::span<const std::int32_t> children,
                                         std::span<double> share) {
    if (children.size() != 2) return;
    const std::size_t carriers = diameter.size();
    const double flow = share[0] + share[carriers] > 0 ? share[0] : 0.5;
    const auto width = [&tree](std::int32_t s) { return 2 * tree.radius[static_cast<std::size_t>(s)]; };
    for (std::size_t k = 0; k < carriers; ++k) {
      const double scale = red_cell_diameter / diameter[k];
      const double a = red_cell_share(flow, scale * width(segment), scale * width(children[0]),
                                      scale * width(children[1]), haematocrit);
      share[k] = a;
      share[carriers + k] = 1 - a;
    }
  };
}

}  // namespace

March::March(const LiverCase& liver_case, const Surroundings& around, const LiverCells& cells,
             Perfused& perfused, std::array<std::vector<double>, tree_kinds> volumes)
    : case_(liver_case),
      around_(around),
      cells_(cells),
      perfused_(perfused),
      circulation_(around.resting_state),
      body_(around, cells),
      artery_(liver_case.trees[0], std::move(volumes[0]), losses(around, around.artery, cells.populations)),
      portal_(liver_case.trees[1], std::move(volumes[1]), losses(around, around.portal, cells.populations)),
      veins_(liver_case.trees[2], std::move(volumes[2]), losses(around, around.vein, cells.populations)),
      voxels_(cells, liver_case.anatomy, liver_case.trees, liver_case.label),
      label_(around, cells),
      next_step_(liver_case.stepping.first_step) {
  const auto carriers = static_cast<std::size_t>(cells.carriers());
  lost_.assign(carriers, std::vector<double>(VoxelSums::segments, 0.0));
  living_time_.assign(static_cast<std::size_t>(around.organs), 0.0);
  living_before_ = living_time_;
  zone_time_.assign(3, 0.0);
  peaks_.assign(6, 0.0);  // portal pressure and when, pulmonary pressure, residual, plugged, lowest voxel
  for (auto* of : {&arterial_cells_, &arterial_unit_}) of->resize(artery_.terminals() * carriers);
  for (auto* of : {&portal_cells_, &portal_unit_}) of->resize(portal_.terminals() * carriers);
  arrives_.resize(veins_.terminals());
  arrived_.resize(carriers);
  if (case_.numerics.skimming) {
    artery_.set_skimming(skimming(case_.trees[0], case_.diameter, case_.vessels.haematocrit));
    portal_.set_skimming(skimming(case_.trees[1], case_.diameter, case_.vessels.haematocrit));
  }
  take_flow(perfused_.now());
}

void March::take_flow(const LiverPerfusion& flow) {
  artery_.set_flow(flow.segment_flow[0]);
  portal_.set_flow(flow.segment_flow[1]);
  veins_.set_flow(flow.segment_flow[2]);
  voxels_.set_flow(flow);
}

const DosePeriod& March::period() const {
  for (const DosePeriod& one : around_.periods)
    if (time_ < one.stop) return one;
  return around_.periods.back();
}

/// Flows of the step to come, everywhere.
void March::circulate(double dt) {
  const c::Network<double> network = perfused_.in_body(period().network);
  double S[c::max_beds] = {};
  const std::vector<double> plugging = body_.plugging(dt);
  std::copy(plugging.begin(), plugging.end(), S);
  c::solve<1>(network, S, circulation_, static_cast<double*>(nullptr));
  if (circulation_.flow[c::flow_of(0, c::venule)] < 0)
    throw SimulationError(
        "portal blood runs out of the liver from " + std::to_string(time_) +
        " s on: the level `liver` follows it into the liver only; the level `body` goes on");
  take_flow(perfused_.at(circulation_));
  if (circulation_.pressure[c::portal] > peaks_[0]) {
    peaks_[0] = circulation_.pressure[c::portal];
    peaks_[1] = time_;
  }
  peaks_[2] = std::max(peaks_[2], circulation_.pulmonary_artery);
  peaks_[3] = std::max(peaks_[3], circulation_.residual);
}

std::vector<BranchEntry> March::entries(const DosePeriod& period, bool arterial) const {
  std::vector<BranchEntry> all;
  for (const BranchDose& dose : period.branches)
    if (dose.arterial == arterial)
      all.push_back({find_branch(case_.trees[arterial ? 0 : 1], dose.branch), dose.rate});
  return all;
}

void March::step(double stop) {
  const DosePeriod& period = this->period();
  stop = std::min(stop, period.stop);
  const double left = stop - time_;
  double dt = std::min({next_step_, case_.stepping.longest_step, left});
  if (dt < left && dt > 0.5 * left) dt = 0.5 * left;  // two equal ones, and no crumb
  circulate(dt);
  move(dt, period);

  const bool last = dt >= left;
  const VoxelSums& voxels = voxels_.sums();
  double change = body_.error();
  for (std::size_t i = 0; i < voxels.index(1, 0, 0, 0); ++i)
    change = std::max(change, std::fabs(voxels.error[i]));
  // Against the cells that live: late numbers are to be as good as early ones.
  double living = 0;
  for (const double one : living_now()) living += one;
  for (int place = 0; place < voxels.places; ++place)
    for (int state = 0; state < lodged; ++state)
      for (int k = 0; k < cells_.populations; ++k) living += voxels.held[voxels.index(0, place, state, k)];
  change /= std::max(living, least_living * case_.dose);
  if (!std::isfinite(change))
    throw SimulationError("a number of cells is not finite at " + std::to_string(time_ + dt) + " s");
  worst_change_ = std::max(worst_change_, change);
  ++steps_;
  count_time(dt);
  time_ = last ? stop : time_ + dt;
  const double wanted =
      change > 0 ? dt * safety * std::sqrt(case_.stepping.tolerance / change) : fastest_growth * next_step_;
  next_step_ = std::clamp(wanted, slowest_growth * next_step_, fastest_growth * next_step_);
  if (last && stop >= period.stop) next_step_ = case_.stepping.first_step;
  perfused_.follow(voxels_.openness());
}

/// Cells, label, and what is lost: the liver as a line in what it gets, the body as one in what comes back.
void March::move(double dt, const DosePeriod& period) {
  const auto carriers = static_cast<std::size_t>(cells_.carriers());
  body_.begin(dt, circulation_, period);
  const std::vector<BranchEntry> into_artery = entries(period, true), into_portal = entries(period, false);
  artery_.arriving(dt, into_artery, arterial_cells_);
  portal_.arriving(dt, into_portal, portal_cells_);
  artery_.unit_response(dt, arterial_unit_);
  portal_.unit_response(dt, portal_unit_);
  veins_.same_step(dt, arrives_);
  veins_.arriving(dt, arrived_);
  const VoxelResponse response =
      voxels_.respond(dt, {portal_cells_, arterial_cells_}, arterial_unit_, portal_unit_, arrives_);
  std::vector<double> to_artery(carriers), to_portal(carriers);
  for (std::size_t k = 0; k < carriers; ++k) {
    const LiverInflowLine& line = body_.to_liver(static_cast<int>(k));
    const double a = response.arterial_gain[k] / dt, p = response.portal_gain[k] / dt;
    const double known = (arrived_[k] + response.left[k]) / dt + a * line.artery + p * line.portal;
    const double back = known / (1 - a * line.artery_per_return - p * line.portal_per_return);
    to_artery[k] = line.artery + line.artery_per_return * back;
    to_portal[k] = line.portal + line.portal_per_return * back;
  }
  std::vector<double> lost_before(carriers), lost_in_trees(carriers);
  const auto lost_so_far = [&](std::size_t k) {
    return artery_.lost()[k] + portal_.lost()[k] + veins_.lost()[k];
  };
  for (std::size_t k = 0; k < carriers; ++k) lost_before[k] = lost_so_far(k);
  artery_.advance(dt, into_artery, to_artery, arterial_cells_);
  portal_.advance(dt, into_portal, to_portal, portal_cells_);
  const VoxelLabel on_cells = case_.label ? label_.for_voxels(time_, dt) : VoxelLabel{};
  const VoxelSums& voxels =
      voxels_.step(dt, {portal_cells_, arterial_cells_}, case_.label ? &on_cells : nullptr);
  veins_.advance(dt, voxels_.left(), arrived_);
  for (double& cells : arrived_) cells /= dt;
  body_.finish(arrived_);
  for (std::size_t k = 0; k < carriers; ++k) {
    lost_in_trees[k] = lost_so_far(k) - lost_before[k];
    for (int segment = 0; segment < VoxelSums::segments; ++segment)
      for (int place = 0; place < voxels.places; ++place)
        lost_[k][static_cast<std::size_t>(segment)] +=
            voxels.lost[voxels.index(segment, place, static_cast<int>(k))];
  }
  peaks_[5] = std::min(peaks_[5], voxels.lowest);
  if (case_.label) label_.step(time_, dt, body_, period, voxels, lost_in_trees);
}

/// Living cells by organ, but for those in voxels.
std::vector<double> March::living_now() const {
  std::vector<double> living(static_cast<std::size_t>(around_.organs), 0.0);
  for (int k = 0; k < cells_.populations; ++k) {
    const AroundLiver& now = body_.now(k);
    for (std::size_t n = 0; n < around_.compartments.size(); ++n) {
      const Compartment& one = around_.compartments[n];
      double& organ = living[static_cast<std::size_t>(one.organ)];
      organ += now.blood[n];
      if (one.bed < 0) continue;
      const auto b = static_cast<std::size_t>(one.bed);
      organ += now.fast[b] + now.slow[b] + now.adherent[b] + now.homed[b];
    }
    for (std::size_t d = 0; d < around_.depots.size(); ++d)
      living[static_cast<std::size_t>(
          around_.compartments[static_cast<std::size_t>(around_.depots[d].into)].organ)] += now.depot[d];
  }
  for (const auto& inside : {artery_.inside(), portal_.inside(), veins_.inside()})
    for (int k = 0; k < cells_.populations; ++k)
      living[static_cast<std::size_t>(around_.liver_organ)] += inside[static_cast<std::size_t>(k)];
  return living;
}

void March::count_time(double dt) {
  const std::vector<double> now = living_now();
  for (std::size_t o = 0; o < now.size(); ++o) living_time_[o] += dt / 2 * (living_before_[o] + now[o]);
  living_before_ = now;
  const VoxelSums& voxels = voxels_.sums();
  for (int place = 0; place < voxels.places; ++place) {
    const double time = voxels.living_time[static_cast<std::size_t>(place)];
    living_time_[static_cast<std::size_t>(around_.liver_organ)] += time;
    const auto bed = static_cast<std::size_t>(place);
    if (bed < cells_.beds.size() && cells_.beds[bed].zone >= 0)
      zone_time_[static_cast<std::size_t>(cells_.beds[bed].zone)] += time;
  }
}

Snapshot March::snapshot() const {
  Snapshot now;
  now.time = time_;
  now.cells = &cells_;
  now.body = &body_;
  now.voxels = &voxels_.sums();
  now.label = &label_;
  now.portal_pressure = circulation().pressure[circulation::portal];
  now.in_trees = {artery_.inside(), portal_.inside(), veins_.inside()};
  for (std::size_t k = 0; k < lost_.size(); ++k) {
    const auto around = body_.lost(static_cast<int>(k));
    now.lost.emplace_back(around.begin(), around.end());
    now.lost.back()[static_cast<std::size_t>(around_.liver_organ)] +=
        lost_[k][0] + artery_.lost()[k] + portal_.lost()[k] + veins_.lost()[k];
  }
  now.living_time = living_time_;
  std::copy(zone_time_.begin(), zone_time_.end(), now.zone_time.begin());
  return now;
}

double March::lost_in(int segment) const {
  double total = 0;
  for (int k = 0; k < cells_.populations; ++k)
    total += lost_[static_cast<std::size_t>(k)][static_cast<std::size_t>(segment)];
  return total;
}

LiverWork March::work() const { return {steps_, perfused_.solves(), perfused_.iterations(), worst_change_}; }

double March::lowest() const { return std::min(body_.lowest(), peaks_[5]) / case_.dose; }

double March::infused(int carrier) const {
  double total = 0, begin = 0;
  const auto carriers = static_cast<std::size_t>(cells_.carriers()), k = static_cast<std::size_t>(carrier);
  for (const DosePeriod& period : around_.periods) {
    double rate = 0;
    for (std::size_t i = k; i < period.dose.size(); i += carriers) rate += period.dose[i];
    for (std::size_t i = k; i < period.depot_dose.size(); i += carriers) rate += period.depot_dose[i];
    for (const BranchDose& branch : period.branches) rate += branch.rate[k];
    total += rate * std::max(0.0, std::min(time_, period.stop) - begin);
    begin = period.stop;
  }
  return total;
}

double March::label_infused() const {
  const LabelRates& label = around_.label;
  double total = infused(cells_.populations) * (label.dead_per_cell + label.dead_unbound);
  for (int k = 0; k < cells_.populations; ++k) {
    const auto i = static_cast<std::size_t>(k);
    total += infused(k) * (label.per_cell[i] + label.unbound[i]);
  }
  return total;
}

std::array<double, 2> March::plugged() const {
  const std::vector<double>& open = voxels_.openness().venous;
  double least = 1, sum = 0;
  for (const double one : open) {
    least = std::min(least, one);
    sum += one;
  }
  return {1 - least, 1 - sum / static_cast<double>(open.size())};
}

namespace {

/// Hands every kind of array to a StateVisitor.
struct Pass {
  StateVisitor& visitor;
  void operator()(std::vector<double>& values) const { visitor(values); }
  void operator()(std::span<double> values) const { visitor(values); }
};

}  // namespace

void March::visit(StateVisitor& visitor) {
  std::vector<double> clock{time_, next_step_, worst_change_, static_cast<double>(steps_)};
  visitor(clock);
  time_ = clock[0];
  next_step_ = clock[1];
  worst_change_ = clock[2];
  steps_ = static_cast<long>(clock[3]);
  const Pass pass{visitor};
  for (auto& one : lost_) pass(one);
  for (auto* part : {&living_time_, &living_before_, &zone_time_, &peaks_}) pass(*part);
  c::State<double>& around = circulation_;
  for (const std::span<double> part : {std::span<double>(around.pressure),
                                       std::span<double>(around.flow),
                                       {&around.pulmonary_artery, 1},
                                       {&around.residual, 1}})
    pass(part);
  body_.visit(pass);
  perfused_.visit(visitor);
  take_flow(perfused_.now());  // before parcels, which skimmed ones tell apart by a change of flow
  artery_.visit(pass);
  portal_.visit(pass);
  veins_.visit(pass);
  voxels_.visit(pass);
  label_.visit(pass);
}

void March::restored() { perfused_.restored(); }

}  // namespace cellroute::liver
