#include "sim/cli/liver.hpp"

#include "sim/cli/field_writer.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/progress.hpp"
#include "sim/levels/liver.hpp"
#include "sim/liver/trees/grow.hpp"
#include "sim/numerics/threads.hpp"
#include "sim/results/measures.hpp"
#include "sim/results/text_files.hpp"

namespace cellroute::cli {

std::unique_ptr<KeptRun> resolve_liver(results::OutputFolder& folder, const std::string& prefix,
                                       const scenario::Scenario& scenario, Executed& executed,
                                       const KeepOptions& keep, levels::LiverShapes& shapes) {
  if (!scenario.liver || !executed.failure.empty()) return nullptr;
  const auto name = prefix + "liver";
  auto kept = std::make_unique<KeptRun>(folder, name, scenario, executed.log.threads, keep);
  numerics::use_threads(executed.log.threads);
  try {
    const levels::PreparedLiver prepared = levels::prepare_liver(scenario, shapes);
    const auto& anatomy = prepared.liver_case.anatomy;
    say("the liver: {} voxels of {:.3g} mm, three trees of {} terminals", anatomy.voxels.size(),
        anatomy.grid.spacing * 1e3, prepared.liver_case.trees.front().terminals.size());
    for (const auto& note : anatomy.notes) say("note: {}", note);
    results::FieldHeader header;
    header.title = scenario.title;
    header.provenance = results::provenance_of(scenario);
    stop_if_interrupted();
    const auto percent = [&](double time) {
      return static_cast<std::size_t>(100 * time / scenario.body.horizon);
    };
    Progress progress(100, "% of the simulated time", percent(kept->from()));
    liver::Watchers watchers;
    const auto keep_frames = [&](const char* kind) {
      return [&, kind](const Frame& frame) {
        results::FrameSpool& spool = kept->frames();
        spool.append(kind, results::to_bytes(shown(frame, spool.count(kind) == 0)));
      };
    };
    watchers.fields = keep_frames("fields");
    watchers.trees = keep_frames("trees");
    watchers.after_step = [&](double time) { progress.update(percent(time)); };
    kept->watch(watchers);
    levels::ResolvedLiver resolved = levels::resolve_liver(prepared, watchers);
    executed.failure = std::move(resolved.failure);
    if (resolved.body) {
      const auto write = [&](FieldWriter file, const char* kind) {
        kept->frames().each(kind, [&](std::string_view bytes) { file(results::field_frame_of(bytes)); });
        file.finish();
      };
      write(FieldWriter(folder, name, header), "fields");
      write(FieldWriter(folder, prefix + "trees", header, prepared.liver_case.trees), "trees");
      executed.failure = results::broken_balance(resolved.body->balance);
      executed.log.work = resolved.body->work;
      executed.record = results::make_record(scenario, std::move(*resolved.body));
      executed.record->curve = std::move(resolved.curve);
      executed.record->liver = std::move(resolved.record);
      executed.sinusoids = std::move(resolved.sinusoids);
      if (executed.failure.empty())
        folder.add(prefix + "segments.csv", results::segments_csv(*executed.record));
    }
  } catch (const liver::TreeError& error) {
    executed.failure = std::string("liver: ") + error.what();
  } catch (const results::WriteError& error) {
    throw results::WriteError(kept->with_hint(error.what()));
  }
  executed.log.sessions = kept->sessions();
  for (const auto& session : executed.log.sessions) executed.log.wall_seconds += session.wall_seconds;
  if (executed.failure.empty()) return kept;
  executed.record.reset();
  kept->discard();  // it would fail again
  return nullptr;
}

}  // namespace cellroute::cli
