// Plots show the numbers of the record, and change when one of them does.
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <functional>
#include <sstream>

#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
#include "tests/results/synthetic.hpp"
#include "viz/program/view.hpp"
#include "viz/views/plots.hpp"
#include "viz/views/sweep_plots.hpp"
#include "viz/views/words.hpp"

using namespace cellroute;
using namespace cellroute::viz;

namespace {

const plot::Sheet sheet{800, 600, 13};

using Change = std::function<void(results::Record&)>;
using Draw = std::function<std::string(const results::Record&)>;

/// The same record gives the same drawing, a changed one another.
void check_follows(const Draw& draw, const Change& change) {
  auto made = results::test::record();
  const auto before = draw(made);
  CHECK(draw(made) == before);
  change(made);
  CHECK(draw(made) != before);
}

void fewer_in_liver(results::Record& record) { record.body.organs[1].cells.adherent.data[2] *= 0.5; }

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

Sweep made_sweep() {
  return {"A made-up sweep",
          "latin_hypercube",
          "00",
          {"route"},
          {{"liver_living_24h",
            "living",
            "1",
            {{{"hepatic_artery"}, {0.1, 0.2, 0.3}}, {{"portal_vein"}, {0.05, 0.1, 0.15}}}}},
          ""};
}

}  // namespace

TEST_CASE("The plots of living cells follow a number of the record") {
  check_follows([](const auto& r) { return series_plot(r, sheet).file(); }, fewer_in_liver);
  check_follows([](const auto& r) { return routes_plot({{&r, "HA"}}, sheet).file(); }, fewer_in_liver);
}

TEST_CASE("Lines go through the curve between the output times, and are straight and say so without one") {
  const Draw draws[] = {[](const auto& r) { return series_plot(r, sheet).file(); },
                        [](const auto& r) {
                          return routes_plot({{&r, "HA"}}, sheet).file();
                        },
                        [](const auto& r) {
                          return pressure_plot({{&r, "HA"}}, sheet).file();
                        }};
  for (const auto& draw : draws) {
    check_follows(draw, [](auto& r) {
      r.curve->organs[1].living[5] *= 2;
      r.curve->portal_pressure[5] *= 2;
    });
    auto made = results::test::record();
    CHECK_FALSE(holds(draw(made), "straight"));
    made.curve.reset();
    CHECK(holds(draw(made), "lines between them straight"));
  }
}

TEST_CASE("Curves stay within the canvas and begin before the first output, with a mark at the end") {
  auto made = results::test::record();
  made.body.times = {86400, 90000, 172800};  // the curve begins at 560 s
  made.curve->times.back() = 864000;
  for (const auto& text : {series_plot(made, sheet).file(), routes_plot({{&made, "HA"}}, sheet).file(),
                           pressure_plot({{&made, "HA"}}, sheet).file()}) {
    CHECK(holds(text, ">10 d<"));
    CHECK(holds(text, ">10 min<"));
    CHECK(holds(text, "by decades<"));
    std::istringstream drawing(text);
    double least = 1e9, most = 0;
    for (std::string shape; std::getline(drawing, shape);) {
      if (!shape.starts_with("<poly")) continue;
      std::istringstream points(shape.substr(shape.find("points=\"") + 8));
      for (plot::Point point; points >> point.x && points.ignore() && points >> point.y;) {
        least = std::min(least, point.x);
        most = std::max(most, point.x);
      }
    }
    CHECK(least > 0);
    CHECK(most > 0.6 * sheet.width);
    CHECK(most < sheet.width);
  }
}

TEST_CASE("Names wider than their panel stand above all panels, with letters over each") {
  auto one = results::test::record(), other = one;
  one.inputs.title = "A title of one that is far too long to stand over a panel";
  other.inputs.title = "Another title that is far too long to stand over a panel";
  const auto draw = [&] { return routes_plot(results::name_subjects({one, other}), sheet).file(); };
  const auto text = draw();
  CHECK(holds(text, ">A<"));
  CHECK(holds(text, ">B: Another title that is far too long to stand over a panel<"));
  one.inputs.title = "one";
  other.inputs.title = "two";
  CHECK(holds(draw(), ">two<"));
}

