// Every value is in a plot or counted beside it, and what is no value is not drawn as one.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <limits>
#include <regex>

#include "sim/results/format.hpp"
#include "tests/results/scratch.hpp"
#include "tests/viz/made_plots.hpp"
#include "viz/program/view.hpp"
#include "viz/views/curves.hpp"
#include "viz/views/hills.hpp"
#include "viz/views/plots.hpp"
#include "viz/views/registered.hpp"
#include "viz/views/subjects.hpp"
#include "viz/views/sweep_plots.hpp"

namespace cellroute::viz::test {
namespace {

const plot::Sheet sheet{800, 600, 13};

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// The words of a drawing, lines of one paragraph joined.
std::string said(const std::string& svg) {
  static const std::regex element("<text[^>]*>([^<]*)</text>");
  std::string all;
  for (std::sregex_iterator text(svg.begin(), svg.end(), element), end; text != end; ++text)
    all += (*text)[1].str() + " ";
  return all;
}

SweepMetric metric_of(const std::string& name, const std::string& unit,
                      const std::vector<std::vector<double>>& groups) {
  SweepMetric metric{name, "", unit, {}};
  for (std::size_t g = 0; g < groups.size(); ++g)
    metric.groups.push_back({{"group " + std::to_string(g)}, groups[g]});
  return metric;
}

std::string drawn(const SweepMetric& metric) {
  const Sweep sweep{"", "latin_hypercube", "00", {"route"}, {metric}, ""};
  return distribution_plot(sweep, metric, sheet).file();
}

struct Counted {
  Scale scale;
  std::size_t below = 0;
  Hills hills;
};

Counted counted(const SweepMetric& metric) {
  const auto unit = read_unit(metric.unit);
  auto hills = hills_of(metric, unit.factor);
  const auto x = axis_for(hills, limit_of(metric, unit), 8, "");
  count_bins(hills, x.scale);
  Counted all{x.scale, 0, hills};
  for (const auto& hill : hills.all) all.below += hill.below;
  return all;
}

/// Mostly small, with one far above.
std::vector<double> with_outlier(double usual, double outlier) {
  std::vector<double> values;
  for (int i = 1; i < 400; ++i) values.push_back(usual * (0.5 + i / 400.0));
  values.push_back(outlier);
  return values;
}

}  // namespace

TEST_CASE("An axis of a distribution holds its highest and lowest value and the limit") {
  const std::vector<SweepMetric> metrics{
      metric_of("stop_rule_share", "1", {with_outlier(0.06, 1.68)}),
      metric_of("stop_rule_share", "1", {with_outlier(0.06, 0.07)}),
      metric_of("portal_rise", "Pa", {with_outlier(12, 2687)}),
      metric_of("liver_living_24h", "1", {with_outlier(0.01, 7.8e-6), with_outlier(1e-5, 0.5)}),
      metric_of("made_up", "1", {with_outlier(0.01, -0.5)})};
  for (const auto& metric : metrics) {
    INFO(metric.name << " " << metric.groups[0].values.back());
    const auto [scale, below, hills] = counted(metric);
    CHECK(below == 0);
    for (const double end : {hills.low, hills.high}) {
      CHECK(scale.share(end) >= -1e-9);
      CHECK(scale.share(end) <= 1 + 1e-9);
    }
    if (const auto limit = limit_of(metric, read_unit(metric.unit)))
      CHECK(scale.share(limit->value) <= 1 + 1e-9);
  }
  CHECK(limit_of(metrics[0], read_unit("1"))->value == 100);
  CHECK(limit_of(metrics[2], read_unit("Pa"))->value == Approx(12));
  CHECK_FALSE(limit_of(metrics[3], read_unit("1")));
}

TEST_CASE("A distribution says how many lie above the limit") {
  auto values = with_outlier(0.06, 1.68);
  values.push_back(1.01);
  values.push_back(1.0);  // at the limit is not above it
  const auto text = drawn(metric_of("stop_rule_share", "1", {values, with_outlier(0.06, 0.5)}));
  CHECK(holds(text, ", 2 above the limit<"));
  CHECK(holds(text, ", none above the limit<"));
  CHECK(holds(text, ">limit<"));
  CHECK(holds(drawn(metric_of("portal_rise", "Pa", {with_outlier(12, 2687)})), ", 1 above the limit<"));
  CHECK_FALSE(holds(drawn(metric_of("liver_living_24h", "1", {with_outlier(0.01, 2)})), "limit"));
}

TEST_CASE("What is below an axis by decades is counted in words") {
  auto values = with_outlier(1e-3, 0.9);
  for (int i = 0; i < 5; ++i) values.push_back(0);
  auto wide = values;
  for (auto& value : wide) value *= 0.01;
  const auto metric = metric_of("liver_living_24h", "1", {values, wide});
  const auto [scale, below, hills] = counted(metric);
  REQUIRE(scale.decades);
  CHECK(below == 10);
  CHECK(hills.all[0].below == 5);
  CHECK(holds(drawn(metric), ", 5 below "));
}

TEST_CASE("Every value is in a bin: the highest and constant ones, too") {
  for (const auto& values :
       {std::vector<double>(20, 0.3), std::vector<double>(20, 0.0), with_outlier(0.5, 1.0)}) {
    const auto [scale, below, hills] = counted(metric_of("lung_peak", "1", {values}));
    CHECK(*std::max_element(hills.all[0].counts.begin(), hills.all[0].counts.end()) == 1);
    CHECK(scale.high >= hills.high);
  }
  const auto text = drawn(metric_of("lung_peak", "1", {std::vector<double>(20, 0.5)}));
  CHECK(holds(text, "<polygon"));
}

TEST_CASE("What rounding puts below 0 is 0, what is truly below 0 stays") {
  auto values = with_outlier(12, 2687);
  for (auto& value : values)
    if (value < 8) value = -0.16;
  const auto rounded = metric_of("portal_rise", "Pa", {values});
  CHECK(hills_of(rounded, 1).low == 0);
  CHECK(holds(said(drawn(rounded)), "are rounding and count as 0"));
  CHECK_FALSE(holds(drawn(rounded), "-0."));
  for (auto& value : values) value -= 50;
  CHECK(hills_of(metric_of("difference", "Pa", {values}), 1).low < -40);
}

TEST_CASE("High shares are not squeezed by decades when a straight axis shows as many hills") {
  std::vector<double> high, middle, low;
  for (int i = 1; i < 400; ++i) {
    high.push_back(0.6 + 0.399 * i / 400);
    middle.push_back(0.1 + 0.8 * i / 400);
    low.push_back(2e-4 * std::pow(100, i / 400.0));
  }
  CHECK_FALSE(counted(metric_of("liver_first_pass", "1", {high, middle, low})).scale.decades);
  for (auto* values : {&high, &middle})
    for (auto& value : *values) value = 1e-4 + 0.01 * (value - 0.1);
  high.push_back(1);
  CHECK(counted(metric_of("liver_first_pass", "1", {high, middle, low})).scale.decades);
}

TEST_CASE("Runs that failed are counted, and one that failed is not one run each") {
  const double none = std::nan("");
  const auto text = drawn(metric_of("lung_peak", "1", {{0.1, 0.2, none}, {none, none, 0.3}}));
  CHECK(holds(said(text), "3 of 6 runs failed and are not here"));
  const auto failed = drawn(metric_of("lung_peak", "1", {{none}}));
  CHECK_FALSE(holds(failed, "One run each"));
  CHECK(holds(said(failed), "1 of 1 runs failed"));
}

TEST_CASE("A statement without a number is not drawn at a place, and a table without one is refused") {
  auto claims = made_claims();
  const auto count = [&] {
    const auto text = claims_plot(claims, sheet).file();
    std::size_t dots = 0;
    for (auto at = text.find("<circle"); at != std::string::npos; at = text.find("<circle", at + 1)) ++dots;
    return dots;
  };
  CHECK(count() == 3);
  claims[1].probability = claims[1].low = claims[1].high = std::nan("");
  CHECK(count() == 2);
  CHECK(holds(claims_plot(claims, sheet).file(), ">no run succeeded<"));
  const results::test::Scratch scratch;
  std::ofstream(scratch.path / "claims.csv") << "claim,quantity,parameter,value,low,high,unit\n";
  Request request;
  request.result = scratch.path;
  request.format = "svg";
  CHECK_THROWS_WITH(sweep_view().draw(request), Catch::Contains("holds no statement"));
}

TEST_CASE("An organ without a number has a colour of its own in the body, never that of the least share") {
  for (const double wrong : {std::nan(""), -std::numeric_limits<double>::infinity(), -0.2e8}) {
    auto made = made_routes()[0];
    const auto before = body_plot(made, 2, sheet).file();
    CHECK_FALSE(holds(before, "no number"));
    for (auto& organ : made.body.organs)
      if (organ.name == "liver") organ.cells.adherent.data[2] = wrong;
    const auto text = body_plot(made, 2, sheet).file();
    CHECK(holds(text, ">no number<"));
    CHECK(holds(said(text), "grey: no number"));
    CHECK_FALSE(holds(text, ">- %<"));
    const auto grey = "fill=\"" + hex({190, 192, 196}) + "\"";
    CHECK(holds(text, grey));
    CHECK_FALSE(holds(before, grey));
  }
}

TEST_CASE("Curves with what is no number have no place beside the axes, and the foot says so") {
  for (const double wrong : {std::nan(""), -3e7}) {
    auto made = made_routes()[0];
    for (auto& organ : made.curve->organs)
      if (organ.name == "liver") std::fill(organ.living.begin() + 4, organ.living.begin() + 9, wrong);
    for (const auto& text : {series_plot(made, sheet).file(), routes_plot({{&made, "A"}}, sheet).file()}) {
      CHECK_FALSE(holds(text, "nan"));
      CHECK(holds(said(text), "no number or below 0"));
    }
  }
  const auto whole = made_routes()[0];
  CHECK_FALSE(holds(series_plot(whole, sheet).file(), "no number"));
}

TEST_CASE("Pictures side by side say what differs and no name tells: catheter, label, time of infusion") {
  auto made = made_routes();
  made.resize(2);
  CHECK_FALSE(holds(shared_and_different(results::name_subjects(made)), "differ"));
  made[1].inputs.regimen[0].catheter = "right";
  made[1].inputs.regimen[0].duration = made[0].inputs.regimen[0].duration / 2;
  made[1].inputs.label = "none";
  made[1].body.dose *= 2;
  const auto subjects = results::name_subjects(made);
  const auto words = shared_and_different(subjects);
  for (const char* part : {"They differ too", "catheter (usual; right)", "label (", "; none)", "infusion (",
                           "dose (1e8 cells; 2e8 cells)"}) {
    INFO(part << " in " << words);
    CHECK(holds(words, part));
  }
  for (const auto& text : {routes_plot(subjects, sheet).file(), pressure_plot(subjects, sheet).file()})
    CHECK(holds(said(text), "They differ too"));
  made[1].inputs.regimen[0].route = made[0].inputs.regimen[0].route;  // now the name has the catheter
  CHECK_FALSE(holds(shared_and_different(results::name_subjects(made)), "catheter ("));
}

TEST_CASE("Curves that lie on each other are broken, and the foot says so") {
  auto made = made_routes();
  made.resize(2);
  const auto dashed = [&] {
    const auto text = pressure_plot(results::name_subjects(made), sheet).file();
    const auto at = holds(said(text), "Broken curves lie on others");
    std::size_t count = 0;
    for (auto line = text.find("<polyline"); line != std::string::npos;
         line = text.find("<polyline", line + 1))
      count += holds(text.substr(line, text.find("/>", line) - line), "dasharray") ? 1 : 0;
    return std::pair{count, at};
  };
  made[1].curve->portal_pressure = made[0].curve->portal_pressure;
  CHECK(dashed() == std::pair{std::size_t{1}, true});
  for (auto& pressure : made[1].curve->portal_pressure) pressure += 900;
  CHECK(dashed() == std::pair{std::size_t{0}, false});
}

TEST_CASE("Pressures beside bars have the digits of compare.txt") {
  auto made = made_routes()[0];
  made.body.stop_rules[0].value = 0.0537 * results::pascal_per_mmhg;
  CHECK(holds(pressure_plot({{&made, "A"}}, sheet).file(), ">0.0537 mmHg<"));
  made.body.stop_rules[0].value = -1e-9;
  CHECK(holds(pressure_plot({{&made, "A"}}, sheet).file(), ">0 mmHg<"));
}

TEST_CASE("Names of limits stand apart, and a curve through them has ground between") {
  auto made = made_routes()[0];
  auto& body = made.body;
  body.stop_rules = {{"portal pressure rise above 12 mmHg", "", 1, 1600, "Pa", true},
                     {"portal pressure rise above 25 cmH2O", "", 1, 2450, "Pa", true}};
  for (auto& pressure : made.curve->portal_pressure) pressure = body.baseline.portal_pressure + 4e6;
  body.hemodynamics.peak_portal_pressure = body.baseline.portal_pressure + 4e6;
  const auto text = pressure_plot({{&made, "A"}}, sheet).file();
  std::vector<double> heights;
  for (auto at = text.find(">stop: "); at != std::string::npos; at = text.find(">stop: ", at + 1)) {
    const auto begin = text.rfind("<text", at);
    heights.push_back(std::stod(text.substr(text.find("y=\"", begin) + 3)));
  }
  REQUIRE(heights.size() == 2);
  CHECK(std::fabs(heights[0] - heights[1]) >= sheet.text);
  CHECK(passes({{0, 0}, {10, 10}}, {4, 4, 2, 2}));
  CHECK_FALSE(passes({{0, 0}, {10, 10}}, {6, 1, 2, 2}));
}

TEST_CASE("Small print says when curves begin, and one panel has no scale for all") {
  auto made = made_routes();
  CHECK(holds(said(series_plot(made[0], sheet).file()), "Curves begin 5 min after the start."));
  CHECK_FALSE(holds(routes_plot({{&made[0], "A"}}, sheet).file(), "One scale for all"));
  made.resize(2);
  made[1].curve->times.front() = 5;
  made[1].curve->times.back() = 777600;
  const auto text = routes_plot(results::name_subjects(made), sheet).file();
  CHECK(holds(said(text), "Curves begin 5 s to 5 min after the start. They end after 9 d to 10 d."));
  CHECK(holds(said(text), "One scale for all"));
}

}  // namespace cellroute::viz::test
