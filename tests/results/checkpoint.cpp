// Checkpoints and the spool of frames: what was written comes back, or its damage is told.
#include "sim/results/checkpoint.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <fstream>

#include "sim/results/field_frame.hpp"
#include "sim/results/folder.hpp"
#include "sim/results/frame_spool.hpp"
#include "sim/results/hdf5.hpp"
#include "sim/results/moments.hpp"
#include "tests/results/scratch.hpp"

using namespace cellroute::results;
using Catch::Contains;
using cellroute::results::test::Scratch;
namespace fs = std::filesystem;

namespace {

CheckpointHead head_at(double time) {
  return {"1.0 (abc)", "0123", "a=1\nb=2\nb=3\n", time, 100, 27, {{"today", "here", 2, 0, time, 0.5}}};
}

/// Two arrays, the second longer than a block.
void write(Checkpoints& checkpoints, double time) {
  const std::vector<double> few{time, -0.0, 1e-310};
  std::vector<double> many(600000);
  for (std::size_t i = 0; i < many.size(); ++i) many[i] = time + static_cast<double>(i) / 3;
  checkpoints.write(head_at(time), [&](const Checkpoints::Write& to) {
    to(few);
    to(many);
  });
}

/// The time of the checkpoint that a run goes on from, its arrays checked; what is said about others in
/// `said`.
double newest(Checkpoints& checkpoints, std::string* said = nullptr) {
  const auto reader = checkpoints.newest([said](const std::string& note) {
    if (said != nullptr) *said = note;
  });
  if (!reader) return -1;
  const double time = reader->head().time;
  std::vector<double> few(3), many;
  reader->read(std::span<double>(few));
  reader->read(many);
  reader->finish();
  CHECK(few[0] == time);
  CHECK(std::signbit(few[1]));
  CHECK(few[2] == 1e-310);
  REQUIRE(many.size() == 600000);
  CHECK(many.back() == time + 599999 / 3.0);
  return time;
}

void flip(const fs::path& file, std::uint64_t at) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekg(static_cast<std::streamoff>(at));
  const char byte = static_cast<char>(stream.get() ^ 4);
  stream.seekp(static_cast<std::streamoff>(at));
  stream.put(byte);
}

std::vector<std::string> of_kind(const FrameSpool& spool, const char* kind) {
  std::vector<std::string> all;
  spool.each(kind, [&](std::string_view bytes) { all.emplace_back(bytes); });
  return all;
}

}  // namespace

TEST_CASE("the last checkpoint comes back bit for bit, and two are kept") {
  const Scratch scratch;
  Checkpoints checkpoints(scratch.path, "liver");
  CHECK_FALSE(checkpoints.any());
  CHECK(newest(checkpoints) == -1);
  for (const double time : {1.0, 2.5, 7.25}) {
    write(checkpoints, time);
    CHECK(newest(checkpoints) == time);
  }
  CHECK(test::entries(scratch.path) == 2);
  const auto reader = checkpoints.newest({});
  CHECK(reader->head().sessions.at(0).wall_seconds == 0.5);
  CHECK(reader->head().frames == 27);
  std::vector<double> short_one(2);
  CHECK_THROWS_WITH(reader->read(std::span<double>(short_one)), Contains("3 numbers where this run has 2"));
  checkpoints.remove();
  CHECK(test::entries(scratch.path) == 0);
}

TEST_CASE("a byte changed anywhere in a checkpoint, or its end cut off, gives way to the one before") {
  const Scratch scratch;
  Checkpoints first(scratch.path, "liver");
  write(first, 1);
  write(first, 2);
  const fs::path last = scratch.path / "liver.checkpoint", good = scratch.path / "good";
  fs::rename(last, good);
  const std::uint64_t size = fs::file_size(good);
  for (const std::uint64_t at : {std::uint64_t{3}, std::uint64_t{33}, std::uint64_t{60}, size / 2,
                                 std::uint64_t{4194304 + 700}, size - 17, size - 9, size - 1}) {
    for (const bool cut : {false, true}) {
      INFO((cut ? "cut at " : "changed at ") << at << " of " << size);
      fs::copy_file(good, last, fs::copy_options::overwrite_existing);
      if (cut)
        fs::resize_file(last, at);
      else
        flip(last, at);
      Checkpoints checkpoints(scratch.path, "liver");
      std::string said;
      CHECK(newest(checkpoints, &said) == 1);
      CHECK_THAT(said, Contains("liver.checkpoint ") && Contains("going on from the one before"));
    }
  }
  // The next one takes the damaged one's place, not that of the good one.
  Checkpoints checkpoints(scratch.path, "liver");
  newest(checkpoints);
  write(checkpoints, 3);
  CHECK(newest(checkpoints) == 3);
  flip(last, size / 2);
  CHECK(newest(checkpoints) == 1);
  flip(scratch.path / "liver.checkpoint.before", 100);
  CHECK_THROWS_AS(newest(checkpoints), FileError);
}

