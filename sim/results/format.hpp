// Numbers as people read them.
#pragma once

#include <string>

namespace cellroute::results {

inline constexpr double pascal_per_mmhg = 133.322387415;
inline constexpr double seconds_per_day = 86400;

/// A share [1] as percent, at most five characters: 0, <0.01, 0.12, 1.23, 12.3, 100. What lies
/// below 0 by less than the error allowed in a run is shown as 0.
std::string percent(double share);

/// Three significant digits, powers of ten from 1e4 on: 0.0123, 4.56, 789, 1.2e8.
std::string number(double value);

/// [s] in the unit a clinician would choose: 30 s, 5 min, 24 h, 10 d; in a smaller one where three digits of
/// that are exact and of the larger are not: 337 h, which is not 14 d.
std::string duration(double seconds);

/// Pressure [Pa] in mmHg with one decimal.
std::string mmhg(double pascal);

/// The clinic's unit for an SI unit (Pa: mmHg, m3: mL, m3/kg: mL/kg, m: um, 1/s: 1/h, 1: %), a value in it,
/// and both.
std::string clinical_unit(const std::string& unit);
std::string clinical_number(double value, const std::string& unit);
std::string clinical(double value, const std::string& unit);

/// Every digit needed to read the same double back.
std::string exact(double value);

/// Library names in words: umbilical_cord_msc -> umbilical cord MSC; paths lose folder and ending.
std::string words(const std::string& name);

/// "healthy human", "human with alcoholic cirrhosis".
std::string patient_words(const std::string& species, const std::string& condition);

/// A number of cells, and one of them is no plural: "1e8 cells".
std::string cells_words(double cells);

/// number(), or "<1e-6" for a positive value below `floor`.
std::string number_above(double floor, double value);

/// `text` broken at spaces to `width`, each line after the first indented.
std::string wrap(const std::string& text, std::size_t width, std::size_t indent);

}  // namespace cellroute::results
