// From a body case to what the kernel reads: populations, coefficients, segments.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/circulation/resting.hpp"
#include "models/therapy/infusion.hpp"
#include "sim/body/extraction.hpp"
#include "sim/body/layout.hpp"

namespace cellroute::body {

/// A size class of the living cells of one label cohort.
struct Population {
  double median_diameter = 0;     // [m] of one cell
  double cells_per_particle = 1;  // aggregates
  double share = 0;               // of the cohort's living cells
  double label_weight = 0;        // mean d^power over the class
  double label_time = 0;          // [s] start of the leak
  int cohort = 0;
};

/// Part of the run in which nothing but the state changes.
struct Segment {
  double stop = 0;                   // [s]
  std::vector<double> coefficients;  // as LayoutView says
};

struct CompiledCase {
  std::shared_ptr<const Layout> layout;
  std::vector<Population> populations;
  std::vector<Segment> segments;
  std::vector<double> scale;  // [states]
  std::vector<double> output_times;
  circulation::Resting resting;
  double dose = 0, labelled_cells = 0, tissue_volume = 0;  // [cell], [cell], [m3]
  double label_total = 0;                                  // 1, or 0 without label
  double label_decay = 0;                                  // [1/s], 0 when corrected
  double relative_tolerance = 0, absolute_tolerance = 0;

  /// Living (population < count) or dead cells, or label, infused until t.
  double infused(int population, double t) const;
  double label_infused(double t) const;
};

/// Contradictions in words; empty when the case can be compiled.
std::vector<std::string> contradictions(const BodyCase& body_case);

/// The shape a case needs; cases of one shape can share a batch.
/// @pre contradictions(body_case) is empty
std::shared_ptr<const Layout> layout_of(const BodyCase& body_case);

/// @pre contradictions(body_case) is empty
CompiledCase compile(const BodyCase& body_case, ExtractionCache& cache);
CompiledCase compile(const BodyCase& body_case);

}  // namespace cellroute::body
