// A segmentation to a liver: the built-in liver written as an image comes back as itself.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>

#include "models/liver/parametric_liver.hpp"
#include "models/liver/pieces.hpp"
#include "sim/liver/anatomy/import.hpp"
#include "sim/liver/anatomy/reference_fit.hpp"
#include "tests/liver/segment_volume.hpp"

using namespace cellroute;
using namespace cellroute::liver;
using Catch::Matchers::Contains;

namespace {

const LiverAnatomy& original() {
  static const LiverAnatomy liver = parametric_liver(1.5e-3, 5e-3);
  return liver;
}

int segment_at(const LiverAnatomy& liver, const Point& p) {
  std::array<int, 3> cell{};
  for (std::size_t d = 0; d < 3; ++d) {
    const double index = std::floor((p[d] - liver.grid.corner[d]) / liver.grid.spacing);
    if (index < 0 || index >= liver.grid.cells[d]) return 0;
    cell[d] = static_cast<int>(index);
  }
  return liver.segment[liver.grid.index(cell[0], cell[1], cell[2])];
}

/// The liver seen through voxels of this matrix: the label 10 + segment, or one label for all.
LabelImage image_of(const LiverAnatomy& liver, const std::array<double, 12>& to_world,
                    std::array<int, 3> cells, int one_label = 0) {
  LabelImage image;
  image.source = "liver.nii";
  image.cells = cells;
  image.to_world = to_world;
  const auto& m = to_world;
  for (int k = 0; k < cells[2]; ++k)
    for (int j = 0; j < cells[1]; ++j)
      for (int i = 0; i < cells[0]; ++i) {
        Point p{};
        for (std::size_t d = 0; d < 3; ++d)
          p[d] = m[4 * d] * i + m[4 * d + 1] * j + m[4 * d + 2] * k + m[4 * d + 3];
        const int s = segment_at(liver, p);
        image.labels.push_back(static_cast<std::uint16_t>(s == 0 ? 0 : one_label ? one_label : 10 + s));
      }
  return image;
}

/// Voxel for voxel, in the grid's own order.
LabelImage plain(int one_label = 0) {
  const VoxelGrid& g = original().grid;
  const double h = g.spacing, c = h / 2;
  return image_of(original(), {h, 0, 0, g.corner[0] + c, 0, h, 0, g.corner[1] + c, 0, 0, h, g.corner[2] + c},
                  g.cells, one_label);
}

SegmentationPlan eight() {
  SegmentationPlan plan;
  for (std::size_t s = 0; s < 8; ++s) plan.segments[s] = {static_cast<std::uint16_t>(11 + s)};
  return plan;
}

bool noted(const LiverAnatomy& liver, const std::string& words) {
  return std::any_of(liver.notes.begin(), liver.notes.end(),
                     [&](const std::string& note) { return note.find(words) != std::string::npos; });
}

void refused(const LabelImage& image, const SegmentationPlan& plan, const std::string& words) {
  CHECK_THROWS_WITH(anatomy_from(image, plan), Contains(words) && Contains("liver.nii: "));
}

SegmentationPlan labelled(std::uint16_t label) {
  SegmentationPlan plan;
  plan.liver = {label};
  return plan;
}

}  // namespace

TEST_CASE("An image of the built-in liver becomes that liver, voxel by voxel") {
  const auto liver = anatomy_from(plain(), eight());
  CHECK(liver.grid.spacing == Approx(5e-3).epsilon(1e-12));
  CHECK(liver.voxels.size() == original().voxels.size());
  for (const auto v : liver.voxels) {
    const auto index = static_cast<std::size_t>(v);
    REQUIRE(liver.segment[index] == segment_at(original(), liver.grid.centre(index)));
  }
  for (const auto& [a, b] : {std::pair{liver.portal_hilum, original().portal_hilum},
                             {liver.arterial_hilum, original().arterial_hilum},
                             {liver.caval_outlet, original().caval_outlet}})
    CHECK(std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) <= 2 * 5e-3);  // found, not known
  CHECK(noted(liver, "voxels of 5 x 5 x 5 mm resampled to 5 mm: 1500 mL became 1500 mL"));
}

