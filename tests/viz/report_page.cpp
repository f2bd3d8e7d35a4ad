// The page of a report: what is on it, that it needs nothing from elsewhere, and what is refused.
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>

#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
#include "sim/results/result_file.hpp"
#include "tests/results/scratch.hpp"
#include "tests/results/synthetic.hpp"
#include "viz/program/view.hpp"
#include "viz/report/html.hpp"
#include "viz/report/numbers.hpp"
#include "viz/report/report.hpp"

using namespace cellroute;
using namespace cellroute::viz;
using results::test::Scratch;
namespace fs = std::filesystem;

namespace {

fs::path put(const Scratch& scratch, const std::string& name, const results::Record& record) {
  fs::create_directories(scratch.path / name);
  std::ofstream(scratch.path / name / "result.h5", std::ios::binary) << results::encode(record);
  return scratch.path / name;
}

fs::path put_text(const Scratch& scratch, const std::string& name, const std::string& text) {
  fs::create_directories((scratch.path / name).parent_path());
  std::ofstream(scratch.path / name) << text;
  return (scratch.path / name).parent_path();
}

results::Record by_portal_vein() {
  auto made = results::test::record();
  made.inputs.regimen[0].route = "portal_vein";
  made.inputs.regimen[0].catheter = "";
  made.provenance.fingerprint[0] = 'e';
  for (auto& each : made.body.organs[1].cells.adherent.data) each *= 10;
  return made;
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("A report has every section its results allow, and its numbers are theirs") {
  const Scratch scratch;
  const auto artery = results::test::record(), portal = by_portal_vein();
  const auto page = report({put(scratch, "a", artery), put(scratch, "b", portal)});
  for (const auto* id :
       {"case", "routes", "label", "pressure", "balance", "assumptions", "provenance", "appendix"})
    CHECK(holds(page, std::string("<section id=\"") + id + "\">"));
  CHECK_FALSE(holds(page, "<section id=\"validation\">"));
  const int day = results::time_index(artery, 86400);
  std::vector<double> shares;
  for (const auto* record : {&artery, &portal}) {
    CHECK(holds(page, record->provenance.fingerprint));
    shares.push_back(results::living_share(*record, record->body.organs[1], day));
  }
  const auto cells = percents(shares);
  CHECK(holds(page, "<th scope=\"row\">alive in the liver [%]</th><td>" + cells[0] + "</td><td>" + cells[1] +
                        "</td>"));
  CHECK(holds(page, "1 of 2 parameters are assumptions"));
  CHECK(holds(page, "doi:10.1038/psp.2012.3, Table 2"));
  CHECK(holds(page, ": crossed"));
}

TEST_CASE("Equal results give equal pages, and a page asks nothing of a network") {
  const Scratch scratch;
  const auto folder = put(scratch, "a", results::test::record());
  const auto page = report({folder});
  CHECK(page == report({folder}));
  for (const auto* from_elsewhere : {"src=\"http", "url(", "<script", "@import", "href=\"http"})
    CHECK_FALSE(holds(page, from_elsewhere));
}

TEST_CASE("Texts of a scenario cannot become part of the page") {
  const Scratch scratch;
  auto made = results::test::record();
  made.inputs.title = "<script>alert(1)</script> & \"more\"";
  const auto page = report({put(scratch, "a", made)});
  CHECK_FALSE(holds(page, "<script"));
  CHECK(holds(page, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;"));
}

TEST_CASE("A balance that does not hold is said on the page") {
  const Scratch scratch;
  auto made = results::test::record();
  CHECK_FALSE(holds(report({put(scratch, "a", made)}), "cannot be trusted"));
  made.body.balance.worst_cells = 1e-3;
  CHECK(holds(report({put(scratch, "b", made)}), "cannot be trusted"));
}

TEST_CASE("A validation beside the results is counted as its report counts it") {
  const Scratch scratch;
  const auto validation = put_text(scratch, "v/validation.csv",
                                   "dataset,what,status,in_view,unit,observation,prediction,fold,direction\n"
                                   "X,\"liver, 1 h\",predicted,,%,10,15,1.5,\n"
                                   "X,\"lung, 1 h\",predicted,,%,10,2.5,0.25,\n"
                                   "Y,order,predicted,,qualitative,,1,,right\n"
                                   "Y,other,predicted,,qualitative,,1,,wrong\n"
                                   "Z,fitted,calibrated,,%,10,10,1,\n");
  const auto page = report({put(scratch, "a", results::test::record()), validation});
  CHECK(holds(page, "1 of 2 predicted numbers are within 2-fold"));
  CHECK(holds(page, "1 of 2 directions are right"));
  CHECK(holds(page, results::number(std::sqrt(1.5 * 4.0))));
  CHECK_FALSE(holds(page, "fitted"));
}

TEST_CASE("Claims beside the results stand on the page with their verdicts") {
  const Scratch scratch;
  const auto claims = put_text(scratch, "c/claims.csv",
                               "claim,quantity,parameter,value,low,high,unit\n"
                               "a_beats_b,probability,,0.9,0.85,0.93,1\n"
                               "a_beats_b,runs,,512,,,count\n"
                               "a_beats_b,share_total,lung.shunt_fraction,0.7,0.6,0.8,1\n"
                               "c_beats_d,probability,,0.5,0.46,0.54,1\n");
  const auto page = report({put(scratch, "a", results::test::record()), claims});
  CHECK(holds(page, "holds: 90.0 % (85.0 to 93.0 %)"));
  CHECK(holds(page, "not decided: 50.0 % (46.0 to 54.0 %)"));
  CHECK(holds(page, "lung.<wbr>shunt_<wbr>fraction, 60 to 80 % of the variance"));
}

TEST_CASE("What is no result, and inputs without any, are refused with what would do") {
  const Scratch scratch;
  fs::create_directories(scratch.path / "empty");
  CHECK_THROWS_WITH(report({scratch.path / "empty"}),
                    Catch::Contains("nothing to report") && Catch::Contains("sensitivity.csv"));
  const auto text = put_text(scratch, "t/compare.csv", "quantity\n") / "compare.csv";
  CHECK_THROWS_WITH(report({text}), Catch::Contains("nothing to report"));
  CHECK_THROWS_WITH(report({scratch.path / "none"}), Catch::Contains("no such file or folder"));
  const auto claims = put_text(scratch, "c/claims.csv", "claim,quantity,parameter,value,low,high,unit\n");
  CHECK_THROWS_WITH(report({claims}), Catch::Contains("no result among the inputs"));
  const auto cut = put_text(scratch, "d/claims.csv", "claim,quantity,parameter,value\nx,probability\n");
  CHECK_THROWS_WITH(report({put(scratch, "a", results::test::record()), cut}), Catch::Contains("cut short"));
}

TEST_CASE("A report beside its results is made again from all that lies there, without itself") {
  const Scratch scratch;
  const auto result = put(scratch, "a", results::test::record());
  const auto csv = put_text(scratch, "compare.csv", "quantity,organ\n") / "compare.csv";
  fs::create_directories(scratch.path / "pictures");
  const auto output = scratch.path / "report.html";
  std::vector<fs::path> skipped;
  const auto page = report({result, csv, scratch.path / "pictures"}, &skipped);
  CHECK(skipped == std::vector{csv, scratch.path / "pictures"});
  CHECK(page == report({result}));
  const auto read = [&] {
    std::ifstream file(output);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  for (int again = 0; again < 2; ++again) {
    write_report({result, csv, output}, output);
    CHECK(read() == page);
  }
  CHECK_THROWS_WITH(write_report({output}, output), Catch::Contains("no result among the inputs"));
}

TEST_CASE("A report goes into an HTML file and into none with another ending") {
  const Scratch scratch;
  const auto result = put(scratch, "a", results::test::record());
  for (const auto* name : {"x.pdf", "x", "html"}) {
    CHECK_THROWS_WITH(write_report({result}, scratch.path / name), Catch::Contains("one HTML file"));
    CHECK_FALSE(fs::exists(scratch.path / name));
  }
  write_report({result}, scratch.path / "x.htm");
  CHECK(fs::exists(scratch.path / "x.htm"));
}

TEST_CASE("Tables break paths where they may break, and no number at its exponent") {
  const auto text = html::table({"caption", {"", "b"}, {{"lung.tissue.trap_sites", "1.2e-5"}}, "words"});
  CHECK(holds(text, "lung.<wbr>tissue.<wbr>trap_<wbr>sites"));
  CHECK(holds(text, "1.2e-&#8288;5"));
}
