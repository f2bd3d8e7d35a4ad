// Pictures of results side by side: colours and dots stand for the same in all, and each says what it shows.
#include <fmt/format.h>

#include <fstream>

#include "sim/results/result_file.hpp"
#include "tests/results/synthetic.hpp"
#include "tests/results/synthetic_liver.hpp"
#include "tests/viz/made_results.hpp"
#include "viz/program/view.hpp"
#include "viz/report/evidence.hpp"
#include "viz/report/report.hpp"
#include "viz/scene/field.hpp"

namespace cellroute::viz::test {
namespace {

/// A liver with `factor` times the usual cells, and the result it belongs to.
std::filesystem::path put(const std::filesystem::path& folder, float factor, const std::string& route) {
  write_liver(folder,
              [=](int i, int j, int k, std::size_t step) { return factor * usual_living(i, j, k, step); });
  auto record = results::test::record();
  record.inputs.regimen[0].route = route;
  record.inputs.regimen[0].catheter = "";
  std::ofstream(folder / "result.h5", std::ios::binary) << results::encode(record);
  return folder;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("Pictures beside each other have the scale and the dots of the fullest") {
  const Scratch scratch;
  const auto full = put(scratch.path / "full", 1, "hepatic_artery");
  const auto sparse = put(scratch.path / "sparse", 0.25f, "portal_vein");
  const auto nothing = scratch.path / "nothing";  // has no liver: left out
  Request request;
  request.result = sparse;
  const AskedField alone(request, "liver.vtkhdf");
  const double own = scale_of(alone, request).high;
  CHECK(share_of_fullest(alone, request) == 1);
  request.beside = {full, sparse, nothing};
  CHECK(scale_of(alone, request).high == Approx(4 * own));
  CHECK(share_of_fullest(alone, request) == Approx(0.25));
  request.result = full;
  const AskedField fullest(request, "liver.vtkhdf");
  CHECK(scale_of(fullest, request).high == Approx(4 * own));
  CHECK(share_of_fullest(fullest, request) == 1);
}

TEST_CASE("In a film a dot stands for as many cells in every picture") {
  const Scratch scratch;
  Request request;
  request.result = put(scratch.path / "run", 1, "hepatic_artery");  // twice the cells at the second time
  request.time = liver_times[0];
  CHECK(share_of_fullest(AskedField(request, "liver.vtkhdf"), request) == 1);
  request.shared_scale = true;
  CHECK(share_of_fullest(AskedField(request, "liver.vtkhdf"), request) == Approx(0.5));
}

TEST_CASE("A resolved run beside the plain one of its case is looked into, not compared with it") {
  const Scratch scratch;
  const auto plain = [&](const std::string& route) {
    const auto folder = scratch.path / ("plain_" + route);
    std::filesystem::create_directories(folder);
    auto record = results::test::record();
    record.inputs.regimen[0].route = route;
    record.inputs.regimen[0].catheter = "";
    std::ofstream(folder / "result.h5", std::ios::binary) << results::encode(record);
    return folder;
  };
  const auto resolved = [&](const std::string& route, double cells) {
    const auto folder = scratch.path / fmt::format("{}_{}", route, cells);
    write_liver(folder, usual_living);
    auto record = results::test::with_liver(results::test::record());
    record.inputs.regimen[0].route = route;
    record.inputs.regimen[0].catheter = "";
    record.inputs.regimen[0].cells *= cells;
    record.provenance.fingerprint[0] = 'f';
    std::ofstream(folder / "result.h5", std::ios::binary) << results::encode(record);
    return folder;
  };
  const auto artery = plain("hepatic_artery"), vein = plain("portal_vein");
  const auto inside = resolved("hepatic_artery", 1), of_another = resolved("hepatic_artery", 2);

  const auto evidence = gather({artery, inside, vein});
  CHECK(evidence.folders == std::vector{artery, vein});
  REQUIRE(evidence.inside.size() == 1);
  CHECK(evidence.inside[0].of == 0);
  CHECK(evidence.inside[0].folder == inside);
  CHECK(gather({vein, inside, artery}).inside.at(0).of == 1);
  CHECK(gather({inside, vein}).inside.empty());  // nothing plain of its case: a subject
  CHECK(gather({artery, of_another, vein}).records.size() == 3);

  const auto page = report({artery, inside, vein});
  CHECK(count(page, "alt=\"Liver of the result hepatic artery") == 1);
  CHECK(count(page, "Couinaud segment") >= 1);
  CHECK(count(page, "hepatic artery, resolved") == 1);  // its fingerprint
  CHECK(count(page, "Of the runs with a resolved liver or lobule, the same imbalances: hepatic artery:") ==
        1);
}

TEST_CASE("A report has one picture for each resolved liver, with words, and says that they share a scale") {
  const Scratch scratch;
  const auto page = report(
      {put(scratch.path / "full", 1, "hepatic_artery"), put(scratch.path / "sparse", 0.25f, "portal_vein")});
  CHECK(count(page, "src=\"data:image/png") == 2);
  CHECK(count(page, "alt=\"Liver of the result hepatic artery") == 1);
  CHECK(count(page, "alt=\"Liver of the result portal vein") == 1);
  CHECK(count(page, "Colours and dots stand for the same in all pictures") == 2);
}

}  // namespace cellroute::viz::test
