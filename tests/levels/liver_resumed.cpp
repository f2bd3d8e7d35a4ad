// A liver run put back to what was kept after a step goes on with the same bits: nothing that decides a later
// number is left out of what is kept.
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <map>
#include <string>

#include "sim/levels/liver.hpp"
#include "sim/scenario/scenario.hpp"
#include "tests/body/library_case.hpp"

using namespace cellroute;

namespace {

using Kept = std::vector<std::vector<double>>;

struct Keep final : liver::StateVisitor {
  Kept& kept;
  explicit Keep(Kept& to) : kept(to) {}
  void operator()(std::vector<double>& values) override { kept.push_back(values); }
  void operator()(std::span<double> values) override { kept.emplace_back(values.begin(), values.end()); }
};

struct PutBack final : liver::StateVisitor {
  const Kept& kept;
  std::size_t next = 0;
  explicit PutBack(const Kept& from) : kept(from) {}
  void operator()(std::vector<double>& values) override { values = kept.at(next++); }
  void operator()(std::span<double> values) override {
    const std::vector<double>& one = kept.at(next++);
    REQUIRE(one.size() == values.size());
    std::copy(one.begin(), one.end(), values.begin());
  }
};

/// Everything that leaves a run: fields by output time, and its state after each step.
struct Run {
  std::map<double, std::vector<double>> fields;  // by time
  std::vector<Kept> after;                       // by step of this run
  std::vector<double> end;                       // what is reported of the body
  std::vector<double> work;

  Run(const levels::PreparedLiver& prepared, const Kept* from) {
    liver::Watchers watchers;
    watchers.fields = [this](const Frame& frame) {
      std::vector<double>& all = fields[frame.time];
      for (const Field& field : frame.fields) all.insert(all.end(), field.values.begin(), field.values.end());
    };
    watchers.checkpoint = [this](double, const liver::VisitState& state) {
      Keep keep(after.emplace_back());
      state(keep);
    };
    watchers.restore = [from](const liver::VisitState& state) {
      if (from == nullptr) return false;
      PutBack put_back(*from);
      state(put_back);
      REQUIRE(put_back.next == from->size());
      return true;
    };
    const levels::ResolvedLiver resolved = levels::resolve_liver(prepared, watchers);
    REQUIRE(resolved.failure.empty());
    end = testing::flatten(*resolved.body);
    const liver::LiverWork& effort = resolved.record->result.work;
    work = {static_cast<double>(effort.steps), static_cast<double>(effort.flow_solves),
            static_cast<double>(effort.flow_iterations), effort.worst_change};
    for (const auto& segment : resolved.record->result.segments)
      work.insert(work.end(), segment.living.begin(), segment.living.end());
  }
};

bool same(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), 8 * a.size()) == 0);
}

struct Variant {
  const char* what;
  const char* regimen;
  const char* label;
  const char* liver;  // further keys of the level
  bool solves;        // cells that lodge change the flow
  int terminals = 40;
  std::vector<std::string> set{};
};

#ifdef CELLROUTE_SANITIZED
constexpr std::size_t restarts = 2;
#else
constexpr std::size_t restarts = 7;
#endif

const Variant variants[] = {
    {"portal, labelled, two infusions, neighbours joined",
     "[{route: portal_vein, catheter: trunk, cells: 2e8, over: 5 min},"
     " {route: portal_vein, catheter: right, cells: 2e8, over: 5 min, at: 20 min}]",
     "in111_oxine", "", true},
    {"arterial, skimmed, a branch closed", "[{route: hepatic_artery, cells: 2e8, over: 5 min}]", "none",
     ", skimming: on, embolised: [portal_vein.left]", true},
    {"through the spleen, trees without resistance and delay",
     "[{route: intrasplenic, cells: 2e8, over: 5 min, washout: 2 1/h}]", "none",
     ", heterogeneity: off, delay: off, plugging: off", false},
    {"voxels solved for in groups",
     "[{route: portal_vein, cells: 4e8, over: 5 min}]",
     "none",
     "",
     true,
     8,
     {"liver.vessels.interlobular_permeability=0 m2"}}};

}  // namespace

TEST_CASE("a liver run that is put back after any step goes on with the same bits") {
  for (const Variant& variant : variants) {
    INFO(variant.what);
    const std::string text = std::string("title: A liver\nspecies: human\ncondition: healthy\n") +
                             "product: umbilical_cord_msc\nhost: allogeneic\nlabel: " + variant.label +
                             "\nregimen: " + variant.regimen +
                             "\nlevels: [body, liver]\nhorizon: 1 h\n"
                             "output: {times: [2 min, 10 min, 25 min, 1 h]}\nnumerics: {size_classes: 3}\n"
                             "liver: {voxels: 600, tolerance: 1e-3, terminals: " +
                             std::to_string(variant.terminals) + variant.liver + "}\n";
    scenario::LoadOptions options;
    options.library = CELLROUTE_SOURCE_DIR "/configs/library";
    options.overrides = variant.set;
    levels::LiverShapes shapes;
    const levels::PreparedLiver prepared =
        levels::prepare_liver(scenario::load_text(text, "liver.yaml", options), shapes);
    const Run whole(prepared, nullptr);
    REQUIRE(whole.after.size() > 8);
    CHECK((whole.work[1] > 1) == variant.solves);
    REQUIRE(whole.fields.size() == 4);
    const std::size_t stride = std::max<std::size_t>(1, whole.after.size() / restarts);
    for (std::size_t step = 0; step < whole.after.size(); step += stride) {
      // Each step once more last: the horizon.
      const std::size_t at = step + stride < whole.after.size() ? step : whole.after.size() - 1;
      INFO("put back after step " << at + 1 << " of " << whole.after.size());
      const Run resumed(prepared, &whole.after[at]);
      REQUIRE(resumed.after.size() == whole.after.size() - at - 1);
      for (std::size_t later = 0; later < resumed.after.size(); ++later) {
        const Kept &is = resumed.after[later], &was = whole.after[at + 1 + later];
        REQUIRE(is.size() == was.size());
        for (std::size_t part = 0; part < is.size(); ++part) {
          INFO("after step " << at + 2 + later << ", array " << part);
          REQUIRE(same(is[part], was[part]));
        }
      }
      for (const auto& [time, values] : resumed.fields) {
        INFO("at " << time << " s");
        CHECK(same(values, whole.fields.at(time)));
      }
      CHECK(same(resumed.end, whole.end));
      CHECK(same(resumed.work, whole.work));
    }
  }
}
