// Files that nibabel and ITK wrote: the same body from all of them, where those programs say it is.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "sim/images/label_image.hpp"
#include "sim/liver/anatomy/import.hpp"
#include "tests/liver/segment_volume.hpp"

using namespace cellroute;

namespace {

std::string folder() {
  const char* fresh = std::getenv("CELLROUTE_IMAGES");
  return fresh ? fresh : CELLROUTE_SOURCE_DIR "/tests/cases/images";
}

struct Fact {
  double volume = 0;           // [m3]
  std::array<double, 3> at{};  // [m] centroid
};
using Facts = std::map<int, Fact>;

std::map<std::string, Facts> expected() {
  std::ifstream file(folder() + "/expected.csv");
  std::map<std::string, Facts> facts;
  std::string line, name, word;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::getline(words, name, ',');
    std::array<double, 5> numbers{};
    for (double& x : numbers) {
      std::getline(words, word, ',');
      x = std::stod(word);
    }
    facts[name][static_cast<int>(numbers[0])] = {numbers[1] * 1e-9,
                                                 {numbers[2] * 1e-3, numbers[3] * 1e-3, numbers[4] * 1e-3}};
  }
  return facts;
}

Facts facts_of(const LabelImage& image) {
  const auto& m = image.to_world;
  const double cell = std::abs(m[0] * (m[5] * m[10] - m[6] * m[9]) - m[1] * (m[4] * m[10] - m[6] * m[8]) +
                               m[2] * (m[4] * m[9] - m[5] * m[8]));
  Facts facts;
  std::size_t v = 0;
  for (int k = 0; k < image.cells[2]; ++k)
    for (int j = 0; j < image.cells[1]; ++j)
      for (int i = 0; i < image.cells[0]; ++i, ++v) {
        if (image.labels[v] == 0) continue;
        Fact& fact = facts[image.labels[v]];
        fact.volume += cell;
        for (std::size_t d = 0; d < 3; ++d)
          fact.at[d] += (m[4 * d] * i + m[4 * d + 1] * j + m[4 * d + 2] * k + m[4 * d + 3]) * cell;
      }
  for (auto& [label, fact] : facts)
    for (double& x : fact.at) x /= fact.volume;
  return facts;
}

liver::SegmentationPlan eight_labels() {
  liver::SegmentationPlan plan;
  for (std::size_t s = 0; s < 8; ++s) plan.segments[s] = {static_cast<std::uint16_t>(21 + s)};
  plan.spacing = 9e-3;
  return plan;
}

double mean_x(const LiverAnatomy& liver) {
  double sum = 0;
  for (const auto v : liver.voxels) sum += liver.grid.centre(static_cast<std::size_t>(v))[0];
  return sum / static_cast<double>(liver.voxels.size());
}

const LiverAnatomy& plain() {
  static const LiverAnatomy liver =
      liver::anatomy_from(images::read_label_image(folder() + "/plain.nii.gz"), eight_labels());
  return liver;
}

bool has_the_same_voxels(const std::string& name) {
  return name.find("oblique") == std::string::npos && name.find("anisotropic") == std::string::npos;
}

}  // namespace

TEST_CASE("A file of another program has each label where that program says", "[written by others]") {
  const auto all = expected();
  REQUIRE(all.size() == 17);
  for (const auto& [name, facts] : all) {
    INFO(name);
    const Facts found = facts_of(images::read_label_image(folder() + "/" + name));
    REQUIRE(found.size() == facts.size());
    for (const auto& [label, fact] : facts) {
      INFO(label);
      REQUIRE(found.contains(label));
      CHECK(found.at(label).volume ==
            Approx(fact.volume).epsilon(2e-6));  // orientations are single precision
      for (std::size_t d = 0; d < 3; ++d) CHECK(std::abs(found.at(label).at[d] - fact.at[d]) < 1e-7);
    }
  }
}

TEST_CASE("One body in any order of axes, format and unit is one liver, voxel by voxel",
          "[written by others]") {
  for (const auto& [name, facts] : expected()) {
    if (!has_the_same_voxels(name)) continue;
    INFO(name);
    const auto liver = liver::anatomy_from(images::read_label_image(folder() + "/" + name), eight_labels());
    CHECK(liver.grid.cells == plain().grid.cells);
    CHECK(liver.segment == plain().segment);
    CHECK(liver.voxels == plain().voxels);
    for (std::size_t d = 0; d < 3; ++d) {
      CHECK(std::abs(liver.grid.corner[d] - plain().grid.corner[d]) < 1e-7);
      CHECK(std::abs(liver.portal_hilum[d] - plain().portal_hilum[d]) < 1e-7);
    }
  }
}

TEST_CASE("A body sampled on oblique and uneven voxels is the same liver, finely resampled",
          "[written by others]") {
  for (const auto& [name, facts] : expected()) {
    if (has_the_same_voxels(name)) continue;
    INFO(name);
    auto plan = eight_labels();
    plan.spacing = 2.5e-3;
    const auto liver = liver::anatomy_from(images::read_label_image(folder() + "/" + name), plan);
    const auto volume = testing::volume_by_segment(liver);
    for (std::size_t s = 0; s < 8; ++s) {
      INFO("segment " << s + 1);
      CHECK(volume[s] == Approx(facts.at(static_cast<int>(21 + s)).volume).margin(0.003 * plain().volume()));
      CHECK(volume[s] == Approx(testing::volume_by_segment(plain())[s])
                             .margin(0.04 * plain().volume()));  // 7 to 12 mm beside 9
    }
    CHECK(liver.volume() == Approx(plain().volume()).epsilon(0.03));
    CHECK(mean_x(plain()) > 0.01);  // heavier on the right: a mirrored one would be on the other side
    CHECK(std::abs(mean_x(liver) - mean_x(plain())) < 1e-3);
  }
}

TEST_CASE("Where sform and qform disagree the sform is taken and a note says so", "[written by others]") {
  const auto image = images::read_label_image(folder() + "/disagreeing.nii.gz");
  REQUIRE(image.notes.size() == 1);
  CHECK(image.notes[0].find("sform and qform differ by up to") == 0);
  CHECK(images::read_label_image(folder() + "/asymmetric_float.nii.gz").notes.empty());
}
