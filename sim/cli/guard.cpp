#include "sim/cli/guard.hpp"

#include <fmt/format.h>

#include <new>

#include "sim/body/simulate.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/output.hpp"
#include "sim/results/folder.hpp"
#include "sim/results/hdf5.hpp"
#include "sim/results/version.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/sweep/evaluate.hpp"
#include "sim/sweep/journal.hpp"
#include "sim/sweep/team.hpp"

namespace cellroute::cli {

std::string version_line() {
  return fmt::format("cellroute {} ({})", results::program_version(), results::program_commit());
}

int guard(const std::function<int()>& work) {
  try {
    return work();
  } catch (const scenario::InputError& error) {
    say_plain(error.what());
    const auto count = error.diagnostics.size();
    if (count > scenario::enough_mistakes)
      say("more than {} mistakes in the input; nothing was run", scenario::enough_mistakes);
    else if (count > 1)
      say("{} mistakes in the input; nothing was run", count);
    return input_wrong;
  } catch (const body::CaseError& error) {
    for (const auto& problem : error.problems) say("{}", problem);
    return input_wrong;
  } catch (const results::FolderInUse& error) {
    say("{}", error.what());
    return input_wrong;
  } catch (const results::FileError& error) {
    say("{}", error.what());
    return input_wrong;
  } catch (const sweep::JournalRefused& error) {
    say("{}", error.what());
    return input_wrong;
  } catch (const sweep::TeamRefused& error) {
    say("{}", error.what());
    return input_wrong;
  } catch (const OutputClosed&) {
    return done;  // the reader of the pipe has seen enough
  } catch (const Interrupted& error) {
    say("{}", error.what());
    return run_failed;
  } catch (const sweep::Stopped&) {
    say("{}", nothing_written);
    return run_failed;
  } catch (const std::bad_alloc&) {
    say("not enough memory");
    return run_failed;
  } catch (const std::exception& error) {
    say("{}", error.what());
    return run_failed;
  }
}

}  // namespace cellroute::cli
