// Results that differ in more than the route: what a report calls them, asks, warns of and does not rank.
#include <catch2/catch.hpp>
#include <fstream>

#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
#include "sim/results/result_file.hpp"
#include "tests/results/scratch.hpp"
#include "tests/results/synthetic.hpp"
#include "viz/report/answer.hpp"
#include "viz/report/cases.hpp"
#include "viz/report/html.hpp"
#include "viz/report/report.hpp"
#include "viz/report/sections.hpp"

using namespace cellroute;
using namespace cellroute::viz;
using results::Record;
using results::test::Scratch;
namespace fs = std::filesystem;

namespace {

constexpr double day = 86400;

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

void fill_liver(Record& record, double factor) {
  auto& cells = record.body.organs[1].cells;
  for (auto* state : {&cells.circulating, &cells.trapped, &cells.adherent, &cells.homed, &cells.depot})
    for (auto& each : state->data) each *= factor;
}

Record by_portal_vein(double factor = 0.5) {
  auto made = results::test::record();
  made.inputs.regimen[0].route = "portal_vein";
  made.inputs.regimen[0].catheter = "";
  made.provenance.fingerprint[0] = 'e';
  fill_liver(made, factor);
  return made;
}

/// Two records in which only this was changed, besides the route.
template <class Change>
Evidence changed(Change change) {
  Evidence evidence;
  evidence.records = {results::test::record(), by_portal_vein()};
  change(evidence.records[1]);
  return evidence;
}

struct Asked {
  Evidence evidence;  // which the subjects point into
  std::vector<results::Subject> subjects;
  double time;
  Answer answer;
};

Asked ask(Evidence evidence) {
  Asked asked{std::move(evidence), {}, 0, {}};
  asked.subjects = results::name_subjects(asked.evidence.records);
  asked.time = time_of_report(asked.subjects);
  asked.answer = answer(asked.evidence, asked.subjects, asked.time);
  return asked;
}

std::string page_of(const std::vector<Record>& records) {
  const Scratch scratch;
  std::vector<fs::path> folders;
  for (const auto& record : records) {
    folders.push_back(scratch.path / std::to_string(folders.size()));
    fs::create_directories(folders.back());
    std::ofstream(folders.back() / "result.h5", std::ios::binary) << results::encode(record);
  }
  return report(folders);
}

Record mouse() {
  auto made = by_portal_vein();
  made.inputs.species = "mouse";
  made.inputs.condition = "healthy";
  made.inputs.product = "mouse_bone_marrow_msc";
  made.inputs.host = "syngeneic";
  made.inputs.label = "luciferase";
  return made;
}

std::string fact(const std::string& name, const std::string& what) {
  return "<dt>" + name + "</dt><dd>" + what + "</dd>";
}

}  // namespace

TEST_CASE("Only results that differ in nothing but the route are asked for a route") {
  const auto question = [](auto change) { return ask(changed(change)).answer.question; };
  CHECK(question([](Record&) {}).starts_with("Which route leaves most living cells"));
  CHECK(question([](Record& r) { r.inputs.condition = "healthy"; }).starts_with("Which case"));
  CHECK(question([](Record& r) { r.inputs.host = "autologous"; }).starts_with("Which case"));
  CHECK(question([](Record& r) { r.inputs.label = "none"; }).starts_with("Which case"));
  CHECK(question([](Record& r) { r.inputs.product = "islet"; }).starts_with("Which case"));
  CHECK(question([](Record& r) { r.inputs.modifiers.clear(); }).starts_with("Which case"));
  CHECK(question([](Record& r) { r.inputs.regimen[0].duration *= 2; }).starts_with("Which case"));
  CHECK(question([](Record& r) { r.inputs.parameters[1].value *= 2; }).starts_with("Which case"));
}

