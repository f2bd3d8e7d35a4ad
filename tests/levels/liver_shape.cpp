// Shapes and trees that livers share: made once for the same, anew for another, with the same numbers.
#include "sim/levels/liver_shape.hpp"

#include <catch2/catch.hpp>

#include "sim/levels/liver_surroundings.hpp"
#include "tests/body/library_case.hpp"

using namespace cellroute;

namespace {

scenario::Scenario liver_of(const std::string& route, const std::string& liver,
                            const std::vector<std::string>& overrides = {}) {
  testing::Written one;
  one.condition = "healthy";
  one.regimen = "[{route: " + route + ", cells: 1e8, over: 10 min, volume: 50 mL}]";
  one.levels = "[body, liver]";
  one.horizon = "1 h";
  one.times = "[1 h]";
  one.more = "liver: {" + liver + "}\n";
  return testing::read(one, overrides);
}

}  // namespace

TEST_CASE("Routes share shape and trees; whatever the trees depend on makes new ones") {
  const std::string usual = "voxels: 400, terminals: 20";
  levels::LiverShapes shapes;
  const auto trees = [&](const scenario::Scenario& scenario, levels::LiverShapes& from) {
    return from.trees(scenario, levels::liver_setting(scenario.body).compiled.resting);
  };
  const auto artery = liver_of("hepatic_artery", usual), vein = liver_of("peripheral_vein", usual);
  const auto first = trees(artery, shapes);
  const void* kept = shapes.anatomy(artery).voxels.data();
  const Point* ends = shapes.trees(artery, levels::liver_setting(artery.body).compiled.resting)[0].end.data();
  trees(vein, shapes);
  CHECK(shapes.anatomy(vein).voxels.data() == kept);
  CHECK(shapes.trees(vein, levels::liver_setting(vein.body).compiled.resting)[0].end.data() == ends);

  const scenario::Scenario others[] = {
      liver_of("portal_vein", "voxels: 500, terminals: 20"),
      liver_of("portal_vein", "voxels: 400, terminals: 21"),
      liver_of("portal_vein", usual, {"liver.vessels.portal.murray_exponent=2.6"}),
      liver_of("portal_vein", usual, {"liver.volume=1.3 L"}),
      liver_of("portal_vein", usual, {"gut.flow_fraction=0.14"})};
  for (const auto& other : others) {
    levels::LiverShapes own;
    const auto alone = trees(other, own), after = trees(other, shapes);
    for (std::size_t t = 0; t < tree_kinds; ++t) {
      CHECK(after[t].end == alone[t].end);
      CHECK(after[t].radius == alone[t].radius);
      CHECK(after[t].terminal_of_voxel == alone[t].terminal_of_voxel);
    }
    CHECK(after[1].radius != first[1].radius);
    CHECK(shapes.anatomy(other).voxels == own.anatomy(other).voxels);
  }
}
