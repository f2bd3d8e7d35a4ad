#include "sim/lobule/simulate.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "sim/lobule/check.hpp"
#include "sim/lobule/error.hpp"
#include "sim/lobule/first_pass.hpp"
#include "sim/lobule/frames.hpp"
#include "sim/lobule/march.hpp"
#include "sim/lobule/measures.hpp"
#include "sim/lobule/migration.hpp"
#include "sim/lobule/transit.hpp"

namespace cellroute::lobule {

namespace {

void add_notes(LobuleResult& r, const March& march, const LobuleCase& lobule_case) {
  r.notes.push_back("Zones are thirds of " + r.zone_definition +
                    (r.zone_definition == "transit_time" ? " at the first flow." : "."));
  r.notes.emplace_back("Permeabilities are stated for blood of 3.5 mPa s; only their ratio acts.");
  r.notes.emplace_back(
      "The spread that vessel trees add is not resolved here: tree_cv2 is what the body's chain of tanks has "
      "more than this block.");
  if (march.worst_correction() > 1e-9)
    r.notes.push_back(
        "In no step did the factor that closes the balance of the linear solver move more than " +
        number(march.worst_correction()) + " of the dose.");
  if (march.rerouted())
    r.notes.emplace_back(
        "Cells came by an entry that blood did not enter by; they were let in with the rest.");
  const auto& h = r.hemodynamics;
  if (!h.least_open.empty() && *std::min_element(h.least_open.begin(), h.least_open.end()) < 0.01)
    r.notes.emplace_back("More than 0.99 of the sinusoids of some place were plugged.");
  const auto highest = std::max_element(h.pressure_drop.begin(), h.pressure_drop.end());
  if (highest != h.pressure_drop.end() && *highest > 2 * h.pressure_drop.front() &&
      h.pressure_drop.front() > 0)
    r.notes.emplace_back(
        "Plugs more than doubled the pressure drop. The inflow is that of the level outside, whose tanks "
        "plug less: such pressures are those of a forced flow.");
  if (!lobule_case.stepping.plugging) r.notes.emplace_back("Plugging feedback was switched off.");
}

}  // namespace

std::vector<std::string> check(const LobuleCase& lobule_case) {
  std::vector<std::string> problems = contradictions(lobule_case.inflow);
  const auto needs = [&](bool holds, const std::string& problem) {
    if (!holds) problems.push_back(problem);
  };
  const Liver& liver = lobule_case.parameters.liver;
  for (std::string& problem :
       problems_of(lobule_case.parameters.lobule, liver.blood.sinusoids, lobule_case.numerics))
    problems.push_back(std::move(problem));
  needs(liver.volume > 0, "the liver's volume has to be above 0");
  needs(lobule_case.pressure_drop > 0, "the pressure drop has to be above 0");
  needs(std::isnan(lobule_case.resting_portal_flow) == std::isnan(lobule_case.resting_arterial_flow),
        "the flow at rest needs both its portal and its arterial part");
  needs(lobule_case.horizon > 0 && lobule_case.horizon < infinity, "the horizon has to be above 0");
  double last = 0;
  for (const double t : lobule_case.output_times) {
    if (t >= last && t <= lobule_case.horizon) {
      last = t;
      continue;
    }
    problems.push_back("output times have to ascend from 0 to the horizon; " + number(t) + " s does not fit");
    break;
  }
  const LobuleStepping& s = lobule_case.stepping;
  needs(s.tolerance > 0 && s.tolerance < 1, "the tolerance of steps has to lie between 0 and 1");
  needs(s.first_step > 0 && s.longest_step >= s.first_step,
        "the first step has to be above 0 and not above the longest");
  needs(s.transient_step > 0 && s.transient_span >= 0, "transient steps have to be above 0");
  needs(s.linear_tolerance > 0 && s.linear_tolerance <= 1e-4,
        "the linear tolerance has to lie between 0 and 1e-4");
  needs(s.flow_tolerance > 0, "the flow tolerance has to be above 0");
  return problems;
}

LobuleResult simulate(const LobuleCase& lobule_case, const FieldSink& sink,
                      const std::function<void(double)>& after_step) {
  if (std::vector<std::string> problems = check(lobule_case); !problems.empty()) throw LobuleError(problems);
  const Parameters& p = lobule_case.parameters;
  const LobuleInflow& inflow = lobule_case.inflow;
  const numerics::ExchangeOptions accurate{1e-8, 400};

  const Block block =
      make_block(lobule_case.parameters.lobule, p.liver.blood.sinusoids, lobule_case.numerics);
  FlowSolver solver(block);
  const Perfusion perfusion{inflow.portal_flow.front(), inflow.arterial_flow.front()};
  const bool at_rest = std::isnan(lobule_case.resting_portal_flow);
  solver.calibrate(
      at_rest ? perfusion : Perfusion{lobule_case.resting_portal_flow, lobule_case.resting_arterial_flow},
      lobule_case.pressure_drop);
  const Flow flow = solver.solve(perfusion);
  const numerics::DispersionLaw law = dispersion_law(p.lobule.dispersion);
  auto transport = std::make_unique<numerics::ImplicitTransport>(flow.carrier, law);
  numerics::TransitMoments moments = numerics::transit_moments(flow.carrier, *transport, {}, accurate);
  const ZoneKind kind = lobule_case.numerics.zones;
  if (kind == ZoneKind::transit_time)
    moments.remaining = numerics::remaining_times(flow.carrier, law, {}, nullptr, accurate);
  const Zoning zoning = kind == ZoneKind::transit_time
                            ? zone_by_coordinate(block, transit_coordinates(moments))
                            : zone_by_geometry(block, kind);
  const Places places = make_places(block, p.liver, zoning);
  auto perfused =
      std::make_unique<Perfused>(block, places, p.lobule.dispersion, flow, perfusion, std::move(transport));
  std::vector<LocalRates> rates;
  for (const LobuleClass& one : inflow.classes)
    rates.push_back(local_rates(p.product, p.liver.sinusoids, lobule_case.host, one));

  LobuleResult r = prepare(lobule_case, block, zoning);
  r.permeability = flow.mobility * stated_viscosity;
  r.transit = transit_times(flow, moments);
  const Kinetics kinetics(block, places, rates);
  const FreeSites all_free{std::vector<double>(block.grid.size(), 1.0),
                           std::vector<double>(block.grid.size(), 1.0)};
  for (int e = 0; e < entries; ++e) {
    const auto entry = static_cast<LobuleEntry>(e);
    if (perfused->enters(entry))
      r.first_pass[e] = first_pass(*perfused, kinetics, zoning, all_free, entry, accurate);
  }

  Migration migration(block, lobule_case.parameters.lobule.chemokine, zoning);
  March march(lobule_case, block, places, solver, std::move(perfused), std::move(rates), migration);
  std::array<double, zones> before = living(march, block, zoning);
  const auto follow = [&](double dt) {
    if (after_step) after_step(march.time());
    const std::array<double, zones> after = living(march, block, zoning);
    for (int z = 0; z < zones; ++z)
      r.zones[z].living_time += dt * (before[z] + after[z]) / 2 / block.volume();
    before = after;
  };
  for (const double t : lobule_case.output_times) {
    march.advance(t, follow);
    march.refresh_flow();
    record(r, lobule_case, march, block, zoning);
    if (sink) emit(sink, march, block, zoning, migration.level(), r.classes);
  }
  march.advance(lobule_case.horizon, follow);
  r.work = march.work();
  ++r.work.flow_solves;  // the first
  r.work.flow_iterations += flow.iterations;
  add_notes(r, march, lobule_case);
  return r;
}

}  // namespace cellroute::lobule
