// The view `liver`: segments as glass, the vessels in it, and the density of cells or label.
#include <fmt/format.h>
#include <vtkRenderer.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"
#include "sim/results/liver_measures.hpp"
#include "sim/results/tree_reader.hpp"
#include "sim/scenario/quantity.hpp"
#include "viz/program/views.hpp"
#include "viz/scene/actors.hpp"
#include "viz/scene/camera.hpp"
#include "viz/scene/cells.hpp"
#include "viz/scene/cut.hpp"
#include "viz/scene/field.hpp"
#include "viz/scene/legend.hpp"
#include "viz/scene/surface.hpp"
#include "viz/scene/vessel_scene.hpp"
#include "viz/style/ticks.hpp"

namespace cellroute::viz {
namespace {

constexpr const char *fields_name = "liver.vtkhdf", *trees_name = "trees.vtkhdf";
constexpr double unit = 1e-3;      // the scene is in millimetres
constexpr double narrowest = 0.2;  // of a trunk: narrower vessels would hide what is behind them
constexpr double dot_count = 40000;

struct Place {
  int axis = 1;
  double at = 0;  // [m] from the middle of the liver
};

Place read_cut(const std::string& text) {
  Place place;
  if (text.empty()) return place;
  place.axis = text[0] - 'x';
  if (place.axis < 0 || place.axis > 2 || (text.size() > 1 && text[1] != '='))
    throw RequestError("--cut " + text +
                       ": it is x, y or z, or such as `z=-2 cm`, from the middle of the liver");
  if (text.size() == 1) return place;
  scenario::Finding finding;
  const auto at = scenario::parse_quantity("--cut", text.substr(2), Spec{"m", -1, 1, "place"}, finding);
  if (!at) throw RequestError(finding.problem + (finding.why.empty() ? "" : " (" + finding.why + ")"));
  place.at = *at;
  return place;
}

/// Of the cells inside [m].
Bounds bounds_of(const results::FieldGrid& grid, const results::FieldValues& segment) {
  std::array<int, 3> low = grid.cells, high{-1, -1, -1};
  std::size_t cell = 0;
  for (int k = 0; k < grid.cells[2]; ++k)
    for (int j = 0; j < grid.cells[1]; ++j)
      for (int i = 0; i < grid.cells[0]; ++i, ++cell) {
        if (!(segment[cell] > 0)) continue;
        const std::array<int, 3> at{i, j, k};
        for (std::size_t a = 0; a < 3; ++a) {
          low[a] = std::min(low[a], at[a]);
          high[a] = std::max(high[a], at[a]);
        }
      }
  Bounds bounds{};
  for (std::size_t a = 0; a < 3; ++a) {
    bounds[2 * a] = grid.corner[a] + low[a] * grid.spacing[a];
    bounds[2 * a + 1] = grid.corner[a] + (high[a] + 1) * grid.spacing[a];
  }
  return bounds;
}

/// "label, of all that was infused" where a unit alone would not say what it is per cent of.
std::string caption_of(const results::FieldArray& array) {
  return words_of(array) + (array.units == "percent mL-1" ? ", of all infused" : "");
}

/// "7 mm", or of unequal edges "7 mm, 7 mm and 5 mm".
std::string edges_text(const results::FieldGrid& grid) {
  const auto one = [](double metres) { return fmt::format("{:.2g} mm", metres * 1e3); };
  const auto [x, y, z] = grid.spacing;
  return one(x) == one(y) && one(y) == one(z) ? one(x) : fmt::format("{}, {} and {}", one(x), one(y), one(z));
}

constexpr double per_millilitre = 1e6;  // in a cubic metre

/// What a dot stands for: "a dot is 2300 cells".
std::string dot_text(const results::FieldArray& array, double amount) {
  if (!(amount > 0)) return "no dots, as there is none";
  if (array.units == "mL-1" && std::fabs(amount * per_millilitre - 1) < 1e-9) return "a dot is one cell";
  if (array.units == "mL-1") return "a dot is " + results::number(amount * per_millilitre) + " cells";
  if (array.units == "percent mL-1")
    return "a dot is " + results::number(amount * per_millilitre) + " % of the label";
  return "dots are the denser the higher the value";
}

/// Segments as the legend has them; of vessels, which are many, greys that come back.
Colour colour_of_number(float value, bool segments) {
  const auto number = static_cast<std::size_t>(std::lround(std::max(value, 0.0f)));
  if (number == 0) return rule_line;
  if (segments) return number > segment_colours.size() ? rule_line : segment_colours[number - 1];
  constexpr std::array<std::uint8_t, 5> greys{240, 190, 220, 160,
                                              205};  // no colour of a segment; dark lines part them
  const auto grey = greys[number % greys.size()];
  return {grey, grey, grey};
}

/// A cut's colours of what has no more and less, and of places that no blood reaches (below 0).
std::function<Colour(float)> colours_of_numbers(const results::FieldArray& array, const ColourMap& map,
                                                const Scale& scale, const results::FieldValues& values) {
  if (is_numbering(array))
    return
        [segments = name_of(array) == "segment"](float value) { return colour_of_number(value, segments); };
  if (array.units != "s" || std::none_of(values.begin(), values.end(), [](float value) { return value < 0; }))
    return {};
  return [&map, scale](float value) { return value < 0 ? rule_line : map(scale.share(value)); };
}

/// The cut's place along its axis [m]. @throws RequestError when it misses the liver
double place_of(const Place& place, const std::string& written, const Bounds& metres) {
  const auto a = static_cast<std::size_t>(place.axis);
  const double half = (metres[2 * a + 1] - metres[2 * a]) / 2;
  if (std::fabs(place.at) > half)
    throw RequestError(fmt::format("--cut {}: the liver reaches {} to either side of its middle", written,
                                   length_text(half)));
  return metres[2 * a] + half + place.at;
}

/// "cut 1 cm to the feet from the middle".
std::string cut_text(const Place& place) {
  constexpr const char* ahead[] = {"right", "front", "head"};
  constexpr const char* behind[] = {"left", "back", "feet"};
  if (place.at == 0) return "cut through the middle";
  return fmt::format("cut {} to the {} from the middle", length_text(std::fabs(place.at)),
                     (place.at > 0 ? ahead : behind)[place.axis]);
}

/// The eye is on the side that a cut takes away; of a cut across the body that is the feet's, as radiologists
/// look: front up, the patient's right on the left.
void look(Stage& stage, vtkPolyData* shape, int axis) {
  constexpr double turned[] = {78, -15, 0}, raised[] = {6, 12, -80};
  const auto a = static_cast<std::size_t>(axis < 0 ? 1 : axis);
  look_from_front(stage, shape, turned[a], raised[a]);
}

std::string draw(const Request& request) {
  const AskedField asked(request, fields_name);
  const auto& array = asked.array;
  const auto& grid = asked.file.header().grid;
  const auto segment = asked.other("segment");
  const bool numbers = is_numbering(array);
  const Bounds metres = bounds_of(grid, segment);
  if (metres[1] < metres[0]) throw RequestError(asked.path.string() + ": no cell is inside the liver");
  const std::string as =
      request.as.empty() ? (request.cut.empty() && !numbers ? "points" : "cut") : request.as;
  if (as != "points" && as != "volume" && as != "cut")
    throw RequestError("--as " + as + ": it is points, volume or cut");
  if (numbers && as != "cut")
    throw RequestError(
        fmt::format("--as {}: {} has numbers of parts, no amounts, and is shown as cut", as, name_of(array)));
  if (as != "cut" && !request.cut.empty())
    throw RequestError("--cut " + request.cut + ": --as " + as + " is not cut");

  Stage stage(request.width, request.height);
  Legend legend = asked.legend(stage, "liver");
  const ColourMap map = as == "cut"      ? map_of(array)
                        : as == "points" ? for_dots(map_of(array))
                                         : map_of(array).turned();
  const Scale scale = scale_of(asked, request);
  const ShownField field{
      grid, segment, asked.values, map, scale, unit, colours_of_numbers(array, map, scale, asked.values)};
  legend.fact("Shown as", as);
  if (request.vessels == "flow" || request.vessels == "arrival") legend.squeeze(0.82);  // for a second bar
  if (!numbers) legend.colour_bar(array.name, caption_of(array), unit_of(array), field.map, field.scale);
  Half half;
  Cut face;
  if (as == "points") {
    const double share = share_of_fullest(asked, request);
    const double one_cell = array.units == "mL-1" ? 1 / per_millilitre : 0;
    const Dots all = dots(field, dot_count * share, one_cell);
    // Few dots are larger, or nobody would see them; yet never so much that fewer cells cover more.
    const auto drawn = static_cast<double>(all.shape->GetNumberOfPoints());
    const double larger = std::clamp(std::cbrt(dot_count / std::max(drawn, 1.0)), 1.0, 4.0);
    add_dots(stage, all.shape, std::max(stage.span() / 400 * larger, 2.0));
    const std::string size = larger > 1.2 && drawn > 0 ? "; few are drawn larger" : "";
    legend.note("dark: " + much_of(array) + "; " + dot_text(array, all.amount_per_dot) + size);
  } else if (as == "volume") {
    stage.scene()->AddVolume(cloud(field));
    legend.note("dark: " + much_of(array));
  } else {
    const Place place = read_cut(request.cut);
    const double at = place_of(place, request.cut, metres);
    half = {place.axis, at / unit, place.axis == 2};
    face = cut(field, place.axis, at);
    add_flat(stage, face.face);
    if (numbers && name_of(array) != "segment") {  // what has one colour is parted by lines
      const ShownField parts{grid, asked.values, asked.values, map, scale, unit};
      add_lines(stage, cut(parts, place.axis, at).borders, stage.span() / 900, ink);
      legend.note(words_of(array) + ": one patch for each terminal vessel");
    }
    add_lines(stage, face.borders, stage.span() / 300, ink);
    add_lines(stage, face.borders, stage.span() / 800, paper, 1);
    const bool unreached = !numbers && field.of_number;
    legend.note((numbers ? "" : "bright: " + much_of(array) + "; ") +
                (unreached ? std::string("grey: no blood arrives; ") : "") + cut_text(place));
  }

  const std::string usual = as == "cut" ? "none" : "kind";  // a cut hides them
  const std::string vessels = request.vessels.empty() ? usual : request.vessels;
  std::error_code none;
  if (const auto trees = asked.path.parent_path() / trees_name;
      vessels != "none" && std::filesystem::exists(trees, none)) {
    const results::TreeReader tree_file(trees);
    const auto& times = asked.file.times();
    const std::optional<double> when = times.empty() ? std::nullopt : std::optional(times[asked.step]);
    add_solid(stage,
              vessels_with_legend(
                  legend, tree_file,
                  {vessels, narrowest, find_step(tree_file.times(), when), request.shared_scale, unit, true}),
              half);
  } else if (!request.vessels.empty() && vessels != "none") {
    find_file(request.result, trees_name);
  }
  std::vector<std::pair<std::string, Colour>> names;
  for (std::size_t s = 0; s < segment_colours.size(); ++s)
    names.emplace_back(results::couinaud_words[s], segment_colours[s]);
  legend.key("Couinaud segments", names);
  const auto surface = liver_surface(grid, segment, unit);
  add_glass(stage, surface, glass_thickness, half);
  legend.note("smoothed from " + edges_text(grid) + " voxels");
  look(stage, surface, half.axis);
  for (const auto& [number, place] : face.names) {
    const auto at = stage.pixels(place[0], place[1], place[2]);
    stage.disc(at[0], at[1], 0.8 * stage.sizes().small, paper);
    stage.text(fmt::format("{}", number), at[0], at[1] + 0.36 * stage.sizes().small, stage.sizes().small, ink,
               Anchor::middle);
  }
  legend.scale_bar(unit);
  legend.compass("right", "front", "head");
  return legend.picture();
}

}  // namespace

View liver_view() {
  return file_view<results::FieldReader>("liver", "segments, vessels, and the density of cells or label",
                                         "liver", fields_name, draw,
                                         {"--time", "--field", "--as", "--cut", "--vessels"});
}

}  // namespace cellroute::viz