TEST_CASE("killed at any moment of writing a checkpoint, the last or the new one is whole") {
  for (const char* moment :
       {"checkpoint half", "checkpoint synced", "checkpoint aside", "checkpoint named"}) {
    INFO(moment);
    const Scratch scratch;
    Checkpoints checkpoints(scratch.path, "liver");
    write(checkpoints, 1);
    write(checkpoints, 2);
    const pid_t child = ::fork();
    if (child == 0) {
      at_moment() = [moment](std::string_view now) {
        if (now == moment) ::kill(::getpid(), SIGKILL);
      };
      write(checkpoints, 3);
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(WIFSIGNALED(status));
    CHECK(newest(checkpoints) == (std::string(moment) == "checkpoint named" ? 3 : 2));
  }
}

TEST_CASE("a checkpoint that does not fit on the disk is told, and those before stay") {
  const Scratch scratch;
  Checkpoints checkpoints(scratch.path, "liver");
  write(checkpoints, 1);
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit limit{};
    limit.rlim_cur = limit.rlim_max = 1 << 20;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    try {
      write(checkpoints, 2);
    } catch (const WriteError& error) {
      ::_exit(std::string(error.what()).ends_with("liver.checkpoint: File too large") ? 7 : 8);
    }
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WEXITSTATUS(status) == 7);
  CHECK(test::entries(scratch.path) == 1);
  CHECK(newest(checkpoints) == 1);
}

TEST_CASE("what differs from a checkpoint is named") {
  CheckpointHead there = head_at(1), wanted = head_at(0);
  CHECK(differences(there, wanted).empty());
  wanted.program = "1.1 (def)";
  CHECK_THAT(differences(there, wanted), Contains("is of cellroute 1.0 (abc); this is 1.1 (def)"));
  wanted.fingerprint = "4567";
  wanted.inputs = "a=1\nb=2\nb=4\nc=5\n";
  CHECK(differences(there, wanted) ==
        "is of other inputs:\nb is 2, 4, and was 2, 3\nc is 5, and was not given");
}

TEST_CASE("a spool gives its records back in order, and an earlier length cuts off what came later") {
  const Scratch scratch;
  const fs::path file = scratch.path / "frames";
  std::uint64_t length = 0;
  {
    FrameSpool spool(file);
    CHECK_THROWS_AS(FrameSpool(file), FolderInUse);
    spool.append("fields", "one");
    spool.append("trees", "");
    spool.append("fields", std::string(100000, 'x'));
    length = spool.length();
    spool.append("fields", "later");
    CHECK(of_kind(spool, "fields") == std::vector<std::string>{"one", std::string(100000, 'x'), "later"});
  }
  std::ofstream(file, std::ios::binary | std::ios::app) << "half a rec";
  {
    FrameSpool spool(file, length);
    CHECK(spool.count("fields") == 2);
    CHECK(spool.count("trees") == 1);
    spool.append("fields", "again");
    CHECK(of_kind(spool, "fields").back() == "again");
    CHECK(of_kind(spool, "trees") == std::vector<std::string>{""});
    length = spool.length();
  }
  CHECK_THROWS_AS(FrameSpool(file, length + 1), FileError);
  for (const std::uint64_t at : {std::uint64_t{5}, std::uint64_t{30}, std::uint64_t{60000}, length - 1}) {
    flip(file, at);
    CHECK_THROWS_WITH(FrameSpool(file, length), Contains("damaged"));
    flip(file, at);
  }
  CHECK_NOTHROW(FrameSpool(file, length));
}

TEST_CASE("a frame of fields comes back from its bytes, and torn bytes are refused") {
  FieldFrame frame;
  frame.time = 12.5;
  frame.grid = {{2, 1, 1}, {1, 2, 3}, {-1, 0, 1}};
  frame.arrays = {{"a [1]", "1", "first", 1, true}, {"b [m]", "m", "second", 3, false}};
  frame.values = {{1.5F, -0.0F}, {1, 2, 3, 4, 5, 6}};
  const std::string bytes = to_bytes(frame);
  const FieldFrame back = field_frame_of(bytes);
  CHECK(to_bytes(back) == bytes);
  CHECK(back.arrays.at(1).long_name == "second");
  CHECK_FALSE(back.arrays.at(1).in_time);
  CHECK(back.values == frame.values);
  CHECK(back.grid.corner == frame.grid.corner);
  for (std::size_t length = 0; length < bytes.size(); ++length)
    CHECK_THROWS_AS(field_frame_of(std::string_view(bytes).substr(0, length)), FileError);
}
