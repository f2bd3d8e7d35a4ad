// Figures of bodies: whose they are, that every organ is in its place, and that a share colours its own
// organ.
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <regex>
#include <set>

#include "sim/body/layout.hpp"
#include "sim/results/measures.hpp"
#include "tests/viz/made_plots.hpp"
#include "tests/viz/outlines.hpp"
#include "viz/views/figure.hpp"
#include "viz/views/plots.hpp"

namespace cellroute::viz::test {
namespace {

using Catch::Contains;

const plot::Sheet sheet{800, 600, 13};

results::Record made_of(const std::string& species) {
  auto made = made_routes().front();
  made.inputs.species = species;
  made.inputs.parameters.clear();
  return made;
}

/// Where a line from an organ to its label leaves the frame.
plot::Point end_of(const Figure& figure, const OrganShape& shape) {
  switch (shape.side) {
    case Side::left:
      return {0, shape.anchor.y};
    case Side::right:
      return {figure.width, shape.anchor.y};
    case Side::above:
      return {shape.anchor.x, 0};
    case Side::below:
      return {shape.anchor.x, figure.height};
  }
  return {};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

struct Word {
  double left, right, baseline;
  std::string letters;
};

/// The texts of a drawing and about where they reach; bold ones are an eighth wider.
std::vector<Word> words_of(const std::string& svg) {
  static const std::regex element(
      "<text x=\"([-0-9.]+)\" y=\"([-0-9.]+)\" font-size=\"([-0-9.]+)\"([^>]*)>([^<]*)</text>");
  std::vector<Word> words;
  for (std::sregex_iterator text(svg.begin(), svg.end(), element), end; text != end; ++text) {
    const std::string style = (*text)[4];
    std::string letters = (*text)[5];
    if (letters.starts_with("&lt;")) letters.replace(0, 4, "<");
    const double x = std::stod((*text)[1]);
    const double width = plot::text_width(letters, std::stod((*text)[3])) *
                         (style.find("bold") != std::string::npos ? 1.125 : 1);
    const double before = style.find("middle") != std::string::npos ? 0.5
                          : style.find("end") != std::string::npos  ? 1.0
                                                                    : 0.0;
    words.push_back({x - before * width, x + (1 - before) * width, std::stod((*text)[2]), letters});
  }
  return words;
}

}  // namespace

TEST_CASE("Each species of the library has its figure, and none of another") {
  std::map<std::string, std::string> drawn;
  for (const auto& entry :
       std::filesystem::directory_iterator(CELLROUTE_SOURCE_DIR "/configs/library/species")) {
    const auto species = entry.path().stem().string();
    if (species == "mammal") continue;  // the ground of the others, not a species
    const auto chosen = figure_for(made_of(species));
    INFO(species);
    CHECK(chosen.note.empty());
    drawn[species] = chosen.figure->name;
    CHECK_THAT(body_plot(made_of(species), 1, sheet).says(), Contains("Two figures of " + drawn[species]));
  }
  CHECK(drawn == std::map<std::string, std::string>{{"human", "a human"},
                                                    {"rat", "a rodent"},
                                                    {"mouse", "a rodent"},
                                                    {"pig", "a pig"},
                                                    {"dog", "a dog"}});
}

TEST_CASE(
    "A species of one's own is drawn as the one it inherits from, else as a human; the picture says so") {
  auto made = made_of("lab/fancy_rat.yaml");
  made.inputs.parameters.resize(2);
  made.inputs.parameters[0].layer = "species/mammal.yaml";
  made.inputs.parameters[1].layer = "species/rat.yaml";
  CHECK(figure_for(made).figure->name == "a rodent");
  CHECK_THAT(body_plot(made, 1, sheet).file(), Contains("fancy rat is drawn as the rat it inherits from"));
  made.inputs.parameters.pop_back();
  CHECK(figure_for(made).figure->name == "a human");
  CHECK_THAT(body_plot(made, 1, sheet).file(),
             Contains("there is no figure of fancy rat: the one drawn is a human"));
}

TEST_CASE("Every organ that results have is in every figure once, in its silhouette and named from within") {
  for (const auto& figure : figures()) {
    std::multiset<std::string> there, wanted(std::begin(body::organ_names), std::end(body::organ_names));
    const auto silhouette = polygons_of(figure.shapes.front().path);
    CHECK(figure.shapes.front().organ == "rest");
    for (const auto& shape : figure.shapes) {
      INFO(figure.name << ": " << shape.organ);
      there.insert(shape.organ);
      const auto outline = polygons_of(shape.path);
      if (shape.vessel)
        CHECK(distance_to(outline, shape.anchor) < 1);
      else
        CHECK(inside(outline, shape.anchor));
      int outside = 0, of_frame = 0;
      for (const auto& polygon : outline)
        for (const auto& point : polygon) {
          outside += shape.organ != "rest" && !inside(silhouette, point);
          of_frame += point.x < 0 || point.y < 0 || point.x > figure.width || point.y > figure.height;
        }
      CHECK(outside == 0);
      CHECK(of_frame == 0);
    }
    CHECK(there == wanted);
  }
}

TEST_CASE("Organs of animals lie apart; the heart may lie on the lung") {
  for (const auto& figure : figures())
    for (const auto& one : figure.shapes)
      for (const auto& other : figure.shapes) {
        if (&one == &other || one.organ == "rest" || other.organ == "rest" || one.vessel || other.vessel)
          continue;
        if (one.organ == "heart" && other.organ == "lung") continue;
        INFO(figure.name << ": " << one.organ << " in " << other.organ);
        int within = 0;
        for (const auto& polygon : polygons_of(one.path))
          for (const auto& point : polygon) within += inside(polygons_of(other.path), point);
        CHECK((within == 0 || (one.organ == "lung" && other.organ == "heart")));
      }
}

TEST_CASE("A line from an organ to its label meets no other organ") {
  for (const auto& figure : figures())
    for (const auto& shape : figure.shapes) {
      const auto end = end_of(figure, shape);
      for (const auto& other : figure.shapes) {
        if (&other == &shape || other.organ == "rest" || other.vessel) continue;
        if (shape.organ == "rest" || shape.vessel) continue;  // they are everywhere
        INFO(figure.name << ": " << shape.organ << " over " << other.organ);
        int met = 0;
        for (int i = 0; i <= 400; ++i) {
          const double share = i / 400.0;
          met += inside(polygons_of(other.path), {shape.anchor.x + share * (end.x - shape.anchor.x),
                                                  shape.anchor.y + share * (end.y - shape.anchor.y)});
        }
        CHECK(met == 0);
      }
    }
}

TEST_CASE("An arrow at a vein shows where cells enter a peripheral vein, in that route alone") {
  for (const auto& figure : figures()) {
    INFO(figure.name);
    const auto silhouette = polygons_of(figure.shapes.front().path);
    CHECK_FALSE(inside(silhouette, figure.vein.from));
    double nearest = 1e9;
    for (const auto& shape : figure.shapes)
      if (shape.organ == "blood") nearest = distance_to(polygons_of(shape.path), figure.vein.at);
    CHECK(nearest < 1.5);
    auto made = made_of(figure.species.front());
    CHECK_THAT(body_plot(made, 1, sheet).file(), !Contains("arrow: "));
    made.inputs.regimen[0].route = "peripheral_vein";
    CHECK_THAT(body_plot(made, 1, sheet).file(), Contains("arrow: the " + figure.vein.name));
  }
}

TEST_CASE("A share colours its organ and no other") {
  for (const auto& figure : figures())
    for (const auto& shape : figure.shapes) {
      auto made = made_of(figure.species.front());
      const auto before = lines_of(body_plot(made, 1, sheet).file());
      for (auto& organ : made.body.organs)
        if (organ.name == shape.organ) organ.cells.adherent.data[1] = 0.9 * made.body.dose;
      const auto after = lines_of(body_plot(made, 1, sheet).file());
      INFO(figure.name << ": " << shape.organ);
      REQUIRE(before.size() == after.size());
      int paths = 0, texts = 0, others = 0;
      for (std::size_t i = 0; i < before.size(); ++i) {
        if (before[i] == after[i] || after[i].starts_with("<title>")) continue;
        if (after[i].starts_with("<path d=\"" + shape.path + "\""))
          ++paths;
        else if (after[i].starts_with("<text"))
          ++texts;
        else
          ++others;
      }
      CHECK(paths == 1);
      CHECK(texts == 1);
      CHECK(others == 0);
    }
}

TEST_CASE("Labels of figures are on the page and do not lie on each other, on a slide and on a phone") {
  for (const auto& figure : figures())
    for (const auto& size :
         {sheet, plot::Sheet{343, 760, 12}, plot::Sheet{640, 480, 12}, plot::Sheet{500, 760, 12},
          plot::Sheet{760, 500, 13}, plot::Sheet{1600, 1200, 26}}) {
      auto made = made_of(figure.species.front());
      made.inputs.regimen[0].route = "peripheral_vein";
      const auto words = words_of(body_plot(made, 1, size).file());
      CHECK(words.size() > 40);
      for (std::size_t i = 0; i < words.size(); ++i) {
        INFO(figure.name << " on " << size.width << ": " << words[i].letters);
        const bool small_print = words[i].letters.size() > 20;  // broken to the page elsewhere
        CHECK((small_print || (words[i].left > 0 && words[i].right < size.width)));
        int meets = 0;
        for (std::size_t j = 0; j < i; ++j)
          meets += std::abs(words[i].baseline - words[j].baseline) < 0.7 * size.text &&
                   words[i].left < words[j].right && words[j].left < words[i].right;
        CHECK(meets == 0);
      }
    }
}

TEST_CASE("Lines from organs to labels do not cross in any figure, on a slide and on a phone") {
  for (const auto& figure : figures())
    for (const auto& size : {sheet, plot::Sheet{343, 760, 12}, plot::Sheet{640, 480, 12}}) {
      const auto made = made_of(figure.species.front());
      std::vector<Polygon> ways;
      for (const auto& line : lines_of(body_plot(made, 1, size).file())) {
        if (!line.starts_with("<polyline") || line.find(hex(ink)) == std::string::npos) continue;
        std::istringstream points(line.substr(line.find('"') + 1));
        Polygon way;
        for (plot::Point point; points >> point.x && points.ignore() && points >> point.y;) {
          way.push_back(point);
          CHECK((point.x > 0 && point.y > 0 && point.x < size.width && point.y < size.height));
        }
        ways.push_back(way);
      }
      INFO(figure.name << " on " << size.width);
      REQUIRE(ways.size() == 2 * made.body.organs.size());
      const auto side = [](plot::Point a, plot::Point b, plot::Point c) {
        return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
      };
      int crossings = 0;
      for (std::size_t i = 0; i < ways.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
          for (std::size_t k = 1; k < ways[i].size(); ++k)
            for (std::size_t l = 1; l < ways[j].size(); ++l) {
              const auto a = ways[i][k - 1], b = ways[i][k], c = ways[j][l - 1], d = ways[j][l];
              crossings += side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
            }
      CHECK(crossings == 0);
    }
}

}  // namespace cellroute::viz::test
