// What records are called beside others.
#include "sim/results/subjects.hpp"

#include <catch2/catch.hpp>

#include "sim/results/compare.hpp"
#include "sim/results/format.hpp"
#include "tests/results/synthetic.hpp"

using namespace cellroute;
using namespace cellroute::results;
using Catch::Contains;
using Names = std::vector<std::string>;

namespace {

Record by(const std::string& route, const std::string& catheter = "") {
  Record made = test::record();
  made.inputs.regimen[0].route = route;
  made.inputs.regimen[0].catheter = catheter;
  return made;
}

/// Of two that differ in the route and in what `change` does to the second.
template <class Change>
Names names_after(Change change) {
  std::vector<Record> made{by("hepatic_artery", "proper"), by("portal_vein")};
  change(made[1]);
  return names_of(name_subjects(made));
}

}  // namespace

TEST_CASE("Names tell what differs, and no more") {
  CHECK(names_after([](Record&) {}) == Names{"hepatic artery", "portal vein"});
  CHECK(names_after([](Record& r) {
          r.inputs.product = "islet";
          r.inputs.modifiers.clear();
        }) == Names{"umbilical cord MSC with hypoxic preconditioning, hepatic artery", "islet, portal vein"});
  CHECK(names_after([](Record& r) {
          r.inputs.condition = "healthy";
          r.inputs.regimen = by("hepatic_artery", "proper").inputs.regimen;
        }) == Names{"human with alcoholic cirrhosis", "healthy human"});
  CHECK(names_after([](Record& r) { r = by("hepatic_artery", "right"); }) ==
        Names{"hepatic artery (proper)", "hepatic artery (right)"});
  CHECK(name_subjects({by("portal_vein", "trunk")})[0].name == "portal vein");
}

TEST_CASE("Dose, host, label, infusions and titles are in names only while these are equal") {
  const auto same_route = [](auto change) {
    return names_after([&](Record& r) {
      r = by("hepatic_artery", "proper");
      change(r);
    });
  };
  CHECK(same_route([](Record& r) { r.body.dose *= 2; }) == Names{"1e5 cells", "2e5 cells"});
  CHECK(same_route([](Record& r) { r.inputs.host = "autologous"; }) == Names{"allogeneic", "autologous"});
  CHECK(same_route([](Record& r) { r.inputs.label = "none"; }) == Names{"In-111 oxine", "no label"});
  CHECK(same_route([](Record& r) { r.inputs.regimen.push_back(r.inputs.regimen[0]); }) ==
        Names{"1 infusion in 20 min", "2 infusions in 20 min"});
  CHECK(same_route([](Record& r) { r.inputs.title = "Another"; })[1] == "Another");
  CHECK(names_after([](Record& r) { r.body.dose *= 2; }) == Names{"hepatic artery", "portal vein"});
}

TEST_CASE("Where nothing differs letters do, and once") {
  const std::vector<Record> made(2, by("hepatic_artery", "proper"));
  const auto subjects = name_subjects(made);
  CHECK(names_of(subjects) == Names{"hepatic artery (A)", "hepatic artery (B)"});
  CHECK(lettered(subjects[1]) == "B: hepatic artery");
  CHECK_THAT(compare_csv(subjects), Contains("unit,A: hepatic artery,B: hepatic artery\n"));
  CHECK(lettered(name_subjects({by("portal_vein"), made[0]})[0]) == "PV: portal vein");
}

TEST_CASE("The table's legend has the name before what it does not begin with") {
  std::vector<Record> made(2, by("hepatic_artery", "proper"));
  CHECK_THAT(compare_table(name_subjects(made)), Contains("\n  A   hepatic artery (proper): 1e5 cells over"));
  made[1].inputs.condition = "healthy";
  const auto table = compare_table(name_subjects(made));
  CHECK_THAT(table,
             Contains("\n  A   human with alcoholic cirrhosis\n      hepatic artery (proper): 1e5 cells"));
  CHECK_THAT(table, Contains("\n  B   healthy human\n      hepatic artery (proper): 1e5 cells"));
}

TEST_CASE("One cell is no plural") {
  CHECK(cells_words(1) == "1 cell");
  CHECK(cells_words(2) == "2 cells");
}
