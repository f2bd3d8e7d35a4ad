// A sweep that kills itself: the COUNT-th time it comes to a MOMENT (see sim/results/moments.hpp). Runs or
// resumes, and makes the tables, like the program.
//
//     sweep_killed SWEEP DIR [MOMENT COUNT]
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "sim/results/folder.hpp"
#include "sim/results/moments.hpp"
#include "sim/sweep/run.hpp"
#include "sim/sweep/table.hpp"

using namespace cellroute;

int main(int argc, char** argv) {
  if (argc != 3 && argc != 5) return 2;
  const std::string wanted = argc == 5 ? argv[3] : "";
  const long count = argc == 5 ? std::atol(argv[4]) : 0;
  std::atomic<long> met{0};
  if (!wanted.empty())
    results::at_moment() = [&](std::string_view name) {
      if (name == wanted && ++met == count) ::kill(::getpid(), SIGKILL);
    };
  try {
    const sweep::Plan plan = sweep::load_plan(argv[1]);
    const std::filesystem::path folder = argv[2];
    std::filesystem::create_directories(folder);
    const auto head = sweep::journal_head(plan);
    const auto journal = sweep::Journal::in(folder) ? sweep::Journal::resume(folder, head)
                                                    : sweep::Journal::create(folder, head);
    std::printf("%zu of %zu chunks were there\n", journal->size(), head.chunks());
    const auto team = sweep::join_team();
    sweep::RunOptions options;
    options.threads = 2;
    if (!sweep::run_missing(plan, *journal, *team, options).complete) return 1;
    results::OutputFolder output(folder, true);
    sweep::add_tables(output, plan, *journal, 2);
    output.commit([] { results::moment("table rename"); });
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
