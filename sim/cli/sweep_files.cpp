// The files of a sweep, and the room they need.
#include <sys/statvfs.h>
#include <unistd.h>

#include <limits>

#include "sim/cli/output.hpp"
#include "sim/cli/progress.hpp"
#include "sim/cli/sweep.hpp"
#include "sim/results/folder.hpp"
#include "sim/results/format.hpp"
#include "sim/results/info_head.hpp"
#include "sim/sweep/columns.hpp"
#include "sim/sweep/run.hpp"
#include "sim/sweep/table.hpp"

namespace cellroute::cli {
namespace {

namespace fs = std::filesystem;

/// [byte]
double memory_of_machine() {
  return static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

}  // namespace

std::string resume_line(const sweep::JournalHead& head, const fs::path& output) {
  std::string line =
      fmt::format("cellroute sweep {} -o {}", shell_word(head.sweep.string()), shell_word(output.string()));
  for (const auto& override : head.overrides) line += " --set " + shell_word(override);
  if (!head.library.empty()) line += " --library " + shell_word(head.library.string());
  if (head.shard.n > 1) line += fmt::format(" --shard {}/{}", head.shard.k, head.shard.n);
  return line + " --resume";
}

std::string bytes_in_words(double bytes) {
  constexpr const char* units[] = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  std::size_t unit = 0;
  for (; bytes >= 1000 && unit + 1 < std::size(units); ++unit) bytes /= 1000;
  return results::number(bytes) + " " + units[unit];
}

double free_disk(const fs::path& folder) {
  std::error_code unknown;
  fs::path there = fs::absolute(folder, unknown);
  while (!fs::exists(there, unknown) && there.has_parent_path() && there != there.parent_path())
    there = there.parent_path();
  struct statvfs status {};
  if (::statvfs(there.c_str(), &status) != 0) return std::numeric_limits<double>::infinity();
  return static_cast<double>(status.f_bavail) * static_cast<double>(status.f_frsize);
}

void check_room(const sweep::Plan& plan, const fs::path& output, double there) {
  const sweep::Needs needs = sweep::needs_of(plan);
  const double wanted = needs.disk() - there, disk = free_disk(output);
  if (wanted > disk)
    throw results::FolderInUse(fmt::format(
        "this sweep does not fit on the disk: its {} rows need about {} (journal {}, table.csv {}, sweep.h5 "
        "{}), "
        "and {} has {} free",
        plan.rows(), bytes_in_words(wanted), bytes_in_words(needs.journal), bytes_in_words(needs.table),
        bytes_in_words(needs.columns), output.string(), bytes_in_words(disk)));
  if (const double memory = memory_of_machine(); needs.memory > memory)
    throw results::FolderInUse(
        fmt::format("this sweep does not fit in memory: its {} rows need about {}, and there are {}",
                    plan.rows(), bytes_in_words(needs.memory), bytes_in_words(memory)));
}

void note_session(const fs::path& output, const sweep::Plan& plan, const sweep::History& history,
                  const sweep::SessionLog& session) {
  results::OutputFolder folder(output, true);
  folder.add("sweep.yaml", plan.text);
  folder.add("run.json", history.text(session));
  folder.commit();
}

std::string journal_info(const fs::path& folder) {
  const auto journal = sweep::Journal::open(folder);
  const auto& head = journal->head();
  const auto state = sweep::state_of(*journal);
  std::string text =
      results::info_entry("journal", fmt::format("{} ({})", journal->file().string(),
                                                 bytes_in_words(static_cast<double>(journal->bytes())))) +
      results::info_entry("made by", "cellroute " + head.program) +
      results::info_entry("fingerprint", head.fingerprint) +
      results::info_entry("sweep", head.sweep.string()) +
      results::info_entry("part", sweep::shard_words(head.shard)) +
      results::info_entry("rows", fmt::format("{} of {} done, {} of them failed", state.rows_done,
                                              state.rows_total, state.rows_failed));
  for (const auto& note : journal->notes()) text += results::info_entry("note", note);
  const bool shard = head.shard.n > 1 && state.rows_done == state.rows_total;
  return text + "\n" +
         (shard ? "Done; cellroute merge joins it with the other parts.\n"
                : "To go on:\n  " + resume_line(head, folder) + "\n");
}

int write_tables(const fs::path& output, const sweep::Plan& plan, const sweep::Journal& journal, int threads,
                 bool quiet) {
  results::OutputFolder folder(output, true);
  Progress progress(plan.rows(), "rows in the table");
  const auto overview =
      sweep::add_tables(folder, plan, journal, threads, [&](std::size_t rows) { progress.update(rows); });
  folder.commit();
  say("wrote {}/ table.csv, sweep.h5, failures.csv, run.json ({} rows)", output.string(), plan.rows());
  if (!quiet) print(overview.page(plan));
  if (overview.failed_rows() == 0) return done;
  const auto [reason, count] = overview.commonest();
  say("{} of {} rows failed; {} of them: {}\nfailures.csv has each with its reason and parameters",
      overview.failed_rows(), plan.rows(), count, reason);
  return rows_failed;
}

sweep::Plan plan_of(const std::string& file, const sweep::JournalHead& head,
                    const std::vector<std::string>& overrides, const Session& session) {
  const std::filesystem::path sweep = file.empty() ? head.sweep : std::filesystem::path(file);
  std::error_code unknown;
  if (!std::filesystem::exists(sweep, unknown))
    throw results::FileError(fmt::format("the sweep file {} is gone; the journal needs it", sweep.string()));
  return sweep::load_plan(sweep, {session.library.empty() ? head.library : session.library,
                                  overrides.empty() ? head.overrides : overrides});
}

}  // namespace cellroute::cli
