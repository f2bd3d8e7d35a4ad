// Infused = living + lost and the label's balance: they hold to rounding, and each altered flux
// breaks them.
#include "sim/body/balance.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "sim/body/equations.hpp"
#include "sim/body/simulate.hpp"
#include "tests/body/library_case.hpp"
#include "tests/body/states.hpp"

namespace {

using namespace cellroute;
using testing::Corner;

/// Balance of a derivative: d(living + lost)/dt - dose of each population, the same for the dead and
/// for label, each over the sum of what is added (so that rounding is 1e-16).
struct Imbalance {
  std::vector<double> cells;
  double dead = 0, label = 0;
  double worst() const {
    double worst = std::max(dead, label);
    for (const double one : cells) worst = std::max(worst, one);
    return worst;
  }
};

Imbalance imbalance(const Corner& corner, const std::vector<double>& x, const std::vector<double>& f) {
  const body::LayoutView& v = corner.layout();
  Imbalance result;
  double label_in = 0;
  const auto over = [](double sum, double size) { return std::fabs(sum) / std::max(size, 1e-300); };
  for (int k = 0; k < v.populations; ++k) {
    double dose = 0, sum = 0, size = 0;
    const auto add = [&](double value) {
      sum += value;
      size += std::fabs(value);
    };
    for (int e = 0; e < body::entry_points; ++e) dose += x[v.dose_at(e, k)];
    for (int n = 0; n < v.nodes; ++n) add(f[v.circulating(n, k)]);
    for (int b = 0; b < v.beds; ++b) {
      for (const int state : {body::trapped_fast, body::trapped_slow, body::adherent, body::homed})
        add(f[v.in_tissue(b, state, k)]);
    }
    for (int d = 0; d < v.depots; ++d) add(f[v.in_depot(d, k)]);
    for (int o = 0; o < body::organ_count; ++o) add(f[v.lost_in(o, k)]);
    add(-dose);
    result.cells.push_back(over(sum, size));
    label_in += dose * (x[v.label_per_cell + k] + x[v.label_unbound + k]);
  }
  double sum = 0, size = 0;
  const auto add = [&](double value) {
    sum += value;
    size += std::fabs(value);
  };
  double dose = 0;
  for (int e = 0; e < body::entry_points; ++e) dose += x[v.dose_at(e, v.populations)];
  for (int n = 0; n < v.nodes; ++n) add(f[v.circulating(n, v.populations)]);
  for (int b = 0; b < v.beds; ++b) add(f[v.dead_lodged + b]);
  for (int d = 0; d < v.depots; ++d) add(f[v.in_depot(d, v.populations)]);
  add(f[v.dead_cleared]);
  add(-dose);
  result.dead = over(sum, size);
  label_in += dose * (x[v.dead_label_per_cell] + x[v.dead_label_unbound]);
  sum = size = 0;
  for (int i = v.label_lodged; i < v.lost; ++i) add(f[i]);
  add(-label_in);
  result.label = over(sum, size);
  return result;
}

std::vector<double> derivative(const Corner& corner, const std::vector<double>& x,
                               const std::vector<double>& y) {
  std::vector<double> f(corner.layout().states);
  body::Surroundings<double> s;
  body::Equations<double>(corner.layout()).derivative(x.data(), corner.t, y.data(), f.data(), s);
  return f;
}

/// A state whose label pools agree with its cells, as the equations keep them.
std::vector<double> consistent_state(const Corner& corner, std::mt19937_64& random) {
  std::vector<double> y = testing::random_state(corner, random);
  const body::LayoutView& v = corner.layout();
  const std::vector<double>& x = corner.coefficients();
  double on_living = 0;
  for (int k = 0; k < v.populations; ++k) {
    const double each =
        x[v.label_per_cell + k] * std::exp(-x[v.leak] * std::max(0.0, corner.t - x[v.label_time + k]));
    for (int n = 0; n < v.nodes; ++n) on_living += each * y[v.circulating(n, k)];
  }
  y[v.label_pool + body::living_label] = on_living;
  return y;
}

}  // namespace

TEST_CASE("at any state what enters, moves and is lost adds up, for cells, dead cells and label") {
  std::mt19937_64 random(21);
  for (const Corner& corner : testing::corners(3)) {
    for (int trial = 0; trial < 5; ++trial) {
      const std::vector<double> y = consistent_state(corner, random),
                                f = derivative(corner, corner.coefficients(), y);
      INFO(corner.name);
      REQUIRE(imbalance(corner, corner.coefficients(), f).worst() < 1e-13);
    }
  }
}