TEST_CASE("A drawing's words take the highest value from the curve") {
  auto made = results::test::record();
  for (auto& living : made.curve->organs[1].living) living = 0.4 * made.body.dose;
  made.curve->organs[1].living[7] = 0.861 * made.body.dose;
  CHECK(holds(routes_plot({{&made, "HA"}}, sheet).file(), "at most 86.1 per cent"));
}

TEST_CASE("A peak seconds after the start does not stretch an axis that begins after minutes") {
  auto made = results::test::record();
  made.body.hemodynamics.peak_portal_time = 2;
  CHECK_FALSE(holds(pressure_plot({{&made, "HA"}}, sheet).file(), ">10 s<"));
}

TEST_CASE("Where pressures at rest differ, each line of a limit stands at its rise, once for all") {
  auto one = results::test::record(), other = one;
  const auto lines = [&] {
    const auto text = pressure_plot({{&one, "A"}, {&other, "B"}}, sheet).file();
    std::size_t count = 0;
    for (auto at = text.find(">stop: "); at != std::string::npos; at = text.find(">stop: ", at + 1)) ++count;
    return std::pair{count, holds(text, "rise above rest")};
  };
  CHECK(lines() == std::pair{std::size_t{1}, false});
  other.body.baseline.portal_pressure += 800;
  CHECK(lines() == std::pair{std::size_t{1}, true});
}

TEST_CASE("An organ is named where it ends, or below the foot of the axis; its line is never at the foot") {
  auto made = results::test::record();
  made.curve.reset();
  for (auto* table : {&made.body.organs[2].cells.adherent, &made.body.organs[2].cells.trapped,
                      &made.body.organs[2].cells.circulating, &made.body.organs[2].cells.homed,
                      &made.body.organs[2].cells.depot})
    for (int k = 0; k < table->classes; ++k)
      table->data[static_cast<std::size_t>(2 * table->classes + k)] = 0;
  const auto text = series_plot(made, sheet).file();
  const auto words = text.find("at the end:");
  REQUIRE(words != std::string::npos);
  CHECK(text.find(">spleen<", words) != std::string::npos);
  CHECK(holds(text.substr(words), ">liver<"));  // beside the end of its line
  made = results::test::record();
  CHECK_FALSE(holds(series_plot(made, sheet).file(), "at the end:"));
}

TEST_CASE("The figure of the body follows cells and label, each") {
  const auto draw = [](const results::Record& r) { return body_plot(r, 1, sheet).file(); };
  check_follows(draw, fewer_in_liver);
  check_follows(draw, [](results::Record& r) { r.body.organs[1].label.retained[1] += 0.2; });
}

TEST_CASE("Shares written on the figure of the body are those of the record") {
  const auto made = results::test::record();
  for (int t = 0; t < 3; ++t) {
    const auto text = body_plot(made, t, sheet).file();
    for (const auto& organ : made.body.organs) {
      CHECK(
          holds(text, ">" + plot::escaped(results::percent(results::living_share(made, organ, t))) + " %<"));
      CHECK(holds(text, ">" + plot::escaped(results::percent(organ.label.total(t))) + " %<"));
    }
  }
}

