// Runs the built program as a user would.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace cellroute::cli::test {

struct Outcome {
  int exit_code = 0;  // 128 + signal when killed
  std::string out, err;
};

struct Setting {
  std::filesystem::path folder;  // working directory; empty: a scratch one
  std::string shell;             // put before the program, as in "ulimit -f 1;"
  std::string after;             // put after it, as in "| head -1"
};

/// A folder of the test's own, gone afterwards.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::string& name, const std::string& text) const;

 private:
  std::filesystem::path path_;
};

/// Each argument is quoted for the shell.
Outcome run(const std::vector<std::string>& arguments, const Setting& setting = {});

/// A scenario that runs in milliseconds; `extra` lines replace nothing and are appended.
std::string small_scenario(const std::string& extra = "");

std::string read(const std::filesystem::path& file);

}  // namespace cellroute::cli::test
