// Whom plots are about: order, and colours that mean the same route in every picture.
#include <catch2/catch.hpp>
#include <fstream>

#include "sim/results/compare.hpp"
#include "sim/results/result_file.hpp"
#include "tests/results/scratch.hpp"
#include "tests/results/synthetic.hpp"
#include "viz/report/report.hpp"
#include "viz/style/routes.hpp"
#include "viz/views/plots.hpp"
#include "viz/views/subjects.hpp"
#include "viz/views/sweep_plots.hpp"

using namespace cellroute;
using namespace cellroute::viz;

namespace {

results::Record by(const std::string& route, const std::string& catheter = "") {
  auto made = results::test::record();
  made.inputs.regimen[0].route = route;
  made.inputs.regimen[0].catheter = catheter;
  return made;
}

void write(const std::filesystem::path& folder, const results::Record& record) {
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "result.h5", std::ios::binary) << results::encode(record);
}

std::vector<std::string> routes_in(const std::filesystem::path& folder) {
  std::vector<std::string> routes;
  for (const auto& record : read_records(folder)) routes.push_back(record.inputs.regimen[0].route);
  return routes;
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("A route has its colour whatever is drawn beside it, and no two of a picture share one") {
  const std::vector<std::string> all{"hepatic_artery",  "portal_vein",  "peripheral_vein",
                                     "splenic_vein",    "intrasplenic", "splenic_artery",
                                     "mesenteric_vein", "intrahepatic", "hepatic_vein_retrograde",
                                     "left_ventricle"};
  const auto colours = colours_for(all);
  for (std::size_t i = 0; i < all.size(); ++i) {
    CHECK(is_route(all[i]));
    CHECK(colours_for({"a_product", all[i], all[(i + 1) % all.size()]})[1] == colours[i]);
    for (std::size_t j = 0; j < i; ++j) CHECK_FALSE(colours[i] == colours[j]);
    CHECK(contrast(colours[i], paper) > 2);
  }
}

TEST_CASE("What is no route, or a route by several catheters, has colours that no route beside it has") {
  const auto colours =
      colours_for({"portal_vein", "portal_vein", "splenic_vein", "peripheral_vein", "a condition"});
  for (std::size_t i = 0; i < colours.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) CHECK_FALSE(colours[i] == colours[j]);
  CHECK_FALSE(colours[0] == colours_for({"portal_vein"})[0]);
  CHECK(colours[2] == colours_for({"splenic_vein"})[0]);
}

TEST_CASE("Pressures and distributions draw a route in one colour") {
  const auto artery = by("hepatic_artery", "proper"), portal = by("portal_vein", "trunk");
  const plot::Sheet sheet{800, 600, 13};
  const auto colour = "\"" + hex(colours_for({"portal_vein"})[0]) + "\"";
  CHECK(holds(pressure_plot({{&artery, "HA"}, {&portal, "PV"}}, sheet).file(), colour));
  CHECK(holds(pressure_plot({{&portal, "PV"}}, sheet).file(), colour));
  CHECK_FALSE(holds(pressure_plot({{&artery, "HA"}}, sheet).file(), colour));
  Sweep sweep;
  sweep.metrics = {{"m", "", "1", {{{"peripheral_vein"}, {0.1, 0.2}}, {{"portal_vein"}, {0.1, 0.3}}}}};
  CHECK(holds(distribution_plot(sweep, sweep.metrics[0], sheet).file(), colour));
}

TEST_CASE(
    "A folder's results are in the order its compare.csv was asked for, else in the usual order of routes") {
  results::test::Scratch scratch;
  const std::vector<results::Record> made{by("splenic_vein"), by("peripheral_vein"),
                                          by("hepatic_artery", "proper"), by("portal_vein", "trunk")};
  for (const auto& record : made) write(scratch.path / record.inputs.regimen[0].route, record);
  CHECK(routes_in(scratch.path) ==
        std::vector<std::string>{"hepatic_artery", "portal_vein", "peripheral_vein", "splenic_vein"});
  std::ofstream(scratch.path / "compare.csv") << results::compare_csv(results::name_subjects(made));
  CHECK(routes_in(scratch.path) ==
        std::vector<std::string>{"splenic_vein", "peripheral_vein", "hepatic_artery", "portal_vein"});
}

TEST_CASE("A regimen by two routes is named by both, and has the colour of neither") {
  auto mixed = by("hepatic_artery", "proper"), other = by("peripheral_vein");
  auto later = mixed.inputs.regimen[0];
  later.route = "peripheral_vein";
  later.catheter = "";
  later.start = 604800;
  mixed.inputs.regimen.push_back(later);
  mixed.inputs.regimen.push_back(later);
  CHECK(results::name_subjects({mixed})[0].name == "hepatic artery + peripheral vein");
  const auto names = results::names_of(results::name_subjects({mixed, other}));
  CHECK(names == std::vector<std::string>{"hepatic artery + peripheral vein", "peripheral vein"});
  const auto colours = subject_colours({{&mixed, "A"}, {&other, "B"}});
  CHECK(colours[1] == colours_for({"peripheral_vein"})[0]);
  for (const char* route : {"hepatic_artery", "peripheral_vein"})
    CHECK_FALSE(colours[0] == colours_for({route})[0]);
}

TEST_CASE("Table, CSV, plots and report name the same result by the same words") {
  std::vector<results::Record> made{by("hepatic_artery", "proper"), by("portal_vein", "trunk")};
  made[1].inputs.condition = "healthy";
  made[1].provenance.fingerprint[0] = 'e';
  const auto subjects = results::name_subjects(made);
  const std::vector<std::string> names{"human with alcoholic cirrhosis, hepatic artery",
                                       "healthy human, portal vein"};
  CHECK(results::names_of(subjects) == names);
  const results::test::Scratch scratch;
  std::vector<std::filesystem::path> folders;
  for (const auto& record : made) {
    folders.push_back(scratch.path / record.inputs.regimen[0].route);
    write(folders.back(), record);
  }
  const auto page = report(folders);
  const auto table = results::compare_table(subjects), csv = results::compare_csv(subjects);
  const auto routes = routes_plot(subjects, {1000, 700, 14}).file(),
             pressure = pressure_plot(subjects, {1000, 700, 14}).file();
  for (const auto& name : names) {
    INFO(name);
    for (const auto* text : {&page, &table, &csv, &routes, &pressure}) CHECK(holds(*text, name));
  }
}

TEST_CASE("A folder's results keep their order where one of several catheters is missing") {
  results::test::Scratch scratch;
  const std::vector<results::Record> made{by("portal_vein", "trunk"), by("hepatic_artery", "right"),
                                          by("hepatic_artery", "proper")};
  for (const auto& record : made)
    write(scratch.path / (record.inputs.regimen[0].route + record.inputs.regimen[0].catheter), record);
  std::ofstream(scratch.path / "compare.csv") << results::compare_csv(results::name_subjects(made));
  CHECK(missing_of(scratch.path, read_records(scratch.path)).empty());
  std::filesystem::remove(scratch.path / "hepatic_arteryright" / "result.h5");
  CHECK(routes_in(scratch.path) == std::vector<std::string>{"portal_vein", "hepatic_artery"});
  CHECK(missing_of(scratch.path, read_records(scratch.path)) ==
        std::vector<std::string>{"hepatic artery (right)"});
}

TEST_CASE("What compare.csv names and the folder lacks is said") {
  results::test::Scratch scratch;
  const std::vector<results::Record> made{by("hepatic_artery", "proper"), by("portal_vein", "trunk")};
  for (const auto& record : made) write(scratch.path / record.inputs.regimen[0].route, record);
  std::ofstream(scratch.path / "compare.csv") << results::compare_csv(results::name_subjects(made));
  CHECK(missing_of(scratch.path, read_records(scratch.path)).empty());
  std::filesystem::remove(scratch.path / "portal_vein" / "result.h5");
  CHECK(missing_of(scratch.path, read_records(scratch.path)) == std::vector<std::string>{"portal vein"});
}
