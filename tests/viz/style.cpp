// Colours, scales and numbers that all pictures share.
#include <catch2/catch.hpp>

#include "viz/scene/actors.hpp"
#include "viz/style/text.hpp"
#include "viz/style/ticks.hpp"

namespace cellroute::viz {
namespace {

std::vector<std::string> texts(const Scale& scale, int count) {
  std::vector<std::string> all;
  for (const auto& tick : ticks(scale, count)) all.push_back(tick.text);
  return all;
}

}  // namespace

TEST_CASE("Text can be read on paper: contrast of at least 4.5 to 1") {
  CHECK(contrast({0, 0, 0}, {255, 255, 255}) == Approx(21));
  CHECK(contrast(ink, paper) > 7);
  CHECK(contrast(quiet_ink, paper) > 4.5);
}

TEST_CASE("Colour maps grow lighter all the way, so that they can be read in grey") {
  for (const ColourMap* map : {&viridis(), &cividis(), &magma()}) {
    const Colour black{0, 0, 0};
    for (int i = 1; i <= 256; ++i)
      CHECK(contrast((*map)(i / 256.0), black) >= contrast((*map)((i - 1) / 256.0), black) - 0.02);
    CHECK((*map)(0.3) == map->turned()(0.7));
    CHECK((*map)(-1) == (*map)(0));
    CHECK((*map)(2) == (*map)(1));
  }
  CHECK(hex(viridis()(0)) == "#440154");  // the ends as published
  CHECK(hex(viridis()(1)) == "#fde725");
}

TEST_CASE("Dots of few cells are seen before every segment, through its glass") {
  for (const ColourMap* map : {&viridis(), &cividis(), &magma()}) {
    const ColourMap shown = for_dots(*map);
    for (const Colour& segment : segment_colours)
      for (const double aslant :
           {0.0, 0.2}) {  // 1 - cosine between the eye and the surface, as the glass is drawn
        const double glass = glass_thickness * (0.8 + 1.6 * aslant * aslant);
        for (int i = 0; i <= 32; ++i)
          CHECK(contrast(mix(shown(i / 32.0), segment, glass), mix(paper, segment, glass)) > 3);
      }
    for (int i = 1; i <= 64; ++i)  // dark is much, step by step
      CHECK(contrast(shown(i / 64.0), paper) > contrast(shown((i - 1) / 64.0), paper) - 0.02);
    CHECK(contrast(shown(1), shown(0)) > 2.5);
    CHECK(shown(1) == (*map)(0));
  }
}

TEST_CASE("Texts are letters that every file can hold, whatever their bytes") {
  CHECK(as_text("5 \u00b5m, \u809d, \U0001f9ec, a\tb") == "5 \u00b5m, \u809d, \U0001f9ec, a\tb");
  CHECK(as_text("a\x01z\x7f|\xc2\x85") == "a z | ");
  CHECK(as_text("\xffr\xe4t") == "\ufffdr\ufffdt");
  CHECK(as_text("\xc0\xaf") == "\ufffd\ufffd");            // longer than it need be
  CHECK(as_text("\xed\xa0\x80") == "\ufffd\ufffd\ufffd");  // half of a pair
  CHECK(as_text("\xe8\x82") == "\ufffd\ufffd");            // cut short
  CHECK(as_text("\xef\xbf\xbf") == "\ufffd\ufffd\ufffd");  // no letter: XML takes none
}

TEST_CASE("A scale begins at 0 and ends at the highest value, whatever is no number") {
  const Scale scale = from_zero({1, 7.5f, std::numeric_limits<float>::quiet_NaN(), -3});
  CHECK(scale.low == 0);
  CHECK(scale.high == 7.5);
  CHECK(scale.share(7.5) == 1);
  CHECK(from_zero({0, 0}).high == 1);
  const Scale decades{1, 1000, true};
  CHECK(decades.share(10) == Approx(1.0 / 3));
  CHECK(decades.value(2.0 / 3) == Approx(100));
  CHECK(decades.share(0) < 0);
}

TEST_CASE("Ticks are round numbers inside the scale, written alike") {
  CHECK(texts({0, 10}, 5) == std::vector<std::string>{"0", "2", "4", "6", "8", "10"});
  CHECK(texts({0, 0.9}, 5) == std::vector<std::string>{"0.0", "0.2", "0.4", "0.6", "0.8"});
  CHECK(texts({0, 2e6}, 4) == std::vector<std::string>{"0", "5e5", "1e6", "1.5e6", "2e6"});
  CHECK(texts({1, 1e6, true}, 4) == std::vector<std::string>{"1", "100", "1e4", "1e6"});
  CHECK(texts({2, 50, true}, 4) == std::vector<std::string>{"2", "5", "10", "20", "50"});
  for (const double high : {0.37, 1.0, 42.0, 777.0})
    for (const auto& tick : ticks({0, high}, 5))
      CHECK(std::stod(tick.text) == Approx(tick.value).margin(1e-9));
}

TEST_CASE("Lengths and units are written as people write them") {
  CHECK(round_down(0.0731) == Approx(0.05));
  CHECK(round_up(0.0731) == Approx(0.1));
  CHECK(round_up(0.2) == Approx(0.2));
  CHECK(length_text(0.05) == "5 cm");
  CHECK(length_text(2e-4) == "200 µm");
  CHECK(unit_text("cells per mL") == "cells/mL");
  CHECK(unit_text("um per s") == "µm/s");
  CHECK(unit_text("1").empty());
}

}  // namespace cellroute::viz
