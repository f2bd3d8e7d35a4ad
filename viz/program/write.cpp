#include "viz/program/write.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "sim/results/folder.hpp"

namespace cellroute::viz {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& file, int error) {
  throw results::WriteError(fmt::format("cannot write {}: {}", file.string(), std::strerror(error)));
}

/// @return 0, or the error
int write_all(int descriptor, const std::string& bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const auto wrote = ::write(descriptor, bytes.data() + done, bytes.size() - done);
    if (wrote < 0 && errno != EINTR) return errno;
    if (wrote > 0) done += static_cast<std::size_t>(wrote);
  }
  return 0;
}

}  // namespace

void write_file(const fs::path& asked, const std::string& bytes) {
  std::error_code error;
  if (asked.has_parent_path()) fs::create_directories(asked.parent_path(), error);
  if (error) refuse(asked.parent_path(), error.value());
  if (fs::is_directory(asked, error)) refuse(asked, EISDIR);
  // A link stays one. What is no file, such as a pipe or /dev/null, is written to and not replaced.
  const fs::path file =
      fs::is_symlink(asked, error) && fs::exists(asked, error) ? fs::canonical(asked) : asked;
  const bool special = fs::exists(file, error) && !fs::is_regular_file(file, error);
  const fs::path part = special ? file : fs::path(file.string() + ".part");
  const int descriptor = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor < 0) refuse(asked, errno);
  int failed = write_all(descriptor, bytes);
  if (::close(descriptor) != 0 && failed == 0) failed = errno;
  if (failed != 0) {
    if (!special) ::unlink(part.c_str());
    refuse(asked, failed);
  }
  if (special) return;
  fs::rename(part, file, error);
  if (!error) return;
  ::unlink(part.c_str());
  refuse(asked, error.value());
}

}  // namespace cellroute::viz
