// The view `lobule`: density of cells on a plane of lobules, their zones, and the way of the blood.
#include <fmt/format.h>
#include <vtkRenderer.h>

#include <algorithm>
#include <cmath>

#include "sim/results/result_file.hpp"
#include "viz/program/views.hpp"
#include "viz/scene/actors.hpp"
#include "viz/scene/camera.hpp"
#include "viz/scene/field.hpp"
#include "viz/scene/legend.hpp"
#include "viz/scene/plane.hpp"

namespace cellroute::viz {
namespace {

constexpr const char* fields_name = "lobule.vtkhdf";
constexpr double unit = 1e-6;  // the scene is in micrometres

/// What a picture needs of the result beside the fields, when there is one.
struct Block {
  bool repeats = false;  // one of a lattice that goes on for ever
  std::string place;     // in a liver that was resolved, too
};

Block block_of(const std::filesystem::path& fields) {
  if (!has_file(fields.parent_path(), "result.h5")) return {};
  const auto record = results::read_result(fields.parent_path() / "result.h5");
  if (!record.lobule) return {};
  return {
      record.lobule->numerics.boundary == LobuleBoundary::periodic,
      record.liver ? (record.lobule->territory.share < 1 ? "" : "the ") + record.lobule->territory.name : ""};
}

/// How often it goes side by side to fill a picture.
int columns_of(const results::FieldGrid& grid) {
  const double shape = grid.spacing[0] * grid.cells[0] / (grid.spacing[1] * grid.cells[1]);
  return std::clamp(static_cast<int>(1.2 / shape), 1, 4);
}

/// Three decades below the highest value where a straight scale would leave most of the plane dark.
Scale density_scale(const Scale& straight, const Plane& plane) {
  std::vector<float> positive;
  for (const float value : plane.values)
    if (value > 0) positive.push_back(value);
  if (positive.empty()) return straight;
  const auto middle = positive.begin() + static_cast<std::ptrdiff_t>(positive.size() / 2);
  std::nth_element(positive.begin(), middle, positive.end());
  constexpr double dull = 8;  // a median below an eighth of the highest
  return *middle * dull < straight.high ? Scale{straight.high / 1000, straight.high, true} : straight;
}

struct Mark {
  double x, y;  // in the scene
  bool central;
};

/// Where blood enters and leaves: pressure has its peaks there and nowhere else. A vessel on a side of a
/// plane that repeats is on the other side, too.
std::vector<Mark> vessels_of(const Plane& pressure, const Plane& zone, bool repeats) {
  std::vector<Mark> marks;
  for (const bool lowest : {false, true})
    for (const auto& [i, j] : peaks(pressure, lowest, 3, repeats)) {
      const auto [nx, ny] = pressure.cells;
      for (const int x : {i - nx, i, i + nx})
        for (const int y : {j - ny, j, j + ny}) {
          const bool inside = x == i && y == j;
          const bool at_side = x >= -1 && x <= nx && y >= -1 && y <= ny;
          if (!inside && !(repeats && at_side)) continue;
          const auto at = pressure.centre(x, y);
          marks.push_back({at[0], at[1], zone.at(i, j) > 2});
        }
    }
  return marks;
}

std::string draw(const Request& request) {
  const AskedField asked(request, fields_name);
  const auto& array = asked.array;
  const auto& grid = asked.file.header().grid;
  if (array.components != 1)
    throw RequestError("--field " + name_of(array) + ": it is a vector, not a value");
  const auto [repeats, place] = block_of(asked.path);
  const int columns = repeats ? columns_of(grid) : 1;
  const auto plane_of = [&](const std::string& name) {
    return middle_layer(grid, asked.other(name), asked.find(name).components, columns, unit);
  };
  const Plane shown = plane_of(array.name);
  const Scale straight = scale_of(asked, request);
  const Scale scale = array.units == "mL-1" ? density_scale(straight, shown) : straight;

  Stage stage(request.width, request.height);
  Legend legend = asked.legend(stage, "lobule", place.empty() ? "" : "lobules of " + place);
  if (!place.empty()) legend.fact("Place", place);
  if (is_numbering(array)) {
    constexpr std::array<Colour, 3> zones{segment_colours[1], segment_colours[2], segment_colours[4]};
    legend.key("zones", {{"periportal", zones[0]}, {"midzonal", zones[1]}, {"pericentral", zones[2]}});
    add_flat(stage, coloured(shown, [&](float value) {
               return zones[static_cast<std::size_t>(std::clamp(std::lround(value), 1L, 3L)) - 1];
             }));
  } else {
    legend.colour_bar(array.name, words_of(array), unit_of(array), map_of(array), scale);
    add_flat(stage, coloured(shown, map_of(array), scale));
  }

  const Plane zone = plane_of("zone");
  const double pixel = stage.span() / 1200;
  add_lines(stage, border(zone, 1.5, 2), 3 * pixel, distinct[1]);
  add_lines(stage, border(zone, 2.5, 2), 3 * pixel, distinct[3]);
  const double width = shown.cells[0] * shown.spacing[0], height = shown.cells[1] * shown.spacing[1];
  const Plane velocity = plane_of("velocity");
  const auto lines = flow_lines(velocity, height / 36, 1);
  add_lines(stage, lines, 1.3 * pixel, paper);
  add_lines(stage, arrow_heads(lines, velocity, height / 110, 1), 1, paper);
  look_from_above(
      stage, {shown.corner[0], shown.corner[0] + width, shown.corner[1], shown.corner[1] + height, 0, 3});

  const double size = stage.sizes().small;
  const auto vein = [&](double x, double y) {
    stage.disc(x, y, 0.36 * size, vessel_colours[2]);
    stage.disc(x, y, 0.5 * size, ink, 0.36 * size);
  };
  const auto tract = [&](double x, double y) {
    stage.disc(x, y, 0.36 * size, paper);
    stage.disc(x, y, 0.5 * size, ink, 0.36 * size);
  };
  for (const Mark& mark : vessels_of(plane_of("pressure"), zone, repeats)) {
    const auto at = stage.pixels(mark.x, mark.y, 0);
    mark.central ? vein(at[0], at[1]) : tract(at[0], at[1]);
  }
  legend.key("borders of zones",
             {{"periportal to midzonal", distinct[1]}, {"midzonal to pericentral", distinct[3]}});
  legend.marks("vessels", {{"portal tract", tract}, {"central vein", vein}});
  legend.note("white: the way of the blood");
  if (scale.decades) legend.note("what lies below the scale has its lowest colour");
  if (columns > 1)
    legend.note(fmt::format("the block is drawn {} times side by side, as it repeats", columns));
  legend.scale_bar(unit);
  return legend.picture();
}

}  // namespace

View lobule_view() {
  return file_view<results::FieldReader>("lobule",
                                         "density of cells in lobules, zones, and the way of the blood",
                                         "lobule", fields_name, draw, {"--time", "--field"});
}

}  // namespace cellroute::viz
