// What the body level hands to a resolved lobule.
#include <catch2/catch.hpp>

#include "sim/body/simulate.hpp"
#include "tests/body/library_case.hpp"

using namespace cellroute;
using testing::body_case;
using testing::Written;

namespace {

/// Open beds without adhesion, loss or release: whatever enters passes.
const std::vector<std::string> open_beds = {"liver.portal_venules.capillary.constrictions=0",
                                            "liver.terminal_arterioles.capillary.constrictions=0",
                                            "liver.sinusoids.capillary.constrictions=0",
                                            "product.adhesion.filter_coefficient=0 1/m",
                                            "product.adhesion.rate=0 1/s",
                                            "product.loss.circulating=0 1/s"};

std::vector<std::string> with(std::vector<std::string> some, const std::vector<std::string>& more) {
  some.insert(some.end(), more.begin(), more.end());
  return some;
}

/// Trapezoids over the output times, from the start of the run where nothing has arrived.
double total(const body::Table& rate, const std::vector<double>& times) {
  double cells = times[0] / 2 * rate.sum(0);
  for (int i = 1; i < static_cast<int>(times.size()); ++i)
    cells += (times[i] - times[i - 1]) / 2 * (rate.sum(i - 1) + rate.sum(i));
  return cells;
}

BodyCase fine(Written w, double until, int steps, const std::vector<std::string>& overrides) {
  BodyCase one = body_case(w, overrides);
  one.output_times.clear();
  for (int i = 1; i <= steps; ++i) one.output_times.push_back(until * i / steps);
  return one;
}

}  // namespace

TEST_CASE("what enters the sinusoids stays in them or leaves by the hepatic vein") {
  for (const char* route : {"portal_vein", "hepatic_artery", "peripheral_vein"}) {
    INFO(route);
    Written w;
    w.regimen = std::string("[{route: ") + route + ", cells: 1e7, over: 5 min}]";
    const body::BodyResult result =
        body::simulate(fine(w, 300, 600, with(open_beds, {"lung.tissue.capillary.constrictions=0"})));
    REQUIRE(result.sinusoid_inflow.size() == 1);
    const body::SinusoidInflow& in = result.sinusoid_inflow[0];
    // In open beds the share of the portal vein's blood in the sinusoids is that of its flow, and
    // a cell needs blood volume over flow to cross: Little's law.
    const int last = static_cast<int>(result.times.size()) - 1;
    double inside = 0, rate = 0;
    for (int k = 0; k < result.zones[0].cells.circulating.classes; ++k) {
      for (const auto& zone : result.zones) inside += zone.cells.circulating.at(last, k);
      rate += in.portal.at(last, k) + in.arterial.at(last, k);
    }
    const double flow = in.portal_flow[last] + in.arterial_flow[last];
    CHECK(in.outflow[last] == Approx(flow).epsilon(1e-9));
    CHECK(inside == Approx(rate * in.blood_volume / flow).epsilon(2e-3));
    CHECK(in.central.sum(last) == 0);
    CHECK(total(in.portal, result.times) + total(in.arterial, result.times) > inside);
  }
}

TEST_CASE("what passes the portal venules is what the portal vein got, less the retained") {
  Written w;
  w.regimen = "[{route: portal_vein, cells: 1e7, over: 5 min}]";
  const std::vector<std::string> no_return = {
      "lung.tissue.capillary.constrictions=1000", "lung.tissue.capillary.diameter=1 um",
      "lung.tissue.capillary.wide_share=0",       "lung.shunt_fraction=0",
      "product.release.fast_rate=0 1/s",          "product.release.slow_rate=0 1/s"};
  const body::BodyResult result = body::simulate(fine(w, 1200, 2400, with(open_beds, no_return)));
  const body::SinusoidInflow& in = result.sinusoid_inflow[0];
  CHECK(total(in.portal, result.times) == Approx(result.dose).epsilon(2e-3));
  CHECK(total(in.arterial, result.times) < 1e-3 * result.dose);
}

TEST_CASE("behind a balloon cells enter from the central vein") {
  Written w;
  w.regimen = "[{route: hepatic_vein_retrograde, cells: 1e7, over: 5 min, volume: 5 mL}]";
  const body::BodyResult result = body::simulate(fine(w, 300, 300, {}));
  REQUIRE(result.sinusoid_inflow.size() == 2);
  for (int i = 0; i + 1 < static_cast<int>(result.times.size()); ++i)
    REQUIRE(result.sinusoid_inflow[0].central.sum(i) >= Approx(result.dose / 300));
}
