// What `sweep` and `merge` have in common.
#pragma once

#include <filesystem>
#include <string>

#include "sim/cli/command.hpp"
#include "sim/sweep/history.hpp"
#include "sim/sweep/journal.hpp"

namespace cellroute::cli {

/// "cellroute sweep FILE -o DIR --resume", with what else must be said again.
std::string resume_line(const sweep::JournalHead& head, const std::filesystem::path& output);

/// Refuses when the disk below `output` or the memory cannot hold the sweep.
/// @param there [byte] of the journal that are on the disk already
/// @throws results::FolderInUse saying how much is needed and how much there is
void check_room(const sweep::Plan& plan, const std::filesystem::path& output, double there);

/// [byte] that this user may still write below a folder, which need not exist yet; infinite when unknown.
double free_disk(const std::filesystem::path& folder);

/// "1.2 GB"
std::string bytes_in_words(double bytes);

/// run.json and the sweep's file, replaced in an output folder that exists. @throws results::WriteError
void note_session(const std::filesystem::path& output, const sweep::Plan& plan, const sweep::History& history,
                  const sweep::SessionLog& session);

/// How far a sweep is that has no tables yet, and how to go on. @throws results::FileError
std::string journal_info(const std::filesystem::path& folder);

/// The plan of a journal: read from `file`, or, when that is empty, from where the journal remembers it.
/// @param overrides --set, or those of the journal when there are none
/// @throws results::FileError when the file is gone; scenario::InputError
sweep::Plan plan_of(const std::string& file, const sweep::JournalHead& head,
                    const std::vector<std::string>& overrides, const Session& session);

/// Makes the tables of a complete journal, says where they are, and prints their page.
/// @return done or rows_failed
int write_tables(const std::filesystem::path& output, const sweep::Plan& plan, const sweep::Journal& journal,
                 int threads, bool quiet);

}  // namespace cellroute::cli