TEST_CASE("Oblique, flipped and uneven voxels change the liver by less than their size") {
  const double a = 0.5, b = 0.3;
  const std::array<double, 3> i{std::cos(a), std::sin(a), 0},
      j{-std::sin(a) * std::cos(b), std::cos(a) * std::cos(b), std::sin(b)},
      k{std::sin(a) * std::sin(b), -std::cos(a) * std::sin(b), std::cos(b)};
  const double di = -2e-3, dj = 3e-3, dk = 5e-3;  // the first axis against its direction: a left-handed image
  std::array<double, 12> m{};
  const std::array<int, 3> cells{160, 90, 62};
  for (std::size_t d = 0; d < 3; ++d) {
    m[4 * d] = i[d] * di;
    m[4 * d + 1] = j[d] * dj;
    m[4 * d + 2] = k[d] * dk;
    m[4 * d + 3] = -(m[4 * d] * cells[0] + m[4 * d + 1] * cells[1] + m[4 * d + 2] * cells[2]) / 2;
  }
  const auto image = image_of(original(), m, cells);
  auto plan = eight();
  plan.spacing = 3e-3;
  const auto liver = anatomy_from(image, plan);
  CHECK(liver.volume() == Approx(original().volume()).epsilon(0.005));
  const auto found = testing::volume_by_segment(liver), known = testing::volume_by_segment(original());
  for (std::size_t s = 0; s < 8; ++s) CHECK(found[s] == Approx(known[s]).epsilon(0.02));
  std::size_t equal = 0;
  for (const auto v : liver.voxels)
    equal += liver.segment[static_cast<std::size_t>(v)] ==
             segment_at(original(), liver.grid.centre(static_cast<std::size_t>(v)));
  CHECK(static_cast<double>(equal) > 0.9 * static_cast<double>(liver.voxels.size()));
}

TEST_CASE("A mask without segments gets those of the built-in liver, and says so") {
  const auto liver = anatomy_from(plain(7), labelled(7));
  const auto found = testing::volume_by_segment(liver), known = testing::volume_by_segment(original());
  for (std::size_t s = 0; s < 8; ++s) CHECK(found[s] == Approx(known[s]).margin(0.01 * original().volume()));
  CHECK(noted(liver, "no segments named: cut by the built-in liver's surfaces"));
  CHECK(connected_pieces(liver.grid, liver.segment).size.size() == 8);
  CHECK(anatomy_from(plain(7), {}).segment == liver.segment);  // no label named: all but 0
  CHECK_FALSE(noted(liver, "mirrored"));

  auto mirrored = plain(7);
  for (std::size_t e = 0; e < 4; ++e) mirrored.to_world[e] *= -1;
  refused(mirrored, labelled(7), "more of the liver is on the patient's left: is the image mirrored?");
  mirrored = plain();
  for (std::size_t e = 0; e < 4; ++e) mirrored.to_world[e] *= -1;
  CHECK(noted(anatomy_from(mirrored, eight()), "more of the liver is on the patient's left"));
}

TEST_CASE("Crumbs are left out and noted; two large pieces are refused and listed") {
  auto image = plain(7);
  image.labels[0] = image.labels[1] = 7;
  const auto liver = anatomy_from(image, labelled(7));
  CHECK(liver.voxels.size() == original().voxels.size());
  CHECK(noted(liver, "1 small pieces left out, 0.25 mL together"));

  auto halves = plain(7);
  const auto& cells = halves.cells;
  for (std::size_t v = 0; v < halves.labels.size(); ++v)
    if (static_cast<int>(v % static_cast<std::size_t>(cells[0])) == cells[0] / 2) halves.labels[v] = 0;
  refused(halves, labelled(7), "the liver is in 2 pieces (1");
  refused(halves, labelled(7), "and all but the largest must be below 1 %");
}

TEST_CASE("A named segment in pieces is put in one, and the share that moved is noted") {
  auto image = plain();
  std::size_t changed = 0;
  for (std::size_t v = 0; v < image.labels.size() && changed < 20; ++v)
    if (image.labels[v] == 18) {  // a part of VIII called II
      image.labels[v] = 12;
      ++changed;
    }
  const auto liver = anatomy_from(image, eight());
  CHECK(connected_pieces(liver.grid, liver.segment).size.size() == 8);
  CHECK(noted(liver, "segments put in one piece each: "));
}

