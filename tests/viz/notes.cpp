// What is said of letters that nobody can read: too small ones, and boxes for those that no font has.
#include "viz/program/notes.hpp"

#include "tests/viz/rendered.hpp"
#include "viz/plot/letters.hpp"

namespace cellroute::viz::test {
namespace {

using Catch::Contains;

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

/// No letter has this number, so no font has a shape for it.
const std::string nobodys = "\u0378";

}  // namespace

TEST_CASE("Letters too small to read are said once, with a size at which they are not") {
  const Made made;
  for (const char* view : {"liver", "trees", "body", "series", "pressure"}) {
    const std::string out = made.folder + "/a.png";
    const auto said = render({made.folder, "--view", view, "--size", "320x240", "-o", out}).said;
    INFO(said);
    const auto at = said.find("--size ");
    REQUIRE(at != std::string::npos);
    CHECK(count(said, "note: at 320x240 the smallest letters are") == 1);
    const auto size = said.substr(at + 7, said.find(' ', at + 7) - at - 7);
    const auto larger = render({made.folder, "--view", view, "--size", size, "-o", out}).said;
    INFO(larger);
    CHECK(count(larger, "note") == 0);
    const auto x = size.find('x');
    const auto lower = std::to_string(std::stoi(size) * 9 / 10) + "x" +
                       std::to_string(std::stoi(size.substr(x + 1)) * 9 / 10);
    CHECK(count(render({made.folder, "--view", view, "--size", lower, "-o", out}).said, "note") == 1);
  }
  const auto film =
      render({made.folder, "--view", "liver", "--movie", "--size", "320x240", "-o", made.folder + "/film"})
          .said;
  CHECK(count(film, "wrote") >= 2);
  CHECK(count(film, "note") == 1);
}

TEST_CASE("A size that nobody can draw is not proposed") {
  CHECK(words_of_small_letters(1600, 1200, 22).empty());
  CHECK(words_of_small_letters(1600, 1200, 0).empty());  // none drawn
  CHECK_THAT(words_of_small_letters(320, 240, 4), Contains("4.0 px") && Contains("--size 800x600 "));
  CHECK_THAT(words_of_small_letters(200, 8192, 3), Contains("3.0 px") && !Contains("--size"));
}

TEST_CASE("Letters that no font has are named, in plots and in scenes, once") {
  const Scratch scratch;
  auto record = results::test::record();
  record.inputs.product = "cell_" + nobodys + "\u00e9";
  std::ofstream(scratch.path / "result.h5", std::ios::binary) << results::encode(record);
  for (const char* format : {"png", "svg", "pdf"}) {
    const auto out = (scratch.path / (std::string("a.") + format)).string();
    const auto said = render({scratch.path.string(), "--view", "body", "-o", out}).said;
    INFO(said);
    CHECK(count(said, "note: no font here has " + nobodys + " (U+0378)") == 1);
    CHECK(count(said, "U+00E9") == 0);
    CHECK(count(said, std::string(format) == "svg" ? "who opens the SVG" : "boxes") == 1);
  }
  auto fields = liver_fields(usual_living);
  fields.header.title = "A liver of " + nobodys + nobodys;
  results::OutputFolder folder(scratch.path / "run", true);
  results::write_fields(folder, "liver", fields);
  folder.commit();
  const auto said = render({(scratch.path / "run").string(), "--view", "liver", "--vessels", "none", "-o",
                            (scratch.path / "a.png").string()})
                        .said;
  INFO(said);
  CHECK(count(said, "lacks " + nobodys + " (U+0378): open boxes") == 1);
}

TEST_CASE("Letters that are never seen lack no font") {
  CHECK(plot::without_font({"\u200d", "\ufe0f", "\u00e9", "\u00b5"}).empty());
  CHECK(plot::without_font({nobodys, "\u00e9"}) == std::set<std::string>{nobodys});
  CHECK(long_letters("a\u00e9b\u7d30") == std::set<std::string>{"\u00e9", "\u7d30"});
  CHECK(words_of_letters({"\u00e9"}) == "\u00e9 (U+00E9)");
  CHECK_THAT(words_of_letters({"\U0001f9eb"}), Contains("U+1F9EB"));
}

}  // namespace cellroute::viz::test
