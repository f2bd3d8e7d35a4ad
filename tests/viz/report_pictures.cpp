// Pictures of results side by side: colours and dots stand for the same in all, and each says what it shows.
#include <fstream>

#include "sim/results/result_file.hpp"
#include "tests/results/synthetic.hpp"
#include "tests/viz/made_results.hpp"
#include "viz/program/view.hpp"
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
