// The output folder: all files or none, and plain words when the system refuses.
#include "sim/results/folder.hpp"

#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>

#include "sim/results/hdf5.hpp"
#include "tests/results/scratch.hpp"

using namespace cellroute::results;
using namespace cellroute::results::test;
namespace fs = std::filesystem;
using Catch::Contains;

namespace {

void put(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }

}  // namespace

TEST_CASE("Files appear under their names only when all are complete") {
  Scratch scratch;
  const fs::path out = scratch.path / "a" / "b";
  OutputFolder folder(out, false);
  folder.add("one.txt", "1");
  folder.add("sub/two.txt", "22");
  CHECK_FALSE(fs::exists(out / "one.txt"));
  folder.commit();
  CHECK(read_file(out / "one.txt") == "1");
  CHECK(read_file(out / "sub" / "two.txt") == "22");
  CHECK(entries(out) == 2);
}

TEST_CASE("A folder that is not committed leaves nothing behind, not even itself") {
  Scratch scratch;
  {
    OutputFolder folder(scratch.path / "a" / "b", false);
    folder.add("sub/one.txt", "1");
  }
  CHECK(entries(scratch.path) == 0);
}

TEST_CASE("A part that is taken back is not named with the rest, nor is a folder made for it alone") {
  Scratch scratch;
  const fs::path out = scratch.path / "a";
  OutputFolder folder(out, false);
  folder.add("one/kept.txt", "1");
  folder.add("one/back.txt", "2");
  folder.add("two/deep/back.txt", "3");
  folder.withdraw("one/back.txt");
  folder.withdraw("two/deep/back.txt");
  folder.withdraw("never.txt");
  CHECK_FALSE(fs::exists(out / "two"));
  folder.commit();
  CHECK(entries(out) == 1);
  CHECK(entries(out / "one") == 1);
  CHECK(read_file(out / "one" / "kept.txt") == "1");
}

TEST_CASE("What is taken back first may come again") {
  Scratch scratch;
  OutputFolder folder(scratch.path / "a" / "b", false);
  folder.add("sub/one.txt", "1");
  folder.withdraw("sub/one.txt");
  CHECK(fs::exists(scratch.path / "a" / "b"));
  folder.add("sub/one.txt", "2");
  folder.commit();
  CHECK(read_file(scratch.path / "a" / "b" / "sub" / "one.txt") == "2");
}

TEST_CASE("A folder that holds something is refused, and the message says what it holds") {
  Scratch scratch;
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) put(scratch.path / name, name);
  REQUIRE_THROWS_AS(OutputFolder(scratch.path, false), FolderInUse);
  REQUIRE_THROWS_WITH(OutputFolder(scratch.path, false),
                      Contains("is not empty: it holds a, b, c, d and 2 more") && Contains("--overwrite"));
  CHECK(entries(scratch.path) == 6);
}

TEST_CASE("An empty folder is taken, and overwriting keeps what is not ours") {
  Scratch scratch;
  {
    OutputFolder folder(scratch.path, false);
    folder.add("result.h5", "old");
    folder.commit();
  }
  put(scratch.path / "notes.txt", "mine");
  OutputFolder folder(scratch.path, true);
  folder.add("result.h5", "new");
  folder.commit();
  CHECK(read_file(scratch.path / "result.h5") == "new");
  CHECK(read_file(scratch.path / "notes.txt") == "mine");
}

TEST_CASE("What a killed run left does not stand in the way of the next") {
  Scratch scratch;
  put(scratch.path / "result.h5.part", "half");
  OutputFolder folder(scratch.path, false);
  folder.add("result.h5", "whole");
  folder.commit();
  CHECK(read_file(scratch.path / "result.h5") == "whole");
  CHECK(entries(scratch.path) == 1);
  CHECK_THROWS_WITH(OutputFolder(scratch.path, false), Contains("it holds result.h5\n"));
}

TEST_CASE("A file in the way of the folder is refused") {
  Scratch scratch;
  put(scratch.path / "out", "x");
  REQUIRE_THROWS_WITH(OutputFolder(scratch.path / "out", true),
                      Contains("is a file, so it cannot be the output folder"));
  REQUIRE_THROWS_WITH(OutputFolder(scratch.path / "out" / "deeper", false),
                      Contains("cannot make the folder") && Contains("Not a directory"));
}

TEST_CASE("A file over the size limit is refused and leaves nothing half-written") {
  Scratch scratch;
  const auto before = std::signal(SIGXFSZ, SIG_IGN);
  rlimit old{};
  getrlimit(RLIMIT_FSIZE, &old);
  rlimit small = old;
  small.rlim_cur = 1000;
  setrlimit(RLIMIT_FSIZE, &small);
  std::string message;
  try {
    OutputFolder folder(scratch.path / "out", false);
    folder.add("fits.txt", std::string(500, 'x'));
    folder.add("result.h5", std::string(5000, 'x'));
    folder.commit();
  } catch (const WriteError& error) {
    message = error.what();
  }
  setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, before);
  CHECK_THAT(message, Contains("cannot write") && Contains("out/result.h5: File too large"));
  CHECK(entries(scratch.path) == 0);
}

TEST_CASE("A full disk is said plainly and leaves nothing half-written") {
  Scratch scratch;
  const fs::path disk = scratch.path / "disk";
  fs::create_directory(disk);
  if (geteuid() != 0 || mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=64k") != 0) {
    WARN("no permission to mount a small disk; the size limit above covers the same path");
    return;
  }
  std::string message;
  try {
    OutputFolder folder(disk / "out", false);
    folder.add("fits.txt", std::string(1000, 'x'));
    folder.add("result.h5", std::string(200000, 'x'));
    folder.commit();
  } catch (const WriteError& error) {
    message = error.what();
  }
  const auto left = entries(disk);
  umount(disk.c_str());
  CHECK_THAT(message, Contains("out/result.h5: No space left on device"));
  CHECK(left == 0);
}

TEST_CASE("Reading says plainly what cannot be read") {
  Scratch scratch;
  REQUIRE_THROWS_WITH(read_file(scratch.path / "none"), Contains("none: No such file or directory"));
  REQUIRE_THROWS_WITH(read_file(scratch.path), Contains("is a folder, not a file"));
}
