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
  CLI::App app("Where infused cells go: living cells, label and portal pressure, by organ and over time.",
               "cellroute");
  app.set_version_flag("--version", cli::version_line());
  app.add_option("--library", session.library, "Folder of the parameter library")->type_name("DIR");
  app.require_subcommand(1);
  app.fallthrough();
  app.footer("--library DIR works with every command; cellroute --help lists the commands.");

  cli::add_run(app, session);
  cli::add_compare(app, session);
  cli::add_check(app, session);
  cli::add_schema(app, session);
  cli::add_info(app, session);
  cli::add_validate(app, session);
  cli::add_closure(app, session);
  cli::add_sweep(app, session);
  cli::add_merge(app, session);
  cli::add_sensitivity(app, session);
  cli::add_claims(app, session);
  cli::add_fit(app, session);
  cli::add_safe_dose(app, session);

  app.footer("cellroute COMMAND --help explains a command.");

  return cli::guard([&] {
    if (const auto wrong = cli::parse(app, argc, argv)) return *wrong;
    return session.exit_code;
  });
}
