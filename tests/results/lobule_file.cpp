// The lobule in result.h5: what is written comes back, and a damaged group is said plainly.
#include <hdf5.h>

#include <catch2/catch.hpp>

#include "sim/results/result_file.hpp"
#include "tests/results/altered.hpp"
#include "tests/results/listing.hpp"
#include "tests/results/synthetic.hpp"
#include "tests/results/synthetic_lobule.hpp"

using namespace cellroute;
using namespace cellroute::results;
using namespace cellroute::results::test;
using Catch::Contains;

namespace {

Record with_lobule(LobuleShape shape = {}) {
  Record made = record();
  made.lobule = lobule_record(shape);
  return made;
}

}  // namespace

TEST_CASE("Every value of a lobule comes back from its file exactly") {
  const Record written = with_lobule();
  const Record read = decode(encode(written), "result.h5");
  require_same(written, read);
  REQUIRE(read.lobule);
  const LobuleRecord& lobule = *read.lobule;
  CHECK(lobule.result.zone_definition == "area");
  CHECK(lobule.numerics.zones == ZoneKind::area);
  CHECK(lobule.numerics.boundary == LobuleBoundary::walled);
  CHECK(lobule.numerics.seed == 9876543210123456789ull);
  CHECK(lobule.stepping.transport == LobuleTransport::transient);
  CHECK_FALSE(lobule.stepping.plugging);
  CHECK(lobule.result.cells == std::array<int, 3>{260, 375, 1});
  CHECK(lobule.result.classes.back().dead);
  CHECK_FALSE(lobule.result.classes.front().dead);
  CHECK(lobule.result.zones[2].cells.lost.classes == 3);
  CHECK(lobule.result.first_pass[1].stuck == written.lobule->result.first_pass[1].stuck);
  CHECK_FALSE(lobule.result.first_pass[2].flows);
}

TEST_CASE("A lobule has its own times and classes, as many or as few as it likes") {
  for (const LobuleShape shape : {LobuleShape{1, 1}, LobuleShape{5, 7}}) {
    const Record written = with_lobule(shape);
    const Record read = decode(encode(written), "result.h5");
    require_same(written, read);
    CHECK(read.lobule->result.times.size() == static_cast<std::size_t>(shape.times));
    CHECK(read.body.times.size() == 3);
  }
}

TEST_CASE("A record without a lobule comes back without one") {
  CHECK_FALSE(decode(encode(record()), "result.h5").lobule);
}

TEST_CASE("Equal records with a lobule are equal bytes, and one changed bit of it shows") {
  Record made = with_lobule();
  const std::string first = encode(made);
  REQUIRE(encode(with_lobule()) == first);
  double& value = made.lobule->result.zones[1].cells.adherent.data[4];
  value = std::nextafter(value, 1e9);
  REQUIRE(encode(made) != first);
}

TEST_CASE("A file whose lobule lacks a dataset is refused, naming it") {
  for (const std::string path : {"/lobule/transit/mean", "/lobule/time", "/lobule/zones/midzonal/homed",
                                 "/lobule/first_pass/arterial/trapped", "/lobule/notes"}) {
    const auto bytes = altered(encode(with_lobule()),
                               [&](hid_t file) { return H5Ldelete(file, path.c_str(), H5P_DEFAULT); });
    REQUIRE_THROWS_WITH(decode(bytes, "cut.h5"), Contains("cut.h5 has no dataset " + path));
  }
  const auto bytes = altered(encode(with_lobule()), [](hid_t file) {
    return H5Adelete_by_name(file, "/lobule", "zones", H5P_DEFAULT);
  });
  REQUIRE_THROWS_WITH(decode(bytes, "cut.h5"), "cut.h5 has no attribute zones at /lobule");
}

TEST_CASE("A choice, a number of cells or a shape that cannot be is refused in plain words") {
  const auto unknown = altered(encode(with_lobule()),
                               [](hid_t file) { return set_text(file, "/lobule", "boundary", "open"); });
  REQUIRE_THROWS_WITH(decode(unknown, "odd.h5"),
                      "odd.h5: attribute boundary at /lobule has the unknown value \"open\"");
  for (double cells : {2.5, -1.0, 1e12, std::nan("")}) {
    const auto odd = altered(encode(with_lobule()),
                             [=](hid_t file) { return set_number(file, "/lobule/grid/cells_y", cells); });
    REQUIRE_THROWS_WITH(decode(odd, "odd.h5"), "odd.h5: /lobule/grid/cells_y is not a whole number");
  }
  Record longer = with_lobule();
  longer.lobule->result.hemodynamics.least_open.push_back(1);
  REQUIRE_THROWS_WITH(decode(encode(longer), "odd.h5"),
                      Contains("odd.h5: /lobule/hemodynamics/least_open has another shape"));
  Record fewer = with_lobule();
  fewer.lobule->result.first_pass[0].stuck.pop_back();
  REQUIRE_THROWS_WITH(decode(encode(fewer), "odd.h5"),
                      Contains("odd.h5: /lobule/first_pass/portal/adherent has another shape"));
}
