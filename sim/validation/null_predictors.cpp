// The null predictors: shares of the dose by resting flow, or by the bed downstream of the route.
#include "sim/validation/null_predictors.hpp"

#include <map>
#include <string>

#include "models/circulation/resting.hpp"
#include "sim/measures/measure.hpp"

namespace cellroute::validation {
namespace {

namespace c = circulation;
using Shares = std::map<std::string, double>;

Shares arterial_flows(const double* flow) {
  return {{"heart", flow[c::to_heart]},   {"brain", flow[c::to_brain]},      {"kidney", flow[c::to_kidney]},
          {"marrow", flow[c::to_marrow]}, {"rest", flow[c::to_rest]},        {"gut", flow[c::to_gut]},
          {"spleen", flow[c::to_spleen]}, {"liver", flow[c::hepatic_artery]}};
}

Shares by_flow(const double* flow) {
  Shares shares = arterial_flows(flow);
  shares["liver"] = flow[c::flow_of(0, c::arteriole)] + flow[c::flow_of(0, c::venule)];
  shares["lung"] = flow[c::through_lung];
  return shares;
}

Shares by_first_bed(const std::string& route_name, const double* flow) {
  switch (find_route(route_name)->entry) {
    case Entry::venous:
      return {{"lung", 1}};
    case Entry::arterial:
      return arterial_flows(flow);
    case Entry::splenic_artery:
      return {{"spleen", 1}};
    case Entry::gut_artery:
      return {{"gut", 1}};
    default:  // every other route leads to the liver
      return {{"liver", 1}};
  }
}

void fill(body::Table& table, std::size_t times, double value) {
  table.classes = 1;
  table.data.assign(times, value);
}

}  // namespace

const char* name_of(Null predictor) {
  return predictor == Null::flow_share ? "cells by flow share" : "first capillary bed";
}

body::BodyResult predict(Null predictor, const BodyCase& body_case) {
  const c::Resting resting = c::resting_state(body_case.parameters, {1.0});
  body::BodyResult result;
  result.times = body_case.output_times;
  const std::size_t times = result.times.size();
  Shares held;  // of the dose
  for (const Infusion& infusion : body_case.regimen) result.dose += infusion.cells;
  for (const Infusion& infusion : body_case.regimen) {
    const Shares shares = predictor == Null::flow_share ? by_flow(resting.state.flow)
                                                        : by_first_bed(infusion.route, resting.state.flow);
    double whole = 0;
    for (const auto& [organ, share] : shares) whole += share;
    for (const auto& [organ, share] : shares) held[organ] += share / whole * infusion.cells / result.dose;
  }
  for (const auto name : measures::regions().first(measures::organ_regions)) {
    body::OrganSeries organ;
    organ.name = name;
    for (body::Table* table :
         {&organ.cells.circulating, &organ.cells.trapped, &organ.cells.adherent, &organ.cells.homed,
          &organ.cells.depot, &organ.cells.lodged_dead, &organ.cells.lost})
      fill(*table, times, 0);
    fill(organ.cells.trapped, times, held[organ.name] * result.dose);
    organ.label.living.assign(times, held[organ.name]);
    organ.label.lodged.assign(times, 0);
    organ.label.retained.assign(times, 0);
    result.organs.push_back(std::move(organ));
  }
  const double volumes[] = {1.0 / 3, 1.0 / 3, 1.0 / 3};
  for (std::size_t z = 0; z < 3; ++z) {
    result.zones[z].name = measures::regions()[measures::organ_regions + z];
    for (body::Table* table : {&result.zones[z].cells.circulating, &result.zones[z].cells.adherent,
                               &result.zones[z].cells.homed, &result.zones[z].cells.depot})
      fill(*table, times, 0);
    fill(result.zones[z].cells.trapped, times, held["liver"] * result.dose * volumes[z]);
  }
  fill(result.balance.infused, times, result.dose);
  result.baseline.portal_pressure = resting.state.pressure[c::portal];
  result.hemodynamics.portal_pressure.assign(times, result.baseline.portal_pressure);
  result.hemodynamics.peak_portal_pressure = result.baseline.portal_pressure;
  return result;
}

}  // namespace cellroute::validation