TEST_CASE("Lines from the organs of the figure to their labels do not cross") {
  const auto made = results::test::record();
  for (const auto& size : {sheet, plot::Sheet{343, 760, 12}}) {
    std::istringstream drawing(body_plot(made, 1, size).file());
    std::vector<std::vector<plot::Point>> ways;
    for (std::string shape; std::getline(drawing, shape);) {
      if (!shape.starts_with("<polyline") || !holds(shape, hex(ink))) continue;
      std::istringstream points(shape.substr(shape.find('"') + 1));
      ways.emplace_back();
      for (plot::Point point; points >> point.x && points.ignore() && points >> point.y;)
        ways.back().push_back(point);
      REQUIRE(ways.back().size() == 3);
    }
    REQUIRE(ways.size() == 2 * made.body.organs.size());
    const auto side = [](plot::Point a, plot::Point b, plot::Point c) {
      return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    };
    for (std::size_t i = 0; i < ways.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        for (std::size_t k = 0; k < 2; ++k)
          for (std::size_t l = 0; l < 2; ++l) {
            const auto a = ways[i][k], b = ways[i][k + 1], c = ways[j][l], d = ways[j][l + 1];
            CHECK_FALSE((side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0));
          }
  }
}

TEST_CASE("The plot of pressures follows pressures and limits, and says which limit was crossed") {
  const auto draw = [](const results::Record& r) { return pressure_plot({{&r, "HA"}}, sheet).file(); };
  check_follows(draw, [](results::Record& r) { r.body.hemodynamics.portal_pressure[1] += 300; });
  check_follows(draw, [](results::Record& r) { r.body.stop_rules[0].limit *= 1.5; });
  check_follows(draw, [](results::Record& r) { r.body.stop_rules[1].crossed = false; });
  auto made = results::test::record();
  CHECK(holds(draw(made), results::clinical(3e-7, "m3/kg") + ": crossed"));
}

TEST_CASE("Panels side by side have one scale: a subject with more cells changes the other's panel") {
  auto small = results::test::record(), large = small;
  const std::vector<results::Subject> equal{{&small, "A"}, {&small, "B"}};
  for (auto& each : large.body.organs[1].cells.adherent.data) each *= 20;
  const std::vector<results::Subject> different{{&small, "A"}, {&large, "B"}};
  const auto first_polygon = [](const std::string& text) {
    const auto at = text.find("<polygon");
    return text.substr(at, text.find("/>", at) - at);
  };
  CHECK(first_polygon(routes_plot(equal, sheet).file()) !=
        first_polygon(routes_plot(different, sheet).file()));
}

TEST_CASE("A distribution follows one sampled patient and writes the median") {
  auto sweep = made_sweep();
  const auto before = distribution_plot(sweep, sweep.metrics[0], sheet).file();
  CHECK(holds(before, "median 20"));
  CHECK(holds(before, "median 10"));
  sweep.metrics[0].groups[0].values[1] = 0.25;
  CHECK(distribution_plot(sweep, sweep.metrics[0], sheet).file() != before);
}

TEST_CASE("Points of a design are runs, not patients, and one value has no quantiles") {
  auto sweep = made_sweep();
  const auto file = [&] { return distribution_plot(sweep, sweep.metrics[0], sheet).file(); };
  CHECK(holds(file(), "sampled patients"));
  sweep.design = "morris";
  CHECK(holds(file(), "5 to 95 per cent of the runs"));
  CHECK_FALSE(holds(file(), "sampled patients"));
  sweep.design = "none";
  for (auto& group : sweep.metrics[0].groups) group.values.resize(1);
  CHECK_FALSE(holds(file(), "95"));
  CHECK_FALSE(holds(file(), "patients"));
  CHECK(holds(file(), "hepatic artery: 10 %."));
}

TEST_CASE("A lone value's dot is at the height of its name where groups are many") {
  auto sweep = made_sweep();
  auto& groups = sweep.metrics[0].groups;
  for (int i = 0; i < 20; ++i) groups.push_back({{"group " + std::to_string(i)}, {0.02 * i}});
  for (auto& group : groups) group.values.resize(1);
  const auto text = distribution_plot(sweep, sweep.metrics[0], sheet).file();
  const auto number_after = [&](std::size_t at, const std::string& name) {
    return std::stod(text.substr(text.find(name + "=\"", at) + name.size() + 2));
  };
  const auto name = text.rfind("<text", text.find(">group 7: "));
  const auto dot = text.rfind("<circle", name);
  const double above = number_after(name, "y") - number_after(dot, "cy");
  CHECK(above > 0);
  CHECK(above < number_after(name, "font-size"));
}

TEST_CASE("A value on an axis of a sweep keeps its unit, slash and all") {
  const SweepGroup group{{"portal_vein", "adhesion rate 36 1/h"}, {}};
  CHECK(group.name() == "portal vein, adhesion rate 36 1/h");
  CHECK(usual_metric({"lung_peak", "liver_living_24h", "a"}) == "liver_living_24h");
  CHECK(usual_metric({"lung_peak", "c", "d"}) == "c");
}

TEST_CASE("A title that is wider than its panel stands once below all of them") {
  std::vector<Estimate> all{{"m", "a", "liver.x", "mu_star", 6, 5, 7, "s"},
                            {"m", "b", "liver.x", "mu_star", 3, 2, 4, "s"}};
  const auto count = [&](double width) {
    const auto text = influence_plot(all, "m", 5, {width, 600, 13}).file();
    std::size_t found = 0;
    for (auto at = text.find(">mean size"); at != std::string::npos; at = text.find(">mean size", at + 1))
      ++found;
    return found;
  };
  CHECK(count(620) == 1);
  CHECK(count(1600) == 2);
}

TEST_CASE("What decides a metric follows one estimate") {
  std::vector<Estimate> all{{"m", "a", "liver.x", "total", 0.6, 0.5, 0.7, "1"},
                            {"m", "a", "liver.y", "total", 0.3, 0.2, 0.4, "1"},
                            {"m", "a", "liver.x", "first", 0.5, 0.4, 0.6, "1"},
                            {"m", "a", "liver.y", "first", 0.2, 0.1, 0.3, "1"}};
  const auto before = influence_plot(all, "m", 5, sheet).file();
  all[1].value = 0.35;
  CHECK(influence_plot(all, "m", 5, sheet).file() != before);
}

TEST_CASE("Estimates that are no numbers are not drawn, and when none is one, that is said") {
  const double none = std::nan("");
  std::vector<Estimate> all{{"m", "a", "liver.x", "prcc", 0.6, 0.5, 0.7, "1"},
                            {"m", "a", "liver.y", "prcc", none, none, none, "1"}};
  CHECK_FALSE(holds(influence_plot(all, "m", 5, sheet).file(), "nan"));
  all[0].value = none;
  CHECK_THROWS_AS(influence_plot(all, "m", 5, sheet), RequestError);
}

TEST_CASE("A claim whose interval reaches one half is not decided, and the plot says so") {
  std::vector<ClaimOdds> claims{{"a_beats_b", 0.52, 0.47, 0.57, 512, 0, "", 0, ClaimOdds::Says::undecided}};
  CHECK(holds(claims_plot(claims, sheet).file(), ">not decided<"));
  CHECK(holds(claims_plot(claims, sheet).file(), ">52.0 % (47.0 to 57.0)<"));
  CHECK(holds(claims_plot(claims, {343, 300, 12}).file(), ">not decided: 52.0 % (47.0 to 57.0)<"));
  claims[0].says = ClaimOdds::Says::holds;
  CHECK_FALSE(holds(claims_plot(claims, sheet).file(), ">not decided"));
}

TEST_CASE("Every metric of the library has words, and titles have no full stop") {
  std::ifstream library(CELLROUTE_SOURCE_DIR "/configs/library/metrics.yaml");
  std::size_t found = 0;
  for (std::string line; std::getline(library, line);) {
    if (const auto at = line.find("- name: "); at != std::string::npos) {
      const auto name = line.substr(at + 8);
      INFO(name);
      CHECK(metric_words(name) != metric_words("_" + name));  // more than its own letters
      ++found;
    }
  }
  CHECK(found > 20);
  CHECK(metric_words("made_up") == "made up");
  CHECK(parameter_words("product.adhesion.migration_rate") == "product, adhesion: migration rate");
  CHECK(parameter_words("lung.tissue.capillary.diameter") == "lung, capillary: diameter");
  CHECK(statement_words("portal_beats_artery_in_nash") == "Portal beats artery in NASH");
  auto sweep = made_sweep();
  sweep.metrics[0].about = "A sentence.";
  CHECK(holds(distribution_plot(sweep, sweep.metrics[0], sheet).file(), ">A sentence<"));
}
