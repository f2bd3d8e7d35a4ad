// What pictures say of themselves, read from their bytes without the code that wrote it, against the numbers
// of the result as HDF5 itself reads them.
#include "viz/program/facts.hpp"

#include <hdf5.h>
#include <zlib.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "sim/results/result_file.hpp"
#include "tests/results/synthetic.hpp"
#include "tests/results/synthetic_liver.hpp"
#include "tests/results/synthetic_lobule.hpp"
#include "tests/viz/made_results.hpp"
#include "viz/plot/raster.hpp"
#include "viz/plot/svg.hpp"
#include "viz/program/view.hpp"

namespace cellroute::viz::test {
namespace {

using Texts = std::map<std::string, std::string>;

/// The texts of a PNG, whose every chunk must be whole.
Texts texts_of(const std::string& png) {
  const auto number = [&](std::size_t at) {
    std::uint32_t n = 0;
    for (std::size_t i = 0; i < 4; ++i) n = n << 8 | static_cast<unsigned char>(png.at(at + i));
    return n;
  };
  Texts texts;
  bool pixels = false;
  std::size_t at = 8;
  while (at < png.size()) {
    const std::size_t length = number(at);
    const std::string type = png.substr(at + 4, 4), body = png.substr(at + 8, length);
    const auto sum =
        crc32(0, reinterpret_cast<const Bytef*>(png.data() + at + 4), static_cast<uInt>(length + 4));
    REQUIRE(sum == number(at + 8 + length));
    pixels = pixels || type == "IDAT";
    if (type == "iTXt") {
      CHECK_FALSE(pixels);
      const auto name = body.substr(0, body.find('\0'));
      CHECK(body.substr(name.size(), 5) == std::string(5, '\0'));
      CHECK(texts.emplace(name, body.substr(name.size() + 5)).second);
    }
    at += 12 + length;
  }
  CHECK(at == png.size());
  return texts;
}

struct Range {
  double low = 0, high = 0;
};

/// Of the values above 0, and the highest, of a dataset or one step of it.
Range range_of(const std::filesystem::path& file, const std::string& path, std::optional<std::size_t> step) {
  const hid_t open = H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const hid_t data = H5Dopen2(open, path.c_str(), H5P_DEFAULT);
  REQUIRE(data >= 0);
  const hid_t space = H5Dget_space(data);
  std::vector<float> values(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
  REQUIRE(H5Dread(data, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0);
  H5Sclose(space);
  H5Dclose(data);
  H5Fclose(open);
  const std::size_t steps = step ? liver_times.size() : 1, each = values.size() / steps;
  const auto from = values.begin() + static_cast<std::ptrdiff_t>(step.value_or(0) * each);
  Range range{1e300, -1e300};
  for (auto v = from; v != from + static_cast<std::ptrdiff_t>(each); ++v) {
    if (*v > 0) range.low = std::min<double>(range.low, *v);
    range.high = std::max<double>(range.high, *v);
  }
  return range;
}

/// Of a table or series, over classes, at a step.
double sum_at(const std::filesystem::path& file, const std::string& path, std::size_t step,
              std::size_t steps) {
  const hid_t open = H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const hid_t data = H5Dopen2(open, path.c_str(), H5P_DEFAULT);
  INFO(path);
  REQUIRE(data >= 0);
  const hid_t space = H5Dget_space(data);
  std::vector<double> values(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
  REQUIRE(H5Dread(data, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0);
  H5Sclose(space);
  H5Dclose(data);
  H5Fclose(open);
  const std::size_t each = values.size() / steps;
  double sum = 0;
  for (std::size_t i = step * each; i < (step + 1) * each; ++i) sum += values[i];
  return sum;
}

struct Drawn {
  Texts texts;
  nlohmann::json bar;
};

Drawn drawn(const std::string& view, Request request) {
  request.width = 480;
  request.height = 360;
  for (const auto& one : views())
    if (one.name == view) {
      Drawn made{texts_of(one.draw(request)), {}};
      made.bar = nlohmann::json::parse(made.texts.at("Colour bar 1"));
      return made;
    }
  throw std::logic_error("no view " + view);
}

/// The bar's ends are the numbers given, and so are the ones printed, to their digits.
void check_bar(const nlohmann::json& bar, double low, double high) {
  CHECK(bar["low"].get<double>() == Approx(low).epsilon(1e-12).margin(0));
  CHECK(bar["high"].get<double>() == high);
  CHECK(std::stod(bar["numbers"].back().get<std::string>()) == Approx(high).epsilon(0.0051));  // three digits
}

}  // namespace

TEST_CASE("Colour bars have the range of the numbers in the file") {
  Scratch scratch;
  write_liver(
      scratch.path / "run",
      [](int i, int j, int k, std::size_t step) {
        return static_cast<float>(1234.5 * static_cast<double>(step + 1) + 7.25 * i + 3 * j + k);
      },
      123.4f);
  const auto liver = scratch.path / "run/liver.vtkhdf", trees = scratch.path / "run/trees.vtkhdf";
  const std::string living = "/VTKHDF/PointData/living [cells per mL]";
  Request request;
  request.result = scratch.path / "run";
  for (const char* as : {"points", "volume", "cut"})
    for (const std::size_t step : {0, 1}) {
      request.as = as;
      request.time = liver_times[step];
      const auto made = drawn("liver", request);
      INFO(as << " at step " << step);
      check_bar(made.bar, 0, range_of(liver, living, step).high);
      CHECK("/VTKHDF/PointData/" + made.bar["field"].get<std::string>() == living);
      CHECK(made.bar["unit"] == "cells/mL");
      CHECK(made.texts.at("Time") == (step == 0 ? "600 s" : "3600 s"));
      CHECK(made.texts.at("Shown as") == as);
    }
  request.shared_scale = true;
  request.time = liver_times[0];
  check_bar(drawn("liver", request).bar, 0, range_of(liver, living, 1).high);
  request.shared_scale = false;
  request.as = "";
  const auto flow = drawn("trees", request);
  const auto range = range_of(trees, "/VTKHDF/CellData/flow [mL per min]", 0);
  check_bar(flow.bar, range.low, range.high);
  CHECK(flow.bar["scale"] == "decades");
  request.vessels = "arrival";
  check_bar(drawn("trees", request).bar, 0,
            range_of(trees, "/VTKHDF/PointData/arrival [s]", std::nullopt).high);
}

TEST_CASE("A lobule's colour bar has the range of the file, straight or by three decades") {
  Scratch scratch;
  for (const float densest : {4321.0f, 54321.0f}) {
    const auto folder = scratch.path / std::to_string(densest);
    write_lobule(folder, densest);
    Request request;
    request.result = folder;
    const auto made = drawn("lobule", request);
    const double most =
        range_of(folder / "lobule.vtkhdf", "/VTKHDF/PointData/living [cells per mL]", std::nullopt).high;
    CHECK(most == densest);
    CHECK(made.bar["scale"] == (densest > 1e4f ? "decades" : "linear"));
    check_bar(made.bar, densest > 1e4f ? most / 1000 : 0, most);
  }
}

TEST_CASE("The figure of the body says its colour bar and the shares that it shows, those of the file") {
  Scratch scratch;
  const auto record = results::test::record();
  const auto file = scratch.path / "result.h5";
  std::ofstream(file, std::ios::binary) << results::encode(record);
  Request request;
  request.result = scratch.path;
  for (std::size_t step = 0; step < 3; ++step) {
    request.time = record.body.times[step];
    const auto made = drawn("body", request);
    CHECK(made.bar["scale"] == "decades");
    CHECK(made.bar["unit"] == "%");
    check_bar(made.bar, 0.01, 100);
    CHECK(std::stod(made.bar["numbers"].front().get<std::string>()) == made.bar["low"].get<double>());
    const auto living = nlohmann::json::parse(made.texts.at("Living cells")),
               label = nlohmann::json::parse(made.texts.at("Label"));
    CHECK(living["shares"].size() == 4);
    for (const char* organ : {"lung", "liver", "spleen", "blood"}) {
      const std::string at = std::string("/body/") + organ;
      double cells = 0, seen = 0;
      for (const char* state : {"/circulating", "/trapped", "/adherent", "/homed", "/depot"})
        cells += sum_at(file, at + state, step, 3);
      for (const char* carrier : {"/label/living", "/label/lodged", "/label/retained"})
        seen += sum_at(file, at + carrier, step, 3);
      CHECK(living["shares"][organ].get<double>() == Approx(100 * cells / 1e5).epsilon(1e-12));
      CHECK(label["shares"][organ].get<double>() == Approx(100 * seen).epsilon(1e-12));
    }
  }
}

TEST_CASE("A picture says what it is of, who drew it and from what; without a date") {
  Scratch scratch;
  write_liver(scratch.path / "run");
  Request request;
  request.result = scratch.path / "run";
  const auto texts = drawn("liver", request).texts;
  CHECK(texts.at("Title") == "A ball of a liver");
  CHECK(texts.at("View") == "liver");
  CHECK(texts.at("Description") == "Density of living cells, 1 h after the start");
  CHECK(texts.at("Source") == "00112233445566778899aabbccddeeff");
  CHECK_THAT(texts.at("Software"), Catch::StartsWith("cellroute-render "));
  // Length and pixels of the scale bar are of one scale: the ball is 135 mm wide, in 0.25 of 480 px less
  // margins.
  double metres = 0, pixels = 0;
  REQUIRE(std::sscanf(texts.at("Scale bar").c_str(), "%*[^(](%lf m, %lf px)", &metres, &pixels) == 2);
  CHECK(pixels / metres * 0.135 > 100);
  CHECK(pixels / metres * 0.135 < 360);
  CHECK(texts.count("Creation Time") == 0);
  CHECK(texts == drawn("liver", request).texts);
}

TEST_CASE(
    "The picture of lobules in a liver that was resolved with them names their place, and no other does") {
  Scratch scratch;
  auto record = results::test::record();
  record.lobule = results::test::LobuleMaker({}).make();
  Request request;
  request.result = scratch.path / "run";
  write_lobule(request.result);
  const auto drawn_of = [&] {
    std::ofstream(request.result / "result.h5", std::ios::binary) << results::encode(record);
    return drawn("lobule", request).texts;
  };
  record.liver.reset();
  const auto alone = drawn_of();
  CHECK(alone.at("Title") == "A plane of a lobule");
  CHECK(alone.count("Place") == 0);
  record.liver = results::test::LiverMaker(record.body.times, record.body.hemodynamics).make();
  const auto part = drawn_of();
  CHECK(part.at("Title") == "A plane of a lobule: lobules of right lobe");
  CHECK(part.at("Place") == "right lobe");
  record.lobule->territory = {"whole liver", 1, 1.5e-3};
  CHECK(drawn_of().at("Title") == "A plane of a lobule: lobules of the whole liver");
}

TEST_CASE("SVG and PDF say what they show, whatever letters are in it") {
  plot::Svg svg(300, 200, "A line & <more>");
  auto facts = facts_of("Cells & \"labels\" < 5 µm", svg.says(), "0011aabb");
  facts.more = {{"View", "series"}, {"Time", time_fact(600)}};
  const auto text = plot::drawn(svg.file(), "svg", facts);
  using Catch::Contains;
  CHECK_THAT(text, Contains("<dc:title>Cells &amp; &quot;labels&quot; &lt; 5 µm</dc:title>") &&
                       Contains("<dc:source>0011aabb</dc:source>") &&
                       Contains("<cellroute:fact name=\"Time\">600 s</cellroute:fact>"));
  CHECK(plot::png(text) == plot::png(svg.file()));  // still an SVG, of the same picture
  CHECK(texts_of(plot::drawn(svg.file(), "png", facts)).at("Title") == facts.title);
  const auto pdf = plot::drawn(svg.file(), "pdf", facts);
  CHECK_THAT(pdf, Contains("View: series; Time: 600 s; Source: 0011aabb") && Contains("A line & <more>"));
  CHECK(pdf == plot::drawn(svg.file(), "pdf", facts));
}

}  // namespace cellroute::viz::test
