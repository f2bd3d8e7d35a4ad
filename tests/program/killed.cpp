// The program, but it kills itself the COUNT-th time it comes to a MOMENT (see sim/results/moments.hpp).
//
//     killed MOMENT COUNT run SCENARIO.yaml ...
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "sim/cli/command.hpp"
#include "sim/cli/guard.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/results/moments.hpp"

using namespace cellroute;

int main(int argc, char** argv) {
  if (argc < 4) return cli::input_wrong;
  const std::string wanted = argv[1];
  const long count = std::atol(argv[2]);
  long met = 0;
  results::at_moment() = [&](std::string_view name) {
    if (name == wanted && ++met == count) ::kill(::getpid(), SIGKILL);
  };
  argv[2] = argv[0];
  argv += 2;
  argc -= 2;
  cli::prepare_signals();
  cli::Session session;
  session.command.assign(argv, argv + argc);
  cli::CommandLine line("The program, killed.", "cellroute", cli::version_line());
  cli::add_run(line, session);
  cli::add_compare(line, session);
  return cli::guard([&] {
    if (const auto wrong = line.parse(argc, argv)) return *wrong;
    return session.exit_code;
  });
}
