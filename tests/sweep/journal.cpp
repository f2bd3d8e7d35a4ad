// The journal: cut off anywhere, damaged, of something else, or in use.
#include "sim/sweep/journal.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "sim/results/folder.hpp"
#include "sim/results/hdf5.hpp"
#include "tests/results/scratch.hpp"

using namespace cellroute;
using namespace cellroute::sweep;
using Catch::Matchers::Contains;
using results::test::Scratch;
namespace fs = std::filesystem;

namespace {

JournalHead head_of_ten() {
  JournalHead head;
  head.fingerprint = std::string(32, 'a');
  head.program = "1.0 (abc)";
  head.rows = 38;  // the last chunk is short
  head.rows_per_chunk = 4;
  head.metrics = 2;
  head.sweep = "/some/sweep.yaml";
  head.overrides = {"a.b=1"};
  return head;
}

ChunkResult result_of(std::size_t chunk) {
  ChunkResult result;
  result.chunk = chunk;
  const std::size_t rows = chunk == 9 ? 2 : 4;
  for (std::size_t i = 0; i < rows * 2; ++i)
    result.values.push_back(0.1 * static_cast<double>(chunk * 8 + i));
  if (chunk % 3 == 1) result.failures.push_back({chunk * 4, "reason " + std::to_string(chunk)});
  return result;
}

void check_chunk(const Journal& journal, std::size_t chunk) {
  const auto found = journal.read(chunk), wanted = result_of(chunk);
  CHECK(found.chunk == chunk);
  CHECK(found.values == wanted.values);
  REQUIRE(found.failures.size() == wanted.failures.size());
  if (!found.failures.empty()) CHECK(found.failures[0].reason == wanted.failures[0].reason);
}

void cut(const fs::path& file, std::uintmax_t size) { fs::resize_file(file, size); }

void flip(const fs::path& file, std::uintmax_t at) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekg(static_cast<std::streamoff>(at));
  const char old = static_cast<char>(stream.get());
  stream.seekp(static_cast<std::streamoff>(at));
  stream.put(static_cast<char>(old ^ 0x5a));
}

/// A journal of all ten chunks in some order; the sizes of the file after each.
std::vector<std::uintmax_t> fill(const fs::path& folder) {
  fs::create_directories(folder);
  const auto journal = Journal::create(folder, head_of_ten());
  std::vector<std::uintmax_t> sizes{fs::file_size(journal->file())};
  for (const std::size_t chunk : {3, 0, 1, 9, 2, 5, 4, 8, 7, 6}) {
    journal->append(result_of(chunk));
    sizes.push_back(fs::file_size(journal->file()));
  }
  journal->sync();
  return sizes;
}

}  // namespace

TEST_CASE("A journal gives back what was put in, in whatever order") {
  const Scratch scratch;
  fill(scratch.path);
  const auto journal = Journal::open(scratch.path);
  CHECK(journal->size() == 10);
  CHECK(journal->failed_rows() == 3);
  CHECK(journal->missing().empty());
  CHECK(journal->head().overrides == head_of_ten().overrides);
  CHECK(journal->notes().empty());
  for (std::size_t chunk = 0; chunk < 10; ++chunk) check_chunk(*journal, chunk);
}

TEST_CASE("A journal cut off at any byte keeps every whole record, and goes on") {
  const Scratch scratch;
  const auto sizes = fill(scratch.path / "whole");
  for (std::uintmax_t size = sizes[0]; size < sizes[4]; size += 7) {
    const fs::path folder = scratch.path / "cut";
    fs::remove_all(folder);
    fs::create_directories(folder);
    fs::copy_file(scratch.path / "whole" / "journal", folder / "journal");
    cut(folder / "journal", size);
    std::size_t whole = 0;
    while (sizes[whole + 1] <= size) ++whole;
    auto journal = Journal::resume(folder, head_of_ten());
    CHECK(journal->size() == whole);
    CHECK(journal->notes().size() == (size == sizes[whole] ? 0 : 1));
    CHECK(fs::file_size(folder / "journal") == sizes[whole]);
    for (const auto chunk : journal->missing()) journal->append(result_of(chunk));
    journal.reset();
    const auto again = Journal::open(folder);
    CHECK(again->notes().empty());
    for (std::size_t chunk = 0; chunk < 10; ++chunk) check_chunk(*again, chunk);
  }
}