TEST_CASE("Species are not ranked, other products are with a warning, and routes of one case without") {
  const auto species = ask(changed([](Record& r) { r.inputs.species = "mouse"; })).answer;
  CHECK_FALSE(species.decided);
  CHECK(species.sentence.starts_with("Not decided: species are not ranked"));
  CHECK(holds(species.warning, "different experiments: they differ in species."));
  CHECK(holds(species.warning, "says nothing about routes"));
  const auto product = ask(changed([](Record& r) { r.inputs.product = "islet"; })).answer;
  CHECK(product.decided);
  CHECK(holds(product.warning, "they differ in cell product."));
  CHECK(ask(changed([](Record&) {})).answer.warning.empty());
}

TEST_CASE("What all share stands once in the case, and what differs with whose it is") {
  const auto page = page_of({results::test::record(), mouse()});
  CHECK(holds(page, fact("dose", "1e5 cells")));
  CHECK_FALSE(holds(page, "<dt>host</dt>"));
  CHECK(holds(page, "One animal or patient each with the library"));
  CHECK_FALSE(holds(page, "<dt>label</dt>"));
  CHECK(holds(page, "host: allogeneic; label: In-111 oxine, decay corrected"));
  CHECK(holds(page, "host: syngeneic; label: luciferase, decay corrected"));
  CHECK(holds(page, "patient: healthy mouse"));
  CHECK(holds(page, "1e5 cells by hepatic artery (proper) over 20 min, from 0 s"));
  CHECK(holds(page, "1e5 cells by portal vein over 20 min, from 0 s"));
  const auto routes = page_of({results::test::record(), by_portal_vein()});
  CHECK(holds(routes, fact("host", "allogeneic")));
  CHECK(holds(routes, fact("portal vein", "infusions: 1e5 cells by portal vein over 20 min, from 0 s")));
}

TEST_CASE("A report speaks of a time at which everything is infused, else it says what was in") {
  const auto later = [](double start) {
    return [start](Record& r) {
      auto second = r.inputs.regimen[0];
      second.start = start;
      second.cells *= 3;
      r.inputs.regimen.push_back(second);
    };
  };
  CHECK(ask(changed([](Record&) {})).time == day);
  CHECK(ask(changed(later(0.2 * day))).time == day);
  const auto second_day = ask(changed(later(1.5 * day)));
  CHECK(second_day.time == 2 * day);
  CHECK(second_day.answer.warning.empty());
  const auto too_late = ask(changed(later(2 * day)));  // it starts at the last output time
  CHECK(too_late.time == 2 * day);
  CHECK(holds(too_late.answer.warning, "Not all of the dose is in by then: 25.0 % for"));
  CHECK(infused_share(*too_late.subjects[1].record, 2 * day + 600) == Approx(0.25 + 0.75 / 2));
}

TEST_CASE("Where doses differ the share is asked for, and cells stand beside it") {
  const auto evidence = changed([](Record& r) { r.body.dose = 4e5; });
  const auto asked = ask(evidence);
  CHECK(holds(asked.answer.question, "the largest share of its dose"));
  for (const auto& record : evidence.records) {
    const double share =
        results::living_share(record, record.body.organs[1], results::time_index(record, day));
    CHECK(holds(asked.answer.sentence, "(" + results::number(share * record.body.dose) + " cells)"));
  }
  CHECK(holds(page_of(evidence.records), "alive in the liver [cells]"));
  CHECK_FALSE(holds(page_of(changed([](Record&) {}).records), "alive in the liver [cells]"));
}

TEST_CASE("The same run twice is said to be the same run") {
  const auto record = results::test::record();
  Evidence evidence;
  evidence.records = {record, record};
  const auto found = ask(evidence).answer;
  CHECK_FALSE(found.decided);
  CHECK(found.sentence.starts_with("Not decided between"));
  CHECK(holds(found.warning, "are identical runs (equal fingerprints)"));
  evidence.records[1].provenance.fingerprint[0] = 'e';
  CHECK_FALSE(holds(ask(evidence).answer.warning, "identical"));
}

