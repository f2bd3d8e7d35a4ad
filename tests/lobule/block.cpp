// Blocks: their grid, vessels, zones and scars.
#include "sim/lobule/block.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

#include "models/lobule/geometry.hpp"
#include "models/lobule/zones.hpp"
#include "sim/lobule/lattice_sites.hpp"
#include "tests/lobule/lobule_case.hpp"

using namespace cellroute;
using namespace cellroute::testing;
using namespace cellroute::lobule;
using std::numbers::pi;
using std::numbers::sqrt3;

namespace {

const std::vector<std::vector<double> Block::*> fields{
    &Block::zone_coordinate, &Block::zone_spread, &Block::parenchyma, &Block::pore_volume,
    &Block::permeability,    &Block::straining,   &Block::adhesion,   &Block::septal_inflow};

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

Block healthy(const LobuleNumerics& numerics) { return make_block(h1_lobule(), blood_fraction, numerics); }

}  // namespace

TEST_CASE("Cells are nearly square, no wider than asked, and vessels sit on their middles") {
  for (const double spacing : {5 * um, 7.3 * um, 10 * um, 20 * um}) {
    const auto block = healthy(at_spacing(spacing));
    const auto [dx, dy, dz] = block.grid.spacing;
    CHECK(std::max(dx, dy) <= spacing * (1 + 1e-9));
    CHECK(std::max(dx, dy) > spacing * 0.9);
    CHECK(dx / dy == Approx(1).margin(0.03));
    CHECK(block.grid.cells[0] * dx == Approx(sqrt3 * 500 * um).epsilon(1e-12));
    CHECK(block.grid.cells[1] * dy == Approx(3 * 500 * um).epsilon(1e-12));
    CHECK(block.lobules == 2);
    CHECK(block.wells.size() == 2 + 4 + 12);
    for (const auto& well : block.wells) {
      CHECK(well.share == Approx(1).epsilon(1e-12));
      if (well.kind != LobuleEntry::arterial) CHECK(well.parts.size() == 1);
    }
  }
  CHECK(plane_cells(500 * um, 500 * um / 499).m == 433);
}

TEST_CASE("Wells of a walled block are cut to the share that lies inside") {
  for (const auto boundary : {LobuleBoundary::walled, LobuleBoundary::reduced}) {
    const auto block = healthy(at_spacing(10 * um, boundary));
    std::array<double, lobule_entries> share{};
    for (const auto& well : block.wells) {
      share[static_cast<std::size_t>(well.kind)] += well.share;
      double weights = 0;
      for (const auto& part : well.parts) weights += part.weight;
      CHECK(weights == Approx(1).epsilon(1e-12));
      // Vessels on a wall are halves, in a corner quarters.
      if (well.kind == LobuleEntry::portal) CHECK((well.share == Approx(0.5) || well.share == Approx(1)));
    }
    const double lobules = boundary == LobuleBoundary::walled ? 2 : 0.5;
    CHECK(share[0] == Approx(2 * lobules).epsilon(1e-12));
    CHECK(share[1] == Approx(6 * lobules).epsilon(1e-12));
    CHECK(share[2] == Approx(lobules).epsilon(1e-12));
  }
}

TEST_CASE("Vessels take the area of their discs, and blood counts everywhere") {
  const auto block = healthy(at_spacing(4 * um));
  const double cell = block.grid.volume() / block.grid.spacing[2];
  double vein = 0, tract = 0;
  for (std::size_t c = 0; c < block.grid.size(); ++c) {
    const double share = 1 - block.parenchyma[c];
    (block.zone_coordinate[c] > 0.5 ? vein : tract) += share * cell;
    if (block.lumen[c] != Lumen::none) CHECK(block.parenchyma[c] <= 0.5);
    CHECK(block.straining[c] == block.parenchyma[c]);
    CHECK(block.adhesion[c] == block.parenchyma[c]);
  }
  CHECK(vein == Approx(2 * pi * 30 * um * 30 * um).epsilon(0.02));
  CHECK(tract == Approx(4 * pi * 20 * um * 20 * um).epsilon(0.02));
  CHECK(sum(block.pore_volume) == Approx(blood_fraction * block.volume()).epsilon(1e-12));
}

