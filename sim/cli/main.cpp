// cellroute: where infused cells go.
#include "sim/cli/command.hpp"
#include "sim/cli/guard.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/results/version.hpp"

int main(int argc, char** argv) {
  using namespace cellroute;
  cli::prepare_signals();

  cli::Session session;
  session.command.assign(argv, argv + argc);
  cli::CommandLine line(
      "Where infused cells go: living cells, label and portal pressure, by organ and over time.", "cellroute",
      cli::version_line());
  line.option("--library", session.library, "Folder of the parameter library").type_name("DIR");

  cli::add_run(line, session);
  cli::add_compare(line, session);
  cli::add_check(line, session);
  cli::add_schema(line, session);
  cli::add_info(line, session);
  cli::add_validate(line, session);
  cli::add_closure(line, session);
  cli::add_sweep(line, session);
  cli::add_merge(line, session);
  cli::add_sensitivity(line, session);
  cli::add_claims(line, session);
  cli::add_fit(line, session);
  cli::add_safe_dose(line, session);

  return cli::guard([&] {
    if (const auto wrong = line.parse(argc, argv)) return *wrong;
    return session.exit_code;
  });
}
