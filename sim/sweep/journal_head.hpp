// What a journal says it is a journal of.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/sweep/chunk.hpp"

namespace cellroute::sweep {

/// Every n-th chunk of a sweep, the k-th first; 1 of 1 is all of it.
struct Shard {
  std::size_t k = 1, n = 1;
  bool has(std::size_t chunk) const { return chunk % n == k - 1; }
};

struct JournalHead {
  std::string fingerprint;  // of the plan
  std::string program;      // version and commit, whose numerics the numbers are of
  std::uint64_t rows = 0, rows_per_chunk = 0, metrics = 0;
  Shard shard;
  // How the plan is read again; decides no number.
  std::filesystem::path sweep, library;  // absolute
  std::vector<std::string> overrides;

  std::size_t chunks() const {
    return rows_per_chunk == 0 ? 0 : (rows + rows_per_chunk - 1) / rows_per_chunk;
  }
};

/// The head of a plan's journal, as this program writes it.
JournalHead journal_head(const Plan& plan, const Shard& shard = {},
                         const std::filesystem::path& library = {});

std::string to_text(const JournalHead& head);
std::optional<JournalHead> head_of_text(const std::string& text);

/// Why results of `there` cannot go together with those of `wanted`; empty when they can. Begins with a verb.
std::string differences(const JournalHead& there, const JournalHead& wanted, bool accept_version);

/// "shard 2/3", "the whole sweep"
std::string shard_words(const Shard& shard);

}  // namespace cellroute::sweep
