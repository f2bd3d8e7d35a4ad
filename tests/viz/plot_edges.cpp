// What is drawn stays on its sheet, whatever the numbers and names: measured on pixels with the real font.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <regex>

#include "sim/results/format.hpp"
#include "tests/viz/made_plots.hpp"
#include "viz/plot/raster.hpp"
#include "viz/views/plots.hpp"
#include "viz/views/sweep_plots.hpp"
#include "viz/window/compare.hpp"

namespace cellroute::viz::test {
namespace {

constexpr int margin = 300;

/// How many pixels of ink lie beyond the sheet, where letters that are cut off would be.
std::size_t beyond(const plot::Svg& drawing) {
  auto svg = drawing.file();
  const int width = static_cast<int>(drawing.width()), height = static_cast<int>(drawing.height());
  const auto head = svg.find("width="), end = svg.find(" font-family=");
  svg.replace(head, end - head,
              fmt::format("width=\"{0}\" height=\"{1}\" viewBox=\"{2} {2} {0} {1}\"", width + 2 * margin,
                          height + 2 * margin, -margin));
  svg.insert(svg.find("<rect"),
             fmt::format("<rect x=\"{0}\" y=\"{0}\" width=\"{1}\" height=\"{2}\" fill=\"{3}\"/>", -margin,
                         width + 2 * margin, height + 2 * margin, hex(paper)));
  const auto pixels = read_png(plot::png(svg));
  REQUIRE(pixels.width == width + 2 * margin);
  std::size_t count = 0;
  for (int j = 0; j < pixels.height; ++j)
    for (int i = 0; i < pixels.width; ++i) {
      const bool inside = i >= margin - 1 && i <= margin + width && j >= margin - 1 && j <= margin + height;
      if (!inside && !(pixels.at(i, j) == paper)) ++count;
    }
  return count;
}

const plot::Sheet sheets[] = {{800, 600, 13}, {343, 560, 12}, {520, 340, 12}};

const std::string long_name =
    "A name that nobody would choose but somebody does, with Unbelievablylongwordsinit";

/// Routes with what makes bars, limits and names long.
std::vector<results::Record> extreme_routes() {
  auto made = made_routes();
  for (std::size_t i = 0; i < made.size(); ++i) {
    auto& record = made[i];
    record.inputs.species = i == 1 ? "mouse" : "human";
    record.inputs.product = "umbilical_cord_msc_with_a_very_long_name_of_its_own";
    record.inputs.title = long_name;
    record.body.stop_rules = {
        {"portal pressure rise above 12 mmHg", "", 8600, 1600, "Pa", true},
        {"portal pressure rise above 25 cmH2O", "", i == 1 ? 24.5 : 7.2, 2450, "Pa", false},
        {"tissue volume above 0.25 mL/kg", "", 1.6e-4, 2.5e-7, "m3/kg", true},
        {"packed cell volume above 5 mL", "", 4.99e-6, 5e-6, "m3", false}};
    record.body.hemodynamics.peak_portal_pressure = 12000;
  }
  return made;
}

Sweep extreme_sweep(const std::string& name, const std::string& unit, int groups) {
  SweepMetric metric{name, "", unit, {}};
  for (int g = 0; g < groups; ++g) {
    SweepGroup group{{g == 0 ? "portal_vein" : long_name + std::to_string(g)}, {}};
    for (int i = 1; i < 50; ++i) group.values.push_back(1e-7 * std::pow(2.0, i) * (g + 1));
    metric.groups.push_back(group);
  }
  return {long_name, "latin_hypercube", "00", {"route"}, {metric}, ""};
}

std::vector<Estimate> extreme_estimates(const std::string& kind, double size) {
  std::vector<Estimate> all;
  for (const char* group :
       {"hepatic artery", "human with alcoholic cirrhosis, portal vein", "peripheral vein"})
    for (const char* factor : {"liver.sinusoids.capillary.wide_diameter", "product.loss.adherent"})
      for (const double sign : {1.0, kind == "prcc" ? -1.0 : 0.5})
        all.push_back({"stop_rule_share", group, factor + std::string(sign < 0 ? ".x" : ""), kind,
                       sign * size, sign * size - 0.002, sign * size + 0.002, "1"});
  return all;
}

}  // namespace

TEST_CASE("No word of a plot leaves its sheet, at any size and with extreme values") {
  const auto usual = made_routes(), extreme = extreme_routes();
  auto unlike = extreme;
  unlike[0].inputs.label = "indium_oxine_with_a_very_long_name";
  unlike[0].inputs.regimen[0].catheter = "right";
  std::vector<ClaimOdds> claims = made_claims();
  claims.push_back({"a_" + std::string(70, 'w') + "_statement", 0.999, 0.998, 0.9999, 1e6, 0, "", 0,
                    ClaimOdds::Says::undecided});
  const std::pair<const char*, std::function<plot::Svg(const plot::Sheet&)>> draws[] = {
      {"body", [&](const auto& sheet) { return body_plot(extreme[1], 2, sheet); }},
      {"series", [&](const auto& sheet) { return series_plot(extreme[0], sheet); }},
      {"routes", [&](const auto& sheet) { return routes_plot(results::name_subjects(extreme), sheet); }},
      {"routes unlike",
       [&](const auto& sheet) { return routes_plot(results::name_subjects(unlike), sheet); }},
      {"pressure usual",
       [&](const auto& sheet) { return pressure_plot(results::name_subjects(usual), sheet); }},
      {"pressure", [&](const auto& sheet) { return pressure_plot(results::name_subjects(extreme), sheet); }},
      {"distribution",
       [&](const auto& sheet) {
         const auto sweep = extreme_sweep("liver_living_24h", "1", 3);
         return distribution_plot(sweep, sweep.metrics[0], sheet);
       }},
      {"crowded distribution",
       [&](const auto& sheet) {
         const auto sweep = extreme_sweep("portal_rise", "Pa", 12);
         return distribution_plot(sweep, sweep.metrics[0], sheet);
       }},
      {"tornado",
       [&](const auto& sheet) {
         return influence_plot(extreme_estimates("prcc", 0.99), "stop_rule_share", 8, sheet);
       }},
      {"small tornado",
       [&](const auto& sheet) {
         return influence_plot(extreme_estimates("mu_star", 1.23456e-9), "stop_rule_share", 8, sheet);
       }},
      {"sobol",
       [&](const auto& sheet) {
         return influence_plot(extreme_estimates("total", 1.234), "stop_rule_share", 8, sheet);
       }},
      {"claims", [&](const auto& sheet) { return claims_plot(claims, sheet); }}};
  for (const auto& [name, draw] : draws)
    for (const auto& sheet : sheets) {
      INFO(name << " " << sheet.width << " x " << sheet.height);
      CHECK(beyond(draw(sheet)) == 0);
    }
}

TEST_CASE("Ink beyond a sheet is found") {
  plot::Svg svg(200, 100, "");
  svg.text({150, 50}, "a long text", {14});
  CHECK(beyond(svg) > 20);
}

TEST_CASE("Numbers behind the bars of a panel do not reach the next one") {
  const auto text =
      influence_plot(extreme_estimates("prcc", 0.99), "stop_rule_share", 8, {1000, 600, 13}).file();
  const std::regex element("<text x=\"([0-9.]+)\" y=\"[0-9.]+\" font-size=\"([0-9.]+)\"[^>]*>0\\.99<");
  const std::regex frame("<line x1=\"([0-9.]+)\" y1=\"([0-9.]+)\" x2=\"([0-9.]+)\" y2=\"\\2\"[^>]*#54585e");
  std::vector<std::pair<double, double>> panels;
  for (std::sregex_iterator line(text.begin(), text.end(), frame), end; line != end; ++line)
    panels.emplace_back(std::stod((*line)[1]), std::stod((*line)[3]));
  REQUIRE(panels.size() == 3);
  std::size_t numbers = 0;
  for (std::sregex_iterator number(text.begin(), text.end(), element), end; number != end; ++number) {
    const double left = std::stod((*number)[1]),
                 right = left + plot::text_width("0.99", std::stod((*number)[2]));
    ++numbers;
    CHECK(std::any_of(panels.begin(), panels.end(),
                      [&](const auto& panel) { return left > panel.first && right <= panel.second + 1; }));
  }
  CHECK(numbers == 6);
}

TEST_CASE("A title, a key or a word wider than the sheet is broken") {
  for (const auto& line : plot::broken(std::string(100, 'w') + " b", 100, 10))
    CHECK(plot::text_width(line, 10) <= 100);
  CHECK(plot::broken("a b", 100, 10) == std::vector<std::string>{"a b"});
  const std::vector<plot::Key> all{{long_name + long_name, ink}, {"b", ink}};
  const plot::Sheet sheet{343, 300, 12};
  plot::Svg svg(sheet.width, sheet.height, "");
  const double end = plot::keys(svg, sheet, 0, all);
  CHECK(end == Approx(plot::keys_height(sheet, all)));
  CHECK(beyond(svg) == 0);
}

}  // namespace cellroute::viz::test
