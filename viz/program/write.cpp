#include "viz/program/write.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>

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

/// The file that is being written, for a handler of signals, which may call little: empty without one.
std::array<char, 4096> unfinished{};

void stop(int) {
  constexpr char words[] = "\ncellroute-render: stopped; what it said it wrote is whole\n";
  if (unfinished[0] != 0) ::unlink(unfinished.data());
  [[maybe_unused]] const auto said = ::write(STDERR_FILENO, words, sizeof words - 1);
  ::_exit(130);
}

}  // namespace

void stop_with_a_word() {
  struct sigaction action {};
  action.sa_handler = stop;
  sigemptyset(&action.sa_mask);
  sigaddset(&action.sa_mask, SIGINT);
  sigaddset(&action.sa_mask, SIGTERM);
  for (const int number : {SIGINT, SIGTERM}) {
    struct sigaction before {};
    // Who starts it in the background of a shell has Ctrl-C ignored.
    if (sigaction(number, nullptr, &before) == 0 && before.sa_handler != SIG_IGN)
      sigaction(number, &action, nullptr);
  }
}

Unfinished::Unfinished(const fs::path& part) {
  const std::string name = part.string();
  if (name.size() + 1 > unfinished.size()) return;
  // The first letter last: until then there is no file for the handler.
  unfinished[name.size()] = 0;
  for (std::size_t i = name.size(); i-- > 0;) unfinished[i] = name[i];
}

Unfinished::~Unfinished() { unfinished[0] = 0; }

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
  const std::optional<Unfinished> unfinished_part =
      special ? std::nullopt : std::optional<Unfinished>(std::in_place, part);
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
