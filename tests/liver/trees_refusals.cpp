// Plans that cannot be: said in words before anything grows, and after when no room is left.
#include <catch2/catch.hpp>

#include "tests/liver/trees_case.hpp"

using namespace cellroute;
using namespace cellroute::testing;
using Catch::Matchers::Contains;
using liver::contradictions;

namespace {

std::string text(const std::vector<std::string>& problems) {
  std::string all;
  for (const std::string& p : problems) all += p + "\n";
  return all;
}

}  // namespace

TEST_CASE("a sound plan has no contradictions") {
  CHECK(contradictions(adult_liver(), adult_plan(many)).empty());
}

TEST_CASE("every mistake in a plan is named at once") {
  liver::TreePlan plan;  // nothing set that must be
  plan.terminals = {3, 1000, 60000};
  plan.murray_exponent[1] = 3.5;
  plan.clearance = -1;
  const std::string all = text(contradictions(adult_liver(), plan));
  CHECK_THAT(all, Contains("hepatic_artery: 3 terminals are fewer than the liver's 8 segments"));
  CHECK_THAT(all, Contains("hepatic_vein: 60000 terminals are more than the liver's 57407 voxels of 3 mm"));
  CHECK_THAT(all, Contains("portal_vein: Murray exponent is 3.5; it must be from 2 to 3"));
  CHECK_THAT(all, Contains("portal_vein: flow [m3/s] is nan; it must be above 0"));
  CHECK_THAT(all, Contains("hepatic_artery: pressure drop [Pa] is nan; it must be above 0"));
  CHECK_THAT(all, Contains("viscosity [Pa s] is nan; it must be above 0"));
  CHECK_THAT(all, Contains("clearance is -1; it must be from 0 to 1"));
  CHECK_THROWS_WITH(liver::grow_trees(adult_liver(), plan), Contains("more than the liver's"));
}

TEST_CASE("a hilum outside the liver is refused with its place") {
  LiverAnatomy anatomy = adult_liver();
  anatomy.portal_hilum = {0.2, 0, 0};
  CHECK_THAT(text(contradictions(anatomy, adult_plan(100))),
             Contains("the portal hilum at (200, 0, 0) mm lies outside the liver"));
  anatomy.voxels.clear();
  CHECK_THAT(text(contradictions(anatomy, adult_plan(100))), Contains("the liver has no voxels"));
}

TEST_CASE("vessels too thick for the liver are refused with their radii or with the segment that is full") {
  liver::TreePlan plan = adult_plan(100);
  plan.pressure_drop = {0.01, 0.01, 0.01};
  CHECK_THROWS_WITH(liver::grow_trees(adult_liver(), plan), Contains("larger pressure drop"));
}
