// UDUNITS-2 behind a mutex, with cells, counts, enzyme and force units added.
#include "sim/scenario/units.hpp"

#include <fmt/format.h>
#include <udunits2.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <mutex>
#include <vector>

#include "sim/scenario/nearest.hpp"

namespace cellroute::scenario {
namespace {

struct FreeUnit {
  void operator()(ut_unit* unit) const { ut_free(unit); }
};
using UnitHandle = std::unique_ptr<ut_unit, FreeUnit>;

struct FreeSystem {
  void operator()(ut_system* system) const { ut_free_system(system); }
};

/// Names UDUNITS lacks, each with what it stands for. Counting units come first: later rows use them.
struct Extra {
  const char* name;
  const char* definition;  // empty: a base unit of its own
};
constexpr std::array extras = {Extra{"cell", ""},        Extra{"cells", "cell"}, Extra{"count", ""},
                               Extra{"counts", "count"}, Extra{"M", "mol/L"},    Extra{"U", "umol/min"},
                               Extra{"IU", "umol/min"},  Extra{"dyn", "1e-5 N"}, Extra{"hrs", "h"},
                               Extra{"mins", "min"},     Extra{"secs", "s"},     Extra{"cP", "mPa s"},
                               Extra{"P", "0.1 Pa s"}};

class Database {
 public:
  Database() {
    ut_set_error_message_handler(ut_ignore);
    system_.reset(ut_read_xml(nullptr));
    if (!system_) {
      ut_status status = UT_SUCCESS;
      const char* path = ut_get_path_xml(nullptr, &status);
      throw UnitDatabaseError(
          fmt::format("the unit database of UDUNITS-2 cannot be read (tried `{}`); install the package "
                      "libudunits2-data, or name the file in the environment variable UDUNITS2_XML_PATH",
                      path ? path : "?"));
    }
    // UDUNITS takes a count for the number 1, which would let fractions and counts pass for each other.
    for (const char* name : {"count", "counts"}) ut_unmap_name_to_unit(system_.get(), name, UT_ASCII);
    for (const Extra& extra : extras) add(extra);
  }

  Unit parse(const std::string& text) {
    if (const auto known = cache_.find(text); known != cache_.end()) return known->second;
    const UnitHandle handle = parse_handle(text);
    if (!handle) throw UnitError(fmt::format("unknown unit `{}`", text), unknown_hint(text));
    Unit unit;
    const ut_visitor visitor{basic, product, galilean, timestamp, logarithmic};
    if (ut_accept_visitor(handle.get(), &visitor, &unit) != UT_SUCCESS)
      throw UnitError(fmt::format("`{}` is a date or a logarithm, not a unit", text),
                      "write a plain unit such as `min` or `um`");
    cache_.emplace(text, unit);
    return unit;
  }

 private:
  void add(const Extra& extra) {
    const bool base = *extra.definition == 0;
    const UnitHandle unit{base ? ut_new_base_unit(system_.get()) : parse_handle(extra.definition).release()};
    // Symbols are case-sensitive, so that `M` (molar) and `U` do not take `m` and `u` with them.
    if (!unit || ut_map_symbol_to_unit(extra.name, UT_ASCII, unit.get()) != UT_SUCCESS ||
        (base && ut_map_unit_to_symbol(unit.get(), extra.name, UT_ASCII) != UT_SUCCESS))
      throw UnitDatabaseError(fmt::format("the unit `{}` cannot be added to the unit database", extra.name));
  }

  UnitHandle parse_handle(const std::string& text) const {
    std::string trimmed = text;
    ut_trim(trimmed.data(), UT_UTF8);
    return UnitHandle{ut_parse(system_.get(), trimmed.c_str(), UT_UTF8)};
  }

  /// Names the first word of a unit that is unknown by itself, and what it may stand for.
  std::string unknown_hint(const std::string& text) const {
    static const std::vector<std::string> common = {
        "s",    "min",   "h",     "d",      "days",  "hours", "m",     "cm", "mm",  "um",
        "nm",   "L",     "dL",    "mL",     "uL",    "kg",    "g",     "mg", "Pa",  "kPa",
        "mmHg", "cmH2O", "cells", "cell",   "count", "%",     "U",     "IU", "mol", "dyn",
        "pN",   "mM",    "L/min", "mL/min", "1/h",   "1/s",   "1/min", "1/d"};
    const auto in_word = [](char c) {
      return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || c == '%';
    };
    for (auto start = text.begin(); start != text.end();) {
      start = std::find_if(start, text.end(), in_word);
      const auto end = std::find_if_not(start, text.end(), in_word);
      const std::string part(start, end);
      start = end;
      if (part.empty() || parse_handle(part)) continue;
      const std::string best = nearest(part, common);
      if (!best.empty()) return fmt::format("did you mean `{}`?", best);
    }
    return "units are written as in `6.5 um`, `5 L/min`, `0.3 1/h`, `1e8 cells`";
  }

