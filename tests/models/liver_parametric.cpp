// The built-in liver: volume, shares of its segments beside the published ones, one piece, its shape.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "models/liver/liver_shape.hpp"
#include "models/liver/parametric_liver.hpp"
#include "models/liver/pieces.hpp"

using namespace cellroute;

namespace {

constexpr double human = 1.5e-3;  // [m3]

std::array<double, 8> shares(const LiverAnatomy& liver) {
  std::array<double, 8> share{};
  for (const auto v : liver.voxels)
    share[liver.segment[static_cast<std::size_t>(v)] - 1u] += 1 / static_cast<double>(liver.voxels.size());
  return share;
}

std::size_t at(const LiverAnatomy& liver, const Point& point) {
  std::array<int, 3> cell{};
  for (std::size_t d = 0; d < 3; ++d)
    cell[d] = static_cast<int>(std::floor((point[d] - liver.grid.corner[d]) / liver.grid.spacing));
  return liver.grid.index(cell[0], cell[1], cell[2]);
}

bool holds(const LiverAnatomy& liver, double x, double y, double z) {  // [cm] of the reference
  const double scale = std::cbrt(liver.volume() / reference_liver.volume);
  return liver.segment[at(liver, {x * scale, y * scale, z * scale})] != 0;
}

}  // namespace

TEST_CASE("The built-in liver has the volume asked for, to half a voxel") {
  for (const double volume : {human, 1e-6, 1e-8})  // about a man's, a mouse's, and one of 10 mm3
    for (const double across : {15.0, 40.0, 61.7}) {
      const double spacing = std::cbrt(volume) / across;
      const auto liver = parametric_liver(volume, spacing);
      CHECK(std::abs(liver.volume() - volume) <= 0.5 * spacing * spacing * spacing * (1 + 1e-9));
    }
}

TEST_CASE("The liver and each of its segments hang together, at any voxel size") {
  for (const double spacing : {2.5e-3, 4e-3, 7e-3, 10e-3, 14e-3, 20e-3}) {
    INFO(spacing);
    const auto liver = parametric_liver(human, spacing);
    CHECK(connected_pieces(liver.grid, liver.segment).size.size() == 8);
    auto mask = liver.segment;
    for (auto& m : mask) m = m != 0;
    CHECK(connected_pieces(liver.grid, mask).size.size() == 1);
    std::size_t inside = 0;
    for (const auto s : liver.segment) inside += s != 0;
    CHECK(inside == liver.voxels.size());
    CHECK(std::is_sorted(liver.voxels.begin(), liver.voxels.end()));
  }
}

TEST_CASE("Segments take the published shares of the liver, in the published order") {
  const auto liver = parametric_liver(human, 2e-3);
  const auto share = shares(liver);
  for (std::size_t s = 0; s < 8; ++s) {
    INFO("segment " << s + 1);
    CHECK(share[s] == Approx(couinaud_share[s]).margin(0.001));
  }
  // Mise et al.: VIII 26.1 %, II and III below 10 %, VIII > VII > IV > V > III > VI > II > I.
  CHECK(share[7] == Approx(0.261).margin(0.001));
  CHECK(share[1] < 0.1);
  CHECK(share[2] < 0.1);
  const std::size_t order[8] = {8, 7, 4, 5, 3, 6, 2, 1};
  for (std::size_t k = 0; k + 1 < 8; ++k) CHECK(share[order[k] - 1] > share[order[k + 1] - 1]);
  CHECK(share[4] + share[5] + share[6] + share[7] == Approx(0.632).margin(0.002));  // the right liver
}

TEST_CASE("The same liver at every size: scaled, no voxel differs") {
  const auto man = parametric_liver(human, 5e-3);
  const auto small = parametric_liver(human / 512, 5e-3 / 8);
  CHECK(small.segment == man.segment);
  for (std::size_t d = 0; d < 3; ++d)
    CHECK(small.portal_hilum[d] == Approx(man.portal_hilum[d] / 8).margin(1e-12));
}

TEST_CASE("The volume and the box of the reference are those of its surface") {
  const double edge = 0.2;
  Point low{100, 100, 100}, high{-100, -100, -100};
  std::size_t inside = 0;
  for (double x = -13; x < 13; x += edge)
    for (double y = -9; y < 9; y += edge)
      for (double z = -9; z < 9; z += edge) {
        const Point p{x, y, z};
        if (liver_level(p) >= 0) continue;
        ++inside;
        for (std::size_t d = 0; d < 3; ++d) {
          low[d] = std::min(low[d], p[d]);
          high[d] = std::max(high[d], p[d]);
        }
      }
  CHECK(static_cast<double>(inside) * edge * edge * edge == Approx(reference_liver.volume).epsilon(2e-3));
  for (std::size_t d = 0; d < 3; ++d) {
    CHECK(low[d] >= reference_liver.low[d]);
    CHECK(low[d] < reference_liver.low[d] + 1.5 * edge);
    CHECK(high[d] <= reference_liver.high[d]);
    CHECK(high[d] > reference_liver.high[d] - 1.5 * edge);
  }
}

