// Claims whose answer is known beforehand, and claims that cannot be tried.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/sweep/claims/report.hpp"
#include "tests/sweep/planted.hpp"

using namespace cellroute;
using namespace cellroute::sweep;
using testing::WrittenFile;

namespace {

const std::string everywhere =
    "region: [lung, heart, brain, kidney, marrow, rest, gut, spleen, liver, blood]";

/// A claims file about the share of cells that live after a day, which is exp(-k 86400 s).
std::string claims_about_survival(const std::string& claims, const std::string& sample) {
  return "scenario:\n" + testing::unstopped_patient("1 d") + "sample:\n" + sample + "claims:\n" + claims;
}

std::string claim(const std::string& name, const std::string& arms, const std::string& expect) {
  return "  " + name + ":\n    statement: Planted.\n    source: assumption\n    arms: " + arms +
         "\n    metric: {name: alive, measure: living_share, " + everywhere +
         ", time: 1 d}\n    expect: " + expect + "\n";
}

const std::string both_sampled =
    "  runs: 256\n  shares: 128\n  parameters:\n    product.loss.circulating: {loguniform: [1e-6 1/s, 1e-4 "
    "1/s]}\n"
    "    lung.blood_volume: {uniform: [90 mL, 110 mL]}\n";

std::vector<Claim> load(const std::string& text) {
  const WrittenFile file("claims.yaml", text);
  return load_claims(file.path(), {testing::library(), {}});
}

std::string refusal(const std::string& text) {
  return testing::mistakes([&] { load(text); });
}

}  // namespace

TEST_CASE("planted claims are recovered: always true, always false, and one that flips at a known rate") {
  const double flip = std::log(2) / 86400;  // exp(-k 86400) = 1/2
  const auto claims =
      load(claims_about_survival(claim("always", "{one: {}}", "{arm: one, is: above, limit: 0 %}") +
                                     claim("never", "{one: {}}", "{arm: one, is: above, limit: 100.1 %}") +
                                     claim("flips", "{one: {}}", "{arm: one, is: above, limit: 50 %}"),
                                 both_sampled));
  REQUIRE(claims.size() == 3);

  const Verdict always = decide(claims[0]);
  CHECK(always.says == Verdict::Says::holds);
  CHECK(always.probability == 1);
  CHECK(always.failed == 0);
  for (const auto& one : always.influences) CHECK(one.flips.empty());

  const Verdict never = decide(claims[1]);
  CHECK(never.says == Verdict::Says::fails);
  CHECK(never.probability == 0);

  const Verdict flips = decide(claims[2]);
  const double expected = std::log(flip / 1e-6) / std::log(100.0);  // share of the sample below the flip
  CHECK(flips.interval.contains(expected));
  CHECK(flips.probability == Approx(expected).margin(0.01));
  REQUIRE(flips.influences.size() == 2);
  const Influence& first = flips.influences[0];
  CHECK(first.path == "product.loss.circulating");
  REQUIRE(first.flips.size() == 1);
  CHECK(first.flips[0].value == Approx(flip).epsilon(1e-3));
  CHECK_FALSE(first.flips[0].holds_above);
  REQUIRE(first.share);
  CHECK(first.share->total > 0.98);
  CHECK(first.correlation.value < -0.99);
  CHECK(flips.influences[1].flips.empty());
  CHECK(flips.influences[1].share->total < 0.02);
  CHECK(flips.margin_at_library < 0);  // 1e-5 / s: 42 % live
}

TEST_CASE("a claim about two arms pairs them point by point; a coin toss is undecided") {
  // The arms differ in dose alone, and shares of the dose do not depend on so small a dose.
  const auto claims = load(claims_about_survival(
      claim("alike", "{a: {}, b: {regimen: [{route: peripheral_vein, cells: 2e6, over: 1 s}]}}",
            "{arm: a, is: alike, than: b, by: 0.1 %}") +
          claim("coin", "{one: {}}", "{arm: one, is: above, limit: 42.15 %}"),
      "  runs: 64\n  shares: 0\n  parameters:\n    product.loss.circulating: {uniform: [0.9e-5 1/s, 1.1e-5 "
      "1/s]}\n"));
  const Verdict alike = decide(claims[0]);
  CHECK(alike.says == Verdict::Says::holds);
  CHECK(alike.probability == 1);
  CHECK(alike.at_library[0] == Approx(std::exp(-0.864)).epsilon(1e-4));
  const Verdict coin = decide(claims[1]);
  CHECK(coin.says == Verdict::Says::undecided);
  CHECK(coin.probability == Approx(0.5).margin(0.02));
}

TEST_CASE("a patient in whom an arm cannot be run is neither for a claim nor against it") {
  // Infusions that end after the horizon cannot be run.
  const std::string durations =
      "  runs: 64\n  shares: 0\n  parameters:\n    regimen.over: {uniform: [1 h, 47 h]}\n";
  const auto claims = load(claims_about_survival(
      claim("alike", "{a: {}, b: {regimen: [{route: peripheral_vein, cells: 2e6, over: 1 s}]}}",
            "{arm: a, is: alike, than: b, by: 10 %}") +
          claim("below", "{a: {}}", "{arm: a, is: below, limit: 100 %}"),
      durations));
  for (const auto& one : claims) {
    const Verdict verdict = decide(one);
    CHECK(verdict.failed == 32);
    CHECK(verdict.holding == 32);
    CHECK(verdict.probability == 1);
    CHECK_THAT(verdict.failure, Catch::Contains("horizon"));
  }
}

