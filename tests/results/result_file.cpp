// result.h5: what is written comes back, equal records give equal bytes, anything else is refused.
#include "sim/results/result_file.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>
#include <limits>
#include <thread>

#include "tests/results/listing.hpp"
#include "tests/results/synthetic.hpp"

using namespace cellroute;
using namespace cellroute::results;
using namespace cellroute::results::test;
using Catch::Contains;

TEST_CASE("Every value of a record comes back from its file exactly") {
  const Record written = record();
  require_same(written, decode(encode(written), "result.h5"));
}

TEST_CASE("A record with one time, one class, no stop rules, no notes and no modifiers comes back") {
  Record written = record({1, 1});
  written.body.stop_rules.clear();
  written.body.notes.clear();
  written.inputs.modifiers.clear();
  require_same(written, decode(encode(written), "result.h5"));
}

TEST_CASE("Equal records are equal bytes a second later, and one changed bit shows") {
  Record record = test::record();
  const std::string first = encode(record);
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // HDF5 keeps times in whole seconds
  REQUIRE(encode(record) == first);
  record.body.organs[1].cells.homed.data[3] = std::nextafter(record.body.organs[1].cells.homed.data[3], 1e9);
  REQUIRE(encode(record) != first);
}

TEST_CASE("A file that is not HDF5, is empty or is cut short is refused in plain words") {
  const std::string whole = encode(record());
  REQUIRE_THROWS_WITH(decode("time,organ\n", "series.csv"), "series.csv is not an HDF5 file");
  REQUIRE_THROWS_WITH(decode("", "result.h5"), "result.h5 is empty");
  for (double kept : {0.1, 0.5, 0.99})
    REQUIRE_THROWS_WITH(
        decode(whole.substr(0, static_cast<std::size_t>(kept * static_cast<double>(whole.size()))),
               "result.h5"),
        Contains("result.h5 is cut short or damaged"));
}

TEST_CASE("A file of another type or version is refused, naming both") {
  Hdf5Writer stranger;
  stranger.attribute("/", "title", std::string("something else"));
  REQUIRE_THROWS_WITH(decode(stranger.image(), "other.h5"), Contains("not one of cellroute's"));

  Hdf5Writer sweep;
  sweep.attribute("/", "file_type", std::string("cellroute sweep"));
  REQUIRE_THROWS_WITH(decode(sweep.image(), "sweep.h5"),
                      "sweep.h5 is a \"cellroute sweep\"; a \"cellroute body result\" is needed");

  Hdf5Writer future;
  future.attribute("/", "file_type", std::string(file_type));
  future.attribute("/", "format_version", std::uint64_t{7});
  REQUIRE_THROWS_WITH(decode(future.image(), "new.h5"),
                      Contains("format version 7") && Contains("reads version 1"));
}

TEST_CASE("A file of the right type that lacks a dataset is refused, naming it") {
  Hdf5Writer partial;
  partial.attribute("/", "file_type", std::string(file_type));
  partial.attribute("/", "format_version", format_version);
  for (const char* name : {"program", "program_version", "program_commit", "fingerprint"})
    partial.attribute("/", name, std::string("x"));
  partial.attribute("/", "seed", std::uint64_t{1});
  for (const char* name : {"title", "species", "condition", "product", "label", "host", "decay"})
    partial.attribute("/scenario", name, std::string("x"));
  REQUIRE_THROWS_WITH(decode(partial.image(), "part.h5"),
                      Contains("part.h5 has no dataset /scenario/modifiers"));
}

TEST_CASE("What is no number, or less than no cells, is refused where it stands") {
  for (const double wrong : {std::nan(""), std::numeric_limits<double>::infinity()}) {
    Record broken = record();
    broken.body.organs.at(1).cells.trapped.data.at(0) = wrong;
    CHECK_THROWS_WITH(decode(encode(broken), "x.h5"), Contains("x.h5: /body/" + broken.body.organs[1].name) &&
                                                          Contains("which is no number of a run"));
    broken = record();
    broken.body.times.back() = wrong;
    CHECK_THROWS_AS(decode(encode(broken), "x.h5"), FileError);
  }
  Record fewer = record();
  fewer.body.organs.at(1).cells.trapped.data.at(0) = -2 * fewer.body.dose;
  CHECK_THROWS_WITH(decode(encode(fewer), "x.h5"),
                    Contains("living cells in the " + fewer.body.organs[1].name));
}

TEST_CASE("A series whose length is not the number of times is refused") {
  Record record = test::record();
  record.body.hemodynamics.hvpg.push_back(1);
  REQUIRE_THROWS_WITH(decode(encode(record), "odd.h5"),
                      Contains("odd.h5: /hemodynamics/hvpg has another shape"));
}
