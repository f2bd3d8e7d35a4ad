// What `sensitivity` says of a sweep, against answers known beforehand.
#include "sim/sweep/sensitivity/sensitivity.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

#include "sim/sweep/evaluate.hpp"
#include "sim/sweep/row.hpp"
#include "tests/sweep/planted.hpp"

using namespace cellroute;
using namespace cellroute::sweep;
using testing::WrittenFile;

namespace {

/// The share that lives after a day is exp(-86400 k f); k uniform, f uniform, and a volume that does not
/// matter.
Plan sweep_of(const std::string& design) {
  const WrittenFile file(
      "sweep.yaml", "scenario:\n" + testing::unstopped_patient("1 d") + "sample:\n" + design +
                        "\n  parameters:\n    product.loss.circulating: {uniform: [0.5e-5 1/s, 1.5e-5 1/s]}\n"
                        "    product.loss.host.autologous: {uniform: [0.9, 1.1]}\n    lung.blood_volume: "
                        "{uniform: [90 mL, 110 mL]}\n"
                        "metrics: [{name: alive, measure: living_share, region: [lung, heart, brain, kidney, "
                        "marrow, rest, gut, spleen, "
                        "liver, blood], time: 1 d}]\n");
  return load_plan(file.path(), {testing::library(), {}});
}

std::size_t place_of(const Sensitivity& found, const std::string& factor) {
  for (std::size_t f = 0; f < found.factors.size(); ++f)
    if (found.factors[f] == factor) return f;
  FAIL("no factor " << factor);
  return 0;
}

/// E[exp(-c x)] of x uniform on [a, b].
double mean_exp(double c, double a, double b) {
  return (std::exp(-c * a) - std::exp(-c * b)) / (c * (b - a));
}

}  // namespace

TEST_CASE("Sobol indices of a survival curve equal those by quadrature") {
  const Plan plan = sweep_of("  design: saltelli\n  size: 2048");
  CHECK(plan.rows() == 2048 * 5);
  const auto found = analyse(plan, evaluate(plan).values);
  const auto& one = found.of.front();
  CHECK(one.failed == 0);

  // Y = exp(-86400 k f): first indices by midpoint quadrature over the outer variable.
  const int n = 4000;
  double mean = 0, square = 0, by_k = 0, by_f = 0;
  for (int i = 0; i < n; ++i) {
    const double k = 0.5e-5 + 1e-5 * (i + 0.5) / n, f = 0.9 + 0.2 * (i + 0.5) / n;
    const double given_k = mean_exp(86400 * k, 0.9, 1.1), given_f = mean_exp(86400 * f, 0.5e-5, 1.5e-5);
    mean += given_k / n;
    square += mean_exp(2 * 86400 * k, 0.9, 1.1) / n;
    by_k += given_k * given_k / n;
    by_f += given_f * given_f / n;
  }
  const double variance = square - mean * mean;
  const auto& indices = one.indices.parameters;
  const auto k = place_of(found, "product.loss.circulating"),
             f = place_of(found, "product.loss.host.autologous"), v = place_of(found, "lung.blood_volume");
  CHECK(one.indices.mean == Approx(mean).epsilon(1e-3));
  CHECK(indices[k].first == Approx((by_k - mean * mean) / variance).margin(0.02));
  CHECK(indices[f].first == Approx((by_f - mean * mean) / variance).margin(0.02));
  CHECK(indices[v].total == Approx(0).margin(1e-3));
  CHECK(indices[k].total >= indices[k].first - 0.02);
}

TEST_CASE("Morris ranks what matters, and sees its sign") {
  const Plan plan = sweep_of("  design: morris\n  size: 20");
  CHECK(plan.rows() == 20 * 4);
  const auto found = analyse(plan, evaluate(plan).values);
  const auto& effects = found.of.front().effects;
  const auto k = place_of(found, "product.loss.circulating"),
             f = place_of(found, "product.loss.host.autologous"), v = place_of(found, "lung.blood_volume");
  CHECK(effects[k].mean < 0);
  CHECK(effects[k].mean_absolute > 3 * effects[f].mean_absolute);
  CHECK(effects[f].mean_absolute > 100 * effects[v].mean_absolute);
}

TEST_CASE("Morris reads each replicate by its own trajectories") {
  const Plan plan = sweep_of("  design: morris\n  size: 8\n  replicates: 3");
  CHECK(plan.rows() == 3 * 8 * 4);
  const auto found = analyse(plan, evaluate(plan).values);
  const auto& effects = found.of.front().effects;
  const auto k = place_of(found, "product.loss.circulating"), v = place_of(found, "lung.blood_volume");
  CHECK(effects[k].effects == 3 * 8);
  CHECK(effects[v].mean_absolute < 1e-3 * effects[k].mean_absolute);
}

TEST_CASE("partial rank correlations of a monotone metric are near -1 for what drives it alone") {
  const Plan plan = sweep_of("  design: latin_hypercube\n  size: 200\n  replicates: 2");
  CHECK(plan.rows() == 400);
  const auto found = analyse(plan, evaluate(plan).values);
  const auto& correlations = found.of.front().correlations;
  CHECK(correlations[place_of(found, "product.loss.circulating")].value < -0.99);
  CHECK(std::fabs(correlations[place_of(found, "lung.blood_volume")].value) < 0.2);
  CHECK_THAT(sensitivity_table(plan, found, 2), Catch::Contains("product.loss.circulating"));
  CHECK_THAT(sensitivity_csv(plan, found), Catch::Contains("alive,1,product.loss.circulating,prcc,-0.99"));
}

TEST_CASE("a sensitivity names the sweep and the cases that it is of") {
  const Plan plan = sweep_of("  design: latin_hypercube\n  size: 20");
  const auto said = nlohmann::json::parse(sensitivity_json(plan));
  CHECK(said.at("title") == plan.title);
  CHECK(said.at("design") == "latin_hypercube");
  CHECK(said.at("fingerprint") == plan.fingerprint);
  REQUIRE(said.at("fingerprints").size() == plan.templates.size());
  for (std::size_t i = 0; i < plan.templates.size(); ++i)
    CHECK(said.at("fingerprints")[i] == plan.templates[i].scenario.fingerprint);
}