TEST_CASE("It looks like a liver: heavy on the right, thin on the left, hollow behind and below") {
  const auto liver = parametric_liver(human, 2.5e-3);
  CHECK(holds(liver, 6, 0, 0));
  CHECK(holds(liver, -8, 3, 3));            // the left lobe reaches across
  CHECK_FALSE(holds(liver, -8, 3, -1));     // and is thin
  CHECK_FALSE(holds(liver, -8, -3, 3));     // where the stomach is
  CHECK_FALSE(holds(liver, 0.3, -3.9, 3));  // in the groove of the vena cava
  CHECK(holds(liver, 4, -3.9, 3));          // with liver to its right
  CHECK_FALSE(holds(liver, 4, -5.5, -5));   // where the kidney is
  CHECK_FALSE(holds(liver, 0, -1, -2.5));   // the porta
  std::array<double, 8> count{};
  std::array<Point, 8> middle{};
  for (const auto v : liver.voxels) {
    const std::size_t s = liver.segment[static_cast<std::size_t>(v)] - 1u;
    const Point p = liver.grid.centre(static_cast<std::size_t>(v));
    count[s] += 1;
    for (std::size_t d = 0; d < 3; ++d) middle[s][d] += p[d];
  }
  for (std::size_t s = 0; s < 8; ++s)
    for (double& x : middle[s]) x /= count[s];
  const auto seg = [&](int s) { return middle[static_cast<std::size_t>(s - 1)]; };
  CHECK(seg(3)[0] < seg(4)[0]);  // from left to right
  CHECK(seg(4)[0] < seg(5)[0]);
  CHECK(seg(4)[0] < seg(8)[0]);
  CHECK(seg(8)[2] > seg(5)[2]);  // above the portal plane
  CHECK(seg(7)[2] > seg(6)[2]);
  CHECK(seg(8)[1] > seg(7)[1]);  // before the right vein
  CHECK(seg(5)[1] > seg(6)[1]);
  CHECK(seg(2)[1] < seg(3)[1]);  // II behind III
  CHECK(seg(1)[1] < seg(4)[1]);  // the caudate behind
}

TEST_CASE("The hila lie in surface voxels of the liver, the portal one between left and right") {
  for (const double spacing : {2e-3, 5e-3, 10e-3}) {
    const auto liver = parametric_liver(human, spacing);
    for (const Point& p : {liver.portal_hilum, liver.arterial_hilum, liver.caval_outlet}) {
      const std::size_t voxel = at(liver, p);
      CHECK(liver.segment[voxel] != 0);
      int neighbours = 0;
      for_each_face_neighbour(liver.grid, voxel, [&](std::size_t n) { neighbours += liver.segment[n] != 0; });
      CHECK(neighbours < 6);
    }
    CHECK(std::abs(liver.portal_hilum[0]) < 0.012);
    CHECK(liver.caval_outlet[2] > liver.portal_hilum[2] + 0.04);
  }
}

TEST_CASE("Stray pieces of a segment go to the neighbour that reaches them, the largest stay") {
  VoxelGrid grid;
  grid.cells = {7, 1, 1};
  grid.spacing = 1;
  std::vector<std::uint8_t> label = {1, 1, 2, 1, 2, 2, 0};
  CHECK(join_stray_pieces(grid, label) == 2);
  CHECK(label == std::vector<std::uint8_t>{1, 1, 1, 2, 2, 2, 0});
  std::vector<std::uint8_t> alone = {1, 1, 0, 1, 0, 2, 2};
  CHECK(join_stray_pieces(grid, alone) == 0);
  CHECK(connected_pieces(grid, alone).size == std::vector<std::size_t>{2, 1, 2});
}

TEST_CASE("A liver of no size, or of voxels too coarse or too many, is refused") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double bad : {0.0, -1.0, nan}) {
    CHECK_THROWS_WITH(parametric_liver(bad, 1e-3), "the liver's volume must be a positive number");
    CHECK_THROWS_WITH(parametric_liver(human, bad), "the voxel's edge must be a positive number");
  }
  CHECK_THROWS_WITH(parametric_liver(human, 0.08),
                    "voxels too coarse for a liver in eight segments: take a smaller voxel");
  CHECK_THROWS_WITH(parametric_liver(human, 1e-5),
                    "the liver's box has more voxels than can be numbered (2^31): take a larger voxel");
}
