// The liver in result.h5: what is written comes back, and a damaged group is said plainly.
#include <hdf5.h>

#include <catch2/catch.hpp>

#include "sim/results/result_file.hpp"
#include "tests/results/altered.hpp"
#include "tests/results/listing.hpp"
#include "tests/results/synthetic.hpp"
#include "tests/results/synthetic_liver.hpp"

using namespace cellroute;
using namespace cellroute::results;
using namespace cellroute::results::test;
using Catch::Contains;

namespace {

Record made() { return with_liver(record()); }

}  // namespace

TEST_CASE("Every value of a liver comes back from its file exactly") {
  const Record written = made();
  const Record read = decode(encode(written), "result.h5");
  require_same(written, read);
  REQUIRE(read.liver);
  const LiverNumerics& numerics = read.liver->numerics;
  CHECK(numerics.tanks == SinusoidTanks::body);
  CHECK(numerics.skimming);
  CHECK_FALSE(numerics.plugging);
  CHECK(numerics.heterogeneity);
  CHECK_FALSE(numerics.delay);
  CHECK(numerics.seed == 9876543210123456789ull);
  CHECK(numerics.terminals == 1500);
  CHECK(numerics.embolised == written.liver->numerics.embolised);
  REQUIRE(numerics.mask);
  const LiverMask& mask = *written.liver->numerics.mask;
  CHECK(numerics.mask->file == mask.file);
  CHECK(numerics.mask->liver == mask.liver);
  CHECK(numerics.mask->segments == mask.segments);
  CHECK(numerics.mask->portal_hilum == mask.portal_hilum);
  CHECK_FALSE(numerics.mask->arterial_hilum);
  CHECK(numerics.mask->caval_outlet == mask.caval_outlet);
  const liver::LiverResult& result = read.liver->result;
  CHECK(result.segments[7].name == "segment_8");
  CHECK(result.segments[7].voxels == 3007);
  CHECK(result.trees[2].name == "hepatic_vein");
  CHECK(result.trees[2].segments == 3001);
  CHECK(result.trees[1].orders == 8);
  CHECK(result.trees[1].branching_ratio == written.liver->result.trees[1].branching_ratio);
  CHECK(result.cells == std::array<int, 3>{41, 31, 37});
  CHECK(result.work.flow_solves == 47);
}

TEST_CASE("A file without Strahler's orders is read, and they are not known") {
  Record written = made();
  written.liver->result.trees[1].orders = 0;
  const std::string bytes = encode(written);
  CHECK_FALSE(Hdf5Reader(bytes, "result.h5").has("/liver/trees/portal_vein/strahler"));
  const Record read = decode(bytes, "result.h5");
  CHECK(read.liver->result.trees[1].orders == 0);
  CHECK(read.liver->result.trees[1].transit_cv2 == written.liver->result.trees[1].transit_cv2);
  CHECK(read.liver->result.trees[2].orders == 9);
}

TEST_CASE("What a liver shares with the body around it is written once and comes back") {
  const Record written = made();
  const Record read = decode(encode(written), "result.h5");
  const auto &before = written.liver->result.hemodynamics, &after = read.liver->result.hemodynamics;
  CHECK(after.portal_flow == before.portal_flow);
  CHECK(after.portal_flow == read.body.hemodynamics.portal_flow);
  CHECK(after.plugged_liver == before.plugged_liver);
  CHECK(after.peak_portal_time == before.peak_portal_time);
}

TEST_CASE("Of the segmentation's file a result keeps the name alone") {
  Record here = made(), there = made();
  here.liver->numerics.mask->file = "/home/one/liver.nii.gz";
  there.liver->numerics.mask->file = "elsewhere/liver.nii.gz";
  CHECK(encode(here) == encode(there));
}

TEST_CASE("A liver of the built-in shape has no mask in its file") {
  Record written = made();
  written.liver->numerics.mask.reset();
  const std::string bytes = encode(written);
  CHECK_FALSE(Hdf5Reader(bytes, "result.h5").has("/liver/mask"));
  CHECK_FALSE(decode(bytes, "result.h5").liver->numerics.mask);
}

TEST_CASE("Equal records with a liver are equal bytes, and one changed bit of it shows") {
  Record one = made();
  const std::string first = encode(one);
  REQUIRE(encode(made()) == first);
  double& value = one.liver->result.segments[4].homed[1];
  value = std::nextafter(value, 1e9);
  REQUIRE(encode(one) != first);
}

TEST_CASE("A file whose liver lacks a dataset is refused, naming it") {
  const std::string whole = encode(made());
  for (const std::string path : {"/liver/time", "/liver/segments/segment_3/homed",
                                 "/liver/trees/portal_vein/drop_cv", "/liver/mask/label", "/liver/notes"}) {
    const auto bytes = altered(whole, [&](hid_t file) { return H5Ldelete(file, path.c_str(), H5P_DEFAULT); });
    REQUIRE_THROWS_WITH(decode(bytes, "cut.h5"), Contains("cut.h5 has no dataset " + path));
  }
  const auto bytes =
      altered(whole, [](hid_t file) { return H5Adelete_by_name(file, "/liver", "delay", H5P_DEFAULT); });
  REQUIRE_THROWS_WITH(decode(bytes, "cut.h5"), "cut.h5 has no attribute delay at /liver");
}

TEST_CASE("A choice, a count or a shape of a liver that cannot be is refused in plain words") {
  const std::string whole = encode(made());
  const auto unknown = altered(whole, [](hid_t file) { return set_text(file, "/liver", "tanks", "none"); });
  REQUIRE_THROWS_WITH(decode(unknown, "odd.h5"),
                      "odd.h5: attribute tanks at /liver has the unknown value \"none\"");
  for (const char* path : {"/liver/settings/terminals", "/liver/segments/segment_1/voxels",
                           "/liver/grid/cells_z", "/liver/work/steps"})
    for (double count : {2.5, -1.0, 1e17, std::nan("")}) {
      const auto odd = altered(whole, [=](hid_t file) { return set_number(file, path, count); });
      REQUIRE_THROWS_WITH(decode(odd, "odd.h5"), "odd.h5: " + std::string(path) + " is not a whole number");
    }
  Record longer = made();
  longer.liver->result.segments[0].label.push_back(1);
  REQUIRE_THROWS_WITH(decode(encode(longer), "odd.h5"),
                      Contains("odd.h5: /liver/segments/segment_1/label has another shape"));
  Record strange = made();
  strange.liver->numerics.mask->liver = {70000};
  REQUIRE_THROWS_WITH(decode(encode(strange), "odd.h5"), Contains("a label or segment that cannot be"));
}
