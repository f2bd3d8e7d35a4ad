// Views of the three-dimensional results: what the numbers change, what they do not, and what is refused.
#include <fstream>

#include "sim/results/result_file.hpp"
#include "sim/results/tree_reader.hpp"
#include "tests/results/synthetic.hpp"
#include "tests/viz/made_results.hpp"
#include "viz/program/view.hpp"
#include "viz/window/compare.hpp"

namespace cellroute::viz::test {
namespace {

const View& view(const std::string& name) {
  for (const auto& one : views())
    if (one.name == name) return one;
  throw std::logic_error("no view " + name);
}

Request request_of(const std::filesystem::path& folder) {
  Request request;
  request.result = folder;
  request.width = 480;
  request.height = 360;
  return request;
}

std::string refusal(const View& asked, const Request& request) {
  try {
    asked.draw(request);
  } catch (const RequestError& error) {
    return error.what();
  }
  return "";
}

using Catch::Contains;

}  // namespace

TEST_CASE("The same result gives the same bytes, of the size asked for, on white") {
  Scratch scratch;
  write_liver(scratch.path / "run");
  write_lobule(scratch.path / "lobule");
  for (const char* name : {"liver", "trees", "lobule"}) {
    const Request request = request_of(scratch.path / (std::string(name) == "lobule" ? "lobule" : "run"));
    const std::string first = view(name).draw(request), second = view(name).draw(request);
    CHECK(first == second);
    const Pixels pixels = read_png(first);
    CHECK(pixels.width == 480);
    CHECK(pixels.height == 360);
    for (const auto& [x, y] : {std::pair{0, 0}, {479, 0}, {0, 359}, {479, 359}})
      CHECK(pixels.at(x, y) == paper);
  }
}

TEST_CASE("A cell's value changes the picture of its cut and not that of another") {
  Scratch scratch;
  write_liver(scratch.path / "as_is");
  const int low = 6;  // of the layer z = low, in the middle of it
  write_liver(scratch.path / "changed", [&](int i, int j, int k, std::size_t step) {
    const bool here = k == low && std::abs(i - 10) < 3 && std::abs(j - 10) < 3;
    return here ? 500.0f : usual_living(i, j, k, step);
  });
  const auto drawn = [&](const char* folder, const char* cut) {
    Request request = request_of(scratch.path / folder);
    request.cut = cut;
    request.vessels = "none";
    return read_png(view("liver").draw(request));
  };
  // The layer's middle is 3.5 cells of 7.5 mm below the liver's.
  CHECK(difference(drawn("as_is", "z=-26.25 mm"), drawn("changed", "z=-26.25 mm"), 20) > 0.005);
  CHECK(difference(drawn("as_is", "z=10 mm"), drawn("changed", "z=10 mm"), 0) == 0);
}

TEST_CASE("Dots, cloud and vessels each follow their numbers") {
  Scratch scratch;
  write_liver(scratch.path / "as_is");
  write_liver(scratch.path / "half", [](int i, int j, int k, std::size_t step) {
    return j < 10 ? 0.0f : usual_living(i, j, k, step);
  });
  write_liver(scratch.path / "flow", usual_living, 40);
  const auto drawn = [&](const char* folder, const char* name, const char* as, const char* vessels) {
    Request request = request_of(scratch.path / folder);
    request.as = as;
    request.vessels = vessels;
    return read_png(view(name).draw(request));
  };
  for (const char* as : {"points", "volume"})
    CHECK(difference(drawn("as_is", "liver", as, "none"), drawn("half", "liver", as, "none"), 20) > 0.01);
  CHECK(difference(drawn("as_is", "trees", "", "flow"), drawn("flow", "trees", "", "flow"), 20) > 0.0001);
  CHECK(difference(drawn("as_is", "trees", "", "arrival"), drawn("flow", "trees", "", "arrival"), 0) == 0);
  CHECK(difference(drawn("as_is", "trees", "", "kind"), drawn("as_is", "trees", "", "arrival"), 20) > 0.01);
}

TEST_CASE("A cut by segments has the colours of the legend and no colour bar") {
  Scratch scratch;
  write_liver(scratch.path / "run");
  Request request = request_of(scratch.path / "run");
  request.field = "segment";
  request.cut = "z=20 mm";  // through segments 5 to 8
  const std::string png = view("liver").draw(request);
  CHECK(png.find("Colour bar") == std::string::npos);
  const Pixels pixels = read_png(png);
  std::array<int, 8> seen{};
  int scene = 0, others = 0;
  for (int y = 80; y < 300; ++y)
    for (int x = 40; x < 330; ++x) {
      const Colour colour = pixels.at(x, y);
      scene += colour != paper;
      for (std::size_t s = 0; s < 8; ++s) seen[s] += colour == segment_colours[s];
    }
  for (std::size_t s = 4; s < 8; ++s) CHECK(seen[s] > 1000);
  for (std::size_t s = 0; s < 4; ++s) others += seen[s];
  CHECK(others < scene / 50);
  request.cut = "";
  for (const char* as : {"points", "volume"}) {
    request.as = as;
    CHECK_THAT(refusal(view("liver"), request), Contains("numbers of parts") && Contains(as));
  }
  request.as = "";
  CHECK(read_png(view("liver").draw(request)).width == 480);  // cut through the middle
}

TEST_CASE("A picture says by which route, so that three of them are told apart") {
  Scratch scratch;
  write_liver(scratch.path / "run");
  auto record = results::test::record();
  record.inputs.regimen[0].route = "portal_vein";
  record.provenance.fingerprint = header_of("").provenance.fingerprint;
  const auto with = [&](const results::Record& beside) {
    std::ofstream(scratch.path / "run" / "result.h5", std::ios::binary) << results::encode(beside);
    return view("liver").draw(request_of(scratch.path / "run"));
  };
  const auto portal = with(record);
  CHECK_THAT(portal, Contains("1 h after the start, by portal vein"));
  CHECK_THAT(view("trees").draw(request_of(scratch.path / "run")), Contains("by portal vein"));
  record.inputs.regimen[0].route = "hepatic_artery";
  const auto artery = with(record);
  CHECK_THAT(artery, Contains("by hepatic artery"));
  CHECK(difference(read_png(portal), read_png(artery), 20) > 0);
  record.provenance.fingerprint = "another";  // of another input: nothing is said
  CHECK_THAT(with(record), !Contains("by hepatic artery"));
}

TEST_CASE("A time has its own picture, on a scale of its own or of all times") {
  Scratch scratch;
  write_liver(scratch.path / "run");
  Request request = request_of(scratch.path / "run");
  request.cut = "y";
  request.vessels = "none";
  request.time = 600;
  const Pixels early = read_png(view("liver").draw(request));
  request.time = 3600;
  const Pixels late = read_png(view("liver").draw(request));
  // Twice the numbers on twice the scale: the same colours, another time and other numbers beside the bar.
  CHECK(difference(early, late, 20) > 0);
  CHECK(difference(early, late, 20) < 0.02);
  request.time = 600;
  request.shared_scale = true;
  CHECK(difference(read_png(view("liver").draw(request)), early, 20) > 0.05);
}

TEST_CASE("The lobule's picture follows its densest cell") {
  Scratch scratch;
  write_lobule(scratch.path / "as_is");
  write_lobule(scratch.path / "dense", 9000);
  const Pixels a = read_png(view("lobule").draw(request_of(scratch.path / "as_is")));
  const Pixels b = read_png(view("lobule").draw(request_of(scratch.path / "dense")));
  CHECK(difference(a, b, 20) > 0.05);
}

TEST_CASE("What a result lacks is said with what it has") {
  Scratch scratch;
  write_liver(scratch.path / "run");
  Request request = request_of(scratch.path / "run");
  CHECK_THAT(refusal(view("lobule"), request),
             Contains("lobule.vtkhdf") && Contains("liver.vtkhdf, trees.vtkhdf"));
  CHECK(view("liver").fits(request.result));
  CHECK_FALSE(view("lobule").fits(request.result));
  request.field = "label";
  CHECK_THAT(refusal(view("liver"), request), Contains("label") && Contains("living, segment"));
  request.field = "";
  request.time = 7200;
  CHECK_THAT(refusal(view("liver"), request), Contains("2 h") && Contains("10 min to 1 h"));
  request.time = 1800;
  CHECK_THAT(refusal(view("trees"), request), Contains("30 min") && Contains("10 min, 1 h"));
  request.time.reset();
  request.as = "fog";
  CHECK_THAT(refusal(view("liver"), request), Contains("points, volume or cut"));
  request.as = "";
  request.cut = "z=20 cm";
  CHECK_THAT(refusal(view("liver"), request), Contains("to either side of its middle"));
  request.cut = "q";
  CHECK_THAT(refusal(view("liver"), request), Contains("x, y or z"));
  request.cut = "";
  request.vessels = "colour";
  CHECK_THAT(refusal(view("trees"), request), Contains("kind, flow or arrival"));
  request.result = scratch.path / "nowhere";
  CHECK_THAT(refusal(view("liver"), request), Contains("no such file"));
}

}  // namespace cellroute::viz::test
