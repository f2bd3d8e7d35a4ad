#include "sim/cli/liver.hpp"

#include <algorithm>
#include <chrono>

#include "sim/cli/field_writer.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/progress.hpp"
#include "sim/levels/liver.hpp"
#include "sim/liver/trees/grow.hpp"
#include "sim/numerics/threads.hpp"
#include "sim/results/measures.hpp"

namespace cellroute::cli {

void resolve_liver(results::OutputFolder& folder, const std::string& prefix,
                   const scenario::Scenario& scenario, Executed& executed) {
  if (!scenario.liver || !executed.failure.empty()) return;
  const auto start = std::chrono::steady_clock::now();
  numerics::use_threads(executed.log.threads);
  try {
    const levels::PreparedLiver prepared = levels::prepare_liver(scenario);
    const auto& anatomy = prepared.liver_case.anatomy;
    say("the liver: {} voxels of {:.3g} mm, three trees of {} terminals", anatomy.voxels.size(),
        anatomy.grid.spacing * 1e3, prepared.liver_case.trees.front().terminals.size());
    for (const auto& note : anatomy.notes) say("note: {}", note);
    results::FieldHeader header;
    header.title = scenario.title;
    header.provenance = results::provenance_of(scenario);
    FieldWriter fields(folder, prefix + "liver", std::move(header));
    Progress progress(100, "% of the simulated time");
    liver::Watchers watchers;
    watchers.fields = [&](const Frame& frame) { fields(frame); };
    watchers.after_step = [&](double time) {
      progress.update(static_cast<std::size_t>(100 * time / scenario.body.horizon));
      stop_if_interrupted();
    };
    levels::ResolvedLiver resolved = levels::resolve_liver(prepared, watchers);
    executed.failure = std::move(resolved.failure);
    if (resolved.body) {
      fields.finish();
      executed.failure = results::broken_balance(resolved.body->balance);
      executed.log.work = resolved.body->work;
      executed.record = results::make_record(scenario, std::move(*resolved.body));
      executed.record->liver = std::move(resolved.record);
    }
  } catch (const liver::TreeError& error) {
    executed.failure = std::string("liver: ") + error.what();
  }
  if (!executed.failure.empty()) executed.record.reset();
  executed.log.wall_seconds +=
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace cellroute::cli
