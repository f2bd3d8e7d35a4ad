// The program from its command line to its files.
#include <algorithm>
#include <fstream>
#include <iterator>

#include "tests/viz/made_results.hpp"
#include "viz/program/draw.hpp"
#include "viz/window/compare.hpp"

namespace cellroute::viz::test {
namespace {

std::optional<Options> parse(std::vector<std::string> words, int& code) {
  words.insert(words.begin(), "cellroute-render");
  std::vector<char*> line;
  for (auto& word : words) line.push_back(word.data());
  return parse_options(static_cast<int>(line.size()), line.data(), code);
}

void run(const std::vector<std::string>& words) {
  int code = -1;
  const auto options = parse(words, code);
  REQUIRE(options.has_value());
  draw(*options);
}

std::string bytes(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

using Catch::Contains;

}  // namespace

TEST_CASE("Without a view every one that fits is drawn") {
  Scratch scratch;
  write_liver(scratch.path / "run");
  const std::string out = (scratch.path / "pictures").string();
  run({(scratch.path / "run").string(), "-o", out, "--size", "320x240"});
  CHECK(results::test::entries(out) == 2);
  CHECK(read_png(bytes(std::filesystem::path(out) / "liver.png")).width == 320);
  CHECK(read_png(bytes(std::filesystem::path(out) / "trees.png")).height == 240);
}

TEST_CASE("A movie is a picture for each time on one scale") {
  Scratch scratch;
  write_liver(scratch.path / "run");
  const std::string out = (scratch.path / "movie").string();
  run({(scratch.path / "run").string(), "--view", "liver", "--cut", "y", "--movie", "-o", out, "--size",
       "320x240"});
  const Pixels first = read_png(bytes(std::filesystem::path(out) / "liver_000.png"));
  const Pixels second = read_png(bytes(std::filesystem::path(out) / "liver_001.png"));
  CHECK(difference(first, second, 20) > 0.05);  // twice the cells on the same scale
}

TEST_CASE("A wrong line says what is wrong and what there is") {
  Scratch scratch;
  write_liver(scratch.path / "run");
  const std::string result = (scratch.path / "run").string();
  CHECK_THROWS_WITH(run({result, "--view", "lung", "-o", "a.png"}), Contains("views: liver, trees, lobule"));
  CHECK_THROWS_WITH(run({result, "--view", "liver", "-o", "a.svg"}), Contains("drawn as png"));
  CHECK_THROWS_WITH(run({result, "--view", "liver", "--size", "big"}), Contains("WIDTHxHEIGHT"));
  CHECK_THROWS_WITH(run({result, "--view", "liver", "--time", "noon"}), Contains("noon"));
  CHECK_THROWS_WITH(run({result, "--view", "liver", "--time", "5 kg"}), Contains("5 kg"));
  CHECK_THROWS_WITH(run({}), Contains("no result given"));
  CHECK_THROWS_WITH(run({(scratch.path / "run" / "liver.xmf").string(), "--view", "lobule"}),
                    Contains("lobule.vtkhdf"));
  CHECK_THROWS_WITH(run({result, "--view", "liver", "-o", "/proc/none/a.png"}), Contains("/proc/none"));
  int code = -1;
  CHECK_FALSE(parse({result, "--colour"}, code).has_value());
  CHECK(code == 2);
}

}  // namespace cellroute::viz::test
