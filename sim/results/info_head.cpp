#include "sim/results/info_head.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/results/folder.hpp"
#include "sim/results/format.hpp"
#include "sim/results/table.hpp"

namespace cellroute::results {
namespace {

constexpr std::size_t name_width = 14;

/// Only what stands in run.json, which may have been removed.
std::string run(const std::filesystem::path& file) {
  const auto log = file.parent_path() / "run.json";
  std::error_code ignored;
  if (!std::filesystem::exists(log, ignored)) return "";
  const auto json = nlohmann::json::parse(read_file(log), nullptr, false);
  if (!json.is_object()) return info_entry("run", log.string() + " is not readable as JSON");
  auto text = [&](const char* key) {
    const auto found = json.find(key);
    return found == json.end()  ? std::string("?")
           : found->is_string() ? found->get<std::string>()
                                : found->dump();
  };
  return info_entry("run", fmt::format("{} on {}, {} threads", text("date"), text("host"), text("threads"))) +
         info_entry("library", text("library"));
}

}  // namespace

std::string info_entry(const std::string& name, const std::string& text) {
  return pad_right(name, name_width) + wrap(text, page_width, name_width) + "\n";
}

std::string info_head(const std::filesystem::path& file, std::string_view type, std::uint64_t version,
                      const Provenance& made) {
  std::error_code ignored;
  const auto bytes = std::filesystem::file_size(file, ignored);
  return info_entry("file", fmt::format("{} ({} kB)", file.string(), (bytes + 512) / 1024)) +
         info_entry("type", fmt::format("{}, format {}", type, version)) +
         info_entry("made by", fmt::format("{} {}, commit {}", made.program, made.version, made.commit)) +
         info_entry("fingerprint", made.fingerprint) + info_entry("seed", std::to_string(made.seed)) +
         run(file);
}

}  // namespace cellroute::results
