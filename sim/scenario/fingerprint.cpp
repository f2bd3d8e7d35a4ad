// The canonical text of a case, and its hash.
#include "sim/scenario/fingerprint.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <optional>

#include "sim/scenario/declaration.hpp"
#include "sim/scenario/keys.hpp"

namespace cellroute::scenario {

std::string solver_version() { return CELLROUTE_VERSION; }

namespace {

using Add = std::function<void(const std::string& path, double value)>;

void add_lobule(const LobuleSettings& settings, const Add& add, std::string& text) {
  const LobuleNumerics& n = settings.numerics;
  const LobuleStepping& stepping = settings.stepping;
  add("lobule.spacing", n.spacing);
  text += fmt::format("lobule.block={} {} {} {} {}\n", n.columns, n.rows, n.layers,
                      static_cast<int>(n.boundary), static_cast<int>(n.zones));
  add("lobule.layer_thickness", n.layer_thickness);
  text += fmt::format("lobule.transport={}\nlobule.plugging={}\n", static_cast<int>(stepping.transport),
                      stepping.plugging);
  add("lobule.tolerance", stepping.tolerance);
}

/// Of a file that is data: its bytes stand for it, wherever it lies.
std::string fingerprint_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  return fingerprint_of_text(bytes);
}

void add_mask(const LiverMask& mask, const Add& add, std::string& text) {
  text += fmt::format("liver.mask={}\n", fingerprint_of_file(mask.file));
  for (const int label : mask.liver) add("liver.mask.liver", label);
  for (std::size_t s = 0; s < mask.segments.size(); ++s)
    for (const int label : mask.segments[s]) add(fmt::format("liver.mask.segment_{}", s + 1), label);
  const std::pair<const char*, const std::optional<Point>&> points[] = {
      {"portal_hilum", mask.portal_hilum},
      {"arterial_hilum", mask.arterial_hilum},
      {"caval_outlet", mask.caval_outlet}};
  for (const auto& [name, point] : points)
    if (point)
      for (const double coordinate : *point) add(std::string("liver.mask.") + name, coordinate);
}

void add_liver(const LiverSettings& settings, const Add& add, std::string& text) {
  const auto& [n, stepping] = settings;
  add("liver.spacing", n.spacing);
  add("liver.voxels", n.voxels);
  text += fmt::format("liver.terminals={}\nliver.tanks={}\nliver.switches={} {} {} {}\n", n.terminals,
                      static_cast<int>(n.tanks), n.skimming, n.plugging, n.heterogeneity, n.delay);
  for (const std::string& branch : n.embolised) text += fmt::format("liver.embolised={}\n", branch);
  add("liver.tolerance", stepping.tolerance);
  if (!n.trees.empty()) text += fmt::format("liver.trees={}\n", fingerprint_of_file(n.trees));
  if (n.mask) add_mask(*n.mask, add, text);
}

}  // namespace

std::string canonical_text(const Scenario& scenario, const std::string& solver) {
  const BodyCase& body = scenario.body;
  std::string text = fmt::format("schema={}\nsolver={}\nseed={}\n", schema_version, solver, scenario.seed);
  const Add add = [&text](const std::string& path, double value) {
    text += fmt::format("{}={}\n", path, value == 0 ? 0.0 : value);  // -0 is 0
  };
  for_each_parameter(body.parameters,
                     [&](const std::string& path, const double& value, const Spec&) { add(path, value); });
  for (std::size_t i = 0; i < body.regimen.size(); ++i) {
    const Infusion& infusion = body.regimen[i];
    text += fmt::format("regimen.{}={} {}\n", i, infusion.route, infusion.catheter);
    for_each_parameter(infusion, [&](const std::string& path, const double& value, const Spec&) {
      add(fmt::format("regimen.{}.{}", i, path), value);
    });
  }
  text += fmt::format("host={}\ndecay={}\n", static_cast<int>(body.host), static_cast<int>(body.decay));
  add("horizon", body.horizon);
  for (const double time : body.output_times) add("output", time);
  text += fmt::format("size_classes={}\n", body.numerics.size_classes);
  add("relative_tolerance", body.numerics.relative_tolerance);
  add("absolute_tolerance", body.numerics.absolute_tolerance);
  for (const std::string& level : scenario.levels) text += fmt::format("level={}\n", level);
  if (body.closure) text += fmt::format("closure={}\n", body.closure->fingerprint());
  if (scenario.lobule) add_lobule(*scenario.lobule, add, text);
  if (scenario.liver) add_liver(*scenario.liver, add, text);
  if (scenario.lobule && scenario.liver)  // without the one or the other there are no places
    text += fmt::format("lobule.place={}\n", static_cast<int>(scenario.lobule->place));
  return text;
}

std::string fingerprint_of_text(std::string_view text) {
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

std::uint64_t checksum(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

std::string fingerprint(const Scenario& scenario, const std::string& solver) {
  return fingerprint_of_text(canonical_text(scenario, solver));
}

}  // namespace cellroute::scenario
