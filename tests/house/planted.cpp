// The inspection finds what it is there to find: each case plants one breach in a tree of its own.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/house/inspect.hpp"

using namespace cellroute::house;
namespace fs = std::filesystem;

namespace {

/// A small tree that keeps all rules, in a folder that goes away with it.
class Tree {
 public:
  Tree() {
    std::string name = (fs::temp_directory_path() / "house-XXXXXX").string();
    root_ = ::mkdtemp(name.data());
    plant("models/law.hpp", "// A law.\n#pragma once\n#include <cmath>\n");
    plant("sim/body/result.hpp", "// Plain data.\n#pragma once\n#include \"models/law.hpp\"\n");
    plant("sim/body/solver.hpp",
          "// A solver.\n#pragma once\n#include <omp.h>\n#include \"sim/body/result.hpp\"\n");
    plant("sim/results/write.cpp", "// A writer.\n#include <hdf5.h>\n#include \"sim/body/result.hpp\"\n");
    plant("sim/cli/main.cpp", "// The program.\n#include <CLI/CLI.hpp>\n#include \"sim/body/solver.hpp\"\n");
  }
  ~Tree() { fs::remove_all(root_); }
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  void plant(const std::string& path, const std::string& text) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }
  void include(const std::string& path, const std::string& what) {
    plant(path, "// Planted.\n#include " + what + "\n");
  }
  const fs::path& root() const { return root_; }

 private:
  fs::path root_;
};

std::string only(const Complaints& complaints) {
  REQUIRE(complaints.size() == 1);
  return complaints.front();
}

Complaints links(const std::string& text) {
  std::istringstream in(text);
  return inspect_links(in, plan);
}

}  // namespace

TEST_CASE("A tree that keeps the plan draws no complaint") {
  Tree tree;
  CHECK(inspect_includes(tree.root(), plan).empty());
  CHECK(inspect_files(tree.root(), plan).empty());
}

TEST_CASE("An include against the arrows is found and placed") {
  struct Breach {
    std::string file, what, complaint;
  };
  const auto breach = GENERATE(values<Breach>({
      {"models/up.cpp", "\"sim/body/result.hpp\"", "models must not see \"sim/body/result.hpp\""},
      {"sim/numerics/up.cpp", "\"sim/body/solver.hpp\"", "sim/numerics must not see \"sim/body/solver.hpp\""},
      {"sim/body/up.cpp", "\"sim/results/write.cpp\"", "sim/body must not see \"sim/results/write.cpp\""},
      {"sim/liver/across.cpp", "\"sim/body/solver.hpp\"", "sim/liver must not see \"sim/body/solver.hpp\""},
      {"sim/results/solver.cpp", "\"sim/body/solver.hpp\"",
       "sim/results must not see \"sim/body/solver.hpp\""},
      {"sim/scenario/solver.cpp", "\"sim/body/solver.hpp\"",
       "sim/scenario must not see \"sim/body/solver.hpp\""},
      {"viz/solver.cpp", "\"sim/body/solver.hpp\"", "viz must not see \"sim/body/solver.hpp\""},
      {"sim/body/near.cpp", "\"solver.hpp\"", "\"solver.hpp\" is to be named by its path from the root"},
      {"sim/body/gone.cpp", "\"sim/body/gone.hpp\"", "\"sim/body/gone.hpp\" does not exist"},
  }));
  Tree tree;
  tree.include(breach.file, breach.what);
  CHECK(only(inspect_includes(tree.root(), plan)) == breach.file + ":2: " + breach.complaint);
}

TEST_CASE("A guest library outside its rooms is found") {
  const auto [file, header] = GENERATE(values<std::pair<std::string, std::string>>({
      {"models/a.cpp", "yaml-cpp/yaml.h"},
      {"sim/cli/a.cpp", "yaml-cpp/yaml.h"},
      {"sim/results/a.cpp", "udunits2.h"},
      {"sim/results/a.cpp", "xxhash.h"},
      {"sim/cli/a.cpp", "hdf5.h"},
      {"sim/cli/a.cpp", "H5Tpublic.h"},
      {"sim/scenario/a.cpp", "CLI/CLI.hpp"},
      {"sim/body/a.cpp", "fmt/format.h"},
      {"sim/cli/a.cpp", "omp.h"},
      {"models/a.cpp", "immintrin.h"},
      {"sim/body/a.cpp", "cvode/cvode.h"},
      {"sim/body/a.cpp", "mpi.h"},
      {"sim/results/a.cpp", "vtkImageData.h"},
      {"sim/results/a.cpp", "boost/any.hpp"},
      {"models/a.cpp", "iostream"},
      {"sim/numerics/a.cpp", "random"},
      {"sim/results/a.cpp", "random"},
  }));
  Tree tree;
  tree.include(file, "<" + header + ">");
  CHECK_THAT(only(inspect_includes(tree.root(), plan)), Catch::StartsWith(file + ":2: <" + header + ">"));
}

TEST_CASE("An include is found however it is spaced") {
  const auto line = GENERATE("#include<yaml-cpp/yaml.h>", "  #  include  <yaml-cpp/yaml.h>  // why");
  Tree tree;
  tree.plant("models/a.cpp", std::string("// Planted.\n") + line + "\n");
  CHECK(inspect_includes(tree.root(), plan).size() == 1);
}

TEST_CASE("A file in no room is found") {
  Tree tree;
  tree.include("sim/stray.cpp", "<cmath>");
  CHECK(only(inspect_includes(tree.root(), plan)) == "sim/stray.cpp: stands in no room");
}

TEST_CASE("A link against the arrows or to a stranger is found") {
  const std::string good =
      "models cellroute_models cellroute_flags\n"
      "sim/body cellroute_body cellroute_models\n"
      "sim/body cellroute_body OpenMP::OpenMP_CXX\n"
      "sim/scenario cellroute_scenario /usr/lib/libudunits2.so\n"
      "sim/results cellroute_results cellroute_body\n"
      "sim/results cellroute_results hdf5::hdf5\n";
  CHECK(links(good).empty());
  CHECK(only(links(good + "models cellroute_models cellroute_body\n")) ==
        "models: cellroute_models links cellroute_body, but must not see sim/body");
  CHECK(only(links(good + "sim/body cellroute_body cellroute_results\n")) ==
        "sim/body: cellroute_body links cellroute_results, but must not see sim/results");
  CHECK(only(links(good + "sim/body cellroute_body hdf5::hdf5\n")) ==
        "sim/body: cellroute_body links hdf5::hdf5, which lives in sim/results, tests");
  CHECK(only(links(good + "sim/results cellroute_results curl\n")) ==
        "sim/results: cellroute_results links curl, which belongs to no library of the plan");
}

TEST_CASE("A long file, an unguarded header and a silent file are found") {
  Tree tree;
  SECTION("451 lines") {
    std::string text = "// Long.\n";
    for (int line = 0; line < 450; ++line) text += "\n";
    tree.plant("models/long.cpp", text);
    CHECK(only(inspect_files(tree.root(), plan)) == "models/long.cpp: 451 lines, more than 450");
  }
  SECTION("no guard") {
    tree.plant("models/open.hpp", "// A header.\n");
    CHECK(only(inspect_files(tree.root(), plan)) == "models/open.hpp: lacks #pragma once");
  }
  SECTION("no comment") {
    tree.plant("models/silent.cpp", "int main() {}\n");
    CHECK(only(inspect_files(tree.root(), plan)) ==
          "models/silent.cpp:1: does not open by saying what it is");
  }
}
