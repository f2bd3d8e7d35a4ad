// Made-up data for plots, shaped like those of runs: three routes, a sample of patients, what decides it, and
// statements. Nothing is simulated.
#pragma once

#include <cmath>
#include <map>

#include "tests/results/synthetic.hpp"
#include "viz/views/sweep_data.hpp"

namespace cellroute::viz::test {

/// Share of the dose [1] alive in an organ: rises while it is infused, then falls.
inline double made_share(double most, double time) {
  const double over = 1200, hour = 3600;
  const double held = time < over ? time / over : std::exp(-(time - over) / (12 * hour)) + 0.002;
  return most * held;
}

/// A record whose organs hold at most these shares of the dose.
inline results::Record made_route(const std::string& route, const std::map<std::string, double>& most) {
  auto made = results::test::record({5, 1});
  made.inputs.regimen[0].route = route;
  made.inputs.regimen[0].catheter = "";
  auto& body = made.body;
  body.dose = 1e8;
  body.times = {300, 3600, 86400, 259200, 864000};
  body.organs.clear();
  made.curve = body::Curve{};
  for (double time = 300; time < 864000; time *= 1.15) made.curve->times.push_back(time);
  made.curve->times.push_back(864000);
  for (const auto& [name, share] : most) {
    body::OrganSeries organ;
    organ.name = name;
    for (auto* table : {&organ.cells.circulating, &organ.cells.trapped, &organ.cells.adherent,
                        &organ.cells.homed, &organ.cells.depot, &organ.cells.lost, &organ.cells.lodged_dead})
      *table = {1, std::vector<double>(body.times.size(), 0.0)};
    organ.label.living = organ.label.lodged = organ.label.retained =
        std::vector<double>(body.times.size(), 0.0);
    for (std::size_t t = 0; t < body.times.size(); ++t) {
      organ.cells.adherent.data[t] = body.dose * made_share(share, body.times[t]);
      organ.label.living[t] = made_share(share, body.times[t]);
      organ.label.retained[t] =
          name == "liver" || name == "spleen" ? 0.2 * (1 - std::exp(-body.times[t] / 9e4)) : 0;
    }
    body.organs.push_back(organ);
    body::Curve::Organ curve{name, {}, {}};
    for (const double time : made.curve->times) {
      curve.living.push_back(body.dose * made_share(share, time));
      curve.label.push_back(made_share(share, time));
    }
    made.curve->organs.push_back(curve);
  }
  auto& flow = body.hemodynamics;
  const double rest = body.baseline.portal_pressure, rise = 900 * most.at("liver");
  const auto pressure = [&](double time) { return rest + made_share(rise, time); };
  flow.portal_pressure.clear();
  for (const double time : body.times) flow.portal_pressure.push_back(pressure(time));
  for (const double time : made.curve->times) made.curve->portal_pressure.push_back(pressure(time));
  flow.peak_portal_time = 1200;
  flow.peak_portal_pressure = pressure(1200);
  body.stop_rules = {
      {"portal pressure rise above 12 mmHg", "doi:10.0000/one", rise, 1600, "Pa", rise > 1600},
      {"tissue volume above 0.25 mL/kg", "doi:10.0000/two", 3e-7 * most.at("liver"), 2.5e-7, "m3/kg", false}};
  return made;
}

inline std::vector<results::Record> made_routes() {
  const auto with = [](double liver, double lung) {
    return std::map<std::string, double>{
        {"blood", 4e-4},  {"brain", 8e-5}, {"gut", 1e-4},     {"heart", 3e-5}, {"kidney", 1e-4},
        {"liver", liver}, {"lung", lung},  {"marrow", 0.004}, {"rest", 0.01},  {"spleen", 0.03}};
  };
  return {made_route("hepatic_artery", with(0.8, 0.04)), made_route("portal_vein", with(0.5, 0.3)),
          made_route("peripheral_vein", with(0.002, 0.8))};
}

/// Patients evenly over a normal distribution of the logarithm.
inline Sweep made_cohort() {
  SweepMetric metric{"liver_living_24h", "Living cells in the liver 24 h after the start.", "1", {}};
  const std::vector<std::pair<std::string, double>> medians{
      {"hepatic_artery", 0.005}, {"portal_vein", 0.002}, {"peripheral_vein", 5e-5}};
  for (const auto& [route, median] : medians) {
    SweepGroup group{{route}, {}};
    for (int i = 1; i < 400; ++i) {
      const double share = i / 400.0;
      group.values.push_back(median * std::exp(std::log(share / (1 - share))));  // logistic
    }
    metric.groups.push_back(group);
  }
  return {"A made-up cohort", "latin_hypercube", "00", {"route"}, {metric}, ""};
}

/// Of a kind (prcc, or total and first), for two groups.
inline std::vector<Estimate> made_estimates(const std::string& kind) {
  const std::vector<std::pair<std::string, double>> sizes{{"product.loss.adherent", -0.7},
                                                          {"product.adhesion.migration_rate", 0.5},
                                                          {"liver.shunts.intrahepatic_portal", -0.35},
                                                          {"lung.shunt_fraction", 0.1}};
  std::vector<Estimate> all;
  for (const auto& [group, scale] : {std::pair{"hepatic artery", 1.0}, std::pair{"portal vein", 0.8}})
    for (const auto& [factor, size] : sizes) {
      const double value = scale * (kind == "prcc" ? size : std::fabs(size));
      all.push_back({"liver_living_24h", group, factor, kind, value, value - 0.06, value + 0.06, "1"});
      if (kind == "total")
        all.push_back({"liver_living_24h", group, factor, "first", 0.8 * value, 0.8 * value - 0.05,
                       0.8 * value + 0.05, "1"});
    }
  return all;
}

inline std::vector<ClaimOdds> made_claims() {
  using Says = ClaimOdds::Says;
  return {{"artery_beats_portal_in_alcoholic_cirrhosis", 0.88, 0.77, 0.94, 64, 0, "", 0, Says::holds},
          {"portal_beats_artery_in_nash", 0.14, 0.08, 0.25, 64, 0, "", 0, Says::fails},
          {"several_infusions_beat_one", 0.42, 0.31, 0.54, 64, 0, "", 0, Says::undecided}};
}

}  // namespace cellroute::viz::test
