// A number with a unit, written as text: `20 min`, `6.5 um`, `1e8 cells`, `5 %`, `3`.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/parameter.hpp"

namespace cellroute::scenario {

/// What is wrong with a text, without a place.
struct Finding {
  std::string problem, why, hint;
};

/// A whole text as a finite number, independent of the locale; `finding` says why not.
std::optional<double> parse_number(std::string_view text, Finding& finding);

/// A whole text as an integer (decimal; a leading zero changes nothing).
std::optional<long long> parse_integer(std::string_view text);

/// `number unit` in the SI unit of `spec`. A bare number passes for a ratio, a count and cells only.
/// `name` is what the error texts call it. The range of `spec` is not looked at.
std::optional<double> parse_quantity(std::string_view name, std::string_view text, const Spec& spec,
                                     Finding& finding);

/// A number already parsed, in `unit`, as SI of `spec`. The result is the double nearest to a decimal of 15
/// digits, so that 6.5 um and 0.0065 mm are the same number.
std::optional<double> convert(std::string_view name, double number, std::string_view unit, const Spec& spec,
                              Finding& finding);

/// The factor from `unit` to SI of `spec`; nothing if their dimensions differ.
std::optional<double> scale_of(std::string_view unit, const Spec& spec);

/// Says that `value` (SI) is outside the range of `spec`; nothing when it is inside. `written` is the value
/// as the file has it, if it is a single text.
std::optional<Finding> out_of_range(std::string_view name, double value, const Spec& spec,
                                    std::string_view written = {});

/// Six digits, and powers of ten as people write them: 1e8, 1e-7.
std::string short_number(double value);

/// `3.5 m`, `0.2`, `1e8 cell`: an SI value with its unit, ratios bare.
std::string in_si(double value, const Spec& spec);

}  // namespace cellroute::scenario
