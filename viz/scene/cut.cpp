#include "viz/scene/cut.hpp"

#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkNew.h>
#include <vtkPoints.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

namespace cellroute::viz {
namespace {

constexpr int fine_enough = 400;  // parts along the longest edge, so that the rim of the cut looks smooth

/// A layer of cells across an axis, in steps of parts of cells along the other two.
struct Layer {
  const ShownField& field;
  std::size_t across, u, v;
  int index;
  int parts;     // a cell's edge is cut into so many
  double place;  // along the axis, in scene units

  /// Cell with part (i, j); below 0 outside the block.
  std::ptrdiff_t cell(int i, int j) const {
    std::array<int, 3> at{};
    at[across] = index;
    at[u] = i >= 0 ? i / parts : -1;
    at[v] = j >= 0 ? j / parts : -1;
    const auto& cells = field.grid.cells;
    if (at[u] < 0 || at[v] < 0 || at[u] >= cells[u] || at[v] >= cells[v]) return -1;
    return (static_cast<std::ptrdiff_t>(at[2]) * cells[1] + at[1]) * cells[0] + at[0];
  }
  bool inside(int i, int j) const {
    const auto here = cell(i, j);
    if (here < 0 || !(field.inside[static_cast<std::size_t>(here)] > 0)) return false;
    std::array<double, 3> at{};
    at[across] = index;
    at[u] = (i + 0.5) / parts - 0.5;
    at[v] = (j + 0.5) / parts - 0.5;
    return inside_at(field.grid, field.inside, at) > 0.5;
  }
  int segment(int i, int j) const {
    return inside(i, j) ? static_cast<int>(std::lround(field.inside[static_cast<std::size_t>(cell(i, j))]))
                        : 0;
  }
  /// The corner of part (i, j) nearest to the block's.
  std::array<double, 3> corner(double i, double j) const {
    std::array<double, 3> at{};
    at[across] = place;
    at[u] = (field.grid.corner[u] + i / parts * field.grid.spacing[u]) / field.unit;
    at[v] = (field.grid.corner[v] + j / parts * field.grid.spacing[v]) / field.unit;
    return at;
  }
};

/// Parts of a cut by their segments, with 0 outside.
struct Map {
  int nu, nv;
  std::vector<int> segment;
  int at(int i, int j) const {
    if (i < 0 || j < 0 || i >= nu || j >= nv) return 0;
    return segment[static_cast<std::size_t>(j) * static_cast<std::size_t>(nu) + static_cast<std::size_t>(i)];
  }
};

/// How many steps along the axes each part is from the next that is not of its segment.
std::vector<int> depths(const Map& map) {
  std::vector<int> depth(map.segment.size(), 0);
  const auto index = [&](int i, int j) {
    return static_cast<std::size_t>(j) * static_cast<std::size_t>(map.nu) + static_cast<std::size_t>(i);
  };
  const auto from = [&](int i, int j, int own) { return map.at(i, j) == own ? depth[index(i, j)] : 0; };
  for (int j = 0; j < map.nv; ++j)
    for (int i = 0; i < map.nu; ++i)
      if (const int own = map.at(i, j); own != 0)
        depth[index(i, j)] = 1 + std::min(from(i - 1, j, own), from(i, j - 1, own));
  for (int j = map.nv; j-- > 0;)
    for (int i = map.nu; i-- > 0;)
      if (const int own = map.at(i, j); own != 0)
        depth[index(i, j)] =
            std::min(depth[index(i, j)], 1 + std::min(from(i + 1, j, own), from(i, j + 1, own)));
  return depth;
}

struct Piece {
  int segment = 0, i = 0, j = 0;  // where it is widest
  int depth = 0;
};

/// What hangs together of a segment is a piece. Each has its place inside itself.
std::vector<Piece> pieces(const Map& map) {
  const auto depth = depths(map);
  std::vector<char> seen(map.segment.size(), 0);
  std::vector<Piece> all;
  std::vector<std::array<int, 2>> front;
  for (int j = 0; j < map.nv; ++j)
    for (int i = 0; i < map.nu; ++i) {
      const int own = map.at(i, j);
      Piece piece{own, i, j, 0};
      const auto visit = [&](int x, int y) {
        if (map.at(x, y) != own || own == 0) return;
        const auto here =
            static_cast<std::size_t>(y) * static_cast<std::size_t>(map.nu) + static_cast<std::size_t>(x);
        if (seen[here] != 0) return;
        seen[here] = 1;
        front.push_back({x, y});
        if (depth[here] > piece.depth) piece = {own, x, y, depth[here]};
      };
      visit(i, j);
      while (!front.empty()) {
        const auto [x, y] = front.back();
        front.pop_back();
        visit(x - 1, y);
        visit(x + 1, y);
        visit(x, y - 1);
        visit(x, y + 1);
      }
      if (piece.depth > 0) all.push_back(piece);
    }
  return all;
}

}  // namespace

Cut cut(const ShownField& field, int axis, double place) {
  const auto& grid = field.grid;
  const auto across = static_cast<std::size_t>(axis);
  const int longest = std::max({grid.cells[0], grid.cells[1], grid.cells[2]});
  const Layer layer{
      field,
      across,
      (across + 1) % 3,
      (across + 2) % 3,
      std::clamp(static_cast<int>(std::floor((place - grid.corner[across]) / grid.spacing[across])), 0,
                 grid.cells[across] - 1),
      std::clamp(fine_enough / longest, 1, 12),
      place / field.unit};
  const int nu = grid.cells[layer.u] * layer.parts, nv = grid.cells[layer.v] * layer.parts;
  Cut made{vtkSmartPointer<vtkPolyData>::New(), vtkSmartPointer<vtkPolyData>::New(), {}};
  vtkNew<vtkPoints> points, ends;
  vtkNew<vtkCellArray> quads, lines;
  vtkNew<vtkUnsignedCharArray> colours;
  colours->SetName("colour");
  colours->SetNumberOfComponents(3);
  Map map{nu, nv, {}};
  for (int j = 0; j < nv; ++j)
    for (int i = 0; i < nu; ++i) map.segment.push_back(layer.segment(i, j));
  for (int j = 0; j < nv; ++j)
    for (int i = 0; i < nu; ++i) {
      const int segment = map.at(i, j);
      if (segment == 0) continue;
      const float value = field.values[static_cast<std::size_t>(layer.cell(i, j))];
      if (!std::isfinite(value)) continue;
      quads->InsertNextCell(4);
      for (const auto& [di, dj] : std::array<std::array<int, 2>, 4>{{{0, 0}, {1, 0}, {1, 1}, {0, 1}}})
        quads->InsertCellPoint(points->InsertNextPoint(layer.corner(i + di, j + dj).data()));
      const Colour c = field.colour(value);
      colours->InsertNextTuple3(c.red, c.green, c.blue);
      const auto border = [&](int other, int i0, int j0, int i1, int j1) {
        if (other == 0 || other == segment) return;
        lines->InsertNextCell(2);
        lines->InsertCellPoint(ends->InsertNextPoint(layer.corner(i0, j0).data()));
        lines->InsertCellPoint(ends->InsertNextPoint(layer.corner(i1, j1).data()));
      };
      border(map.at(i + 1, j), i + 1, j, i + 1, j + 1);
      border(map.at(i, j + 1), i, j + 1, i + 1, j + 1);
    }
  made.face->SetPoints(points);
  made.face->SetPolys(quads);
  made.face->GetCellData()->AddArray(colours);
  made.borders->SetPoints(ends);
  made.borders->SetLines(lines);
  const auto all = pieces(map);
  std::map<int, int> widest;  // of each segment: it has a number, however thin it is
  for (const auto& piece : all) widest[piece.segment] = std::max(widest[piece.segment], piece.depth);
  for (const auto& piece : all)
    if (int& own = widest[piece.segment]; piece.depth == own || piece.depth > 0.03 * std::max(nu, nv)) {
      if (piece.depth == own) own = std::numeric_limits<int>::max();  // of equals the first
      made.names.push_back({piece.segment, layer.corner(piece.i + 0.5, piece.j + 0.5)});
    }
  return made;
}

}  // namespace cellroute::viz
