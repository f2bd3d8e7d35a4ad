// Fits to data made with known parameters.
#include "sim/sweep/fit/fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/numerics/random/philox.hpp"
#include "tests/sweep/planted.hpp"

using namespace cellroute;
using namespace cellroute::sweep;
using testing::WrittenFile;

namespace {

const std::string everywhere =
    "region: [lung, heart, brain, kidney, marrow, rest, gut, spleen, liver, blood]";
constexpr double rate = 2e-5;  // [1/s] planted

std::string fit_file(const std::string& parameters, const std::string& more = "") {
  std::string metrics;
  for (const int hour : {2, 6, 12, 24})
    metrics += fmt::format("  - {{name: alive_{}h, measure: living_share, {}, time: {} h}}\n", hour,
                           everywhere, hour);
  return "scenario:\n" + testing::unstopped_patient("1 d") + "metrics:\n" + metrics +
         "data: data.csv\nstarts: 3\nparameters:\n" + parameters + more;
}

/// Shares that live after some hours, with noise of `sd` drawn by number; a second dataset with none.
std::string table(double sd, std::uint64_t seed) {
  std::string text = "dataset,metric,value,sd,unit\n# made with a loss of 2e-5 / s\n";
  std::uint64_t i = 0;
  for (const int hour : {2, 6, 12, 24}) {
    const double exact = std::exp(-rate * 3600 * hour);
    const double noise = sd * numerics::normal_quantile(numerics::Philox(seed, 1).uniform(i++));
    text += fmt::format("noisy,alive_{}h,{:.17g},{},%\n", hour, 100 * (exact + noise), 100 * sd);
    text += fmt::format("exact,alive_{}h,{:.17g},{},%\n", hour, 100 * exact, 100 * sd);
  }
  return text;
}

FitProblem load(const std::string& text, const std::string& data) {
  const WrittenFile file("fit.yaml", text);
  const WrittenFile csv("data.csv", data);
  std::filesystem::copy_file(csv.path(), file.folder() / "data.csv");
  return load_fit(file.path(), {testing::library(), {}});
}

std::string refusal(const std::string& text, const std::string& data) {
  return testing::mistakes([&] { load(text, data); });
}

const std::string one_rate = "  product.loss.circulating: {log_range: [1e-6 1/s, 1e-3 1/s]}\n";

}  // namespace

TEST_CASE("a fit recovers the planted rate, its interval holds it, and a dataset left out is predicted") {
  const FitProblem problem = load(fit_file(one_rate, "leave_out: [exact]\n"), table(0.01, 3));
  const FitResult result = fit(problem);
  const auto& best = result.fits.front();
  CHECK(result.fitted == 4);
  CHECK(best.estimate[0] == Approx(rate).epsilon(0.05));
  const auto interval = result.profile.parameters[0].interval();
  CHECK(interval.contains(rate));
  CHECK(interval.half_width() < 0.1 * rate);
  for (std::size_t d = 0; d < problem.data.size(); ++d)
    if (!problem.data[d].fitted) CHECK(result.predicted[d] == Approx(problem.data[d].value).margin(0.02));
  for (const auto& one : result.fits) CHECK(one.sum_of_squares == Approx(best.sum_of_squares).epsilon(1e-4));
  CHECK(result.library[0] == 1e-5);
}

TEST_CASE("data without noise are met exactly") {
  const FitProblem problem = load(fit_file(one_rate, "leave_out: [noisy]\n"), table(0.01, 1));
  const FitResult result = fit(problem);
  CHECK(result.fits.front().estimate[0] == Approx(rate).epsilon(1e-4));
  CHECK(result.fits.front().sum_of_squares < 1e-4);
}

TEST_CASE("two parameters of which the data see only the product are named") {
  const FitProblem problem =
      load(fit_file(one_rate + "  product.loss.host.autologous: {log_range: [0.1, 10]}\n"), table(0.01, 2));
  const FitResult result = fit(problem);
  REQUIRE(result.analysis.not_identifiable.size() == 1);
  CHECK(result.analysis.not_identifiable[0] == std::vector<int>{0, 1});
  CHECK_THAT(fit_page(problem, result), Catch::Contains("are not identifiable"));
  CHECK((result.profile.parameters[1].low.open && result.profile.parameters[1].high.open));
}

TEST_CASE("the datum that pulls is the one that is wrong") {
  std::string data = table(0.01, 4);
  data += "blunder,alive_12h,90,1,%\n";
  const FitProblem problem = load(fit_file(one_rate), data);
  const FitResult result = fit(problem);
  const auto& pull = result.analysis.cooks_distance;
  CHECK(std::max_element(pull.begin(), pull.end()) - pull.begin() ==
        static_cast<std::ptrdiff_t>(pull.size()) - 1);
}

TEST_CASE("fits do not depend on the number of threads") {
  const FitProblem problem = load(fit_file(one_rate), table(0.01, 5));
  EvaluateOptions one, four;
  one.threads = 1;
  four.threads = 4;
  CHECK(fit_csv(problem, fit(problem, one)) == fit_csv(problem, fit(problem, four)));
}

