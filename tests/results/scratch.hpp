// A folder of the test's own, gone afterwards.
#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <iterator>

namespace cellroute::results::test {

struct Scratch {
  std::filesystem::path path;
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "cellroute-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Scratch() { std::filesystem::remove_all(path); }
};

inline std::size_t entries(const std::filesystem::path& folder) {
  using Each = std::filesystem::directory_iterator;
  return static_cast<std::size_t>(std::distance(Each(folder), Each()));
}

}  // namespace cellroute::results::test
