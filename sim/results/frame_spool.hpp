// What a run has to show so far, kept on disk until its files are made: records of bytes, one after the
// other.
//
//     magic, then records: lengths of kind and bytes (8 bytes each), kind, bytes, checksum of both (8 bytes)
//
// The file only grows, so a run that goes on from an earlier moment cuts it to the length it had then.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace cellroute::results {

class FrameSpool {
 public:
  /// A new one, empty; with `length` that of an earlier run, cut to that.
  /// @throws FolderInUse when another process writes it; FileError when it is shorter or damaged; WriteError
  explicit FrameSpool(std::filesystem::path file);
  FrameSpool(std::filesystem::path file, std::uint64_t length);
  ~FrameSpool();
  FrameSpool(const FrameSpool&) = delete;
  FrameSpool& operator=(const FrameSpool&) = delete;

  /// @throws WriteError; the file is then as long as it was
  void append(std::string_view kind, std::string_view bytes);
  /// Waits until all of it is on the disk. @throws WriteError
  void sync();
  std::uint64_t length() const { return length_; }  // [byte]
  /// How many records of a kind there are.
  std::size_t count(const std::string& kind) const;

  using Take = std::function<void(std::string_view bytes)>;
  /// Every record of a kind, in order; what they are given lasts until they return. @throws FileError
  void each(std::string_view kind, const Take& take) const;
  void remove() noexcept;

 private:
  void open(bool fresh);
  void go_through(const std::function<bool(std::string_view kind)>& wanted, const Take& take) const;
  void put(std::string_view bytes);
  [[noreturn]] void refuse(int error) const;

  std::filesystem::path file_;
  int descriptor_ = -1;
  std::uint64_t length_ = 0, end_ = 0;  // whole records; of what was written
  std::map<std::string, std::size_t> counts_;
};

}  // namespace cellroute::results
