// What a publication measured, as a quantity of the model: the observation operators.
//
// A measure names an operator (a row of the table in measure.cpp), a region and a time; the same measure is
// taken of the model's result and of the null predictors' results.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/therapy/infusion.hpp"
#include "sim/body/result.hpp"

namespace cellroute::measures {

/// One group of a study: the case, and what became of it.
struct Arm {
  const BodyCase* body = nullptr;
  const body::BodyResult* result = nullptr;
};
using Arms = std::map<std::string, Arm, std::less<>>;

struct Measure {
  std::string what;                   // a name of operators()
  std::string arm;                    // a key of Arms
  std::vector<std::string> region;    // names of regions(); summed
  std::vector<std::string> share_of;  // regions whose sum is the whole; empty: the dose
  std::optional<double> time;         // [s]
  std::optional<double> since;        // [s]: how much less there is at `time` than then
  std::string path;                   // of a parameter
  double background = 0;              // [1] of the whole: tracer around the region that the image adds to it
  double unattributed = 0;            // [1] of the whole: tracer that the image gives to no region
  std::shared_ptr<const Measure> relative_to;
};

/// An observation operator: what it takes from a result, in which SI unit.
struct Operator {
  std::string_view name, about, unit;
  bool needs_region, needs_time, needs_path;
  double (*take)(const Measure&, const Arm&);
};
std::span<const Operator> operators();
const Operator* find_operator(std::string_view name);

/// Organs of a result, and the zones of the liver.
std::span<const std::string_view> regions();
inline constexpr std::size_t organ_regions = 10;  // the first of regions(); the rest are zones

/// The measure in the SI unit of its operator (1 when relative). May be infinite: a half-life never reached.
/// @throws std::invalid_argument when the arm, its time, region or parameter does not exist
double evaluate(const Measure& measure, const Arms& arms);

/// True when `measure` is above the same measure of every other organ (all but `rest` and blood).
bool is_largest(const Measure& measure, const Arms& arms);

/// "label in lung, 1 h (arm)"
std::string describe(const Measure& measure);

}  // namespace cellroute::measures
