// What is read off a result: what a publication measured, or what a sweep reduces a run to.
//
// A measure names an operator (operators.hpp), a region and a time; the same measure is
// taken of any result: the model's, or a null predictor's.
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
#include "sim/lobule/reading.hpp"

namespace cellroute::measures {

/// The lobule level of a result, and the part of the liver that its block stands for.
struct LobuleArm {
  const lobule::LobuleResult* result = nullptr;
  const lobule::Entered* entered = nullptr;
  double volume = 0;  // [m3] of liver
};

/// One group of a study: the case, and what became of it.
struct Arm {
  const BodyCase* body = nullptr;
  const body::BodyResult* result = nullptr;
  std::optional<LobuleArm> lobule = {};  // of a scenario with that level
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
  std::string rule;                   // name of a stop rule
  std::string state;                  // of living cells in the lobule: circulating, trapped, adherent, homed
  std::string entry;                  // into the lobule: portal, arterial, central
  double background = 0;              // [1] of the whole: tracer around the region that the image adds to it
  double unattributed = 0;            // [1] of the whole: tracer that the image gives to no region
  std::shared_ptr<const Measure> relative_to;
};

/// Organs of a result, and the zones of the liver.
std::span<const std::string_view> regions();
inline constexpr std::size_t organ_regions = 10;  // the first of regions(); the rest are zones

/// States of cells in a lobule, and the ways into it, in the order of its tables.
std::span<const std::string_view> lobule_states();
std::span<const std::string_view> lobule_entries();

/// The measure in the SI unit of its operator (1 when relative). May be infinite: a half-life never reached.
/// @throws std::invalid_argument when the arm, its level, time, region or parameter does not exist
double evaluate(const Measure& measure, const Arms& arms);

/// True when `measure` is above the same measure of every other organ (all but `rest` and blood).
bool is_largest(const Measure& measure, const Arms& arms);

/// "label in lung, 1 h (arm)"
std::string describe(const Measure& measure);

}  // namespace cellroute::measures
