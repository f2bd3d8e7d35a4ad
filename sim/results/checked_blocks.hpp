// A file of checked blocks: bytes of any number that come back as they were written, or not at all.
//
//     magic, then blocks: length (8 bytes), that many bytes, checksum (8 bytes); the last one has length 0
//
// Every checksum is of the one before and the block's bytes, so that a block that is missing, torn or of
// another file shows. Numbers are little-endian.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace cellroute::results {

class BlockWriter {
 public:
  /// Makes or empties `place`; messages name `shown`. @throws WriteError
  BlockWriter(std::filesystem::path place, std::filesystem::path shown, std::string_view magic);
  /// Without finish(), removes the file.
  ~BlockWriter();
  BlockWriter(const BlockWriter&) = delete;
  BlockWriter& operator=(const BlockWriter&) = delete;

  /// @throws WriteError
  void write(const void* bytes, std::size_t count);
  /// Ends a block, so that a reader has all of it before what comes next. @throws WriteError
  void end_block();
  /// Has the system put it on the disk, and closes it. @throws WriteError
  void finish();
  std::uint64_t bytes() const { return bytes_; }

 private:
  void put(const char* bytes, std::size_t count);
  [[noreturn]] void refuse(int error) const;

  std::filesystem::path place_, shown_;
  int descriptor_ = -1;
  std::uint64_t bytes_ = 0;
  std::string block_;  // begins with the checksum of the block before
};

class BlockReader {
 public:
  /// @throws FileError when it cannot be opened or begins with something else
  BlockReader(std::filesystem::path file, std::string_view magic);
  ~BlockReader();
  BlockReader(const BlockReader&) = delete;
  BlockReader& operator=(const BlockReader&) = delete;

  /// The whole of the next block; empty at the end. @throws FileError when it is damaged
  std::string_view next();
  /// So many bytes, across blocks. @throws FileError when they are damaged or not there
  void read(void* to, std::size_t count);
  /// Whether all has been read. @throws FileError
  bool at_end();

 private:
  std::string_view load();
  bool take(void* to, std::size_t count);
  [[noreturn]] void refuse() const;

  std::filesystem::path file_;
  int descriptor_ = -1;
  std::uint64_t at_ = 0;
  bool ended_ = false;
  std::string block_;     // begins with the checksum of the block before
  std::size_t used_ = 0;  // of block_, by read()
};

}  // namespace cellroute::results
