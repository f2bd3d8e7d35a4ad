#include "sim/cli/output.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "sim/results/folder.hpp"

namespace cellroute::cli {
namespace {

/// 0, or the reason the descriptor took no more.
int write_all(int descriptor, const std::string& text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const auto wrote = ::write(descriptor, text.data() + done, text.size() - done);
    if (wrote >= 0)
      done += static_cast<std::size_t>(wrote);
    else if (errno != EINTR)
      return errno;
  }
  return 0;
}

}  // namespace

void print(const std::string& text) {
  const int error = write_all(STDOUT_FILENO, text);
  if (error == EPIPE) throw OutputClosed();
  if (error != 0)
    throw results::WriteError(fmt::format("cannot write to standard output: {}", std::strerror(error)));
}

std::string shell_word(const std::string& text) {
  const bool plain = text.find_first_of(" \t\"'$&|;<>()*?[]#~`\\!") == std::string::npos && !text.empty();
  if (plain) return text;
  std::string safe = "'";
  for (const char c : text) safe += c == '\'' ? "'\\''" : std::string(1, c);
  return safe + "'";
}

void say_plain(const std::string& text) {
  write_all(STDERR_FILENO, text.empty() || text.back() != '\n' ? text + "\n" : text);
}

}  // namespace cellroute::cli