  static Unit& target(void* arg) { return *static_cast<Unit*>(arg); }
  static std::string base_name(const ut_unit* unit) {
    const char* symbol = ut_get_symbol(unit, UT_ASCII);
    if (!symbol) symbol = ut_get_name(unit, UT_ASCII);
    return symbol ? symbol : "?";
  }
  static ut_status basic(const ut_unit* unit, void* arg) {
    target(arg).powers[base_name(unit)] += 1;
    return UT_SUCCESS;
  }
  static ut_status product(const ut_unit*, int count, const ut_unit* const* units, const int* powers,
                           void* arg) {
    for (int i = 0; i < count; ++i) target(arg).powers[base_name(units[i])] += powers[i];
    return UT_SUCCESS;
  }
  static ut_status galilean(const ut_unit*, double scale, const ut_unit* underlying, double offset,
                            void* arg) {
    target(arg).scale *= scale;
    target(arg).offset = offset * scale;
    const ut_visitor visitor{basic, product, galilean, timestamp, logarithmic};
    return ut_accept_visitor(underlying, &visitor, arg);
  }
  static ut_status timestamp(const ut_unit*, const ut_unit*, double, void*) { return UT_VISIT_ERROR; }
  static ut_status logarithmic(const ut_unit*, double, const ut_unit*, void*) { return UT_VISIT_ERROR; }

  std::unique_ptr<ut_system, FreeSystem> system_;
  std::map<std::string, Unit, std::less<>> cache_;
};

/// `/100g` reads as "divide by 100, multiply by g".
void refuse_number_in_denominator(std::string_view text) {
  const auto take = [](std::string_view& rest, auto&& wanted) {
    std::size_t length = 0;
    while (length < rest.size() && wanted(static_cast<unsigned char>(rest[length]))) ++length;
    const std::string_view taken = rest.substr(0, length);
    rest.remove_prefix(length);
    return taken;
  };
  const auto blank = [](int c) { return std::isspace(c) != 0; };
  for (auto slash = text.find('/'); slash != std::string_view::npos; slash = text.find('/', slash + 1)) {
    std::string_view rest = text.substr(slash + 1);
    take(rest, blank);
    const std::string_view number = take(rest, [](int c) { return std::isdigit(c) || c == '.'; });
    take(rest, blank);
    const std::string_view unit = take(rest, [](int c) { return std::isalpha(c) != 0; });
    if (number.empty() || unit.empty()) continue;
    throw UnitError(fmt::format("`{}` divides by {} and multiplies by {}", text, number, unit),
                    fmt::format("write `/({} {})`", number, unit));
  }
}

}  // namespace

Unit parse_unit(std::string_view text) {
  std::string unit(text);
  unit.erase(0, unit.find_first_not_of(" \t"));
  unit.erase(unit.find_last_not_of(" \t") + 1);
  if (unit.empty() || unit == "1") return {};
  refuse_number_in_denominator(unit);
  if (unit.front() == '/') unit.insert(0, "1");

  static std::mutex mutex;  // UDUNITS keeps its parser's state and its last error in globals
  const std::lock_guard lock(mutex);
  static Database database;
  Unit parsed = database.parse(unit);
  std::erase_if(parsed.powers, [](const auto& power) { return power.second == 0; });
  return parsed;
}

std::string dimension_text(const Unit& unit) {
  std::string over, under;
  int below = 0;
  for (const auto& [name, power] : unit.powers) {
    std::string& side = power > 0 ? over : under;
    if (!side.empty()) side += ' ';
    side += name;
    if (power < 0) ++below;
    if (std::abs(power) != 1) side += std::to_string(std::abs(power));
  }
  if (over.empty()) over = "1";
  if (below == 0) return over;
  return over + "/" + (below > 1 ? "(" + under + ")" : under);
}

std::string dimension_phrase(const Unit& unit) {
  const std::string text = dimension_text(unit);
  if (text == "1") return "a ratio";
  if (text == "cell") return "a number of cells";
  if (text == "count") return "a count";
  return "a quantity in " + text;
}

std::string customary_unit(std::string_view si_unit) {
  static const std::map<std::string, const char*, std::less<>> customary = {
      {"s", "min"},   {"m", "um"},     {"m3/s", "L/min"}, {"m3", "mL"}, {"Pa", "mmHg"},
      {"1/s", "1/h"}, {"1/m", "1/cm"}, {"cell", "cells"}, {"kg", "kg"}};
  const auto found = customary.find(si_unit);
  return found == customary.end() ? std::string(si_unit) : found->second;
}

}  // namespace cellroute::scenario
