// The journal of a sweep: finished chunks in the order in which they finished, on disk before they are told.
//
// It starts with a header (what it is a journal of) and goes on with records that carry their own checksums,
// so that a journal cut off anywhere is good up to the last whole record. Table, HDF5 and summary are made
// from it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sim/sweep/chunk.hpp"
#include "sim/sweep/journal_head.hpp"

namespace cellroute::sweep {

inline constexpr const char* journal_name = "journal";

/// The journal is of something else, is not one, or is in use. Nothing was touched.
struct JournalRefused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Appending, from any thread; reading what is there. One process at a time writes a journal.
class Journal {
 public:
  /// A new journal in a folder that exists. @throws JournalRefused in use; results::WriteError
  static std::unique_ptr<Journal> create(const std::filesystem::path& folder, const JournalHead& head);

  /// Goes on with the journal of a folder. What is torn or damaged is dropped and said in `notes()`.
  /// @param accept_version take results of another version of the program
  /// @throws JournalRefused saying what differs; results::FileError, results::WriteError
  static std::unique_ptr<Journal> resume(const std::filesystem::path& folder, const JournalHead& head,
                                         bool accept_version = false);

  /// Only to read; damaged records are left out. @throws results::FileError
  static std::unique_ptr<Journal> open(const std::filesystem::path& folder);

  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  ~Journal();

  /// Where a folder has a journal. False too while its first bytes are being written.
  static bool in(const std::filesystem::path& folder);

  const JournalHead& head() const { return head_; }
  const std::filesystem::path& file() const { return file_; }
  const std::vector<std::string>& notes() const { return notes_; }

  bool has(std::size_t chunk) const;
  std::size_t size() const;  // chunks it holds
  std::size_t failed_rows() const;
  std::uint64_t bytes() const;

  /// Writes a record, without waiting for the disk.
  /// @throws results::WriteError; every later call then does the same, and the journal stays good to resume
  void append(const ChunkResult& result);

  /// Waits until all that was appended is on the disk. @throws results::WriteError
  void sync();

  /// A chunk that has() says is there. Any thread may ask.
  /// @throws results::FileError when the record is damaged
  ChunkResult read(std::size_t chunk) const;

  /// Chunks of the shard that are missing, in order, up to `most`.
  std::vector<std::size_t> missing(std::size_t most = static_cast<std::size_t>(-1)) const;

 private:
  struct Place {
    std::uint64_t at = 0;  // [byte] of the record; 0: missing
    std::uint32_t failed = 0;
  };
  Journal(std::filesystem::path file, int descriptor) : file_(std::move(file)), descriptor_(descriptor) {}
  void lock() const;
  void read_head();
  void scan();
  void take(const ChunkResult& result, std::uint64_t at);
  [[noreturn]] void refuse(int error) const;

  std::filesystem::path file_;
  JournalHead head_;
  int descriptor_ = -1;
  std::uint64_t end_ = 0;      // [byte] of the last whole record
  std::vector<Place> places_;  // by chunk
  std::size_t size_ = 0, failed_rows_ = 0;
  bool unsynced_ = false;
  int error_ = 0;  // of the write that failed
  std::vector<std::string> notes_;
  mutable std::mutex mutex_;
};

/// Bytes of a record of so many rows without failures.
std::uint64_t record_bytes(std::uint64_t rows, std::uint64_t metrics);

/// A chunk's result as bytes, and back; nothing when the bytes are no result.
std::string encode(const ChunkResult& result);
std::optional<ChunkResult> decode(std::string_view bytes);

}  // namespace cellroute::sweep
