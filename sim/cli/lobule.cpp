#include "sim/cli/lobule.hpp"

#include <chrono>
#include <memory>

#include "sim/cli/field_writer.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/progress.hpp"
#include "sim/levels/lobule.hpp"
#include "sim/numerics/threads.hpp"
#include "sim/results/moments.hpp"

namespace cellroute::cli {
void resolve_lobule(results::OutputFolder& folder, const std::string& prefix,
                    const scenario::Scenario& scenario, Executed& executed, const KeptRun* kept) {
  if (!scenario.lobule || !executed.record) return;
  const auto start = std::chrono::steady_clock::now();
  results::FieldHeader header;
  header.title = scenario.title;
  header.provenance = executed.record->provenance;
  FieldWriter fields(folder, prefix + "lobule", std::move(header));
  Progress progress(scenario.body.output_times.size(), "output times of the lobule");
  std::size_t reached = 0;
  numerics::use_threads(executed.log.threads);
  const auto write = [&](const Frame& frame) {
    fields(frame);
    progress.update(++reached);
  };
  const auto after_step = [&](double) {
    results::moment("lobule step");
    if (interrupted() && kept) throw Interrupted(kept->with_hint("interrupted"));
    stop_if_interrupted();
  };
  std::optional<levels::FeedingLiver> liver;
  if (scenario.liver) liver.emplace(executed.record->liver->result, executed.sinusoids);
  levels::Resolved resolved;
  try {
    resolved = levels::resolve_lobule(scenario, write, after_step, liver ? &*liver : nullptr);
  } catch (const results::WriteError& error) {
    throw results::WriteError(kept ? kept->with_hint(error.what()) : error.what());
  }
  executed.failure = std::move(resolved.failure);
  if (resolved.record) {
    fields.finish();
    executed.log.lobule = resolved.record->result.work;
    executed.record->lobule = std::move(resolved.record);
  }
  if (!executed.failure.empty()) {
    executed.record.reset();
    if (scenario.liver)
      for (const char* file : {"liver.vtkhdf", "liver.xmf", "trees.vtkhdf", "trees.xmf", "segments.csv"})
        folder.withdraw(prefix + file);
  }
  executed.log.wall_seconds +=
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace cellroute::cli
