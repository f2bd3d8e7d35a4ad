// cellroute validate: predictions against published measurements.
#include "sim/validation/validate.hpp"

#include <memory>

#include "sim/cli/command.hpp"
#include "sim/cli/execute.hpp"
#include "sim/cli/output.hpp"
#include "sim/results/folder.hpp"
#include "sim/scenario/library.hpp"
#include "sim/validation/places.hpp"
#include "sim/validation/report.hpp"

namespace cellroute::cli {
namespace {

struct Options {
  std::string data, output;
  int threads = 0;
  bool overwrite = false;
};

int validate(const Options& options, const Session& session) {
  const auto library = scenario::find_library(session.library);
  const auto places = validation::find_places(options.data, library);
  const auto published = validation::read_published(places.table);
  const auto datasets = validation::read_datasets(places.datasets, published, {library, {}, "", ""});
  std::optional<results::OutputFolder> folder;
  if (!options.output.empty()) folder.emplace(options.output, options.overwrite);

  const auto rows = validation::validate(datasets, options.threads);
  const std::string page = validation::report(rows);
  if (folder) {
    folder->add("validation.csv", validation::validation_csv(rows));
    folder->add("validation.txt", page);
    folder->commit();
    say("wrote {}/ validation.csv and validation.txt", options.output);
  }
  print(page);
  return done;
}

}  // namespace

void add_validate(CommandLine& line, Session& session) {
  auto options = std::make_shared<Options>();
  Command command =
      line.command("validate", "Sets predictions beside published measurements, with fold errors");
  command.option("--data", options->data, "Folder of biodistribution.csv and validation/").type_name("DIR");
  command
      .option("-o,--output", options->output, "Folder for validation.csv and validation.txt (default: none)")
      .type_name("DIR");
  command.flag("--overwrite,--force", options->overwrite,
               "Replace result files in a folder that is not empty");
  add_threads_option(command, options->threads);
  command.callback([options, &session] { session.exit_code = validate(*options, session); });
}

}  // namespace cellroute::cli
