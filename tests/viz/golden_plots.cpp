// Plots as they were when they were last looked at. Letters are left out where pictures are compared: fonts
// of other versions differ by more than a datum does, and what is written is compared with the data
// elsewhere. CELLROUTE_GOLDEN=DIR writes new ones there, to be looked at and put into tests/viz/golden.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <functional>
#include <regex>

#include "sim/results/compare.hpp"
#include "sim/results/folder.hpp"
#include "tests/viz/made_plots.hpp"
#include "viz/plot/raster.hpp"
#include "viz/program/write.hpp"
#include "viz/views/plots.hpp"
#include "viz/views/sweep_plots.hpp"
#include "viz/window/compare.hpp"

namespace cellroute::viz::test {
namespace {

const plot::Sheet sheet{640, 480, 12};
/// Share of pixels: other versions of librsvg and cairo smooth edges otherwise.
constexpr double tolerance = 5e-4;

struct Data {
  std::vector<results::Record> routes = made_routes();
  Sweep cohort = made_cohort();
  std::vector<Estimate> correlations = made_estimates("prcc"), shares = made_estimates("total");
  std::vector<ClaimOdds> claims = made_claims();
};

struct Golden {
  const char* name;
  std::function<plot::Svg(const Data&)> draw;
  std::function<void(Data&)> change;  // of one datum
};

plot::Svg body_of(results::Record record, const char* species) {
  record.inputs.species = species;
  record.inputs.regimen[0].route = "peripheral_vein";
  return body_plot(record, 2, sheet);
}

void halve(std::vector<double>& values, std::size_t at) { values[at] *= 0.5; }

const std::vector<Golden>& all() {
  static const std::vector<Golden> goldens{
      {"body", [](const Data& data) { return body_plot(data.routes[0], 2, sheet); },
       [](Data& data) { data.routes[0].body.organs[5].cells.adherent.data[2] *= 0.05; }},
      {"body_rodent", [](const Data& data) { return body_of(data.routes[0], "rat"); },
       [](Data& data) { data.routes[0].body.organs[5].cells.adherent.data[2] *= 0.05; }},
      {"body_pig", [](const Data& data) { return body_of(data.routes[0], "pig"); },
       [](Data& data) { data.routes[0].body.organs[5].cells.adherent.data[2] *= 0.05; }},
      {"body_dog", [](const Data& data) { return body_of(data.routes[0], "dog"); },
       [](Data& data) { data.routes[0].body.organs[9].cells.adherent.data[2] *= 0.05; }},
      {"series", [](const Data& data) { return series_plot(data.routes[0], sheet); },
       [](Data& data) { halve(data.routes[0].curve->organs[5].living, 12); }},
      {"routes", [](const Data& data) { return routes_plot(results::name_subjects(data.routes), sheet); },
       [](Data& data) { halve(data.routes[1].curve->organs[5].living, 12); }},
      {"pressure", [](const Data& data) { return pressure_plot(results::name_subjects(data.routes), sheet); },
       [](Data& data) { data.routes[1].body.stop_rules[0].value *= 2; }},
      {"distribution",
       [](const Data& data) { return distribution_plot(data.cohort, data.cohort.metrics[0], sheet); },
       [](Data& data) { data.cohort.metrics[0].groups[1].values.assign(399, 0.001); }},
      {"tornado",
       [](const Data& data) { return influence_plot(data.correlations, "liver_living_24h", 8, sheet); },
       [](Data& data) { data.correlations[1].value = 0.1; }},
      {"sobol", [](const Data& data) { return influence_plot(data.shares, "liver_living_24h", 8, sheet); },
       [](Data& data) { data.shares[0].value = 0.4; }},
      {"claims", [](const Data& data) { return claims_plot(data.claims, sheet); },
       [](Data& data) { data.claims[0].low = 0.5; }}};
  return goldens;
}

/// White boxes over every text of a drawing.
void hide_letters(Pixels& pixels, const std::string& svg) {
  static const std::regex element(
      "<text x=\"([-0-9.]+)\" y=\"([-0-9.]+)\" font-size=\"([-0-9.]+)\"[^>]*>([^<]*)</text>");
  for (std::sregex_iterator text(svg.begin(), svg.end(), element), end; text != end; ++text) {
    const auto number = [&](std::size_t group) { return std::stod((*text)[group]); };
    const double size = number(3), width = 1.15 * plot::text_width((*text)[4], size), x = number(1),
                 y = number(2);
    const auto whole = text->str();
    const double before = whole.find("\"middle\"") != std::string::npos ? 0.5
                          : whole.find("\"end\"") != std::string::npos  ? 1.0
                                                                        : 0.0;
    const bool upwards = whole.find("rotate") != std::string::npos;
    const double left = upwards ? x - size : x - before * width,
                 right = upwards ? x + 0.4 * size : left + width;
    const double top = upwards ? y - 0.5 * width : y - size,
                 bottom = upwards ? y + 0.5 * width : y + 0.4 * size;
    for (int j = std::max(0, static_cast<int>(top));
         j < std::min<int>(pixels.height, static_cast<int>(bottom) + 1); ++j)
      for (int i = std::max(0, static_cast<int>(left));
           i < std::min<int>(pixels.width, static_cast<int>(right) + 1); ++i)
        pixels.rows[static_cast<std::size_t>(j) * static_cast<std::size_t>(pixels.width) +
                    static_cast<std::size_t>(i)] = paper;
  }
}

double apart(const std::string& png_a, const std::string& png_b, const std::string& svg) {
  Pixels a = read_png(png_a), b = read_png(png_b);
  hide_letters(a, svg);
  hide_letters(b, svg);
  return difference(a, b, 40);
}

}  // namespace

TEST_CASE("Plots look as when they were last looked at, and one changed datum does not pass") {
  if (const char* to = std::getenv("CELLROUTE_GOLDEN"))
    for (const auto& golden : all())
      write_file(std::filesystem::path(to) / (std::string(golden.name) + ".png"),
                 plot::png(golden.draw({}).file()));
  for (const auto& golden : all()) {
    INFO(golden.name);
    Data data;
    const auto svg = golden.draw(data).file();
    const auto png = plot::png(svg);
    const auto stored = results::read_file(std::filesystem::path(CELLROUTE_SOURCE_DIR) / "tests/viz/golden" /
                                           (std::string(golden.name) + ".png"));
    CHECK(apart(png, stored, svg) < tolerance);
    golden.change(data);
    CHECK(apart(plot::png(golden.draw(data).file()), stored, svg) > tolerance);
  }
}

TEST_CASE("Letters alone do not decide whether two plots look the same") {
  Data data;
  const auto svg = claims_plot(data.claims, sheet).file();
  auto other = svg;
  for (auto at = other.find("holds<"); at != std::string::npos; at = other.find("holds<", at + 1))
    other.replace(at, 5, "HOLDS");
  REQUIRE(other != svg);
  CHECK(apart(plot::png(svg), plot::png(other), svg) < tolerance);
  CHECK(difference(read_png(plot::png(svg)), read_png(plot::png(other)), 40) > 0);
}

}  // namespace cellroute::viz::test
