// Continuous tissue between vessels: Darcy flow beside a vessel, around one, and with given sources.
//
// Where a voxel is joined to two ports at P1 and P2 by g1 and g2, it takes g1 (P1 - s) + g2 (P2 - s): any
// source, and any pressure held at a face, can be written so.
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "tests/liver/flow_builders.hpp"

namespace {

using namespace cellroute;
using namespace cellroute::testing;
using std::numbers::pi;

/// A chain of segments with a terminal that resists nothing beside each; returns the number of its terminals.
struct Chain {
  Vessels vessels;

  explicit Chain(TreeKind kind) { vessels.tree.kind = kind; }
  /// Adds a segment and its terminal.
  void add(double resistance) {
    VesselTree& tree = vessels.tree;
    const auto s = static_cast<std::int32_t>(tree.parent.size());
    tree.parent.insert(tree.parent.end(), {s == 0 ? -1 : s - 2, s});
    vessels.resistance.insert(vessels.resistance.end(), {resistance, 0});
    tree.terminals.push_back(s + 1);
  }
};

struct Exact {
  double k1, k2, beta, p1_middle, flux;
};

struct TwoCompartments {
  double p1_middle, flux;
};

/// Compartment 1 is a line of voxels, entered from the portal port; 2 the hepatic vein, left at its root.
TwoCompartments line(const Exact& e, int n) {
  const double h = 1.0 / n;
  Case c;
  c.liver = whole_box({n, 1, 1}, h);
  const auto voxels = static_cast<std::size_t>(n);
  Chain vein(TreeKind::hepatic_vein);
  for (int i = 0; i < n; ++i) vein.add(h / e.k2 * (i == 0 ? 0.5 : 1));
  for (int i = 0; i < n; ++i) vein.vessels.tree.terminal_of_voxel.push_back(n - 1 - i);
  c.vessels = {manifold(TreeKind::hepatic_artery, voxels), manifold(TreeKind::portal_vein, voxels),
               vein.vessels};
  liver::LiverFlow flow = c.flow();
  std::vector<double> none(voxels, 0.0), portal = none;
  portal[0] = e.k1 / (h / 2);
  flow.set_voxels(none, portal, std::vector<double>(voxels, e.beta * h));
  flow.set_interlobular(e.k1 / (h * h));  // conductance k1/h: that of a line, not of cubes
  REQUIRE(flow.solve({1e-12, 20000}).converged);
  const LiverPerfusion p = flow.perfusion({0, 1, 0});
  const auto middle = voxels / 2;
  return {(p.voxel_pressure[middle - 1] + p.voxel_pressure[middle]) / 2, p.port_flow[2]};
}

TEST_CASE("M1: a line of voxels beside a vein, order 2") {
  for (const Exact& e :
       {Exact{1, 1, 1, 0.7772675043429, 0.6019153899710}, Exact{1, 1, 10, 0.5331718292219, 1.3721669427266},
        Exact{2, 0.5, 4, 0.7830367412823, 1.0406123526806}}) {
    CAPTURE(e.k1, e.k2, e.beta);
    const TwoCompartments coarse = line(e, 50), fine = line(e, 100), finest = line(e, 400);
    CHECK(std::log2(std::fabs((coarse.p1_middle - e.p1_middle) / (fine.p1_middle - e.p1_middle))) ==
          Approx(2).margin(0.05));
    CHECK(std::log2(std::fabs((coarse.flux - e.flux) / (fine.flux - e.flux))) == Approx(2).margin(0.05));
    CHECK(finest.p1_middle == Approx(e.p1_middle).epsilon(1e-5));
    CHECK(finest.flux == Approx(e.flux).epsilon(1e-5));
  }
}

/// Of g in all, what must be joined to P1 and what to P2, so that together they make source - g s.
std::array<double, 2> share_out(double source, double g, double p1, double p2) {
  const double first = (source - g * p2) / (p1 - p2);
  return {first, g - first};
}

double wave_error(int n) {
  const double h = 1.0 / n, mobility = 1;
  Case c;
  c.liver = whole_box({n, n, n}, h);
  const std::size_t voxels = c.liver.voxels.size();
  c.vessels = {manifold(TreeKind::hepatic_artery, voxels), manifold(TreeKind::portal_vein, voxels),
               manifold(TreeKind::hepatic_vein, voxels)};
  const auto exact = [](const Point& at) {
    return std::sin(2 * pi * at[0]) * std::sin(2 * pi * at[1]) * std::sin(2 * pi * at[2]);
  };
  std::vector<double> portal(voxels), venous(voxels);
  for (std::size_t v = 0; v < voxels; ++v) {
    const double p = exact(c.liver.grid.centre(v));
    // What the field's source needs, on top of a drain that the field fills again; and p = 0 held at the
    // sides.
    double g = 12 * pi * pi * mobility * h * h * h, source = g * p + g * p;
    for (const int at : c.liver.grid.place(v)) g += at == 0 || at == n - 1 ? 2 * mobility * h : 0;
    const auto [in, out] = share_out(source, g, 2, -2);
    REQUIRE((in >= 0 && out >= 0));
    portal[v] = in;
    venous[v] = out;
  }
  liver::LiverFlow flow = c.flow();
  flow.set_voxels(std::vector<double>(voxels, 0.0), portal, venous);
  flow.set_interlobular(mobility);
  REQUIRE(flow.solve().converged);
  const LiverPerfusion p = flow.perfusion({0, 2, -2});
  double sum = 0;
  for (std::size_t v = 0; v < voxels; ++v) {
    sum += std::pow(p.voxel_pressure[v] - exact(c.liver.grid.centre(v)), 2);
  }
  return std::sqrt(sum / static_cast<double>(voxels));
}

TEST_CASE("M2: a field with the source that makes it, order 2") {
  const double coarse = wave_error(12), fine = wave_error(24);
  CHECK(std::log2(coarse / fine) == Approx(2).margin(0.05));
  CHECK(fine < 3e-3);
}

// P2: a vessel of radius R along z in a block (-1, 1)^2 x (0, 1) of mobility 1, its own (1 + z + z^2/2):
// p_1D = 1 + z, p_3D = -(1 + z)/(2 pi) ln r, exchange beta (p_1D - p_3D(R)) = 1 + z per length.
// The exchange is spread evenly over a kernel of radius rho > R. Within it the tissue's pressure is
// -(1 + z)/(2 pi) [r^2/(2 rho^2) + ln rho - 1/2], and what the vessel's wall would see follows from the local
// flux q: p_3D(R) = p(r) - q/(2 pi) [ln(R/rho) + 1/2 - r^2/(2 rho^2)], so that the voxels' conductances are
// beta / (1 - beta/(2 pi) [ ... ]) per length and share of the kernel.
struct Embedded {
  double flux_error,
      pressure_error;  // relative 2-norms: exchange along the vessel, tissue outside the kernel
};

Embedded embedded(double radius, double kernel, int n) {
  const double h = 2.0 / n, beta = 2 * pi / (2 * pi + std::log(radius));
  const int nz = n / 2;
  // A voxel apart, behind a layer without tissue, joins the vessel's end at z = 0 to 1 Pa.
  Case c;
  c.liver = voxels_of_box({n, n, nz + 2}, h,
                          [&](int i, int j, int k) { return k < nz || (k == nz + 1 && i + j == 0); });
  const std::size_t voxels = c.liver.voxels.size(), end = voxels - 1;
  const auto place = [&](std::size_t v) {
    const Point at = c.liver.grid.centre(static_cast<std::size_t>(c.liver.voxels[v]));
    return Point{at[0] - 1, at[1] - 1, at[2]};
  };
  const auto tissue = [&](double r, double z) {
    const double shape = r >= kernel ? std::log(r) : r * r / (2 * kernel * kernel) + std::log(kernel) - 0.5;
    return -(1 + z) / (2 * pi) * shape;
  };
  const auto own = [](double z) { return 1 + z + z * z / 2; };
  // From its root at z = 1, where it has 2 Pa, down; a last terminal reaches the end.
  Chain vessel(TreeKind::hepatic_artery);
  for (int k = nz - 1; k >= 0; --k) {
    vessel.add(k == nz - 1 ? h / 2 / own(1 - h / 4) : h / own((k + 1) * h));
  }
  vessel.add(0);
  for (std::size_t v = 0; v < end; ++v) {
    const int k = c.liver.grid.place(static_cast<std::size_t>(c.liver.voxels[v]))[2];
    vessel.vessels.tree.terminal_of_voxel.push_back(nz - 1 - k);
  }
  vessel.vessels.tree.terminal_of_voxel.push_back(nz);
  c.vessels = {vessel.vessels, manifold(TreeKind::portal_vein, voxels),
               manifold(TreeKind::hepatic_vein, voxels)};
  FieldPerTree g;
  for (auto& field : g) field.assign(voxels, 0);
  for (std::size_t v = 0; v < end; ++v) {
    const Point at = place(v);
    // The voxel's share of the kernel: of its area, by points.
    const int fine = 40;
    int within = 0;
    for (int a = 0; a < fine * fine; ++a) {
      const double x = at[0] + h * ((a % fine + 0.5) / fine - 0.5),
                   y = at[1] + h * ((a / fine + 0.5) / fine - 0.5);
      within += x * x + y * y < kernel * kernel;
    }
    const double r = std::min(std::hypot(at[0], at[1]), kernel);
    const double share = h * h * within / (fine * fine) / (pi * kernel * kernel);
    const double wall = std::log(radius / kernel) + 0.5 - r * r / (2 * kernel * kernel);
    g[0][v] = h * share * beta / (1 - beta / (2 * pi) * wall);
    const auto held = [&](const Point& face) {
      const auto [in, out] = share_out(2 * h * tissue(std::hypot(face[0], face[1]), face[2]), 2 * h, 1, -1);
      g[1][v] += in;
      g[2][v] += out;
    };
    for (std::size_t a = 0; a < 3; ++a) {
      const double low = a < 2 ? -1 : 0;
      for (const double side : {low, 1.0}) {
        if (std::fabs(at[a] - side) > 0.6 * h) continue;
        Point face = at;
        face[a] = side;
        held(face);
      }
    }
  }
  g[0][end] = g[1][end] = 2 * own(h / 4) / (h / 2);
  liver::LiverFlow flow = c.flow();
  flow.set_voxels(g[0], g[1], g[2]);
  flow.set_interlobular(1);
  REQUIRE(flow.solve({1e-11, 20000}).converged);
  const LiverPerfusion p = flow.perfusion({2, 1, -1});
  std::vector<double> exchange(static_cast<std::size_t>(nz), 0.0);
  Embedded error{};
  double size = 0, flux_size = 0;
  for (std::size_t v = 0; v < end; ++v) {
    exchange[static_cast<std::size_t>(c.liver.grid.place(static_cast<std::size_t>(c.liver.voxels[v]))[2])] +=
        p.voxel_flow[0][v];
    const Point at = place(v);
    const double r = std::hypot(at[0], at[1]), exact = tissue(r, at[2]);
    if (r < kernel) continue;
    error.pressure_error += std::pow(p.voxel_pressure[v] - exact, 2);
    size += exact * exact;
  }
  for (int k = 0; k < nz; ++k) {
    const double exact = 1 + (k + 0.5) * h;
    error.flux_error += std::pow(exchange[static_cast<std::size_t>(k)] / h - exact, 2);
    flux_size += exact * exact;
  }
  return {std::sqrt(error.flux_error / flux_size), std::sqrt(error.pressure_error / size)};
}

TEST_CASE("P2: a vessel embedded in tissue by a kernel") {
  for (const auto& [radius, kernel] : {std::pair{0.1, 0.4}, std::pair{0.3, 0.6}}) {
    CAPTURE(radius);
    const Embedded coarse = embedded(radius, kernel, 14), fine = embedded(radius, kernel, 28);
    CHECK(std::log2(coarse.flux_error / fine.flux_error) > 1.8);
    CHECK(std::log2(coarse.pressure_error / fine.pressure_error) > 1.9);
    CHECK(fine.flux_error < 3e-4);
    CHECK(fine.pressure_error < 2e-3);
  }
}

}  // namespace