TEST_CASE("A given hilum is kept inside, moved when close, refused when far") {
  auto plan = eight();
  plan.portal_hilum = original().portal_hilum;
  plan.arterial_hilum = original().arterial_hilum;
  (*plan.arterial_hilum)[2] -= 8e-3;
  const auto liver = anatomy_from(plain(), plan);
  CHECK(liver.portal_hilum == original().portal_hilum);
  CHECK(noted(liver, "the arterial hilum moved by "));
  CHECK(segment_at(liver, liver.arterial_hilum) != 0);
  plan.caval_outlet = Point{0.3, 0, 0};
  refused(plain(), plan, "the outlet to the vena cava is ");
  refused(plain(), plan, " mm outside the liver; 10 mm is the most");
}

TEST_CASE("The nearest place on the surface is no place inside") {
  for (const Point& deep : {Point{0.05, 0, 0.01}, Point{0.03, 0.02, 0.03}, Point{-0.03, 0.03, 0.025}}) {
    REQUIRE(segment_at(original(), deep) != 0);
    const Point p = nearest_on_surface(original(), deep);
    const double h = original().grid.spacing;
    int outside = 0;
    for (std::size_t d = 0; d < 3; ++d)
      for (const double step : {-h, h}) {
        Point next = p;
        next[d] += step;
        outside += segment_at(original(), next) == 0;
      }
    CHECK(segment_at(original(), p) != 0);
    CHECK(outside > 0);
  }
}

TEST_CASE("What is no liver is refused in words") {
  auto empty = plain(7);
  std::fill(empty.labels.begin(), empty.labels.end(), std::uint16_t{0});
  refused(empty, {}, "no voxel is liver: the mask is empty");
  refused(empty, labelled(7), "no voxel has the label 7 of the liver; the image has nothing but 0");
  auto plan = eight();
  plan.segments[2] = {99};
  refused(plain(), plan,
          "no voxel has the label 99 of segment 3; the image has 11, 12, 13, 14, 15, 16, 17, 18");
  plan.segments[2].clear();
  refused(plain(), plan, "no label is named for segment 3: name all eight, or the whole liver");
  plan = eight();
  plan.segments[0] = {12};
  refused(plain(), plan, "the label 12 is given two meanings");
  plan = eight();
  plan.liver = {11};
  refused(plain(), plan, "name the labels of the segments or of the whole liver, not both");

  auto flat = plain(7);
  for (std::size_t row = 0; row < 3; ++row) flat.to_world[4 * row + 2] *= 11;
  refused(flat, labelled(7), "its voxels are 11 times longer than wide; 10 is the most");
  plan = labelled(7);
  plan.spacing = 0.5;
  refused(plain(7), plan, "voxels of 500 mm are larger than the liver, which is ");
  plan.spacing = -1;
  refused(plain(7), plan, "the edge of the liver's voxels must be a positive number");
  plan.spacing = 1e-3;
  plan.memory = 1e6;
  refused(plain(7), plan, "voxels of 1 mm make a box of ");
  refused(plain(7), plan, " GB; 0.001 GB are allowed: take larger voxels");

  auto dust = plain(7);  // one voxel in eight, so that no two touch
  for (std::size_t v = 0; v < dust.labels.size(); ++v) {
    const auto at = original().grid.place(v);
    if (at[0] % 2 || at[1] % 2 || at[2] % 2) dust.labels[v] = 0;
  }
  refused(dust, labelled(7), " pieces (0.125 mL, 0.125 mL, 0.125 mL, 0.125 mL, 0.125 mL, ...)");

  auto block = plain(7);  // a needle has no room for eight segments
  for (std::size_t v = 0; v < block.labels.size(); ++v) {
    const auto at = original().grid.place(v);
    block.labels[v] = at[1] == 3 && at[2] == 3 && at[0] > 3 && at[0] < 12 ? 7 : 0;
  }
  refused(block, labelled(7), " has no voxel: name the labels of the segments");
}