TEST_CASE(
    "tables as spreadsheets write them are read: byte-order mark, CRLF, quotes, blanks and blank lines") {
  const FitProblem problem = load(fit_file(one_rate),
                                  "\xEF\xBB\xBF"
                                  "dataset, metric ,value,sd,unit\r\n\r\n"
                                  "\"a, b\", alive_2h , 86 , 1 , %\r\n\"say \"\"c\"\"\",alive_6h,65,1,%\r\n");
  REQUIRE(problem.data.size() == 2);
  CHECK(problem.data[0].dataset == "a, b");
  CHECK(problem.data[0].line == 3);
  CHECK(problem.data[0].value == Approx(0.86));
  CHECK(problem.data[1].dataset == "say \"c\"");
}

TEST_CASE("a fit of which no start can be run says why; a pull that is not defined is a dash") {
  const FitProblem late = load(fit_file("  regimen.over: {range: [25 h, 30 h]}\n"), table(0.01, 1));
  const FitResult failed = fit(late);
  CHECK_THAT(fit_page(late, failed), Catch::Contains("No start could be run") && Catch::Contains("horizon"));
  const FitProblem bound =
      load(fit_file("  product.loss.circulating: {range: [1e-3 1/s, 2e-3 1/s]}\n"), table(0.01, 1));
  const FitResult at_bound = fit(bound);
  REQUIRE(at_bound.fits.front().at_bound[0]);
  CHECK(fit_page(bound, at_bound).find("nan") == std::string::npos);
}

TEST_CASE("wrong fit files and tables are refused with line and hint") {
  using Catch::Contains;
  const std::string good = table(0.01, 1);
  CHECK_THAT(refusal(fit_file(one_rate), "dataset,metric,value\n"), Contains("there is no column `sd`"));
  CHECK_THAT(refusal(fit_file(one_rate), good + "x,alive_3h,1,1,%\n"),
             Contains("data.csv:11") && Contains("alive_2h"));
  CHECK_THAT(refusal(fit_file(one_rate), good + "x,alive_2h,1,0,%\n"), Contains("`sd` must be above 0"));
  CHECK_THAT(refusal(fit_file(one_rate), good + "x,alive_2h,one,1,%\n"), Contains("value"));
  CHECK_THAT(refusal(fit_file(one_rate), good + "x,alive_2h,1,1,mmHg\n"), Contains("value"));
  CHECK_THAT(refusal(fit_file(one_rate), good + "x,alive_2h,1,1,\n"), Contains("`unit` is missing"));
  CHECK_THAT(refusal(fit_file(one_rate), "dataset;metric;value;sd;unit\nx;alive_2h;1;1;%\n"),
             Contains("not separated by commas"));
  CHECK_THAT(
      refusal(fit_file(one_rate),
              "dataset,metric,value,sd,unit\n\n\"of\ntwo lines\",alive_2h,1,1,%\nx,alive_2h,one,1,%\n"),
      Contains("data.csv:5:1") && !Contains("data.csv:3"));
  CHECK_THAT(refusal(fit_file("  product.loss.circulating: {range: [1e-6 1/s, 1e-3 1/s], steps: 3}\n"), good),
             Contains("unknown key `steps`"));
  CHECK_THAT(refusal(fit_file(one_rate, "leave_out: [nobody]\n"), good), Contains("no dataset `nobody`"));
  CHECK_THAT(refusal(fit_file("  product.loss.circulating: {log_range: [1e-3 1/s, 1e-6 1/s]}\n"), good),
             Contains("does not ascend"));
  CHECK_THAT(refusal(fit_file("  product.loss.circulatin: {range: [1e-6 1/s, 1e-3 1/s]}\n"), good),
             Contains("product.loss.circulating"));
  CHECK_THAT(refusal(fit_file(one_rate, "fixed: {product.loss.circulating: 1e-5 1/s}\n"), good),
             Contains("estimated and fixed"));
  CHECK_THAT(refusal(fit_file(one_rate), "dataset,metric,value,sd,unit\n"), Contains("0 data cannot tell"));
}

TEST_CASE("95 % intervals of a fit cover the planted rate in 90 to 99 % of synthetic sets") {
#ifdef CELLROUTE_SANITIZED
  const int sets = 10, least = 7, most = 10;
#else
  const int sets = 200, least = 180, most = 198;
#endif
  // 187 of 200 when it was written. One start is enough: the sum of squares has one minimum.
  FitProblem problem = load(fit_file(one_rate, "leave_out: [exact]\n"), table(0.02, 0));
  problem.starts = 1;
  for (Template& arm : problem.plan.templates) arm.scenario.body.numerics = {1, 1e-5, 1e-7};
  const std::vector<Datum> exact = [&] {
    std::vector<Datum> fitted, other;
    for (const Datum& datum : problem.data) (datum.fitted ? fitted : other).push_back(datum);
    for (std::size_t i = 0; i < fitted.size(); ++i) fitted[i].value = other[i].value;
    return fitted;
  }();
  int covered = 0;
  for (int set = 0; set < sets; ++set) {
    problem.data = exact;
    const numerics::Philox random(2026, static_cast<std::uint64_t>(set));
    for (std::size_t d = 0; d < problem.data.size(); ++d)
      problem.data[d].value += problem.data[d].sd * numerics::normal_quantile(random.uniform(d));
    const FitResult result = fit(problem);
    covered += result.profile.parameters[0].interval().contains(rate);
  }
  INFO(covered << " of " << sets);
  CHECK(covered >= least);
  CHECK(covered <= most);
}