TEST_CASE("a claim that no patient could try is not called undecided") {
  const auto claims = load(claims_about_survival(
      claim("late, by far", "{a: {}}", "{arm: a, is: below, limit: 100 %}"),
      "  runs: 16\n  shares: 16\n  parameters:\n    regimen.over: {uniform: [30 h, 47 h]}\n"));
  const std::vector<Verdict> verdicts{decide(claims.front())};
  const std::string page = claims_page(claims, verdicts), table = claims_table(verdicts);
  CHECK_THAT(page, Catch::Contains("cannot be tried: none of 16 sampled patients could be run"));
  CHECK_THAT(table, Catch::Contains("cannot be tried"));
  CHECK((page + table).find("nan") == std::string::npos);
  CHECK_THAT(claims_csv(claims, verdicts), Catch::Contains("\n\"late, by far\",failed,,16,"));
}

TEST_CASE("a share of variance is printed as its interval, within what a share can be") {
  const auto claims = load(claims_about_survival(
      claim("late", "{a: {}}", "{arm: a, is: below, limit: 100 %}"),
      "  runs: 16\n  shares: 16\n  parameters:\n    product.loss.circulating: {uniform: [0.9e-5 1/s, 1.1e-5 "
      "1/s]}\n"));
  std::vector<Verdict> verdicts{decide(claims.front())};
  REQUIRE(verdicts[0].influences[0].share);
  auto& share = *verdicts[0].influences[0].share;
  share.total = 1.06;
  share.total_interval = {0.842, 1.28};
  const auto said = [&] { return claims_page(claims, verdicts) + claims_table(verdicts); };
  CHECK_THAT(claims_table(verdicts), Catch::Contains("circulating, 84-100 % of the variance;"));
  CHECK_THAT(claims_page(claims, verdicts), Catch::Contains(" 84-100 %  "));
  CHECK_THAT(said(), !Catch::Contains("106"));
  CHECK_THAT(claims_csv(claims, verdicts),
             Catch::Contains("share_total,product.loss.circulating,1.06,0.842,1.28,1"));
  share.total_interval = {-0.02, 0.001};
  CHECK_THAT(claims_table(verdicts), Catch::Contains("circulating, 0 % of the variance;"));
  share.total_interval = {unset, unset};
  CHECK_THAT(said(), !Catch::Contains("nan"));
}

TEST_CASE("margins of claims: a share of a negative side raises it, too; NaN says nothing") {
  Claim claim;
  claim.arms = {"a", "b"};
  claim.by = 0.5;
  CHECK(claim.margin(-1.4, -2) < 0);  // -1 is what must be passed
  CHECK(claim.margin(-0.9, -2) > 0);
  claim.relation = Claim::Relation::below;
  CHECK(claim.margin(-2.5, -2) < 0);
  CHECK(claim.margin(-3.1, -2) > 0);
  for (const auto relation : {Claim::Relation::above, Claim::Relation::below, Claim::Relation::alike}) {
    claim.relation = relation;
    CHECK(std::isnan(claim.margin(std::nan(""), 1)));
    CHECK(std::isnan(claim.margin(1, std::nan(""))));
  }
}

TEST_CASE("verdicts do not depend on the number of threads") {
  const auto claims = load(
      claims_about_survival(claim("flips", "{one: {}}", "{arm: one, is: above, limit: 50 %}"), both_sampled));
  EvaluateOptions one, four;
  one.threads = 1;
  four.threads = 4;
  CHECK(claims_csv(claims, {decide(claims[0], one)}) == claims_csv(claims, {decide(claims[0], four)}));
}

TEST_CASE("claims that cannot be tried are refused, each with its reason") {
  const auto one = [](const std::string& arms, const std::string& expect) {
    return refusal(claims_about_survival(claim("bad", arms, expect), both_sampled));
  };
  using Catch::Contains;
  CHECK_THAT(one("{a: {}, b: {}}", "{arm: a, is: above, than: b}"), Contains("differ in nothing"));
  CHECK_THAT(one("{a: {}, b: {decay: applied}}", "{arm: c, is: above, than: b}"),
             Contains("there is no arm `c`"));
  CHECK_THAT(one("{a: {}}", "{arm: a, is: above}"), Contains("needs one of `than`"));
  CHECK_THAT(one("{a: {}}", "{arm: a, is: alike, limit: 3 %}"), Contains("`alike` needs `by`"));
  CHECK_THAT(one("{a: {}}", "{arm: a, is: above, limit: 3 mmHg}"), Contains("limit"));
  CHECK_THAT(refusal("scenario:\n" + testing::unstopped_patient("1 d") + "sample:\n" + both_sampled +
                     "claims: {c: {statement: s, source: assumption, arms: {a: {}}, metric: [lung_peak], "
                     "expect: {arm: a, is: above, limit: 3 %}}}\n"),
             Contains("not a list"));
  CHECK_THAT(one("{a: {route: hepatic_vien}}", "{arm: a, is: above, limit: 3 %}"), Contains("unknown route"));
  CHECK_THAT(one("{a: {condition: nonsense}}", "{arm: a, is: above, limit: 3 %}"), Contains("nonsense"));
  // What claims share is said once.
  const std::string twice =
      refusal(claims_about_survival(claim("one", "{a: {}}", "{arm: a, is: above, limit: 3 %}") +
                                        claim("two", "{a: {}}", "{arm: a, is: above, limit: 3 %}"),
                                    "  shres: 3\n  parameters: [liver.nonsense.*]\n"));
  CHECK_THAT(twice, Contains("unknown key `shres`") && Contains("no parameter begins with"));
  CHECK(twice.find("no parameter begins") == twice.rfind("no parameter begins"));
  CHECK(twice.find("unknown key `shres`") == twice.rfind("unknown key `shres`"));
  CHECK_THAT(refusal("claims: {}\n"), Contains("must be a mapping from names"));
}
