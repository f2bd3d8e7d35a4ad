// What goes into a scene before it is drawn: dots, cuts, surfaces, tubes and planes against the numbers.
#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkPointData.h>
#include <vtkPolyData.h>
#include <vtkUnsignedCharArray.h>

#include <map>

#include "tests/viz/made_results.hpp"
#include "viz/scene/cut.hpp"
#include "viz/scene/plane.hpp"
#include "viz/scene/surface.hpp"
#include "viz/scene/vessels.hpp"
#include "viz/window/stage.hpp"

namespace cellroute::viz::test {
namespace {

Colour colour_of(vtkDataSetAttributes* data, vtkIdType at) {
  auto* all = vtkUnsignedCharArray::SafeDownCast(data->GetArray("colour"));
  REQUIRE(all != nullptr);
  const unsigned char* c = all->GetPointer(3 * at);
  return {c[0], c[1], c[2]};
}

/// The cell of the ball that a place in millimetres is in.
std::array<int, 3> cell_at(const results::FieldGrid& grid, const double* millimetres) {
  std::array<int, 3> cell{};
  for (std::size_t a = 0; a < 3; ++a)
    cell[a] = static_cast<int>(std::floor((millimetres[a] * 1e-3 - grid.corner[a]) / grid.spacing[a]));
  return cell;
}

}  // namespace

TEST_CASE("Dots stand for equal amounts, inside the liver, as many as the amount asks for") {
  const auto set = liver_fields(usual_living);
  const auto& values = set.steps[0][0];
  const ShownField field{set.header.grid, set.fixed[0], values, viridis(), from_zero(values), 1e-3};
  const Dots all = dots(field, 20000);
  double amount = 0;
  for (std::size_t i = 0; i < values.size(); ++i) amount += values[i] * std::pow(0.15 / ball, 3);
  CHECK(all.amount_per_dot * 20000 == Approx(amount));
  CHECK(static_cast<double>(all.shape->GetNumberOfPoints()) == Approx(20000).epsilon(0.01));
  std::array<double, 2> half{}, expected{};
  int wrong = 0;
  for (int k = 0; k < ball; ++k)
    for (int j = 0; j < ball; ++j)
      for (int i = 0; i < ball; ++i)
        if (segment_at(i, j, k) > 0)
          expected[i >= ball / 2] += usual_living(i, j, k, 0) * std::pow(0.15 / ball, 3) / all.amount_per_dot;
  for (vtkIdType p = 0; p < all.shape->GetNumberOfPoints(); ++p) {
    const auto cell = cell_at(field.grid, all.shape->GetPoint(p));
    const float value = values[static_cast<std::size_t>((cell[2] * ball + cell[1]) * ball + cell[0])];
    wrong += !(value > 0) || colour_of(all.shape->GetPointData(), p) != viridis()(field.scale.share(value));
    ++half[cell[0] >= ball / 2];
  }
  CHECK(wrong == 0);
  CHECK(half[0] == Approx(expected[0]).epsilon(0.03));
  CHECK(half[1] == Approx(expected[1]).epsilon(0.03));
}

TEST_CASE("No dot stands for less than a cell: of few cells there are few dots") {
  const auto set = liver_fields([](int, int, int, std::size_t) { return 0.5f; });
  const auto& values = set.steps[0][0];
  const ShownField field{set.header.grid, set.fixed[0], values, viridis(), from_zero(values), 1e-3};
  const double cell = 1e-6;  // [mL-1 m3]
  const Dots all = dots(field, 40000, cell);
  CHECK(all.amount_per_dot == cell);
  CHECK(static_cast<double>(all.shape->GetNumberOfPoints()) == Approx(all.amount / cell).epsilon(0.1));
  CHECK(dots(field, 10, cell).amount_per_dot == Approx(all.amount / 10));
}

TEST_CASE("A letter that the font lacks is an open box, and a long title ends in an ellipsis") {
  Stage stage(600, 300);
  CHECK(stage.with_boxes("a\u00e9\u00b5\u20ac") == "a\u00e9\u00b5\u20ac");
  CHECK(stage.with_boxes("\u7d30\u80de x") == "\u25a1\u25a1 x");
  const double size = 20;
  std::string title(400, 'w');
  CHECK(stage.paragraph(title, 0, 0, 300, size, ink, false, 3) == 2 * 1.25 * size);
  CHECK(stage.paragraph("one two", 0, 0, 300, size, ink, false, 3) == 0);
}

TEST_CASE("Every part of a cut has the colour of its own cell's value") {
  const auto set = liver_fields(
      [](int i, int j, int k, std::size_t) { return static_cast<float>(1 + i + 3 * j + 5 * k); });
  const auto& values = set.steps[0][0];
  const ShownField field{set.header.grid, set.fixed[0], values, cividis(), from_zero(values), 1e-3};
  for (int axis = 0; axis < 3; ++axis) {
    const Cut made = cut(field, axis, -0.02);
    REQUIRE(made.face->GetNumberOfCells() > 100);
    int wrong = 0;
    for (vtkIdType c = 0; c < made.face->GetNumberOfCells(); ++c) {
      double bounds[6];
      made.face->GetCellBounds(c, bounds);
      const double middle[] = {(bounds[0] + bounds[1]) / 2, (bounds[2] + bounds[3]) / 2,
                               (bounds[4] + bounds[5]) / 2};
      CHECK(middle[axis] == Approx(-20));
      const auto cell = cell_at(field.grid, middle);
      const float value = values[static_cast<std::size_t>((cell[2] * ball + cell[1]) * ball + cell[0])];
      wrong += colour_of(made.face->GetCellData(), c) != cividis()(field.scale.share(value));
    }
    CHECK(wrong == 0);
    CHECK(made.names.size() == 4);  // octants that a plane beside the middle meets
  }
}

TEST_CASE("On a cut each segment has its number, and each large piece of it, inside itself") {
  // Segment 2 left and right of segment 1, and a sliver of segment 3.
  results::FieldGrid grid{{30, 1, 20}, {0.005, 0.005, 0.005}, {0, 0, 0}};
  results::FieldValues segment;
  for (int k = 0; k < 20; ++k)
    for (int i = 0; i < 30; ++i)
      segment.push_back(k < 2 || k > 17 || i < 2 || i > 27 ? 0.0f
                        : k == 17                          ? 3.0f
                        : i < 10 || i > 19                 ? 2.0f
                                                           : 1.0f);
  const ShownField field{grid, segment, segment, viridis(), {0, 8}, 1e-3};
  const Cut made = cut(field, 1, 0.0025);
  std::map<int, int> names;
  for (const auto& [number, place] : made.names) {
    ++names[number];
    const auto cell = cell_at(grid, place.data());
    CHECK(segment[static_cast<std::size_t>(cell[2] * 30 + cell[0])] == static_cast<float>(number));
  }
  CHECK(names == std::map<int, int>{{1, 1}, {2, 2}, {3, 1}});
}

TEST_CASE("The surface is the ball's, closed, and each place has its octant's colour") {
  const auto set = liver_fields(usual_living);
  const auto surface = liver_surface(set.header.grid, set.fixed[0], 1e-3);
  REQUIRE(surface->GetNumberOfPoints() > 1000);
  const double radius = (ball / 2 - 1) * 150.0 / ball;
  int wrong = 0;
  for (vtkIdType p = 0; p < surface->GetNumberOfPoints(); ++p) {
    double at[3];
    surface->GetPoint(p, at);
    CHECK(std::hypot(at[0], at[1], at[2]) == Approx(radius).margin(150.0 / ball));
    if (std::min({std::fabs(at[0]), std::fabs(at[1]), std::fabs(at[2])}) < 150.0 / ball)
      continue;  // near a border
    const auto octant = static_cast<std::size_t>((at[0] > 0) + 2 * (at[1] > 0) + 4 * (at[2] > 0));
    wrong += colour_of(surface->GetPointData(), p) != segment_colours[octant];
  }
  CHECK(wrong == 0);
  // Closed: Euler's number of a sphere.
  const auto triangles = surface->GetNumberOfPolys();
  CHECK(surface->GetNumberOfPoints() - 3 * triangles / 2 + triangles == 2);
}

TEST_CASE("Tubes have their vessels' width and colour, and narrow vessels can be left out") {
  const results::Trees trees{small_tree(TreeKind::hepatic_artery), small_tree(TreeKind::portal_vein),
                             small_tree(TreeKind::hepatic_vein)};
  const auto colour = [](int tree, std::size_t, int) {
    return vessel_colours[static_cast<std::size_t>(tree)];
  };
  const auto all = vessel_tubes(trees, colour, 0, 1e-3);
  double bounds[6];
  all->GetBounds(bounds);
  CHECK(bounds[2] == Approx(-4).epsilon(0.06));  // the artery lies at y = 0, 4 mm thick to each side
  CHECK(bounds[3] == Approx(24 + 4).epsilon(0.06));
  std::map<int, int> of_tree;
  for (vtkIdType p = 0; p < all->GetNumberOfPoints(); ++p)
    for (int t = 0; t < 3; ++t)
      if (colour_of(all->GetPointData(), p) == vessel_colours[static_cast<std::size_t>(t)]) {
        CHECK(std::fabs(all->GetPoint(p)[1] - 12 * t) < 4.1);
        ++of_tree[t];
      }
  CHECK(of_tree.size() == 3);
  CHECK(bounds[4] < -30);
  vessel_tubes(trees, colour, 0.2, 1e-3)->GetBounds(bounds);
  CHECK(bounds[4] > -10);  // the thin branch, which goes down, is gone
  CHECK(bounds[5] > 30);
}

TEST_CASE("Arrows on lines of flow point the way the blood flows, and peaks are found where they are") {
  Plane velocity{{30, 20}, {1, 1}, {0, 0}, {}, 3};
  for (int j = 0; j < 20; ++j)
    for (int i = 0; i < 30; ++i)
      for (const float c : {3.0f, 0.0f, 0.0f}) velocity.values.push_back(c);
  const auto lines = flow_lines(velocity, 2, 0);
  REQUIRE(lines->GetNumberOfLines() > 3);
  const auto heads = arrow_heads(lines, velocity, 1, 0);
  REQUIRE(heads->GetNumberOfPolys() > 3);
  for (vtkIdType h = 0; h < heads->GetNumberOfPolys(); ++h) {
    double tip[3], side[3];
    heads->GetPoint(3 * h, tip);
    heads->GetPoint(3 * h + 1, side);
    CHECK(tip[0] > side[0]);
  }

  Plane hill{{30, 20}, {1, 1}, {0, 0}, {}, 1};
  for (int j = 0; j < 20; ++j)
    for (int i = 0; i < 30; ++i) hill.values.push_back(static_cast<float>(-std::hypot(i - 7, j - 11)));
  for (const bool repeats : {false, true})
    CHECK(peaks(hill, false, 3, repeats) == std::vector<std::array<int, 2>>{{7, 11}});
}

TEST_CASE("Vessels in opposite corners are two between walls, and one where the plane repeats") {
  Plane corners{{30, 20}, {1, 1}, {0, 0}, {}, 1};
  for (int j = 0; j < 20; ++j)
    for (int i = 0; i < 30; ++i)
      corners.values.push_back(static_cast<float>(-std::min(std::hypot(i, j), std::hypot(29 - i, 19 - j))));
  CHECK(peaks(corners, false, 3, false) == std::vector<std::array<int, 2>>{{0, 0}, {29, 19}});
  CHECK(peaks(corners, false, 3, true).size() == 1);
}

}  // namespace cellroute::viz::test
