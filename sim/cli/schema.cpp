// cellroute schema: the reference of every key, from the declaration the reader uses.
#include "sim/scenario/schema.hpp"

#include <memory>

#include "sim/cli/command.hpp"
#include "sim/cli/output.hpp"
#include "sim/scenario/library.hpp"
#include "sim/sweep/reference.hpp"

namespace cellroute::cli {
namespace {

struct Options {
  bool markdown = false, json = false, library = false;
};

}  // namespace

void add_schema(CommandLine& line, Session& session) {
  auto options = std::make_shared<Options>();
  Command command = line.command("schema", "Prints the reference of every key of the input files");
  Option markdown = command.flag("--markdown", options->markdown, "As a page to read (default)");
  const Option json =
      command.flag("--json-schema", options->json, "As a JSON schema of scenario files, for editors");
  Option library = command.flag("--library-files", options->library, "With --json-schema: of library files");
  markdown.excludes(json);
  library.needs(json);
  command.callback([options, &session] {
    if (options->json) {
      const auto names = scenario::all_shipped_names(scenario::find_library(session.library));
      print(options->library ? scenario::library_json_schema(names) : scenario::scenario_json_schema(names));
    } else {
      print(scenario::markdown() + sweep::reference());
    }
    session.exit_code = done;
  });
}

}  // namespace cellroute::cli
