// The inflow of a lobule: integrals of a piecewise linear series.
#include <catch2/catch.hpp>

#include "models/lobule/inflow.hpp"

using namespace cellroute;

namespace {

LobuleInflow ramp() {
  LobuleInflow inflow;
  inflow.times = {0, 10, 10, 20};  // rises to 1, jumps to 3, falls to 1
  inflow.portal_flow = {0.01, 0.01, 0.02, 0.02};
  inflow.arterial_flow = {0, 0, 0, 0};
  inflow.classes.resize(2);
  inflow.cells[0] = {0, 0, 1, 2, 3, 6, 1, 2};
  return inflow;
}

}  // namespace

TEST_CASE("Means and integrals of an inflow are exact, jumps and the time after its end included") {
  const LobuleInflow inflow = ramp();
  CHECK(contradictions(inflow).empty());
  CHECK(inflow.entered(LobuleEntry::portal, 0, 10) == Approx(5).epsilon(1e-15));
  CHECK(inflow.entered(LobuleEntry::portal, 1, 20) == Approx(50).epsilon(1e-15));
  CHECK(inflow.entered(LobuleEntry::portal, 0, 30) == Approx(35).epsilon(1e-15));
  CHECK(inflow.mean_rate(LobuleEntry::portal, 0, 5, 15) == Approx((3.75 + 12.5) / 10).epsilon(1e-15));
  CHECK(inflow.mean_rate(LobuleEntry::portal, 0, 25, 26) == Approx(1).epsilon(1e-15));
  CHECK(inflow.mean_portal_flow(8, 12) == Approx(0.015).epsilon(1e-15));
  CHECK(inflow.mean_rate(LobuleEntry::arterial, 0, 0, 20) == 0);
}

TEST_CASE("A constant inflow brings its cells and begins and ends with events") {
  for (const double start : {0.0, 100.0}) {
    const LobuleInflow inflow = constant_inflow(0.01, 0.004, std::vector<LobuleClass>(2),
                                                LobuleEntry::arterial, {3e9, 1e9}, start, 60);
    CHECK(contradictions(inflow).empty());
    CHECK(inflow.entered(LobuleEntry::arterial, 0, start) == 0);
    CHECK(inflow.entered(LobuleEntry::arterial, 0, start + 60) == Approx(3e9).epsilon(1e-15));
    CHECK(inflow.entered(LobuleEntry::arterial, 1, start + 1e6) == Approx(1e9).epsilon(1e-15));
    CHECK(inflow.mean_rate(LobuleEntry::arterial, 1, start + 60, start + 70) == 0);
    CHECK(inflow.events == std::vector<double>{start, start + 60});
  }
}

TEST_CASE("A broken inflow is refused in words") {
  const auto says = [](LobuleInflow inflow, const std::string& words) {
    for (const std::string& problem : contradictions(inflow))
      if (problem.find(words) != std::string::npos) return true;
    return false;
  };
  LobuleInflow late = ramp(), backwards = ramp(), negative = ramp(), short_flow = ramp();
  late.times[0] = 1;
  backwards.times[3] = 5;
  negative.cells[0][2] = -1;
  short_flow.arterial_flow.pop_back();
  CHECK(says(late, "begin at 0"));
  CHECK(says(backwards, "ascend"));
  CHECK(says(negative, "negative"));
  CHECK(says(short_flow, "arterial flow has 3 numbers for 4 times"));
}