TEST_CASE("A damaged record is run again, those after it are kept") {
  const Scratch scratch;
  const auto sizes = fill(scratch.path / "whole");
  for (std::uintmax_t at = sizes[1]; at < sizes[2]; at += 3) {
    const fs::path folder = scratch.path / "damaged";
    fs::remove_all(folder);
    fs::create_directories(folder);
    fs::copy_file(scratch.path / "whole" / "journal", folder / "journal");
    flip(folder / "journal", at);
    auto journal = Journal::resume(folder, head_of_ten());
    CHECK(journal->missing() == std::vector<std::size_t>{0});  // the second written
    REQUIRE(journal->notes().size() == 1);
    CHECK_THAT(journal->notes()[0], Contains("damaged"));
    journal->append(result_of(0));
    for (std::size_t chunk = 0; chunk < 10; ++chunk) check_chunk(*journal, chunk);
  }
}

TEST_CASE("A journal of something else is refused, and the refusal says what differs") {
  const Scratch scratch;
  fill(scratch.path);
  const auto refusal = [&](JournalHead head, bool accept = false) -> std::string {
    try {
      Journal::resume(scratch.path, head, accept);
    } catch (const JournalRefused& error) {
      return error.what();
    }
    return "";
  };
  CHECK(refusal(head_of_ten()).empty());
  auto inputs = head_of_ten();
  inputs.fingerprint[3] = 'b';
  CHECK_THAT(refusal(inputs), Contains("other inputs"));
  CHECK_THAT(refusal(inputs, true), Contains("other inputs"));
  auto version = head_of_ten();
  version.program = "1.1 (def)";
  CHECK_THAT(refusal(version), Contains("version 1.0 (abc)") && Contains("--accept-version"));
  CHECK(refusal(version, true).empty());
  auto chunks = head_of_ten();
  chunks.rows_per_chunk = 8;
  CHECK_THAT(refusal(chunks), Contains("divided in another way"));
  auto shard = head_of_ten();
  shard.shard = {2, 3};
  CHECK_THAT(refusal(shard), Contains("the whole sweep") && Contains("shard 2/3"));
}

TEST_CASE("A file that is no journal, and one with a damaged head, are refused") {
  const Scratch scratch;
  const auto sizes = fill(scratch.path);
  const fs::path file = scratch.path / "journal";
  flip(file, sizes[0] / 2);
  CHECK_THROWS_WITH(Journal::resume(scratch.path, head_of_ten()), Contains("damaged"));
  cut(file, 30);
  CHECK_THROWS_WITH(Journal::open(scratch.path), Contains("cut short"));
  std::ofstream(file) << "something else";
  CHECK_THROWS_WITH(Journal::open(scratch.path), Contains("is not the journal of a sweep"));
}

TEST_CASE("Two sweeps cannot write to one folder") {
  const Scratch scratch;
  const auto first = Journal::create(scratch.path, head_of_ten());
  CHECK_THROWS_AS(Journal::resume(scratch.path, head_of_ten()), JournalRefused);
  CHECK_THROWS_AS(Journal::create(scratch.path, head_of_ten()), JournalRefused);
  CHECK_NOTHROW(Journal::open(scratch.path));  // looking is allowed
}

TEST_CASE("A result's bytes that were changed or cut are no result") {
  const std::string bytes = encode(result_of(4));
  REQUIRE(decode(bytes));
  for (std::size_t size = 0; size < bytes.size(); ++size) CHECK_FALSE(decode(bytes.substr(0, size)));
  CHECK_FALSE(decode(bytes + "x"));
}
