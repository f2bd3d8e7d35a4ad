// One result, whatever else runs: threads, batch, place, neighbours, instruction set.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>

#include "sim/body/kernel.hpp"
#include "sim/body/simulate.hpp"
#include "tests/body/library_case.hpp"

namespace {

using namespace cellroute;

/// Cases of one shape that differ in dose, route, condition and tolerance.
std::vector<BodyCase> varied_cases(int count, unsigned seed) {
  std::mt19937_64 random(seed);
  const char* const routes[] = {"{route: peripheral_vein, cells: 2e8, over: 20 min}",
                                "{route: hepatic_artery, cells: 1e8, over: 5 min, at: 3 min}",
                                "{route: portal_vein, cells: 4e8, over: 30 min, volume: 50 mL}",
                                "{route: splenic_artery, cells: 1e7, over: 1 min}"};
  const char* const conditions[] = {"healthy", "alcoholic_cirrhosis", "cardiac_congestive"};
  std::vector<BodyCase> shapes;
  for (const char* condition : conditions) {
    for (const char* route : routes) {
      testing::Written written;
      written.condition = condition;
      written.label = "in111_oxine";
      written.regimen = std::string("[") + route + "]";
      written.horizon = "3 d";
      written.times = "[5 min, 1 h, 1 d, 3 d]";
      shapes.push_back(testing::body_case(written));
    }
  }
  std::vector<BodyCase> cases;
  for (int i = 0; i < count; ++i) {
    BodyCase one = shapes[random() % shapes.size()];
    const double scale = std::pow(10, 2.0 * static_cast<double>(random() >> 11) * 0x1p-53 - 1);
    one.regimen[0].cells *= scale;
    if (random() % 4 == 0) one.numerics.relative_tolerance *= 0.1;
    cases.push_back(one);
  }
  return cases;
}

std::vector<std::vector<double>> run(const std::vector<BodyCase>& cases, int threads) {
  std::vector<std::vector<double>> all;
  for (const body::Outcome& outcome : body::simulate(cases, threads)) {
    REQUIRE(outcome.failure.empty());
    all.push_back(testing::flatten(outcome.result));
  }
  return all;
}

}  // namespace

TEST_CASE("threads 1, 2 and 4 and a repeat give identical bits") {
  std::vector<BodyCase> cases = varied_cases(150, 31);  // three chunks
  const auto one = run(cases, 1);
  for (const int threads : {1, 2, 4}) {
    const auto other = run(cases, threads);
    for (std::size_t i = 0; i < one.size(); ++i) REQUIRE(testing::same_bits(one[i], other[i]));
  }
}

TEST_CASE("a case in a batch has the bits of the case alone, at any place and among any neighbours") {
  const std::vector<BodyCase> cases = varied_cases(24, 37);
  std::vector<std::vector<double>> alone;
  for (const BodyCase& one : cases) alone.push_back(testing::flatten(body::simulate(one)));
  std::mt19937_64 random(41);
  for (const std::size_t size : {2, 5, 8, 13, 30}) {
    std::vector<std::size_t> members;
    std::vector<BodyCase> batch;
    for (std::size_t i = 0; i < size; ++i) {
      members.push_back(random() % cases.size());
      batch.push_back(cases[members.back()]);
    }
    const auto together = run(batch, 1);
    for (std::size_t i = 0; i < size; ++i) {
      INFO("batch of " << size << ", place " << i);
      REQUIRE(testing::same_bits(together[i], alone[members[i]]));
    }
  }
}

TEST_CASE("the instruction set changes no bit of a body run") {
  if (!body::has_avx512()) return;  // one instruction set only
  std::vector<BodyCase> cases = varied_cases(20, 43);
  for (const std::string& file : testing::example_scenarios()) cases.push_back(testing::read_file(file).body);
  for (const int classes : {1, 3, 6, 7, 8, 9, 15, 16}) {  // rows that are full, and just not
    cases.push_back(cases[classes % 5]);
    cases.back().numerics.size_classes = classes;
    if (classes % 2 == 0) cases.back().parameters.product.aggregates.share = 0;
  }
  ::setenv("CELLROUTE_INSTRUCTION_SET", "avx512", 1);
  const auto widest = run(cases, 2);
  ::unsetenv("CELLROUTE_INSTRUCTION_SET");
  for (const char* other : {"base", "single", "single_base"}) {
    ::setenv("CELLROUTE_INSTRUCTION_SET", other, 1);
    const auto all = run(cases, 2);
    ::unsetenv("CELLROUTE_INSTRUCTION_SET");
    INFO(other);
    for (std::size_t i = 0; i < cases.size(); ++i) REQUIRE(testing::same_bits(widest[i], all[i]));
  }
}
