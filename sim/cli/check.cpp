// cellroute check FILE...: validates every kind of input file; every mistake in one pass.
#include <memory>
#include <optional>

#include "sim/cli/command.hpp"
#include "sim/cli/execute.hpp"
#include "sim/cli/output.hpp"
#include "sim/measures/metrics.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/sweep/reference.hpp"

namespace cellroute::cli {
namespace {

/// Mistakes of one file, said; their number.
std::size_t check_file(const std::string& file, const scenario::LoadOptions& options) {
  std::vector<scenario::Diagnostic> mistakes;
  std::optional<scenario::Scenario> loaded;
  try {
    if (measures::is_metric_file(file))
      measures::read_metric_file(file);
    else if (auto found = sweep::check(file, options.library))
      mistakes = std::move(*found);
    else
      mistakes = scenario::check(file, options, &loaded);
  } catch (const scenario::InputError& error) {  // no library, for one
    mistakes = error.diagnostics;
  }
  if (loaded)  // single values are right; whether they go together is for the levels to say
    for (const auto& problem : contradictions(*loaded))
      mistakes.push_back({{file, 0, 0}, problem, "", "", ""});
  for (const auto& mistake : mistakes) say_plain(scenario::format(mistake));
  return mistakes.size();
}

int check(const std::vector<std::string>& files, const Session& session) {
  std::size_t wrong = 0, mistakes = 0;
  for (const auto& file : files) {
    const std::size_t found = check_file(file, {session.library, {}, "", ""});
    print(found == 0 ? fmt::format("{}: ok\n", file)
                     : fmt::format("{}: {} mistake{}\n", file, found, found == 1 ? "" : "s"));
    wrong += found > 0;
    mistakes += found;
  }
  if (wrong > 0 && files.size() > 1)
    say("{} of {} files have mistakes, {} in all", wrong, files.size(), mistakes);
  return wrong > 0 ? input_wrong : done;
}

}  // namespace

void add_check(CommandLine& line, Session& session) {
  auto files = std::make_shared<std::vector<std::string>>();
  Command command = line.command(
      "check",
      "Validates scenarios, sweeps, claims, fits, safe doses and library files without running them");
  command.option("file", *files, "Files to check").required().type_name("FILE...");
  command.callback([files, &session] { session.exit_code = check(*files, session); });
}

}  // namespace cellroute::cli
