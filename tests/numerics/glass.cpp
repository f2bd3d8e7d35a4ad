// The nanoparticle systems of Glass et al., rates from 1e-7 to 1e5 /s: a code-to-code test of the
// stiff integrator against the matrix exponential. Numbers as coded in the source, slips included.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/numerics/problems.hpp"
#include "tests/numerics/recorder.hpp"

using testing::LinearProblem;
using testing::LinearShape;
using testing::Recorder;
using testing::Task;

namespace {

enum Organ { lung, heart, kidney, liver, spleen, gut, other, organs };
constexpr double area[organs] = {1.9956689, .9621096822, 3.3612343, 4.5212562, .4750356, 3.333333, 3.333333};
constexpr double uL = 1e-6, per_minute = 1e-6 / 60;  // [L], [L/s]
constexpr double blood[organs] = {43.65525742 * uL, 20.04395171 * uL, 1018.55584 * uL, 127.7673516 * uL,
                                  2.226207538 * uL, 90 * uL,          700 * uL};
constexpr double tissue[organs] = {33.26114851 * uL, 16.03516137 * uL, 56.02057122 * uL, 75.3542703 * uL,
                                   7.91726 * uL,     20 * uL,          1000 * uL};
constexpr double pool = 466.9 * uL, kon = 1534.3;

/// A rate between concentrations, with the pattern collected on the way.
struct Entry {
  int row, column;
  double rate;
};
struct Rates {
  int n;
  std::vector<Entry> entries;
  void add(int row, int column, double rate) { entries.push_back({row, column, rate}); }
  /// Blood flow q [L/s] from one volume into another.
  void flow(int from, int to, double q, double volume_from, double volume_to) {
    add(from, from, -q / volume_from);
    add(to, from, q / volume_to);
  }
  LinearShape shape() const {
    std::vector<std::pair<int, int>> places;
    for (const Entry& e : entries) {
      if (e.row != e.column &&
          std::find(places.begin(), places.end(), std::pair(e.row, e.column)) == places.end()) {
        places.emplace_back(e.row, e.column);
      }
    }
    return LinearShape(n, places);
  }
};

void bind(Rates& rates, int organ, double koff, double kup, double kNS, double kdeg, double l) {
  const int b = 3 * organ;
  const double endothelium = area[organ] * l;
  rates.add(b, b, -kon - kNS - kdeg);
  rates.add(b, b + 1, koff * endothelium / blood[organ]);
  rates.add(b + 1, b, kon * blood[organ] / endothelium);
  rates.add(b + 1, b + 1, -koff - kup - kdeg);
  rates.add(b + 2, b + 1, kup * endothelium / tissue[organ]);
  rates.add(b + 2, b, kNS * blood[organ] / tissue[organ]);
  rates.add(b + 2, b + 2, -kdeg);
}

Rates model_a() {
  constexpr double Q[5] = {1100.83758415, 138.673326, 763.9168803, 284.6716878, 224.48828292};
  constexpr double K[5] = {1.23e42, 10.6565662, 41793.3924, 2.28e12, 7.74e21};
  constexpr double kdeg[5] = {1. / 500000, 1. / 500000, 1. / 500, 1. / 20000, 1. / 200000};
  constexpr double kup[5] = {1000, 1. / 170, 1. / 1000, 100, 1. / 18},
                   kNS[5] = {1000, 1. / 100, 1. / 1000, 100, 1. / 20};
  Rates rates{17, {}};
  const int artery = 15, vein = 16;
  for (int i = 0; i < 5; ++i) {
    bind(rates, i, kon / std::log(K[i]), kup[i], kNS[i], kdeg[i], 1e-6);
    rates.flow(artery, 3 * i, Q[i] * per_minute, pool, blood[i]);
    rates.flow(3 * i, vein, Q[i] * per_minute, blood[i], pool);
    rates.flow(vein, artery, Q[i] * per_minute, pool, pool);
  }
  return rates;
}

Rates model_b() {
  constexpr double kdeg[organs] = {1 / 5e7, 1 / 5e5, 1. / 500, 1 / 2e5, 1 / 1e6, 1 / 3e5, 1. / 3000};
  constexpr double kup[organs] = {100, 1. / 40, 1. / 200, 100, 3, 1. / 1000, 1. / 1000};
  constexpr double kNS[organs] = {100, 1. / 40, 1. / 700, 100, 2.25, 1. / 50000, 1. / 50000};
  const double q_lung = 1200 * per_minute, q_kidney = 763.9168803 * per_minute,
               q_liver = 284.6716878 * per_minute, q_spleen = 350.48828292 * per_minute,
               q_gut = 333 * per_minute, q_other = 1000 * per_minute;
  const double hepatic = q_liver + q_spleen + q_gut, venous = q_kidney + hepatic + q_other;
  Rates rates{23, {}};
  const int artery = 21, vein = 22;
  for (int i = 0; i < organs; ++i) bind(rates, i, 104711.5975, kup[i], kNS[i], kdeg[i], 100e-9);
  rates.flow(3 * heart, 3 * lung, q_lung, blood[heart], blood[lung]);
  rates.flow(3 * lung, 3 * heart, q_lung, blood[lung], blood[heart]);
  rates.flow(vein, 3 * heart, venous, pool, blood[heart]);
  rates.flow(3 * heart, artery, venous, blood[heart], pool);
  rates.flow(artery, 3 * kidney, q_kidney, pool, blood[kidney]);
  rates.flow(3 * kidney, vein, q_kidney, blood[kidney], pool);
  rates.flow(artery, 3 * spleen, q_spleen, pool, blood[spleen]);
  rates.flow(3 * spleen, 3 * liver, q_spleen, blood[spleen], blood[liver]);
  rates.flow(artery, 3 * gut, q_gut, pool, blood[gut]);
  rates.flow(3 * gut, 3 * liver, q_gut, blood[gut], blood[liver]);
  rates.flow(artery, 3 * liver, q_liver, pool, blood[liver]);
  rates.flow(3 * liver, vein, hepatic, blood[liver], pool);
  rates.flow(artery, 3 * other, q_other, pool, blood[other]);
  rates.flow(3 * other, vein, q_other, blood[other], pool);
  rates.add(vein, vein, -1 / 6e5);
  rates.add(artery, artery, 1 / 6e5);  // the sign of the source
  return rates;
}

/// Tissue concentrations of the first five organs over the initial venous one, and the mass left.
struct Row {
  double t, tissue[5], mass;
};

/// At this time in the matrix exponential the last digits of the table are +-1.
void compare(const Rates& rates, int compartments, double l, const std::vector<Row>& table) {
  const LinearShape shape = rates.shape();
  LinearProblem problem(shape);
  for (const Entry& e : rates.entries) problem.add(e.row, e.column, e.rate);
  Task task;
  task.coefficients = {problem.coefficients};
  task.initial.assign(rates.n, 0.0);
  task.initial.back() = 1;
  task.scale.assign(rates.n, 1.0);
  for (const Row& row : table) task.times.push_back(row.t);
  task.stops = {table.back().t};
  task.relative_tolerance = 1e-9;
  task.absolute_tolerance = 1e-13;
  const std::vector<Task> tasks{task};
  for (const testing::Isa isa : testing::instruction_sets()) {
    Recorder host(tasks);
    testing::run_linear(shape, host, isa);
    REQUIRE(host.answers[0].ending == cellroute::numerics::Ending::complete);
    for (std::size_t i = 0; i < table.size(); ++i) {
      const std::vector<double>& y = host.answers[0].outputs[i];
      INFO("t " << table[i].t);
      for (int organ = 0; organ < 5; ++organ)
        CHECK(y[3 * organ + 2] == Approx(table[i].tissue[organ]).epsilon(1e-5));
      double mass = pool * (y[rates.n - 2] + y[rates.n - 1]);
      for (int o = 0; o < compartments; ++o)
        mass += blood[o] * y[3 * o] + area[o] * l * y[3 * o + 1] + tissue[o] * y[3 * o + 2];
      CHECK(mass / pool == Approx(table[i].mass).epsilon(1e-5));
    }
    CHECK(host.answers[0].effort.steps < 2000);  // stiffness must not drive the step
  }
}

}  // namespace

TEST_CASE("Glass system A: 17 stiff linear equations to 1e-5") {
  compare(model_a(), 5, 1e-6,
          {{60, {6.26519, 0.211886, 0.0866737, 0.713890, 3.09689}, 0.977531},
           {300, {7.05239, 0.315492, 0.344761, 0.794830, 3.78965}, 0.870263},
           {1800, {7.28610, 0.327122, 0.0442426, 0.764819, 3.90407}, 0.725721},
           {7200, {7.20884, 0.323658, 9.50643e-7, 0.583938, 3.80063}, 0.683352}});
}

TEST_CASE("Glass system B: 23 stiff linear equations to 1e-5") {
  compare(model_b(), organs, 1e-7,
          {{60, {4.98536, 0.264063, 0.0690181, 1.30624, 2.70782}, 0.985610},
           {300, {6.86442, 0.363429, 0.159546, 2.02408, 3.93312}, 0.947752},
           {1800, {7.05748, 0.372548, 0.00916276, 2.07730, 4.05075}, 0.921029},
           {7200, {7.05672, 0.368546, 1.86916e-7, 2.02197, 4.02894}, 0.910149}});
}
