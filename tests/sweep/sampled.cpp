// What `uncertain` and a group stand for: what the scenario's levels read, and nothing else.
#include <algorithm>

#include "models/parameters.hpp"
#include "sim/levels/reads.hpp"
#include "sim/sweep/chunk.hpp"
#include "sim/sweep/row.hpp"
#include "sim/sweep/target.hpp"
#include "tests/sweep/sweeps.hpp"

using namespace cellroute;
using namespace cellroute::sweep;
using namespace cellroute::sweep::test;

namespace {

std::string with_levels(const std::string& levels) {
  std::string text = small_case;
  return text.replace(text.find("[body]"), 6, levels);
}

/// How many sampled parameters begin with each of these.
struct Sampled {
  long vessels = 0, lobule = 0, liver = 0, all = 0;
};

Sampled sampled(const std::string& levels, const std::string& keys) {
  const Scratch scratch;
  const Plan plan =
      plan_of(scratch, "scenario:\n" + with_levels(levels) + "sample: {design: latin_hypercube, size: 2, " +
                           keys + "}\nmetrics: [liver_living_24h]\n");
  const auto count = [&](const char* prefix) {
    return std::count_if(plan.sample.factors.begin(), plan.sample.factors.end(),
                         [&](const Factor& factor) { return factor.target.path.starts_with(prefix); });
  };
  return {count("liver.vessels."), count("lobule."), count("liver."), count("")};
}

}  // namespace

TEST_CASE("Parameters that no level of the scenario reads are not sampled") {
  const Sampled body = sampled("[body]", "parameters: uncertain");
  CHECK(body.vessels == 0);
  CHECK(body.lobule == 0);
  CHECK(body.liver > 20);
  CHECK(body.all > 100);
  const Sampled liver = sampled("[body, liver]", "parameters: uncertain");
  CHECK(liver.vessels > 3);
  CHECK(liver.lobule == 0);
  CHECK(liver.all == body.all + liver.vessels);
  const Sampled lobule = sampled("[body, lobule]", "parameters: uncertain");
  CHECK(lobule.vessels == 0);
  CHECK(lobule.lobule > 10);
  CHECK(lobule.all == body.all + lobule.lobule);

  CHECK(sampled("[body]", "parameters: assumptions").vessels == 0);
  CHECK(sampled("[body]", "parameters: [liver.*, lobule.*]").all == body.liver);
  CHECK(sampled("[body, liver]", "parameters: [liver.*]").all == body.liver + liver.vessels);
  // Files that took them out by hand still do.
  CHECK(sampled("[body]", "parameters: uncertain, except: [liver.vessels.*, lobule.*]").all == body.all);
  // By name it is as asked.
  CHECK(sampled("[body]", "parameters: {liver.vessels.haematocrit: {uniform: [0.3, 0.4]}}").vessels == 1);
}

TEST_CASE("What a scenario's levels do not read changes no bit of its numbers") {
  const Scratch scratch;
  const Plan plan =
      plan_of(scratch, "scenario:\n" + small_case +
                           "metrics: [liver_living_24h, liver_cell_days, lung_peak, portal_rise, "
                           "periportal_share]\n");
  const BodyCase one = body_case(plan, row_at(plan, 0));
  std::vector<BodyCase> cases{one};
  long unread = 0;
  for (const Target& target : targets()) {
    if (levels::reads(plan.templates.front().scenario, target.path)) continue;
    cases.push_back(one);
    target.set(cases.back(), 1.1 * target.get(one));
    ++unread;
  }
  CHECK(unread > 30);
  cases.push_back(one);
  cases.back().parameters.liver.volume *= 1.1;  // which is read
  const ChunkResult result = run_cases(plan, cases);
  REQUIRE(result.failures.empty());
  const auto numbers = [&](std::size_t i) {
    const auto first = result.values.begin() + static_cast<std::ptrdiff_t>(i * plan.metrics.size());
    return std::vector<double>(first, first + static_cast<std::ptrdiff_t>(plan.metrics.size()));
  };
  for (std::size_t i = 1; i + 1 < cases.size(); ++i) CHECK(numbers(i) == numbers(0));
  CHECK(numbers(cases.size() - 1) != numbers(0));
}
