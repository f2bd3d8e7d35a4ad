// Drawings as text and as files.
#include <catch2/catch.hpp>

#include "viz/plot/panel.hpp"
#include "viz/plot/raster.hpp"

using namespace cellroute::viz;

namespace {

plot::Svg small() {
  plot::Svg svg(200, 100, "A line & a \"word\"");
  svg.line({10, 10}, {190, 90}, {ink, 2});
  svg.text({20, 50}, "5 < 7 & more", {14});
  return svg;
}

/// A big-endian number of four bytes, as PNG heads hold them.
unsigned number_at(const std::string& bytes, std::size_t at) {
  unsigned value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

}  // namespace

TEST_CASE("Texts of a drawing are escaped, and its words are its name") {
  const auto svg = small();
  CHECK(svg.file().find("5 &lt; 7 &amp; more") != std::string::npos);
  CHECK(svg.element("wide").find("aria-label=\"A line &amp; a &quot;word&quot;\"") != std::string::npos);
}

TEST_CASE("Coordinates have two decimals at most, and no minus before nothing") {
  CHECK(plot::coordinate(1.0) == "1");
  CHECK(plot::coordinate(2.504) == "2.5");
  CHECK(plot::coordinate(-0.001) == "0");
  CHECK(plot::coordinate(100) == "100");
}

TEST_CASE("A drawing as PNG is as large as it says, and equal drawings are equal files") {
  const auto svg = small().file();
  const auto png = plot::png(svg);
  CHECK(number_at(png, 16) == 200);
  CHECK(number_at(png, 20) == 100);
  CHECK(png == plot::png(svg));
  auto other = small();
  other.dot({100, 20}, 5, distinct[0]);
  CHECK(png != plot::png(other.file()));
  const auto pdf = plot::pdf(svg);
  CHECK(pdf.starts_with("%PDF-"));
  CHECK(pdf == plot::pdf(svg));
}

TEST_CASE("What is no drawing, and a format that is none, are refused") {
  CHECK_THROWS_AS(plot::png("no drawing"), plot::DrawingError);
  CHECK_THROWS_AS(plot::drawn(small().file(), "gif", {}), plot::DrawingError);
}

TEST_CASE("Marks on an axis of time stand apart and inside it") {
  const double width = 300, text = 12;
  const auto axis = plot::time_axis({0, 300, 86400, 864000}, width, text);
  REQUIRE(axis.ticks.size() >= 3);
  CHECK(axis.scale.low == 300);  // nothing is no decade
  CHECK(axis.scale.high == 864000);
  for (std::size_t i = 1; i < axis.ticks.size(); ++i) {
    const double apart =
        width * (axis.scale.share(axis.ticks[i].value) - axis.scale.share(axis.ticks[i - 1].value));
    CHECK(apart > 0.5 * (plot::text_width(axis.ticks[i].text, text) +
                         plot::text_width(axis.ticks[i - 1].text, text)));
  }
}

TEST_CASE("Labels that would lie on each other are moved apart and stay inside") {
  const auto placed = plot::moved_apart({50, 51, 52, 99, 100}, 10, 0, 100);
  for (std::size_t i = 1; i < placed.size(); ++i) CHECK(placed[i] - placed[i - 1] >= 10 - 1e-12);
  CHECK(placed.front() >= 0);
  CHECK(placed.back() <= 100);
}
