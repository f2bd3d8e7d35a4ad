// Mistakes in the published table and in dataset files, each with its text.
#include <fmt/format.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "sim/validation/dataset.hpp"
#include "sim/validation/places.hpp"

using namespace cellroute;
using namespace cellroute::validation;
namespace fs = std::filesystem;

namespace {

const std::string head = "dataset_id,citation,organ,time_h,value,unit,spread,spread_kind,note\n";

/// A folder with one dataset of two rows, removed at the end.
struct Folder {
  fs::path path = fs::temp_directory_path() / fmt::format("cellroute-validation-{}", ::getpid());
  Folder() {
    fs::create_directories(path / "validation");
    write("biodistribution.csv",
          head +
              "X_ONE,\"A, B\",lung,1,50,% of dose,5,SD,\n"
              "X_ONE,\"A, B\",\"liver, all\",,15-19,% of dose,15-19,range,\"so \"\"said\"\"\"\n");
  }
  ~Folder() { fs::remove_all(path); }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path / name) << text; }

  std::string mistakes(const std::string& dataset) const {
    write("validation/X_ONE.yaml", dataset);
    try {
      const auto published = read_published(path / "biodistribution.csv");
      read_datasets(path / "validation", published, {CELLROUTE_SOURCE_DIR "/configs/library", {}, "", ""});
    } catch (const scenario::InputError& error) {
      return error.what();
    }
    return "";
  }
};

const std::string scenarios = R"(dataset: X_ONE
about: Cells into mice.
scenarios:
  vein:
    species: mouse
    condition: healthy
    product: mouse_bone_marrow_msc
    label: cr51
    regimen:
      - {route: peripheral_vein, cells: 5e5, over: 1 min}
    horizon: 2 h
    output: {times: [1 h]}
observations:
)";
const std::string first = R"(  - row: 1
    organ: lung
    status: predicted
    quantity: {measure: label_share, region: [lung], time: 1 h}
    unit: "%"
)";
const std::string second = R"(  - {row: 2, organ: "liver, all", status: excluded, reason: not of interest}
)";

bool says(const std::string& text, const std::string& part) {
  INFO(text);
  CHECK(text.find(part) != std::string::npos);
  return true;
}

}  // namespace

TEST_CASE("A CSV's quotes, commas, ranges and bounds are read") {
  const Folder folder;
  const auto rows = read_published(folder.path / "biodistribution.csv");
  REQUIRE(rows.size() == 2);
  CHECK(rows[1].organ == "liver, all");
  CHECK(rows[1].note == "so \"said\"");
  CHECK(*rows[1].value == 17);
  CHECK_FALSE(rows[1].time_h);
  CHECK(rows[1].number == 2);
  folder.write("biodistribution.csv", head + "X,c,six,,<1000,cells,,,\n");
  CHECK(read_published(folder.path / "biodistribution.csv")[0].upper_bound);
  folder.write("biodistribution.csv", head + "X,c,six,,many,cells,,,\n");
  CHECK_THROWS_WITH(read_published(folder.path / "biodistribution.csv"), Catch::Contains("value `many`"));
}

TEST_CASE("A dataset without mistakes is read") {
  CHECK(Folder().mistakes(scenarios + first + second) == "");
}

TEST_CASE("A row that is missing, invented, twice or renamed is refused") {
  const Folder folder;
  says(folder.mistakes(scenarios + first), "rows of the published table are missing: 2 (liver, all)");
  says(folder.mistakes(scenarios + first + second + "  - {row: 3, organ: x, status: excluded, reason: y}\n"),
       "`X_ONE` has no row 3 in the published table");
  says(folder.mistakes(scenarios + first + first + second), "row 1 is here twice");
  says(folder.mistakes(scenarios + first + "  - {row: 2, organ: liver, status: excluded, reason: y}\n"),
       "row 2 of `X_ONE` is `liver, all`");
}

TEST_CASE("A dataset file without a published row is refused") {
  const Folder folder;
  folder.write("validation/X_TWO.yaml", "dataset: X_TWO\n");
  says(folder.mistakes(scenarios + first + second), "no row of the published table belongs to `X_TWO`");
}

TEST_CASE("A dataset has no constant of its own") {
  std::string own = scenarios;
  own.insert(own.find("observations:"), "    set: {lung.tissue.capillary.diameter: 6 um}\n");
  says(Folder().mistakes(own + first + second),
       "a dataset has no `lung.tissue.capillary.diameter` of its own");
}

TEST_CASE("Statuses say what they need") {
  const Folder folder;
  says(folder.mistakes(scenarios + first + "  - {row: 2, organ: \"liver, all\", status: excluded}\n"),
       "a row is excluded if, and only if, it has a `reason`");
  std::string calibrated = first;
  calibrated.replace(calibrated.find("predicted"), 9, "calibrated");
  says(folder.mistakes(scenarios + calibrated + second),
       "a row is calibrated if, and only if, it names the parameters it `sets`");
  says(folder.mistakes(scenarios + calibrated + "    sets: [lung.tissue.clearence]\n" + second),
       "unknown parameter `lung.tissue.clearence`");
}

TEST_CASE("A measure needs its operator, region, time and unit") {
  const Folder folder;
  const auto with = [&](const std::string& quantity, const std::string& unit = "\"%\"") {
    return folder.mistakes(scenarios + "  - row: 1\n    organ: lung\n    status: predicted\n    quantity: " +
                           quantity + "\n    unit: " + unit + "\n" + second);
  };
  says(with("{measure: label_shares, region: [lung], time: 1 h}"), "unknown measure `label_shares`");
  says(with("{measure: label_share, time: 1 h}"), "`label_share` needs a region");
  says(with("{measure: label_share, region: [lung]}"), "`label_share` needs a time");
  says(with("{measure: label_share, region: [lungs], time: 1 h}"), "unknown region `lungs`");
  says(with("{measure: label_share, region: [lung], time: 2 h}"),
       "the time is not an output time of its scenario");
  says(with("{measure: label_share, arm: vain, region: [lung], time: 1 h}"),
       "there is no scenario `vain` here");
  says(with("{measure: label_share, region: [lung], time: 1 h}", "mmHg"),
       "`mmHg` is not a unit of the quantity");
}

TEST_CASE("The places of data that were tried are named") {
  const Folder folder;
  CHECK(find_places(folder.path, "").table == folder.path / "biodistribution.csv");
  CHECK_THROWS_WITH(find_places("/nowhere", ""),
                    Catch::Contains("/nowhere/biodistribution.csv") && Catch::Contains("--data"));
}