TEST_CASE("Zones share out the whole block, by area in equal thirds") {
  const auto block = healthy(at_spacing(10 * um));
  std::vector<double> weight = block.parenchyma;
  const auto bounds = equal_weights(block.zone_coordinate, block.zone_spread, weight);
  for (const auto& cut : {equal_thirds, bounds}) {
    std::array<double, 3> area{};
    for (std::size_t c = 0; c < weight.size(); ++c) {
      const auto shares = zone_shares(block.zone_coordinate[c], block.zone_spread[c], cut);
      for (std::size_t zone = 0; zone < 3; ++zone) area[zone] += shares[zone] * weight[c];
    }
    CHECK(area[0] + area[1] + area[2] == Approx(sum(weight)).epsilon(1e-12));
    if (cut == bounds)
      for (const double part : area) CHECK(part == Approx(sum(weight) / 3).epsilon(1e-9));
  }
  // Thirds of radius: without vessels, the part of a hexagon within a share t of its way is t^2.
  auto lobule = h1_lobule();
  lobule.central_vein_radius = 10.1 * um;
  const auto fine = make_block(lobule, blood_fraction, at_spacing(5 * um));
  double inner = 0;
  for (std::size_t c = 0; c < fine.grid.size(); ++c)
    inner += zone_shares(fine.zone_coordinate[c], fine.zone_spread[c], equal_thirds)[2];
  // A straight way from wall (r_c) to boundary (b): r = r_c + (b - r_c)/3, averaged over b^2.
  double expected = 0, whole = 0;
  for (int k = 0; k < 1000; ++k) {
    const double b = std::cos(pi / 6) / std::cos((k + 0.5) / 1000 * pi / 6);
    const double r = 10.1 / 500 + (b - 10.1 / 500) / 3;
    expected += r * r;
    whole += b * b;
  }
  CHECK(inner / static_cast<double>(fine.grid.size()) == Approx(expected / whole).epsilon(1e-3));
}

TEST_CASE("At dial 0 a block with every scar is the healthy one, bit for bit") {
  auto scarred = h1_lobule();
  scarred.fibrosis.shunts = {1, 1, 20 * um, 1e4};
  auto plain = h1_lobule();
  plain.fibrosis = {0, 0, 0, 0, 0, 0, 10 * um, 1, 1, 1, 1, 1, {0, 0, 10 * um, 1}};
  const auto a = make_block(scarred, blood_fraction, at_spacing(10 * um));
  const auto b = make_block(plain, blood_fraction, at_spacing(10 * um));
  for (const auto field : fields) {
    REQUIRE((a.*field).size() == (b.*field).size());
    CHECK((a.*field == b.*field));
  }
}

TEST_CASE("A scarred block: less permeable, less blood, vessels untouched, one value per lobule") {
  auto lobule = h1_lobule();
  lobule.fibrosis.dial = 1;
  auto numerics = at_spacing(10 * um);
  const auto block = make_block(lobule, blood_fraction, numerics);
  for (std::size_t c = 0; c < block.grid.size(); ++c) {
    CHECK(block.permeability[c] <= 1);
    CHECK(block.permeability[c] >= 0.05 * 0.5);
    if (block.parenchyma[c] == 0) CHECK(block.permeability[c] == 1);
  }
  CHECK(sum(block.pore_volume) < 0.9 * blood_fraction * block.volume());
  numerics.columns = 2;
  numerics.rows = 3;
  const auto larger = make_block(lobule, blood_fraction, numerics);
  CHECK(larger.lobules == 12);
  CHECK(larger.wells.size() == 12 * 9);
  CHECK(sum(larger.permeability) == Approx(6 * sum(block.permeability)).epsilon(1e-12));
}