TEST_CASE("the balance fails when any one flux is altered on one side") {
  std::mt19937_64 random(22);
  int rows = 0;
  for (const Corner& corner : testing::corners(2)) {
    const body::LayoutView& v = corner.layout();
    const std::vector<double> y = consistent_state(corner, random),
                              f = derivative(corner, corner.coefficients(), y);
    // Rows that take part: every living, dead and label state, every loss. Cell-days and contact do not.
    for (int i = 0; i < v.living_time; ++i) {
      if (f[i] == 0) continue;
      // Cells that died in place have already left the count as lost; their label is counted in its own row.
      if (i >= v.tissue && i < v.dead_lodged &&
          (i - v.tissue) / v.populations % body::tissue_states == body::lodged)
        continue;
      std::vector<double> altered = f;
      altered[i] += 1e-4 * std::fabs(f[i]);
      const Imbalance before = imbalance(corner, corner.coefficients(), f),
                      after = imbalance(corner, corner.coefficients(), altered);
      double most = 0;
      for (std::size_t k = 0; k < after.cells.size(); ++k)
        most = std::max(most, after.cells[k] - before.cells[k]);
      most = std::max({most, after.dead - before.dead, after.label - before.label});
      // A flux below 1e-11 of the largest is below what rounding lets any sum see.
      const double largest =
          *std::max_element(f.begin() + (i < v.label_lodged ? 0 : v.label_lodged),
                            f.begin() + (i < v.label_lodged ? v.label_lodged : v.lost),
                            [](double a, double b) { return std::fabs(a) < std::fabs(b); });
      if (std::fabs(f[i]) < 1e-8 * std::fabs(largest)) continue;
      INFO(corner.name << ", row " << i << ": " << corner.compiled.layout->describe_state(i));
      REQUIRE(most > 1e-15);
      ++rows;
    }
  }
  CHECK(rows > 1000);
}

TEST_CASE("a loss or label rate changed in its sink alone is seen, changed everywhere it is not") {
  std::mt19937_64 random(23);
  for (const Corner& corner : testing::corners(2)) {
    const body::LayoutView& v = corner.layout();
    const std::vector<double> y = consistent_state(corner, random),
                              f = derivative(corner, corner.coefficients(), y);
    const auto check = [&](const char* name, int offset, const std::set<int>& sinks) {
      std::vector<double> x = corner.coefficients();
      if (x[offset] == 0) return;
      x[offset] *= 1.01;
      const std::vector<double> other = derivative(corner, x, y);
      INFO(corner.name << ": " << name);
      REQUIRE(imbalance(corner, x, other).worst() < 1e-13);
      std::vector<double> mixed = f;
      bool changed = false;
      for (const int row : sinks) {
        changed = changed || mixed[row] != other[row];
        mixed[row] = other[row];
      }
      REQUIRE(changed);
      REQUIRE(imbalance(corner, corner.coefficients(), mixed).worst() > 1e-13);
    };
    std::set<int> lost, label, cleared{v.dead_cleared};
    for (int i = v.lost; i < v.dead_cleared; ++i) lost.insert(i);
    for (const int pool : {body::debris_label, body::free_label, body::bound_label, body::excreted_label})
      label.insert(v.label_pool + pool);
    for (int b = 0; b < v.beds; ++b) {
      check("loss of trapped cells", v.loss_trapped + b, lost);
      check("loss of adherent cells", v.loss_adherent + b, lost);
      check("loss of homed cells", v.loss_homed + b, lost);
      check("clearance of dead cells", v.clearance + b, cleared);
    }
    for (int n = 0; n < v.nodes; ++n) check("loss of circulating cells", v.loss_circulating + n, lost);
    for (int d = 0; d < v.depots; ++d) check("loss in a depot", v.depot_loss + d, lost);
    check("leak", v.leak, {v.label_pool + body::free_label});
    check("leak of retained label", v.retained_leak, {v.label_pool + body::free_label});
    check("excretion", v.excretion, {v.label_pool + body::excreted_label});
    check("binding", v.binding, {v.label_pool + body::bound_label});
    for (int o = 0; o < body::tissue_organs; ++o)
      check("uptake of debris", v.uptake + o, {v.label_retained + o});
    check("retained share", v.retained_share, {v.label_pool + body::debris_label});
  }
}

TEST_CASE("every example scenario keeps its cells and its label to 1e-12 of the dose, none negative") {
  for (const std::string& file : testing::example_scenarios()) {
    const auto scenario = testing::read_file(file);
    const body::BodyResult result = body::simulate(scenario.body);
    INFO(file);
    CHECK(result.balance.worst_cells < 1e-12);
    CHECK(result.balance.worst_dead < 1e-12);
    CHECK(result.balance.worst_label < 1e-12);
    CHECK(result.balance.lowest_state > -10 * scenario.body.numerics.absolute_tolerance);
    CHECK(result.hemodynamics.worst_residual < 1e-10);
    double dead = 0;
    for (std::size_t t = 0; t < result.times.size(); ++t) {
      dead = result.balance.dead_present[t] + result.balance.dead_cleared[t] - result.balance.dead_infused[t];
      CHECK(std::fabs(dead) < 1e-12 * result.dose);
      CHECK(std::fabs(result.balance.infused.sum(static_cast<int>(t)) + result.balance.dead_infused[t] -
                      result.dose) <= result.dose);  // never more than the dose
    }
  }
}
