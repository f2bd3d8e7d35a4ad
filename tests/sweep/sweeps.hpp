// Sweeps that run in a moment, and folders to run them in.
#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "sim/results/folder.hpp"
#include "sim/sweep/journal.hpp"
#include "sim/sweep/run.hpp"
#include "sim/sweep/table.hpp"
#include "tests/results/scratch.hpp"

namespace cellroute::sweep::test {

namespace fs = std::filesystem;
using results::test::Scratch;

/// One run: its keys, two columns further in.
inline const std::string small_case =
    "  species: human\n"
    "  condition: alcoholic_cirrhosis\n"
    "  product: umbilical_cord_msc\n"
    "  regimen:\n"
    "    - {route: hepatic_artery, cells: 1e8, over: 20 min, at: 0 h, volume: 50 mL}\n"
    "  levels: [body]\n"
    "  horizon: 1 d\n"
    "  output: {times: [1 h, 24 h]}\n"
    "  numerics: {size_classes: 1}\n";

/// Two routes; `points` of two parameters in each. Chunks end inside the cells.
inline std::string small_sweep(int points, const std::string& extra_axes = "") {
  return "title: A small sweep\nscenario:\n" + small_case +
         "axes:\n  route: [hepatic_artery, portal_vein]\n" + extra_axes +
         "sample:\n  design: latin_hypercube\n  size: " + std::to_string(points) +
         "\n  parameters: [product.viable_fraction, product.diameter.median]\n"
         "metrics: [liver_living_24h, lung_peak]\nseed: 3\n";
}

/// Infusions of two days do not fit into one: half of the rows fail.
inline const std::string failing_axis = "  regimen.over: [20 min, 2 d]\n";

inline fs::path write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
  return file;
}

inline Plan plan_of(const Scratch& scratch, const std::string& text) {
  return load_plan(write(scratch.path / "sweep.yaml", text));
}

/// Runs what the journal of a folder lacks, or all; `stop_after` chunks no more are begun.
inline RunEnd run_into(const fs::path& folder, const Plan& plan, int threads = 2, const Shard& shard = {},
                       bool fail_fast = false, std::size_t stop_after = static_cast<std::size_t>(-1)) {
  fs::create_directories(folder);
  const auto head = journal_head(plan, shard);
  const auto journal = Journal::in(folder) ? Journal::resume(folder, head) : Journal::create(folder, head);
  const auto team = join_team();
  const std::size_t before = journal->size();
  RunOptions options;
  options.threads = threads;
  options.fail_fast = fail_fast;
  options.stop = [&] { return journal->size() - before >= stop_after; };
  return run_missing(plan, *journal, *team, options);
}

inline void tables_into(const fs::path& folder, const Plan& plan, int threads = 2) {
  const auto journal = Journal::open(folder);
  results::OutputFolder output(folder, true);
  add_tables(output, plan, *journal, threads);
  output.commit();
}

/// A sweep run in `parts`, last first, each into a folder of its own, and their journals as one.
inline void merged_into(const fs::path& folder, const Plan& plan, std::size_t parts, int threads = 2) {
  fs::create_directories(folder);
  const auto merged = Journal::create(folder, journal_head(plan));
  for (std::size_t k = parts; k > 0; --k) {
    const fs::path own = folder.string() + "_" + std::to_string(k);
    REQUIRE(run_into(own, plan, threads, {k, parts}).complete);
    const auto part = Journal::open(own);
    for (std::size_t chunk = 0; chunk < part->head().chunks(); ++chunk)
      if (part->has(chunk)) merged->append(part->read(chunk));
  }
  CHECK(merged->missing().empty());
}

/// Of the three tables, one after the other.
inline std::string table_bytes(const fs::path& folder) {
  return results::read_file(folder / "table.csv") + results::read_file(folder / "failures.csv") +
         results::read_file(folder / "sweep.h5");
}

}  // namespace cellroute::sweep::test
