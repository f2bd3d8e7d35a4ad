// What a journal says it is a journal of: written once, compared when a sweep goes on or parts are merged.
#include "sim/sweep/journal_head.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/results/version.hpp"

namespace cellroute::sweep {

namespace fs = std::filesystem;

JournalHead journal_head(const Plan& plan, const Shard& shard, const fs::path& library) {
  JournalHead head;
  head.fingerprint = plan.fingerprint;
  head.program = fmt::format("{} ({})", results::program_version(), results::program_commit());
  head.rows = plan.rows();
  head.rows_per_chunk = rows_per_chunk(plan);
  head.metrics = plan.metrics.size();
  head.shard = shard;
  std::error_code unknown;  // the paths are a help, no more
  head.sweep = fs::absolute(plan.file, unknown);
  if (!library.empty()) head.library = fs::absolute(library, unknown);
  head.overrides = plan.overrides;
  return head;
}

std::string to_text(const JournalHead& head) {
  const nlohmann::ordered_json json = {{"fingerprint", head.fingerprint},
                                       {"program", head.program},
                                       {"rows", head.rows},
                                       {"rows_per_chunk", head.rows_per_chunk},
                                       {"metrics", head.metrics},
                                       {"shard", {head.shard.k, head.shard.n}},
                                       {"sweep", head.sweep.string()},
                                       {"library", head.library.string()},
                                       {"overrides", head.overrides}};
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::optional<JournalHead> head_of_text(const std::string& text) {
  try {
    const auto json = nlohmann::json::parse(text);
    JournalHead head;
    head.fingerprint = json.at("fingerprint");
    head.program = json.at("program");
    head.rows = json.at("rows");
    head.rows_per_chunk = json.at("rows_per_chunk");
    head.metrics = json.at("metrics");
    head.shard = {json.at("shard").at(0), json.at("shard").at(1)};
    head.sweep = json.at("sweep").get<std::string>();
    head.library = json.at("library").get<std::string>();
    head.overrides = json.at("overrides").get<std::vector<std::string>>();
    if (head.rows_per_chunk == 0 || head.shard.n == 0) return {};
    return head;
  } catch (const nlohmann::json::exception&) {
    return {};
  }
}

std::string differences(const JournalHead& there, const JournalHead& wanted, bool accept_version) {
  if (there.fingerprint != wanted.fingerprint)
    return fmt::format(
        "is of other inputs: fingerprint {} ({} rows, {} metrics), now {} ({} rows, {} metrics)\n"
        "the sweep file, its scenario, the library or a --set has changed since",
        there.fingerprint, there.rows, there.metrics, wanted.fingerprint, wanted.rows, wanted.metrics);
  if (there.program != wanted.program && !accept_version)
    return fmt::format(
        "was made by version {} of the program, this is {}\n"
        "--accept-version mixes their results",
        there.program, wanted.program);
  if (there.rows != wanted.rows || there.rows_per_chunk != wanted.rows_per_chunk ||
      there.metrics != wanted.metrics)
    return fmt::format("is divided in another way: {} rows in chunks of {}, now {} in chunks of {}",
                       there.rows, there.rows_per_chunk, wanted.rows, wanted.rows_per_chunk);
  if (there.shard.k != wanted.shard.k || there.shard.n != wanted.shard.n)
    return fmt::format("is of {}, this is {}", shard_words(there.shard), shard_words(wanted.shard));
  return "";
}

std::string shard_words(const Shard& shard) {
  return shard.n == 1 ? "the whole sweep" : fmt::format("shard {}/{}", shard.k, shard.n);
}

}  // namespace cellroute::sweep
