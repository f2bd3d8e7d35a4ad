// A text file written bit by bit, for tables larger than memory.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace cellroute::results {

class GrowingFile {
 public:
  /// Makes or empties `place`; messages name `shown` instead. @throws WriteError
  GrowingFile(std::filesystem::path place, std::filesystem::path shown);
  ~GrowingFile();
  GrowingFile(const GrowingFile&) = delete;
  GrowingFile& operator=(const GrowingFile&) = delete;

  /// @throws WriteError
  void write(std::string_view bytes);
  /// Has the system put it on the disk, and closes it. @throws WriteError
  void finish();

 private:
  void flush();
  [[noreturn]] void refuse(int error) const;

  std::filesystem::path shown_;
  int descriptor_ = -1;
  std::string waiting_;
};

}  // namespace cellroute::results
