// Units of measurement: UDUNITS-2 and the units of this field that it lacks. The only includer of UDUNITS-2.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace cellroute::scenario {

/// The unit database cannot be read; the text names every place.
struct UnitDatabaseError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A unit this program does not take. `hint` says what to write instead.
struct UnitError : std::runtime_error {
  UnitError(const std::string& problem, std::string advice)
      : std::runtime_error(problem), hint(std::move(advice)) {}
  std::string hint;
};

/// `scale` turns a number in the unit into SI; `powers` are the exponents of the base units
/// (m, kg, s, mol, ..., cell, count). Two units convert into each other when their powers are equal:
/// UDUNITS' own test would also accept a reciprocal (a time for a rate) and a count for a ratio.
struct Unit {
  double scale = 1;
  double offset = 0;  // in scaled units, nonzero for degC and degF
  std::map<std::string, int> powers;
};

/// Reads a unit such as `mL/min/(100 g)`, `cells/kg`, `%`; empty and `1` are the ratio.
/// Safe to call from several threads.
/// @throws UnitError, UnitDatabaseError
Unit parse_unit(std::string_view text);

/// The dimension in SI base units, as a person writes it: `m3/s`, `kg/(m s2)`, `cell`, `1`.
std::string dimension_text(const Unit& unit);

/// "a ratio", "a number of cells", "a count", or "a quantity in m3/s".
std::string dimension_phrase(const Unit& unit);

/// A customary unit of the dimension of an SI unit, for examples: `min` for `s`, `um` for `m`.
std::string customary_unit(std::string_view si_unit);

}  // namespace cellroute::scenario
