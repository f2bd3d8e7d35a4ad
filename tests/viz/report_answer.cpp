// The answer of a report is no stronger than its numbers.
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
#include "tests/results/synthetic.hpp"
#include "viz/report/answer.hpp"

using namespace cellroute;
using namespace cellroute::viz;

namespace {

constexpr double day = 86400;

/// Two routes; the second has `factor` times the living cells of the first in the liver.
Evidence two_routes(double factor) {
  Evidence evidence;
  evidence.records = {results::test::record(), results::test::record()};
  evidence.records[1].inputs.regimen[0].route = "portal_vein";
  evidence.records[1].inputs.regimen[0].catheter = "";
  evidence.records[1].provenance.fingerprint[0] = 'e';
  auto& cells = evidence.records[1].body.organs[1].cells;
  for (auto* state : {&cells.circulating, &cells.trapped, &cells.adherent, &cells.homed, &cells.depot})
    for (auto& each : state->data) each *= factor;
  return evidence;
}

Answer answer_of(const Evidence& evidence) {
  const auto subjects = results::name_subjects(evidence.records);
  return answer(evidence, subjects, time_of_report(subjects));
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// So many patients in whom the artery has more, and fewer.
Sweep patients(int more, int fewer, double step = 0.5) {
  SweepGroup artery{{"hepatic_artery"}, {}}, portal{{"portal_vein"}, {}};
  for (int i = 0; i < more + fewer; ++i) {
    portal.values.push_back(0.1);
    artery.values.push_back(0.1 * (i < more ? 1 + step : 1 - step));
  }
  return {"Patients", "latin_hypercube", "00", {"route"}, {{"liver_living_24h", "", "1", {artery, portal}}},
          ""};
}

}  // namespace

TEST_CASE("Wilson's interval against values computed by hand from the formula, and its symmetry") {
  const auto half = wilson(50, 100);
  const double z = 1.959963984540054;
  const double reach = z / (1 + z * z / 100) * std::sqrt(0.25 / 100 + z * z / 40000);
  CHECK(half.low == Approx(0.5 - reach).epsilon(1e-12));
  CHECK(half.high == Approx(0.5 + reach).epsilon(1e-12));
  CHECK(wilson(0, 10).low == 0);
  CHECK(wilson(0, 10).high == Approx(1 - wilson(10, 10).low).epsilon(1e-12));
  CHECK(wilson(0, 0).low == 0);  // nothing tried, nothing known
  CHECK(wilson(0, 0).high == 1);
}

TEST_CASE("A planted tie of single runs is not decided") {
  const auto found = answer_of(two_routes(1));
  CHECK_FALSE(found.decided);
  CHECK(found.sentence.starts_with("Not decided between hepatic artery and portal vein"));
}

TEST_CASE(
    "Values closer than the margin are not decided, others name the larger and say that nothing is sure") {
  CHECK_FALSE(answer_of(two_routes(0.95)).decided);
  const auto found = answer_of(two_routes(0.5));
  CHECK(found.decided);
  CHECK(found.sentence.starts_with("Hepatic artery"));
  CHECK(holds(found.sentence, "no uncertainty"));
  CHECK(answer_of(two_routes(3)).sentence.starts_with("Portal vein"));
}

TEST_CASE("The numbers of the answer are those of the records") {
  const auto evidence = two_routes(0.5);
  const auto found = answer_of(evidence);
  for (const auto& record : evidence.records)
    CHECK(holds(found.sentence, results::percent(results::living_share(record, record.body.organs[1],
                                                                       results::time_index(record, day))) +
                                    " %"));
}

TEST_CASE("With sampled patients the answer rests on them and states the interval") {
  auto evidence = two_routes(0.5);
  evidence.sweeps = {patients(90, 10)};
  const auto found = answer_of(evidence);
  CHECK(found.decided);
  CHECK(found.sentence.starts_with("Hepatic artery"));
  const auto odds = wilson(90, 100);
  CHECK(holds(found.sentence, results::percent(odds.low) + " to " + results::percent(odds.high) + " %"));
}

TEST_CASE("A planted tie of sampled patients is not decided, whatever single runs say") {
  auto evidence = two_routes(0.5);
  evidence.sweeps = {patients(50, 50)};
  CHECK(answer_of(evidence).sentence.starts_with("Not decided between"));
  evidence.sweeps = {patients(100, 0, 0.0)};  // the same in everybody
  CHECK(answer_of(evidence).sentence.starts_with("Not decided between"));
  evidence.sweeps = {patients(100, 0, 0.01)};  // always more, and never by an amount that counts
  CHECK(answer_of(evidence).sentence.starts_with("Not decided between"));
  evidence.sweeps = {patients(56, 44)};  // the interval reaches one half
  CHECK(answer_of(evidence).sentence.starts_with("Not decided between"));
}

TEST_CASE("A sweep without one of the routes, or that is no sample, is no ground for an answer") {
  auto evidence = two_routes(0.5);
  evidence.sweeps = {patients(10, 90)};
  evidence.sweeps[0].design = "morris";
  CHECK(holds(answer_of(evidence).sentence, "no uncertainty"));
  evidence.sweeps = {patients(10, 90)};
  evidence.sweeps[0].metrics[0].groups[1].at = {"splenic_vein"};
  CHECK(holds(answer_of(evidence).sentence, "no uncertainty"));
}

TEST_CASE("A sample of another case is no ground for an answer, and one that cannot be checked says so") {
  auto evidence = two_routes(0.5);
  evidence.sweeps = {patients(90, 10)};
  CHECK(holds(answer_of(evidence).basis, "could not be checked"));
  evidence.sweeps[0].scenario = evidence.records[0].inputs.text;
  CHECK(holds(answer_of(evidence).sentence, "100 sampled patients"));
  CHECK_FALSE(holds(answer_of(evidence).basis, "could not be checked"));
  evidence.sweeps[0].scenario = "title: another case\n";
  CHECK(holds(answer_of(evidence).sentence, "no uncertainty"));
  CHECK(holds(answer_of(evidence).basis, "No sweep that was given"));
  evidence.sweeps[0].scenario = evidence.records[0].inputs.text;
  evidence.sweeps[0].overrides = {"lung.shunt_fraction=0.1"};
  CHECK(holds(answer_of(evidence).sentence, "no uncertainty"));
}

TEST_CASE("Where the cells are is where most of them are, the liver always among it") {
  Evidence evidence;
  auto record = results::test::record();
  const int t = results::time_index(record, day);
  for (auto& organ : record.body.organs) {
    for (auto* table : {&organ.cells.circulating, &organ.cells.trapped, &organ.cells.adherent,
                        &organ.cells.homed, &organ.cells.depot})
      std::fill(table->data.begin(), table->data.end(), 0.0);
    const double share = organ.name == "liver" ? 0.001 : organ.name == "lung" ? 0.2 : 0.003;
    organ.cells.trapped.data.at(static_cast<std::size_t>(t * organ.cells.trapped.classes)) =
        share * record.body.dose;
  }
  evidence.records = {record};
  const auto said = answer_of(evidence).sentence;
  INFO(said);
  CHECK(holds(said, "are alive: 20.0 % in the lung and 0.10 % in the liver; "));
}

TEST_CASE("Limits that a run or sampled patients exceed are in the answer, others are not") {
  auto evidence = two_routes(0.5);
  for (auto& record : evidence.records) record.body.stop_rules.clear();
  CHECK(answer_of(evidence).limits.empty());
  evidence.records[1].body.stop_rules = {{"one", "", 2, 1, "1", true}, {"two", "", 0.5, 1, "1", false}};
  CHECK(holds(answer_of(evidence).limits, "in the runs of the table below: 1 of 2 by portal vein."));
  evidence.records[1].body.stop_rules.clear();
  evidence.sweeps = {patients(60, 40)};
  auto share = evidence.sweeps[0].metrics[0];
  share.name = "stop_rule_share";
  for (auto& group : share.groups) std::fill(group.values.begin(), group.values.end(), 0.3);
  evidence.sweeps[0].metrics.push_back(share);
  CHECK(answer_of(evidence).limits.empty());
  evidence.sweeps[0].metrics[1].groups[0].values[3] = 1.2;
  CHECK(holds(answer_of(evidence).limits, "in sampled patients: one or more in 1 of 100 by "));
}

TEST_CASE("A parameter is called the strongest only where the sample can tell") {
  Decider strong, close, weak;
  strong.rank_correlation = 0.43;
  close.rank_correlation = -0.41;
  weak.rank_correlation = 0.3;
  strong.patients = close.patients = weak.patients = 2000;
  CHECK(may_be_as_strong(strong, close));
  CHECK_FALSE(may_be_as_strong(strong, weak));
  strong.patients = close.patients = 200000;
  CHECK_FALSE(may_be_as_strong(strong, close));
}

TEST_CASE("One result alone is asked where the cells are") {
  Evidence evidence;
  evidence.records = {results::test::record()};
  const auto found = answer_of(evidence);
  CHECK_FALSE(found.decided);
  CHECK(holds(found.question, "Where are the cells"));
  CHECK(holds(found.sentence, "no uncertainty"));
}
