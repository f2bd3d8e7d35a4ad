// The null predictors on hand cases.
#include <catch2/catch.hpp>
#include <numeric>

#include "sim/measures/measure.hpp"
#include "sim/validation/null_predictors.hpp"
#include "tests/validation/shipped.hpp"

using namespace cellroute;
using namespace cellroute::validation;

namespace {

/// A healthy case of the shipped files whose single route is replaced.
BodyCase healthy(const char* dataset, const std::string& route) {
  for (const auto& each : test::shipped().datasets)
    if (each.id == dataset) {
      BodyCase body = each.scenarios.front().scenario.body;
      body.regimen = {body.regimen.front()};
      body.regimen.front().route = route;
      body.regimen.front().catheter.clear();
      return body;
    }
  FAIL("no dataset " << dataset);
  return {};
}

double share(const body::BodyResult& result, std::string_view organ) {
  for (const auto& series : result.organs)
    if (series.name == organ) return series.cells.living(0) / result.dose;
  return -1;
}

}  // namespace

TEST_CASE("First bed: all in lung, liver or spleen, as the route leads") {
  const std::pair<const char*, const char*> routes[] = {
      {"peripheral_vein", "lung"}, {"portal_vein", "liver"},  {"hepatic_artery", "liver"},
      {"splenic_vein", "liver"},   {"intrasplenic", "liver"}, {"intrahepatic", "liver"},
      {"splenic_artery", "spleen"}};
  for (const auto& [route, organ] : routes) {
    INFO(route);
    CHECK(share(predict(Null::first_bed, healthy("R_GAO2001", route)), organ) == Approx(1));
  }
}

TEST_CASE("Flow share: lung with the whole output, the others with their fraction of it") {
  // In health the fractions of cardiac output are the library's own: lung 1, kidney x, liver its total.
  const BodyCase body = healthy("R_GAO2001", "peripheral_vein");
  const auto result = predict(Null::flow_share, body);
  const Parameters& p = body.parameters;
  CHECK(share(result, "kidney") / share(result, "lung") ==
        Approx(p.kidney.flow_fraction / (1 - p.lung.shunt_fraction)).epsilon(0.02));
  CHECK(share(result, "liver") / share(result, "lung") ==
        Approx(p.liver.flow_fraction / (1 - p.lung.shunt_fraction)).epsilon(0.02));
  double total = 0;
  for (const auto& organ : result.organs) total += organ.cells.living(0);
  CHECK(total == Approx(result.dose));
  CHECK(share(result, "blood") == 0);
}

TEST_CASE("Flow share does not know the route, first bed from the left ventricle follows arterial flow") {
  const auto vein = predict(Null::flow_share, healthy("R_GAO2001", "peripheral_vein"));
  const auto portal = predict(Null::flow_share, healthy("R_GAO2001", "portal_vein"));
  CHECK(share(vein, "liver") == share(portal, "liver"));
  const BodyCase body = healthy("R_GAO2001", "left_ventricle");
  const auto arterial = predict(Null::first_bed, body);
  CHECK(share(arterial, "lung") == 0);
  CHECK(share(arterial, "kidney") == Approx(body.parameters.kidney.flow_fraction).epsilon(0.02));
}

TEST_CASE("Two routes in one regimen share the first bed by their cells") {
  BodyCase body = healthy("R_GAO2001", "peripheral_vein");
  body.regimen.push_back(body.regimen.front());
  body.regimen.back().route = "portal_vein";
  body.regimen.back().cells = 3 * body.regimen.front().cells;
  const auto result = predict(Null::first_bed, body);
  CHECK(share(result, "lung") == Approx(0.25));
  CHECK(share(result, "liver") == Approx(0.75));
}

TEST_CASE("Null predictors know no kinetics: label is cells, nothing leaves, pressure rests") {
  const BodyCase body = healthy("R_GAO2001", "peripheral_vein");
  const auto result = predict(Null::first_bed, body);
  const Arms arms{{"a", {&body, &result}}};
  Measure measure;
  measure.what = "label_half_life";
  measure.arm = "a";
  measure.region = {"lung"};
  measure.time = body.output_times.front();
  CHECK(evaluate(measure, arms) == infinity);
  measure.what = "label_share";
  measure.time = body.output_times.back();
  CHECK(evaluate(measure, arms) == Approx(1));
  measure.what = "portal_rise";
  CHECK(evaluate(measure, arms) == 0);
  CHECK(result.baseline.portal_pressure > 0);
}
