// Numbers and quantities from text, without the help of the locale or of YAML's ideas of a number.
#include "sim/scenario/quantity.hpp"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

#include "sim/scenario/units.hpp"

namespace cellroute::scenario {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

/// `nan`, `-.inf`, `Infinity`, with anything after a blank.
bool non_finite_word(std::string_view text) {
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) text.remove_prefix(1);
  if (!text.empty() && text.front() == '.') text.remove_prefix(1);
  std::string word;
  for (const char c : text.substr(0, text.find(' ')))
    word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return word == "nan" || word == "inf" || word == "infinity";
}

/// The number at the start of `text`, which is cut to what follows it.
std::optional<double> leading_number(std::string_view& text, Finding& finding) {
  if (non_finite_word(text)) {
    finding = {fmt::format("`{}` is not a finite number", text), "every quantity must be finite", ""};
    return {};
  }
  std::string_view digits = text;
  if (!digits.empty() && digits.front() == '+') digits.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc::result_out_of_range) {
    finding = {fmt::format("`{}` is too large or too small for a number", text), "", ""};
    return {};
  }
  if (error != std::errc() || (digits.size() < text.size() && digits.front() == '-')) {
    finding = {fmt::format("`{}` is not a number", text), "", ""};
    return {};
  }
  text = digits.substr(static_cast<std::size_t>(end - digits.data()));
  if (text.size() > 1 && (text[0] == ',' || text[0] == '_') &&
      std::isdigit(static_cast<unsigned char>(text[1]))) {
    finding = {fmt::format("`{}` has a separator inside its number", digits), "",
               "write a decimal point and no thousands separators, as in `1500` or `1.5e3`"};
    return {};
  }
  return value;
}

double without_conversion_noise(double value) {
  std::array<char, 40> buffer{};
  const auto written =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific, 14);
  std::from_chars(buffer.data(), written.ptr, value);
  return value;
}

std::string example(std::string_view number, const Spec& spec) {
  return fmt::format("for example `{} {}`", number, customary_unit(spec.unit));
}

}  // namespace

std::optional<double> parse_number(std::string_view text, Finding& finding) {
  std::string_view rest = trimmed(text);
  const auto value = leading_number(rest, finding);
  if (!value) return {};
  if (!rest.empty()) {
    finding = {fmt::format("`{}` is not a plain number", trimmed(text)), "", ""};
    return {};
  }
  return value;
}

std::optional<long long> parse_integer(std::string_view text) {
  text = trimmed(text);
  long long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

namespace {

std::optional<double> convert_written(std::string_view name, double number, std::string_view unit,
                                      std::string_view written, const Spec& spec, Finding& finding) {
  Unit from, to;
  try {
    from = parse_unit(unit);
    to = parse_unit(spec.unit);
  } catch (const UnitError& error) {
    finding = {error.what(), "", error.hint};
    return {};
  }
  if (from.powers != to.powers) {
    finding = {
        fmt::format("`{}` is {}, `{}` is {}", written, dimension_phrase(from), name, dimension_phrase(to)),
        "", example(fmt::format("{}", number), spec)};
    if (std::string_view(spec.unit) == "1") finding.hint = "write a plain number or `%`";
    return {};
  }
  if (from.offset != 0) {
    finding = {fmt::format("`{}` has a zero of its own, `{}` counts from absolute zero", unit, name), "",
               fmt::format("write `{:.6g} K`", number * from.scale + from.offset)};
    return {};
  }
  const double value = from.scale == 1 ? number : without_conversion_noise(number * from.scale);
  if (!std::isfinite(value)) {
    finding = {fmt::format("`{}` is too large for a number", written), "", ""};
    return {};
  }
  return value;
}

}  // namespace

std::optional<double> convert(std::string_view name, double number, std::string_view unit, const Spec& spec,
                              Finding& finding) {
  return convert_written(name, number, unit, fmt::format("{} {}", number, unit), spec, finding);
}

std::optional<double> parse_quantity(std::string_view name, std::string_view text, const Spec& spec,
                                     Finding& finding) {
  const std::string_view whole = trimmed(text);
  const std::string_view si = spec.unit;
  std::string_view rest = whole;
  const auto number = leading_number(rest, finding);
  if (!number) {
    if (finding.hint.empty()) finding.hint = si == "1" ? "write a plain number or `%`" : example("10", spec);
    return {};
  }
  rest = trimmed(rest);
  if (!rest.empty()) return convert_written(name, *number, rest, whole, spec, finding);
  if (si == "1" || si == "count" || si == "cell") return number;
  finding = {fmt::format("`{}` needs a unit", name),
             fmt::format("it is {}", dimension_phrase(parse_unit(si))), example(whole, spec)};
  return {};
}

std::optional<double> scale_of(std::string_view unit, const Spec& spec) {
  try {
    const Unit from = parse_unit(unit);
    if (from.powers == parse_unit(spec.unit).powers) return from.scale;
  } catch (const UnitError&) {
  }
  return {};
}

std::optional<Finding> out_of_range(std::string_view name, double value, const Spec& spec,
                                    std::string_view written) {
  if (value >= spec.min && value <= spec.max) return {};
  const bool below = value < spec.min;
  const std::string shown = written.empty() ? in_si(value, spec) : std::string(trimmed(written));
  return Finding{fmt::format("`{}` is {}, {} {}", name, shown, below ? "below" : "above",
                             in_si(below ? spec.min : spec.max, spec)),
                 fmt::format("it may be {} to {}", in_si(spec.min, spec), in_si(spec.max, spec)), spec.about};
}

std::string short_number(double value) {
  std::string number = fmt::format("{:.6g}", value);
  // 1e+08 -> 1e8, 1e-07 -> 1e-7
  if (const auto e = number.find('e'); e != std::string::npos) {
    if (number[e + 1] == '+') number.erase(e + 1, 1);
    const auto digits = number.find_first_of("0123456789", e);
    while (digits + 1 < number.size() && number[digits] == '0') number.erase(digits, 1);
  }
  return number;
}

std::string in_si(double value, const Spec& spec) {
  const std::string number = short_number(value);
  return std::string_view(spec.unit) == "1" ? number : number + " " + spec.unit;
}

}  // namespace cellroute::scenario
