// Numbers as people read them.
#include "sim/results/format.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/results/table.hpp"

using namespace cellroute::results;

TEST_CASE("A share is shown as percent in at most five characters") {
  CHECK(percent(0) == "0");
  CHECK(percent(1e-9) == "<0.01");
  CHECK(percent(0.00012) == "0.01");
  CHECK(percent(0.0123) == "1.23");
  CHECK(percent(0.09996) == "10.0");
  CHECK(percent(0.345) == "34.5");
  CHECK(percent(0.99951) == "100");
  CHECK(percent(1) == "100");
  CHECK(percent(NAN) == "-");
  for (double share = 1e-7; share <= 1; share *= 1.07) CHECK(percent(share).size() <= 5);
}

TEST_CASE("A negative share beyond the error allowed in a run is never shown as nothing") {
  CHECK(percent(-1e-9) == "0");
  CHECK(percent(-1e-6) == ">-.01");
  CHECK(percent(-0.02) == "-2.00");
}

TEST_CASE("A number is shown with three significant digits") {
  CHECK(number(0) == "0");
  CHECK(number(1e8) == "1e8");
  CHECK(number(1.2345e8) == "1.23e8");
  CHECK(number(4.5678) == "4.57");
  CHECK(number(45.678) == "45.7");
  CHECK(number(456.78) == "457");
  CHECK(number(0.012345) == "0.0123");
  CHECK(number(-2.5) == "-2.5");
  CHECK(number(3.2e-7) == "3.2e-7");
}

TEST_CASE("A time is shown in the unit a clinician would choose") {
  CHECK(duration(0) == "0 s");
  CHECK(duration(30) == "30 s");
  CHECK(duration(300) == "5 min");
  CHECK(duration(3600) == "1 h");
  CHECK(duration(86400) == "24 h");
  CHECK(duration(3 * 86400) == "3 d");
  CHECK(duration(10 * 86400) == "10 d");
  CHECK(duration(337 * 3600) == "337 h");  // and not 14 d
  CHECK(duration(36 * 3600) == "36 h");
  CHECK(duration(60 * 3600) == "2.5 d");
  CHECK(duration(100 * 60) == "100 min");
  CHECK(duration(1282.2) == "21.4 min");  // exact in no unit
  CHECK(duration(1e99) == "1e99 s");
}

TEST_CASE("Pressures and volumes are shown in the clinic's units") {
  CHECK(mmhg(133.322387415 * 14.24) == "14.2");
  CHECK(mmhg(-1e-9) == "0.0");
  CHECK(clinical(25 * 98.0665, "Pa") == "18.4 mmHg");
  CHECK(clinical(2.5e-7, "m3/kg") == "0.25 mL/kg");
  CHECK(clinical(5e-6, "m3") == "5 mL");
  CHECK(clinical(5e-6, "m") == "5 um");
  CHECK(clinical(5e-6, "1/s") == "0.018 1/h");
}

TEST_CASE("An exact number reads back as the same double") {
  for (double value : {1.0 / 3, 6.02214076e23, 2.2250738585072014e-308, 0.1})
    CHECK(std::stod(exact(value)) == value);
}

TEST_CASE("Library names are spelt as the field does") {
  CHECK(words("umbilical_cord_msc") == "umbilical cord MSC");
  CHECK(words("in111_oxine") == "In-111 oxine");
  CHECK(words("../mine/my_patient.yaml") == "my patient");
}

TEST_CASE("Numbers too small to matter are shown as below a floor") {
  CHECK(number_above(1e-6, 4e-17) == "<1e-6");
  CHECK(number_above(1e-6, 0) == "0");
  CHECK(number_above(1e-6, 2e-6) == "2e-6");
}

TEST_CASE("Wrapped text stays within its width and keeps every word") {
  const std::string text = wrap("one two three four five six seven eight nine ten", 20, 4);
  CHECK(text == "one two three\n    four five six\n    seven eight nine\n    ten");
}

TEST_CASE("Columns line up when names hold more bytes than characters") {
  TextTable table(10, 8, 1);
  table.row("\xc3\xa9t\xc3\xa9", {"1"});
  table.row("winter", {"22"});
  CHECK(table.text() == "\xc3\xa9t\xc3\xa9              1\nwinter          22\n");
}
