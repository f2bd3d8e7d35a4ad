// The program's right-hand side against the equations written out term by term.
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/body/equations.hpp"
#include "tests/body/library_case.hpp"
#include "tests/body/reference_body.hpp"
#include "tests/body/states.hpp"

namespace {

using namespace cellroute;

/// Largest |a - b| of each kind of row, over the largest number of that kind.
void require_equal(const testing::Corner& corner, const std::vector<double>& program,
                   const std::vector<double>& written) {
  const body::LayoutView& v = corner.layout();
  const int ends[] = {v.tissue, v.dead_lodged, v.label_lodged, v.lost, v.living_time, v.states};
  int begin = 0;
  for (const int end : ends) {
    double largest = 0;
    for (int i = begin; i < end; ++i) largest = std::max(largest, std::fabs(written[i]));
    for (int i = begin; i < end; ++i) {
      INFO(corner.name << ", row " << i << ": " << corner.compiled.layout->describe_state(i) << ", program "
                       << program[i] << ", written out " << written[i]);
      REQUIRE(std::fabs(program[i] - written[i]) <= 1e-9 * std::fabs(written[i]) + 1e-12 * largest);
    }
    begin = end;
  }
}

}  // namespace

TEST_CASE("the right-hand side is that of the equations, term by term") {
  std::mt19937_64 random(6);
  for (const testing::Corner& corner : testing::corners(5)) {
    const body::LayoutView& v = corner.layout();
    const testing::ReferenceBody reference(corner.body_case, v);
    body::Equations<double> equations(v);
    body::Surroundings<double> surroundings;
    for (int trial = 0; trial < 6; ++trial) {
      const std::vector<double> y = testing::random_state(corner, random);
      std::vector<double> f(v.states);
      equations.derivative(corner.coefficients().data(), corner.t, y.data(), f.data(), surroundings);
      require_equal(corner, f, reference.derivative(corner.t, y));
    }
  }
}

TEST_CASE("the right-hand side of an empty body holds the dose and nothing else") {
  for (const testing::Corner& corner : testing::corners(3)) {
    const body::LayoutView& v = corner.layout();
    const std::vector<double> empty(v.states, 0.0);
    std::vector<double> f(v.states);
    body::Surroundings<double> surroundings;
    body::Equations<double>(v).derivative(corner.coefficients().data(), corner.t, empty.data(), f.data(),
                                          surroundings);
    require_equal(corner, f, testing::ReferenceBody(corner.body_case, v).derivative(corner.t, empty));
  }
}
