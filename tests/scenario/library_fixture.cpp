// Writes the small library and reads scenarios with it.
#include "tests/scenario/library_fixture.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>

#include "sim/scenario/keys.hpp"

namespace cellroute::test {

namespace fs = std::filesystem;
using scenario::Declared;
using scenario::Form;

namespace {

std::string entries(const Declared& group, const std::string& indent) {
  std::string text;
  for (const Declared& child : group.children) {
    if (child.form == Form::group)
      text += fmt::format("{}{}:\n{}", indent, child.key, entries(child, indent + "  "));
    else
      text += fmt::format("{}{}: {{value: {}, unit: {}, source: test}}\n", indent, child.key,
                          inside(child.spec.min, child.spec.max), child.spec.unit);
  }
  return text;
}

std::string file(const std::string& kind, const std::string& name, const std::string& parameters) {
  return fmt::format("kind: {}\nname: {}\nabout: For tests.\nparameters:\n{}", kind, name, parameters);
}

}  // namespace

double inside(double low, double high) {
  if (low > 0) return std::sqrt(low * high);
  return high > 1 ? 1 : (low + high) / 2;
}

TemporaryFolder::TemporaryFolder() {
  static std::atomic<int> count{0};
  path_ = fs::temp_directory_path() / fmt::format("cellroute-scenario-{}-{}", getpid(), count++);
  fs::create_directories(path_);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code error;
  fs::remove_all(path_, error);
}

fs::path TemporaryFolder::write(const std::string& name, const std::string& text) const {
  const fs::path target = path_ / name;
  fs::create_directories(target.parent_path());
  std::ofstream(target, std::ios::binary) << text;
  return target;
}

LibraryFixture::LibraryFixture() {
  std::string species;
  for (const Declared& group : scenario::parameter_tree().children) {
    const std::string text = fmt::format("  {}:\n{}", group.key, entries(group, "    "));
    if (group.key == "product")
      folder.write("library/products/cells.yaml", file("product", "cells", text));
    else if (group.key == "label")
      folder.write("library/labels/none.yaml", file("label", "none", text));
    else
      species += text;
  }
  folder.write("library/species/tiny.yaml", file("species", "tiny", species));
  folder.write("library/conditions/healthy.yaml", file("condition", "healthy", ""));
  const std::string modifier = "  product:\n    deformability: {{scale: {}, source: test}}\n";
  folder.write("library/modifiers/stiffer.yaml",
               file("modifier", "stiffer", fmt::format(fmt::runtime(modifier), 1.25)));
  folder.write("library/modifiers/idle.yaml",
               file("modifier", "idle", fmt::format(fmt::runtime(modifier), 1)));
}

scenario::Scenario LibraryFixture::load(const std::string& text, scenario::LoadOptions options) const {
  if (options.library.empty()) options.library = library();
  return scenario::load(folder.write("scenario.yaml", text), options);
}

std::string LibraryFixture::mistakes(const std::string& text, scenario::LoadOptions options) const {
  return mistakes_of(folder.write("scenario.yaml", text), std::move(options));
}

std::string LibraryFixture::mistakes_of(const fs::path& path, scenario::LoadOptions options) const {
  if (options.library.empty()) options.library = library();
  std::string text;
  for (const auto& diagnostic : scenario::check(path, options)) {
    if (!text.empty()) text += '\n';
    text += format(diagnostic);
  }
  const std::string prefix = folder.path().string() + "/";
  for (std::size_t at; (at = text.find(prefix)) != std::string::npos;) text.erase(at, prefix.size());
  return text;
}

std::string good_scenario() {
  return "title: A test\n"
         "species: tiny\n"
         "condition: healthy\n"
         "product: {name: cells, modifiers: [stiffer]}\n"
         "label: none\n"
         "host: allogeneic\n"
         "regimen:\n"
         "  - {route: hepatic_artery, catheter: proper, cells: 1e8, over: 20 min, at: 0 h, volume: 50 mL}\n"
         "levels: [body]\n"
         "horizon: 10 d\n"
         "output: {times: [5 min, 1 h, 24 h, 3 d, 10 d]}\n"
         "numerics: {size_classes: 5, relative_tolerance: 1e-6, absolute_tolerance: 1e-8}\n"
         "seed: 1\n"
         "set: {lung.tissue.capillary.diameter: 6.5 um}\n";
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace cellroute::test
