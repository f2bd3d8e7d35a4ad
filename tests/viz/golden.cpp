// Pictures as they were when they were last looked at. CELLROUTE_GOLDEN=DIR writes new ones there, to be
// looked at and put into tests/viz/golden.
#include <cstdlib>

#include "sim/results/folder.hpp"
#include "tests/viz/made_results.hpp"
#include "viz/program/view.hpp"
#include "viz/program/write.hpp"
#include "viz/window/compare.hpp"

namespace cellroute::viz::test {

TEST_CASE("Pictures look as when they were last looked at") {
  Scratch scratch;
  write_liver(scratch.path / "liver");
  write_lobule(scratch.path / "lobule");
  struct Golden {
    const char *name, *view, *folder, *as, *vessels;
  };
  const Golden all[] = {{"points", "liver", "liver", "points", "kind"},
                        {"volume", "liver", "liver", "volume", "none"},
                        {"cut", "liver", "liver", "cut", "none"},
                        {"trees", "trees", "liver", "", "flow"},
                        {"lobule", "lobule", "lobule", "", ""}};
  const char* to = std::getenv("CELLROUTE_GOLDEN");
  for (const auto& golden : all)
    for (const auto& view : views()) {
      if (view.name != golden.view) continue;
      Request request;
      request.result = scratch.path / golden.folder;
      request.width = 480;
      request.height = 360;
      request.as = golden.as;
      request.vessels = golden.vessels;
      const std::string png = view.draw(request);
      if (to != nullptr) write_file(std::filesystem::path(to) / (std::string(golden.name) + ".png"), png);
      INFO(golden.name);
      const auto stored = std::filesystem::path(CELLROUTE_SOURCE_DIR) / "tests/viz/golden" /
                          (std::string(golden.name) + ".png");
      // Another renderer moves edges by a pixel and shades otherwise; another picture differs by far more.
      CHECK(difference(read_png(png), read_png(results::read_file(stored)), 40) < 0.02);
    }
}

}  // namespace cellroute::viz::test