TEST_CASE("Inflow along septa enters on the edges and nowhere else, evenly") {
  auto lobule = h1_lobule();
  lobule.septal_inflow = 0.4;
  const auto block = make_block(lobule, blood_fraction, at_spacing(10 * um));
  CHECK(block.septal_share == 0.4);
  CHECK(sum(block.septal_inflow) == Approx(1).epsilon(1e-12));
  const HexagonalLattice lattice(lobule.side);
  double near_tracts = 0;
  for (int j = 0; j < block.grid.cells[1]; ++j) {
    for (int i = 0; i < block.grid.cells[0]; ++i) {
      const double share = block.septal_inflow[block.grid.index(i, j, 0)];
      const auto place = lattice.locate(block.position(i, j));
      if (share > 0) CHECK(lattice.to_edge(place) < 15 * um);
      if (lattice.edge_position(place) < 135 * um) near_tracts += share;
    }
  }
  // Of each edge, 230 um of the 460 um between the tracts' walls are within 135 um of a tract.
  CHECK(near_tracts == Approx(0.5).margin(0.03));
  const auto walled = make_block(lobule, blood_fraction, at_spacing(10 * um, LobuleBoundary::reduced));
  CHECK(sum(walled.septal_inflow) == Approx(1).epsilon(1e-12));
}

TEST_CASE("Channels run from inlet to vein without a gap, arrest nothing and follow the dial") {
  auto lobule = h1_lobule();
  lobule.fibrosis = {0, 0, 0, 0, 0, 0, 10 * um, 1, 1, 1, 1, 1, {0.5, 0.25, 20 * um, 1e3}};
  const auto numerics = at_spacing(10 * um);
  const auto open = [&](double dial) {
    lobule.fibrosis.dial = dial;
    const auto block = make_block(lobule, blood_fraction, numerics);
    return open_channels(block.grid, block.origin, lobule, numerics);
  };
  CHECK(open(0).empty());
  CHECK(open(1).size() == 6 + 6);  // of 12 lines from tracts and 24 from arterial inlets
  CHECK(open(0.5).size() == 3 + 3);
  double before = 0;
  for (const double dial : {0.2, 0.4, 0.6, 0.8, 1.0}) {
    double now = 0;
    for (const auto& channel : open(dial)) now += channel.opening;
    CHECK(now > before);
    before = now;
  }
  lobule.fibrosis.dial = 1;
  const auto block = make_block(lobule, blood_fraction, numerics);
  const auto [nx, ny, nz] = block.grid.cells;
  for (const auto& channel : open(1)) {
    CHECK(channel.detour >= 1 - 0.03);
    CHECK(channel.detour < 1.5);
    CHECK(block.lumen[channel.cells.back()] == Lumen::central_vein);
    for (std::size_t k = 0; k < channel.cells.size(); ++k) {
      const std::size_t c = channel.cells[k];
      CHECK(block.permeability[c] > 500);
      CHECK(block.straining[c] == 0);
      if (k == 0) continue;
      const int di = std::abs(static_cast<int>(c) % nx - static_cast<int>(channel.cells[k - 1]) % nx);
      const int dj = std::abs(static_cast<int>(c) / nx - static_cast<int>(channel.cells[k - 1]) / nx);
      CHECK(std::min(di, nx - di) + std::min(dj, ny - dj) == 1);
    }
  }
}

TEST_CASE("Layers are alike, but for channels, each of which runs in one") {
  auto lobule = h1_lobule();
  lobule.septal_inflow = 0.3;
  lobule.fibrosis.dial = 0.7;
  auto numerics = at_spacing(20 * um);
  const auto flat = make_block(lobule, blood_fraction, numerics);
  numerics.layers = 3;
  const auto deep = make_block(lobule, blood_fraction, numerics);
  const std::size_t layer = flat.grid.size();
  REQUIRE(deep.grid.size() == 3 * layer);
  for (const auto field : fields) {
    const double scale = field == &Block::septal_inflow ? 1.0 / 3 : 1;
    for (std::size_t c = 0; c < deep.grid.size(); ++c)
      if ((deep.*field)[c] != Approx((flat.*field)[c % layer] * scale).epsilon(1e-14)) FAIL("cell " << c);
  }
  lobule.fibrosis.shunts = {0.5, 0, 20 * um, 1e3};
  const auto dug = make_block(lobule, blood_fraction, numerics);
  for (const auto& channel : open_channels(dug.grid, dug.origin, lobule, numerics)) {
    for (const std::size_t cell : channel.cells) {
      if (dug.lumen[cell] != Lumen::none) continue;
      CHECK(dug.permeability[cell + layer * static_cast<std::size_t>(channel.layer)] > 100);
    }
  }
}
