#include "sim/cli/finished.hpp"

#include "sim/cli/output.hpp"
#include "sim/results/hdf5.hpp"
#include "sim/results/result_file.hpp"

namespace cellroute::cli {

bool finished(const std::filesystem::path& folder, const scenario::Scenario& scenario) {
  std::error_code unknown;
  if (!std::filesystem::exists(folder / "run.json", unknown)) return false;
  std::string there;
  try {
    there = results::read_result(folder).provenance.fingerprint;
  } catch (const results::FileError&) {
    return false;  // whatever this is, it is not a run that ended
  }
  if (there != scenario.fingerprint)
    say("the results in {} are of other inputs: their fingerprint is {}, that of what is asked for {}",
        folder.string(), there, scenario.fingerprint);
  return there == scenario.fingerprint;
}

}  // namespace cellroute::cli
