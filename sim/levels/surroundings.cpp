#include "sim/levels/surroundings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/circulation/network.hpp"
#include "sim/body/compile.hpp"
#include "sim/body/simulate.hpp"
#include "sim/body/sinusoid_inflow.hpp"
#include "sim/levels/lobule_classes.hpp"
#include "sim/results/format.hpp"

namespace cellroute::levels {
namespace {

constexpr double shortest = 0.25;   // [s] after an event: the first knot
constexpr double jump = 1e-3;       // [s] in which a rate may jump
constexpr double most_knots = 4e3;  // bounds the memory of the body's output
constexpr double per_decade = 24;   // knots; straight lines between them miss 0.1 % of an exponential

std::vector<double> knots_of(const BodyCase& body_case, const std::vector<double>& events) {
  std::vector<double> knots = body_case.output_times;
  knots.push_back(body_case.horizon);
  const double decades = std::log10(std::max(10.0, body_case.horizon / shortest));
  const double each =
      std::clamp(most_knots / (decades * static_cast<double>(events.size())), 4.0, per_decade);
  for (const double event : events) {
    knots.push_back(event);
    knots.push_back(event + jump);
    for (int i = 0;; ++i) {
      const double time = event + shortest * std::pow(10, i / each);
      if (time >= body_case.horizon) break;
      knots.push_back(time);
    }
  }
  std::sort(knots.begin(), knots.end());
  const auto not_apart = [](double a, double b) { return b - a < jump / 2; };
  knots.erase(std::unique(knots.begin(), knots.end(), not_apart), knots.end());
  std::erase_if(knots, [&](double time) { return time <= 0 || time > body_case.horizon; });
  return knots;
}

/// Where the catheter of the first selective infusion is, or the whole liver.
std::string territory_words(const BodyCase& body_case) {
  for (const Infusion& infusion : body_case.regimen) {
    const Route& route = *find_route(infusion.route);
    if (route.entry == Entry::hepatic_vein_wedge) return "territory behind the balloon";
    const Catheter* catheter = find_catheter(route, infusion.catheter);
    if (catheter != nullptr && catheter->territory != Territory::whole)
      return fmt::format("territory of the catheter ({})", results::words(infusion.catheter));
  }
  return "whole liver";
}

/// Adds one time of the body's inflow per volume of liver.
void append(LobuleInflow& inflow, const body::SinusoidInflow& body, std::size_t time, double volume) {
  inflow.portal_flow.push_back(body.portal_flow[time] / volume);
  inflow.arterial_flow.push_back(body.arterial_flow[time] / volume);
  const body::Table* tables[lobule_entries] = {&body.portal, &body.arterial, &body.central};
  for (int e = 0; e < lobule_entries; ++e) {
    const body::Table& table = *tables[e];
    for (const double rate :
         by_class(inflow, table.classes, [&](int k) { return table.at(static_cast<int>(time), k) / volume; }))
      inflow.cells[e].push_back(std::max(0.0, rate));
  }
}

}  // namespace

lobule::Perfusion resting_perfusion(const BodyCase& body_case) {
  const body::CompiledCase compiled = body::compile(body_case);
  const auto& flow = compiled.resting.state.flow;
  const double volume =
      body::sinusoid_inflow(compiled).front().blood_volume / body_case.parameters.liver.blood.sinusoids;
  return {flow[circulation::flow_of(0, circulation::venule)] / volume,
          flow[circulation::flow_of(0, circulation::arteriole)] / volume};
}

std::vector<std::string> unfit_for_lobule(const BodyCase& body_case) {
  std::vector<std::string> problems;
  for (const Infusion& infusion : body_case.regimen) {
    if (find_route(infusion.route)->entry == Entry::liver_depot)
      problems.push_back(fmt::format(
          "the level `lobule` cannot follow the route `{}`: its cells enter between the vessels of a lobule",
          infusion.route));
  }
  return problems;
}

LobuleCase resting_lobule_case(const BodyCase& body_case) {
  LobuleCase one = bare_lobule_case(body_case);
  one.pressure_drop = body_case.parameters.liver.pressures.hvpg;
  one.inflow.times = {0};
  const lobule::Perfusion rest = resting_perfusion(body_case);
  one.inflow.portal_flow = {rest.portal};
  one.inflow.arterial_flow = {rest.arterial};
  for (auto& cells : one.inflow.cells) cells.assign(one.inflow.classes.size(), 0.0);
  return one;
}

LobuleSurroundings surroundings_of(const BodyCase& body_case) {
  LobuleSurroundings all{bare_lobule_case(body_case), {}};
  LobuleInflow& inflow = all.lobule_case.inflow;
  inflow.events = infusion_events(body_case);
  BodyCase fine = body_case;
  fine.output_times = knots_of(body_case, inflow.events);
  const body::BodyResult body = body::simulate(fine);
  const body::SinusoidInflow& entering = body.sinusoid_inflow.front();
  const Liver& liver = body_case.parameters.liver;
  all.territory.volume = entering.blood_volume / liver.blood.sinusoids;
  all.territory.share = all.territory.volume / liver.volume;
  all.territory.name = territory_words(body_case);

  inflow.times.push_back(0);
  append(inflow, entering, 0, all.territory.volume);
  for (auto& cells : inflow.cells) std::fill(cells.begin(), cells.end(), 0.0);
  for (std::size_t i = 0; i < body.times.size(); ++i) {
    inflow.times.push_back(body.times[i]);
    append(inflow, entering, i, all.territory.volume);
  }

  // HVPG is a property of the resting flow; the permeability that follows holds for every flow.
  const lobule::Perfusion rest = resting_perfusion(body_case);
  all.lobule_case.pressure_drop = body.baseline.hvpg;
  all.lobule_case.resting_portal_flow = rest.portal;
  all.lobule_case.resting_arterial_flow = rest.arterial;
  return all;
}

}  // namespace cellroute::levels
