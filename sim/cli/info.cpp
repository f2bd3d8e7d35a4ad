// cellroute info RESULT: what a result is, how it was made, and whether it balances.
#include "sim/results/info.hpp"

#include <memory>

#include "sim/cli/command.hpp"
#include "sim/cli/kept_run.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/sweep.hpp"

namespace cellroute::cli {

void add_info(CommandLine& line, Session& session) {
  auto place = std::make_shared<std::string>();
  Command command = line.command("info", "Provenance, contents and mass balance of a result");
  command
      .option("result", *place,
              "The folder of a run or a sweep, a result.h5, sweep.h5 or field file (.vtkhdf)")
      .required()
      .type_name("RESULT");
  command.callback([place, &session] {
    std::error_code unknown;
    const bool table = std::filesystem::exists(std::filesystem::path(*place) / "sweep.h5", unknown);
    if (!table && sweep::Journal::in(*place))
      print(journal_info(*place));
    else if (unfinished(*place, "liver"))
      print(unfinished_info(*place, "liver"));
    else
      print(results::info(*place));
    session.exit_code = done;
  });
}

}  // namespace cellroute::cli