TEST_CASE("Many results have letters with a legend, and tables of at most six columns") {
  std::vector<Record> many;
  for (int i = 0; i < 13; ++i) {
    many.push_back(i % 2 == 0 ? results::test::record() : mouse());
    many.back().inputs.title =
        "A title that is too long for the head of a panel, number " + std::to_string(i);
    many.back().provenance.fingerprint[1] = static_cast<char>('a' + i);
  }
  const auto page = page_of(many);
  for (int i = 0; i < 13; ++i)
    CHECK(count(page, std::string("<dt>") + static_cast<char>('A' + i) + ": ") == 1);
  CHECK(holds(page, "<th scope=\"col\">M</th>"));
  CHECK_FALSE(holds(page, "Living cells by organ, stacked"));  // names have no room above panels
  CHECK(holds(page, "The time course of each is in the appendix."));
  CHECK(count(page, "<figcaption>Living cells by organ, ") == 13);
  std::size_t widest = 0;
  for (auto at = page.find("<thead>"); at != std::string::npos; at = page.find("<thead>", at + 1))
    widest = std::max(widest, count(page.substr(at, page.find("</thead>", at) - at), "<th "));
  CHECK(widest == 6);  // five of the thirteen, and the rows' heads
}

TEST_CASE("Tables are divided without losing a cell") {
  html::Table table{"caption", {""}, {{"row"}}, "numbers", 38};
  for (int i = 0; i < 15; ++i) {
    table.heads.push_back("h" + std::to_string(i) + "_");
    table.rows[0].push_back("c" + std::to_string(i) + "_");
  }
  const auto text = in_parts(table);
  CHECK(count(text, "<table") == 3);
  CHECK(count(text, "<th scope=\"row\">row</th>") == 3);
  for (int i = 0; i < 15; ++i) {
    CHECK(count(text, ">h" + std::to_string(i) + "_<") == 1);
    CHECK(count(text, ">c" + std::to_string(i) + "_<") == 1);
  }
}

TEST_CASE("Limits are said to be for people and for one infusion, and mice do not cross them") {
  const auto of_people = page_of({results::test::record()});
  CHECK(holds(of_people, "for a single infusion each"));
  CHECK(holds(of_people, ": crossed</td>"));
  CHECK_FALSE(holds(of_people, "For other species there are no limits"));
  const auto of_mice = page_of({mouse()});
  CHECK(holds(of_mice, "For other species there are no limits"));
  CHECK(holds(of_mice, ": above the human limit</td>"));
  CHECK_FALSE(holds(of_mice, ": crossed</td>"));
  auto repeated = results::test::record();
  repeated.inputs.regimen.push_back(repeated.inputs.regimen[0]);
  CHECK(holds(page_of({repeated}), "all infusions of a regimen together"));
  CHECK_FALSE(holds(of_people, "all infusions of a regimen together"));
}

TEST_CASE("Label that is not corrected for decay says so wherever its shares stand") {
  auto record = results::test::record();
  for (auto& share : record.body.organs[1].label.living) share += 0.9;
  CHECK_FALSE(holds(page_of({record}), "decay applied"));
  record.inputs.decay = "applied";
  const auto page = page_of({record});
  CHECK(holds(page, "% of all label of the regimen (decay applied) but"));
  CHECK(holds(page, "Decay applied: label is what is left"));
  CHECK(count(page, "after the start; label with decay applied") >= 1);
  CHECK_FALSE(holds(page, "% of the label"));
}

TEST_CASE("Notes and scenario files of one result are not everybody's") {
  auto other = by_portal_vein();
  other.body.notes.emplace_back("a note of the second alone");
  other.inputs.text = "title: Another file\n";
  const auto page = page_of({results::test::record(), other});
  CHECK(holds(page, "portal vein: a note of the second alone"));
  CHECK(count(page, "<pre class=\"input\">") == 2);
  CHECK(count(page, "a note with") == 1);
}
