// What a sweep file asks for: a grid of cells, the points sampled in each, and what is read off every run.
//
// A row is one scenario: (replicate, cell of the grid, point of the sample). Everything about a row is a
// function of the plan and its index alone, so that threads, ranks, shards and resumed runs cannot change a
// bit.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/numerics/statistics/copula.hpp"
#include "sim/numerics/statistics/distribution.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/sweep/metric_list.hpp"
#include "sim/sweep/points.hpp"
#include "sim/sweep/target.hpp"

namespace cellroute::sweep {

/// One dimension of the grid.
struct Axis {
  std::string name;                 // the column: `route`, `condition`, ..., `case`, or a target's path
  std::vector<std::string> labels;  // what the column shows
  std::optional<Target> target;     // of an axis of numbers
  std::vector<double> values;       // SI, of an axis of numbers
};

enum class Design { none, latin_hypercube, sobol, morris, saltelli };

/// A parameter that is sampled.
struct Factor {
  Target target;
  std::string source;  // of its spread: the library's source, or the sweep file
};

/// How the factors are sampled, in every cell of the grid at the same points of the unit cube.
struct Sample {
  Design design = Design::none;
  std::size_t size = 1;         // points; trajectories (morris); base points (saltelli)
  std::size_t replicates = 1;   // independent randomisations
  std::vector<Factor> factors;  // in the order of declaration
  std::optional<numerics::GaussianCopula> copula;
  /// Of a saltelli design: the group of each factor, from 0; factors of one group move together. Empty: each
  /// its own.
  std::vector<int> groups;

  int group_count() const;
  /// Rows of one cell in one replicate.
  std::size_t points() const;
};

/// The scenario of a cell of the axes that are not numbers, and how each factor is spread there.
struct Template {
  scenario::Scenario scenario;
  scenario::Node keys;                         // of its file
  std::vector<numerics::Distribution> spread;  // by factor; a constant where the library has no spread
  std::vector<double> cells_per_kg;            // by infusion; NaN where the file gives cells
};

struct Plan {
  std::string title;
  std::filesystem::path file;
  std::string text;  // the sweep file, verbatim
  std::string scenario_file,
      scenario_text;       // as the sweep file names it, and verbatim; empty when it holds the keys
  std::vector<Axis> axes;  // those of words first; the last changes fastest
  Sample sample;
  std::shared_ptr<const UnitPoints> points;  // none without factors
  std::vector<Template> templates;           // by cell of the axes of words
  std::vector<measures::Metric> metrics;
  std::uint64_t seed = 0;
  std::vector<std::string> overrides;  // as given with --set
  std::vector<std::string> notes;
  std::vector<std::shared_ptr<scenario::Document>> documents;  // that nodes point into
  std::string fingerprint;  // 32 hex digits: of every input that decides a number, not of the program

  std::size_t cells() const;
  std::size_t rows() const { return sample.replicates * cells() * sample.points(); }
};

struct PlanOptions {
  std::filesystem::path library;       // --library
  std::vector<std::string> overrides;  // --set path=value, on every row
};

/// @throws scenario::InputError holding every mistake
Plan load_plan(const std::filesystem::path& file, const PlanOptions& options = {});

/// True when a file has the keys of a sweep, whatever else is wrong with it.
bool is_sweep_file(const std::filesystem::path& file);

/// As load_plan, for the keys of a sweep inside another document, which must outlive the plan.
Plan read_plan(const scenario::Node& root, const std::filesystem::path& file,
               const PlanOptions& options = {});

/// Computes `fingerprint` again, after a change.
void identify(Plan& plan);

}  // namespace cellroute::sweep
