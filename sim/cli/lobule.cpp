#include "sim/cli/lobule.hpp"

#include <chrono>
#include <memory>

#include "sim/cli/field_writer.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/progress.hpp"
#include "sim/levels/lobule.hpp"
#include "sim/numerics/threads.hpp"

namespace cellroute::cli {
void resolve_lobule(results::OutputFolder& folder, const std::string& prefix,
                    const scenario::Scenario& scenario, Executed& executed) {
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
  levels::Resolved resolved = levels::resolve_lobule(scenario, write, [](double) { stop_if_interrupted(); });
  executed.failure = std::move(resolved.failure);
  if (resolved.record) {
    fields.finish();
    executed.log.lobule = resolved.record->result.work;
    executed.record->lobule = std::move(resolved.record);
  }
  if (!executed.failure.empty()) executed.record.reset();
  executed.log.wall_seconds +=
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace cellroute::cli
