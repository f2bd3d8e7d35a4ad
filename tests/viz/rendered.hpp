// The program from a shell: what it says and its exit code; and a result for it.
#pragma once

#include <sys/wait.h>

#include <cstdlib>
#include <fstream>

#include "sim/results/folder.hpp"
#include "sim/results/result_file.hpp"
#include "tests/results/synthetic.hpp"
#include "tests/viz/made_results.hpp"

namespace cellroute::viz::test {

struct Outcome {
  int code = -1;
  std::string said;
};

inline std::string quoted(const std::string& word) { return "'" + word + "'"; }

/// @param before what the shell does first, such as setting a limit
inline Outcome render(const std::vector<std::string>& words, const std::string& before = "") {
  const Scratch scratch;
  const auto said = scratch.path / "said";
  std::string line = before + " exec " + quoted(CELLROUTE_RENDER);
  for (const auto& word : words) line += " " + quoted(word);
  line = "cd " + quoted(scratch.path.string()) + " && ( " + line + " ) >" + quoted(said.string()) + " 2>&1";
  const int status = std::system(line.c_str());
  const Outcome outcome{WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
                        results::read_file(said)};
  CHECK(results::test::entries(scratch.path) == 1);  // a refusal leaves nothing where one stands
  return outcome;
}

inline void check_refused(const std::vector<std::string>& words, const std::vector<std::string>& texts) {
  const auto outcome = render(words);
  INFO(outcome.said);
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.said, Catch::StartsWith("cellroute-render: "));
  for (const auto& text : texts) CHECK_THAT(outcome.said, Catch::Contains(text));
}

/// A result with all levels but the lobule.
struct Made {
  Scratch scratch;
  std::string folder = (scratch.path / "run").string();
  std::string file(const char* name) const { return folder + "/" + name; }
  Made() {
    write_liver(folder);
    std::ofstream(file("result.h5"), std::ios::binary) << results::encode(results::test::record());
  }
};

}  // namespace cellroute::viz::test
