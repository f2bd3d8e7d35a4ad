// Scores by hand, and the printed page against its CSV.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <sstream>

#include "sim/scenario/csv.hpp"
#include "sim/validation/report.hpp"
#include "tests/validation/shipped.hpp"

using namespace cellroute;
using namespace cellroute::validation;
using cellroute::test::shipped;

namespace {

Verdict of_fold(double fold) {
  Verdict verdict;
  verdict.prediction = verdict.fold = fold;
  return verdict;
}

Verdict of_direction(bool right) {
  Verdict verdict;
  verdict.right = right;
  return verdict;
}

/// The CSV's columns by name, for rows of one status.
std::vector<std::string> column(const std::vector<std::vector<std::string>>& csv, const std::string& name,
                                const std::string& status) {
  const auto& head = csv.front();
  const auto index = [&](const std::string& key) {
    const auto at = std::find(head.begin(), head.end(), key);
    REQUIRE(at != head.end());
    return static_cast<std::size_t>(at - head.begin());
  };
  std::vector<std::string> values;
  for (std::size_t i = 1; i < csv.size(); ++i)
    if (csv[i][index("status")] == status) values.push_back(csv[i][index(name)]);
  return values;
}

/// Score from CSV text alone.
Score score_of(const std::vector<std::vector<std::string>>& csv, const std::string& prefix) {
  std::vector<Verdict> verdicts;
  for (const auto& text : column(csv, prefix + "fold", "predicted"))
    if (!text.empty()) verdicts.push_back(of_fold(std::stod(text)));
  for (const auto& text : column(csv, prefix + "direction", "predicted"))
    if (!text.empty()) verdicts.push_back(of_direction(text == "right"));
  return score(verdicts);
}

}  // namespace

TEST_CASE("Share within 2-fold, geometric mean fold error and directions by hand") {
  const std::vector<Verdict> verdicts = {of_fold(1), of_fold(0.5), of_fold(4), of_direction(true),
                                         of_direction(false)};
  const Score result = score(verdicts);
  CHECK(result.numbers == 3);
  CHECK(result.within_two == 2);
  CHECK(result.gmfe == Approx(2.0));  // (1 * 2 * 4)^(1/3)
  CHECK(result.directions == 2);
  CHECK(result.right == 1);
  CHECK(std::isnan(score({}).gmfe));
}

TEST_CASE("A fold error of zero or infinity counts as the cap") {
  CHECK(score(std::vector{of_fold(0)}).gmfe == Approx(fold_cap));
  CHECK(score(std::vector{of_fold(infinity)}).gmfe == Approx(fold_cap));
  CHECK(score(std::vector{of_fold(1e-9), of_fold(1)}).gmfe == Approx(std::sqrt(fold_cap)));
  CHECK(score(std::vector{of_fold(0), of_fold(infinity)}).within_two == 0);
}

TEST_CASE("The summary line says what the CSV says") {
  const auto csv = scenario::parse_csv(validation_csv(shipped().rows));
  REQUIRE(csv.size() == shipped().published.size() + 1);
  const Score model = score_of(csv, ""), flow = score_of(csv, "flow_share_"),
              bed = score_of(csv, "first_bed_");
  REQUIRE(model.numbers > 0);
  REQUIRE(model.directions > 0);
  const std::string line = summary_line(summarize(shipped().rows));
  CHECK(line ==
        fmt::format(
            "{} of {} predicted numbers within 2-fold, geometric mean fold error {:.2f}, {} of {} "
            "directions right; cells by flow share: {}, {:.2f}, {}; first capillary bed: {}, {:.2f}, {}",
            model.within_two, model.numbers, model.gmfe, model.right, model.directions, flow.within_two,
            flow.gmfe, flow.right, bed.within_two, bed.gmfe, bed.right));
  CHECK(flow.numbers == model.numbers);
  CHECK(bed.directions == model.directions);
}

TEST_CASE("Fold errors in the CSV are prediction over observation") {
  const auto csv = scenario::parse_csv(validation_csv(shipped().rows));
  const auto predictions = column(csv, "prediction", "predicted"), folds = column(csv, "fold", "predicted"),
             observations = column(csv, "observation", "predicted");
  int compared = 0;
  for (std::size_t i = 0; i < folds.size(); ++i)
    if (!folds[i].empty()) {
      CHECK(std::stod(folds[i]) == Approx(std::stod(predictions[i]) / std::stod(observations[i])));
      ++compared;
    }
  CHECK(compared > 0);
}

TEST_CASE("The page is 100 characters wide and names what the model does not beat") {
  const std::string page = report(shipped().rows);
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    CHECK(line.size() <= 100);
  }
  for (const auto& row : shipped().rows) {
    INFO(row.dataset->id);
    CHECK(page.find(row.dataset->id) != std::string::npos);
  }
  const Summary summary = summarize(shipped().rows);
  for (std::size_t i = 0; i < nulls.size(); ++i) {
    const std::string said = fmt::format("does NOT beat `{}`", name_of(nulls[i]));
    CHECK((page.find(said) != std::string::npos) ==
          !(unbeaten(summary.model, summary.null[i]).empty() &&
            unbeaten(summary.unseen, summary.null_unseen[i]).empty()));
  }
}

TEST_CASE("A tie is not beaten, and only strictly better columns are left out") {
  const Score model{8, 5, 2.0, 4, 3};
  CHECK(unbeaten(model, {8, 5, 3.0, 4, 2}) == std::vector<std::string>{"numbers within 2-fold"});
  CHECK(unbeaten(model, {8, 6, 2.0, 4, 3}) ==
        std::vector<std::string>{"numbers within 2-fold", "GMFE", "directions"});
  CHECK(unbeaten(model, {8, 4, 2.1, 4, 2}).empty());
}
