#include "sim/cli/report.hpp"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace cellroute::cli {

namespace fs = std::filesystem;

fs::path find_renderer() {
  std::error_code none;
  const auto own = fs::read_symlink("/proc/self/exe", none).parent_path();
  for (const auto* place : {"cellroute-render", "../../viz/cellroute-render"})
    if (fs::is_regular_file(own / place, none)) return (own / place).lexically_normal();
  return {};
}

void make_report(const fs::path& renderer, const std::vector<std::string>& inputs, const fs::path& page) {
  std::vector<std::string> words{renderer.string(), "report"};
  words.insert(words.end(), inputs.begin(), inputs.end());
  words.insert(words.end(), {"-o", page.string()});
  std::vector<char*> line;
  for (auto& word : words) line.push_back(word.data());
  line.push_back(nullptr);
  pid_t child = 0;
  if (const int error = posix_spawn(&child, renderer.c_str(), nullptr, nullptr, line.data(), environ);
      error != 0)
    throw std::runtime_error(
        fmt::format("{} cannot be started: {}", renderer.string(), std::strerror(error)));
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) throw std::runtime_error("waiting for " + renderer.string() + " failed");
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw std::runtime_error(fmt::format("{} made no report; the results are there", renderer.string()));
}

}  // namespace cellroute::cli
