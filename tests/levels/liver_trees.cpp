// What a liver run tells of its vessels: the flow, pressure, arrival and cells that the run itself has.
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <numeric>

#include "sim/levels/check.hpp"
#include "sim/levels/liver.hpp"
#include "tests/body/library_case.hpp"

using namespace cellroute;

namespace {

/// A field by name, of one time.
using Values = std::map<std::string, std::vector<double>>;

struct Seen {
  std::array<VesselTree, tree_kinds> trees;
  std::vector<Values> vessels, voxels;        // by output time
  std::vector<std::array<double, 2>> on_way;  // [cell] living in artery and portal vein
};

Seen run(const std::string& more) {
  testing::Written one;
  one.condition = "healthy";
  one.regimen = "[{route: portal_vein, catheter: trunk, cells: 1e8, over: 10 min, volume: 50 mL}]";
  one.levels = "[body, liver]";
  one.horizon = "1 h";
  one.times = "[5 s, 5 min, 1 h]";
  one.more = "liver: {voxels: 600, terminals: 40" + more + "}\n";
  const scenario::Scenario scenario = testing::read(one);
  REQUIRE(levels::contradictions(scenario, 1e10).empty());
  levels::LiverShapes shapes;
  const levels::PreparedLiver prepared = levels::prepare_liver(scenario, shapes);
  Seen seen;
  seen.trees = prepared.liver_case.trees;
  const auto take = [](std::vector<Values>& all) {
    return [&all](const Frame& frame) {
      Values values;
      for (const Field& field : frame.fields) values[field.name] = {field.values.begin(), field.values.end()};
      all.push_back(std::move(values));
    };
  };
  liver::Watchers watchers;
  watchers.trees = take(seen.vessels);
  watchers.fields = take(seen.voxels);
  watchers.snapshot = [&](const liver::Snapshot& now) {
    const auto sum = [&](int tree) {
      const auto& cells = now.in_trees[static_cast<std::size_t>(tree)];
      return std::accumulate(cells.begin(), cells.end() - 1, 0.0);  // the last are the dead of the dose
    };
    seen.on_way.push_back({sum(0), sum(1)});
  };
  REQUIRE(levels::resolve_liver(prepared, watchers).failure == "");
  return seen;
}

double blood(const VesselTree& tree, std::size_t s) {
  const Point a = tree.start(s), b = tree.end[s];
  const double length = std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
  return std::acos(-1.0) * tree.radius[s] * tree.radius[s] * length;
}

/// Calls each(tree, its number, vessel of the tree, row among all vessels).
template <class Each>
void over_vessels(const Seen& seen, Each each) {
  std::size_t row = 0;
  for (std::size_t t = 0; t < seen.trees.size(); ++t)
    for (std::size_t s = 0; s < seen.trees[t].size(); ++s) each(seen.trees[t], t, s, row++);
}

}  // namespace

TEST_CASE("flow of vessels parts at every joint, and pressure goes on from a vessel to those that leave it") {
  const Seen seen = run("");
  REQUIRE(seen.vessels.size() == 3);
  for (const Values& now : seen.vessels) {
    const auto &flow = now.at("flow"), &pressure = now.at("pressure");
    std::vector<double> parted(flow.size(), 0.0);
    over_vessels(seen, [&](const VesselTree& tree, std::size_t t, std::size_t s, std::size_t row) {
      const double along = pressure[2 * row] - pressure[2 * row + 1];
      CHECK((t == 2 ? -along : along) > 0);
      CHECK(flow[row] > 0);
      if (tree.parent[s] < 0) return;
      const std::size_t parent = row - s + static_cast<std::size_t>(tree.parent[s]);
      CHECK(pressure[2 * row] == pressure[2 * parent + 1]);
      parted[parent] += flow[row];
    });
    std::size_t joints = 0;
    for (std::size_t row = 0; row < flow.size(); ++row)
      if (parted[row] > 0) {
        ++joints;
        CHECK(parted[row] == Approx(flow[row]).epsilon(1e-10));
      }
    CHECK(joints > 100);
  }
}

TEST_CASE("blood arrives at the end of a vessel after its blood over its flow") {
  const Seen seen = run("");
  const auto &arrival = seen.vessels[0].at("arrival"), &flow = seen.vessels[0].at("flow");
  CHECK(arrival == seen.vessels[2].at("arrival"));
  over_vessels(seen, [&](const VesselTree& tree, std::size_t, std::size_t s, std::size_t row) {
    if (tree.parent[s] < 0) CHECK(arrival[2 * row] == 0);
    // at rest, and the flow is that of five seconds later
    CHECK(arrival[2 * row + 1] - arrival[2 * row] == Approx(blood(tree, s) / flow[row]).epsilon(0.01));
  });
  const VesselTree& portal = seen.trees[1];
  const std::size_t first = seen.trees[0].size();
  const auto& of_voxels = seen.voxels[0].at("portal_arrival");
  double latest = 0, latest_voxel = 0;
  for (const std::int32_t s : portal.terminals)
    latest = std::max(latest, arrival[2 * (first + static_cast<std::size_t>(s)) + 1]);
  for (const double time : of_voxels) latest_voxel = std::max(latest_voxel, time);
  CHECK(latest_voxel == Approx(latest).epsilon(0.01));
}

TEST_CASE("cells on the way in vessels are those that the run has in its trees") {
  const Seen seen = run("");
  for (std::size_t time = 0; time < 3; ++time) {
    double cells[2] = {0, 0};
    over_vessels(seen, [&](const VesselTree& tree, std::size_t t, std::size_t s, std::size_t row) {
      const double living = seen.vessels[time].at("living")[row];
      if (t == 2)
        CHECK(std::isnan(living));
      else
        cells[t] += living * blood(tree, s);
    });
    for (std::size_t t = 0; t < 2; ++t) CHECK(cells[t] == Approx(seen.on_way[time][t]).epsilon(1e-10));
  }
  CHECK(seen.on_way[0][1] > 1e5);  // 9e7 living in ten minutes: 7.5e5 in five seconds
  const std::size_t trunk = seen.trees[0].size();
  CHECK(seen.vessels[0].at("living")[trunk] > 1e3 * seen.vessels[2].at("living")[trunk]);
}

TEST_CASE("nothing flows in vessels beyond a closed branch, and no time of arrival is told there") {
  const Seen seen = run(", embolised: [portal_vein.right]");
  const VesselTree& portal = seen.trees[1];
  std::vector<bool> closed(portal.size(), false);
  for (const NamedBranch& branch : portal.named)
    if (branch.name == "right") closed[static_cast<std::size_t>(branch.segment)] = true;
  const std::size_t first = seen.trees[0].size();
  std::size_t count = 0;
  for (std::size_t s = 0; s < portal.size(); ++s) {
    if (portal.parent[s] >= 0 && closed[static_cast<std::size_t>(portal.parent[s])]) closed[s] = true;
    const double flow = seen.vessels[1].at("flow")[first + s];
    const double arrival = seen.vessels[1].at("arrival")[2 * (first + s) + 1];
    CHECK(std::isnan(arrival) == closed[s]);
    CHECK((flow == 0) == closed[s]);
    CHECK((closed[s] || seen.vessels[1].at("living")[first + s] > 0));
    count += closed[s] ? 1 : 0;
  }
  CHECK(count > 20);
}
