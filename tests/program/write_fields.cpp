// Writes made-up field files for programs in other languages to read:
//
//     write_fields FOLDER      made.vtkhdf in time, plane.vtkhdf of one layer, still.vtkhdf without time
#include <cstdio>
#include <exception>

#include "sim/results/field_file.hpp"
#include "tests/results/made_fields.hpp"

using namespace cellroute::results;

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::fputs("usage: write_fields FOLDER\n", stderr);
    return 2;
  }
  OutputFolder folder(argv[1], false);
  write_fields(folder, "made", test::made_fields({5, 4, 3}, 3));
  write_fields(folder, "plane", test::made_fields({7, 6, 1}, 2));
  write_fields(folder, "still", test::made_still({5, 4, 3}));
  folder.commit();
} catch (const std::exception& error) {
  std::fprintf(stderr, "write_fields: %s\n", error.what());
  return 1;
}
