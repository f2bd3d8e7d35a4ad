// The tree as it stands keeps to the plan of the house.
#include <catch2/catch.hpp>
#include <fstream>

#include "tests/house/inspect.hpp"

using namespace cellroute::house;

namespace {

std::string listed(const Complaints& complaints) {
  std::string text;
  for (const auto& complaint : complaints) text += complaint + "\n";
  return text;
}

}  // namespace

TEST_CASE("Every room includes only what it may see") {
  INFO(listed(inspect_includes(CELLROUTE_SOURCE_DIR, plan)));
  CHECK(inspect_includes(CELLROUTE_SOURCE_DIR, plan).empty());
}

TEST_CASE("Every room links only what it may see") {
  std::ifstream links(CELLROUTE_LINKS);
  std::ifstream again(CELLROUTE_LINKS);
  REQUIRE(links.peek() != std::ifstream::traits_type::eof());
  INFO(listed(inspect_links(again, plan)));
  CHECK(inspect_links(links, plan).empty());
}

TEST_CASE("Files are short, guarded, and say what they are") {
  INFO(listed(inspect_files(CELLROUTE_SOURCE_DIR, plan)));
  CHECK(inspect_files(CELLROUTE_SOURCE_DIR, plan).empty());
}
