// cellroute info RESULT: what a result is, how it was made, and whether it balances.
#include "sim/results/info.hpp"

#include <memory>

#include "sim/cli/command.hpp"
#include "sim/cli/output.hpp"

namespace cellroute::cli {

void add_info(CLI::App& app, Session& session) {
  auto place = std::make_shared<std::string>();
  auto* command = app.add_subcommand("info", "Provenance, contents and mass balance of a result");
  command->add_option("result", *place, "A result folder, a result.h5 or a field file (.vtkhdf)")
      ->required()
      ->type_name("RESULT");
  command->callback([place, &session] {
    print(results::info(*place));
    session.exit_code = done;
  });
}

}  // namespace cellroute::cli
