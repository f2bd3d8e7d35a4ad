// The view `trees`: hepatic artery, portal vein and hepatic veins as tubes.
#include "sim/results/tree_reader.hpp"
#include "viz/program/views.hpp"
#include "viz/scene/actors.hpp"
#include "viz/scene/camera.hpp"
#include "viz/scene/field.hpp"
#include "viz/scene/legend.hpp"
#include "viz/scene/vessel_scene.hpp"

namespace cellroute::viz {
namespace {

constexpr const char* trees_name = "trees.vtkhdf";
constexpr double unit = 1e-3;      // the scene is in millimetres
constexpr double narrowest = 0.1;  // of a trunk: what is narrower hides the rest

std::string draw(const Request& request) {
  if (request.vessels == "none")
    throw RequestError("--vessels none: the view trees shows nothing else (it is kind, flow or arrival)");
  const auto file_path = find_file(request.result, trees_name);
  const results::TreeReader file(file_path);
  const std::size_t step = find_step(file.times(), request.time);
  const std::string by = request.vessels.empty() ? "flow" : request.vessels;
  Stage stage(request.width, request.height);
  Legend legend(stage, "trees", file.header().title,
                "Vessels of the liver at their true width" +
                    (by == "flow" ? ", " + time_text(file.times(), step) : "") +
                    (by == "flow" ? by_route(file_path, file.header().provenance.fingerprint) : ""),
                file.header().provenance);
  if (!file.times().empty()) legend.fact("Time", time_fact(file.times()[step]));
  const auto tubes = vessels_with_legend(legend, file, {by, narrowest, step, request.shared_scale, unit});
  add_solid(stage, tubes);
  look_from_front(stage, tubes, -15, 12);
  legend.scale_bar(unit);
  legend.compass("right", "front", "head");
  return legend.picture();
}

}  // namespace

View trees_view() {
  return file_view<results::TreeReader>("trees", "vessels by flow, arrival time or kind", "liver", trees_name,
                                        draw, {"--time", "--vessels"});
}

}  // namespace cellroute::viz
