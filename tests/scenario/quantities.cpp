// Numbers and units: what is read, what is refused, and in which words.
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

#include "models/parameter.hpp"
#include "sim/scenario/quantity.hpp"
#include "sim/scenario/units.hpp"

using namespace cellroute;
using namespace cellroute::scenario;

namespace {

const Spec duration{"s", 0, 1e9, ""}, length{"m", 0, 1, ""}, ratio{"1", 0, 1, ""}, count{"count", 0, 1e9, ""},
    cells{"cell", 0, 1e13, ""}, rate{"1/s", 0, 1, ""}, pressure{"Pa", 0, 1e9, ""},
    temperature{"K", 0, 400, ""}, force{"N", 0, 1, ""}, activity{"mol/s", 0, 1, ""},
    concentration{"mol/m3", 0, 1e3, ""}, flow{"m3/s", 0, 1, ""}, perfusion{"m3/(kg s)", 0, 1, ""},
    dose{"cell/kg", 0, 1e12, ""};

double read(const char* text, const Spec& spec) {
  Finding finding;
  const auto value = parse_quantity("x", text, spec, finding);
  INFO(text << ": " << finding.problem);
  REQUIRE(value);
  return *value;
}

std::string refusal(const char* text, const Spec& spec) {
  Finding finding;
  const auto value = parse_quantity("x", text, spec, finding);
  INFO(text);
  REQUIRE_FALSE(value);
  return finding.problem + (finding.hint.empty() ? "" : " -> " + finding.hint);
}

}  // namespace

TEST_CASE("quantities become SI") {
  CHECK(read("20 min", duration) == 1200);
  CHECK(read("1 h", duration) == 3600);
  CHECK(read("10 d", duration) == 864000);
  CHECK(read("3 days", duration) == 259200);
  CHECK(read("6.5 um", length) == 6.5e-6);
  CHECK(read("6.5 µm", length) == 6.5e-6);
  CHECK(read("6.5um", length) == 6.5e-6);
  CHECK(read("5 %", ratio) == 0.05);
  CHECK(read("0.5", ratio) == 0.5);
  CHECK(read("+3", ratio) == 3);
  CHECK(read("010", ratio) == 10);
  CHECK(read("1e8 cells", cells) == 1e8);
  CHECK(read("1e8", cells) == 1e8);
  CHECK(read("2 Mcells", cells) == 2e6);
  CHECK(read("7 count", count) == 7);
  CHECK(read("7", count) == 7);
  CHECK(read("1e6 cells/kg", dose) == 1e6);
  CHECK(read("6.5 L/min", flow) == Approx(6.5e-3 / 60).epsilon(1e-14));
  CHECK(read("3600 1/h", rate) == 1);
  CHECK(read("3600 /h", rate) == 1);
  CHECK(read("60 mL/min/(100 g)", perfusion) == Approx(1e-5).epsilon(1e-14));
}

TEST_CASE("units of this field that the database lacks are known") {
  CHECK(read("10 mmHg", pressure) == 1333.22387415);
  CHECK(read("1 cmH2O", pressure) == 98.0665);
  CHECK(read("1 dyn", force) == 1e-5);
  CHECK(read("50 pN", force) == 5e-11);
  CHECK(read("60 U", activity) == 1e-6);
  CHECK(read("60 mIU", activity) == 1e-9);
  CHECK(read("1 mM", concentration) == 1);
}

TEST_CASE("the same quantity in different units is the same number") {
  CHECK(read("6.5 um", length) == read("0.0065 mm", length));
  CHECK(read("6.5 um", length) == read("6500 nm", length));
  CHECK(read("100 mL/min", flow) == read("0.1 L/min", flow));
  CHECK(read("0.7 1/h", rate) == read("16.8 1/d", rate));
}

TEST_CASE("a quantity without its unit is refused with an example") {
  CHECK(refusal("20", duration) == "`x` needs a unit -> for example `20 min`");
  CHECK(refusal("6.5", length) == "`x` needs a unit -> for example `6.5 um`");
}

TEST_CASE("a wrong dimension is refused") {
  CHECK(refusal("20 um", duration) ==
        "`20 um` is a quantity in m, `x` is a quantity in s -> for example `20 min`");
  // The unit database converts reciprocals into each other.
  CHECK(refusal("20 min", rate) ==
        "`20 min` is a quantity in s, `x` is a quantity in 1/s -> for example `20 1/h`");
  CHECK(refusal("3 rad", ratio) ==
        "`3 rad` is a quantity in rad, `x` is a ratio -> write a plain number or `%`");
}

TEST_CASE("counts, cells and fractions do not pass for each other") {
  CHECK(refusal("50 %", cells) == "`50 %` is a ratio, `x` is a number of cells -> for example `50 cells`");
  CHECK(refusal("50 %", count) == "`50 %` is a ratio, `x` is a count -> for example `50 count`");
  CHECK(refusal("1e6 cells", ratio) ==
        "`1e6 cells` is a number of cells, `x` is a ratio -> write a plain number or `%`");
  CHECK(refusal("3 count", ratio) == "`3 count` is a count, `x` is a ratio -> write a plain number or `%`");
  CHECK(refusal("3 cells", count) ==
        "`3 cells` is a number of cells, `x` is a count -> for example `3 count`");
  CHECK(refusal("3 count", cells) ==
        "`3 count` is a count, `x` is a number of cells -> for example `3 cells`");
}

TEST_CASE("numbers that are not finite are refused by name") {
  for (const char* text :
       {"nan", ".nan", ".NaN", "inf", "-inf", ".inf", "-.Inf", "Infinity", "inf min", "nan min"})
    CHECK(refusal(text, duration) ==
          std::string("`") + text + "` is not a finite number -> for example `10 min`");
  CHECK(refusal("1e999 min", duration) ==
        "`1e999 min` is too large or too small for a number -> for example `10 min`");
  CHECK(refusal("1e308 d", duration).starts_with("`1e308 d` is too large for a number"));
}

TEST_CASE("text that is no number is refused") {
  for (const char* text : {"", "min", "yes", "~", "- 3 min", "+-3 min", "five min"})
    CHECK(refusal(text, duration) == std::string("`") + text + "` is not a number -> for example `10 min`");
  CHECK(refusal("1,5 min", duration).starts_with("`1,5 min` has a separator inside its number"));
  CHECK(refusal("1_000 min", duration).starts_with("`1_000 min` has a separator inside its number"));
  CHECK(refusal("0x10 min", duration).starts_with("unknown unit `x10 min`"));
}

TEST_CASE("a number in a denominator is refused with parentheses as the hint") {
  CHECK(refusal("60 mL/min/100g", perfusion) ==
        "`mL/min/100g` divides by 100 and multiplies by g -> write `/(100 g)`");
  CHECK(refusal("60 mL/min/100 g", perfusion) ==
        "`mL/min/100 g` divides by 100 and multiplies by g -> write `/(100 g)`");
}

TEST_CASE("units with a zero of their own are refused with the absolute value") {
  CHECK(refusal("37 degC", temperature) ==
        "`degC` has a zero of its own, `x` counts from absolute zero -> write `310.15 K`");
  CHECK(refusal("98.6 degF", temperature) ==
        "`degF` has a zero of its own, `x` counts from absolute zero -> write `310.15 K`");
  CHECK(read("310.15 K", temperature) == 310.15);
}

TEST_CASE("an unknown unit is refused with the nearest known one") {
  CHECK(refusal("20 mni", duration) == "unknown unit `mni` -> did you mean `min`?");
  CHECK(refusal("5 L/mni", flow) == "unknown unit `L/mni` -> did you mean `min`?");
  CHECK(
      refusal("5 s since 2000-01-01", duration).starts_with("`s since 2000-01-01` is a date or a logarithm"));
  CHECK(refusal("5 lg(re 1 s)", duration).starts_with("`lg(re 1 s)` is a date or a logarithm"));
}

TEST_CASE("dimensions are written as a person would") {
  CHECK(dimension_text(parse_unit("L/min")) == "m3/s");
  CHECK(dimension_text(parse_unit("mmHg")) == "kg/(m s2)");
  CHECK(dimension_text(parse_unit("1/h")) == "1/s");
  CHECK(dimension_text(parse_unit("%")) == "1");
  CHECK(dimension_text(parse_unit("cells/kg")) == "cell/kg");
}

TEST_CASE("units can be read from several threads") {
  const std::vector<const char*> texts = {"6.5 um", "7 mm", "8 cm", "9 nm", "3 km", "2 in", "5 ft", "1 m"};
  std::vector<std::vector<double>> found(4);
  std::vector<std::thread> threads;
  for (auto& values : found)
    threads.emplace_back([&values, &texts] {
      for (int repeat = 0; repeat < 50; ++repeat)
        for (const char* text : texts) {
          Finding finding;
          values.push_back(parse_quantity("x", text, length, finding).value_or(-1));
        }
    });
  for (auto& thread : threads) thread.join();
  for (const auto& values : found) CHECK(values == found.front());
  CHECK(found.front()[0] == 6.5e-6);
}
