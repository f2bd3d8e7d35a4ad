// The search for the library and for files in it.
#include "sim/scenario/library.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "sim/scenario/keys.hpp"

namespace cellroute::scenario {
namespace {

namespace fs = std::filesystem;

bool is_library(const fs::path& folder) {
  std::error_code error;
  return fs::is_directory(folder / library_kinds.front().folder, error);
}

struct Candidate {
  fs::path folder;
  std::string origin;
};

[[noreturn]] void not_found(const std::vector<Candidate>& tried) {
  std::string why = "tried";
  for (const Candidate& candidate : tried)
    why += fmt::format("{} {} `{}`", &candidate == &tried.front() ? "" : ",", candidate.origin,
                       candidate.folder.string());
  throw InputError({{{"library", 0, 0},
                     "no parameter library was found",
                     why,
                     fmt::format("a library is a folder that holds `{}`; name it with --library or in the "
                                 "environment variable CELLROUTE_LIBRARY",
                                 library_kinds.front().folder),
                     ""}});
}

}  // namespace

fs::path find_library(const fs::path& wanted) {
  std::vector<Candidate> tried;
  const char* environment = std::getenv("CELLROUTE_LIBRARY");
  if (!wanted.empty()) {
    tried.push_back({wanted, "--library"});
  } else if (environment && *environment) {
    tried.push_back({environment, "CELLROUTE_LIBRARY"});
  } else {
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    tried.push_back(
        {(program.parent_path() / "../share/cellroute/library").lexically_normal(), "the installation"});
    tried.push_back({CELLROUTE_SOURCE_LIBRARY, "the source tree"});
  }
  for (const Candidate& candidate : tried)
    if (is_library(candidate.folder)) return candidate.folder;
  not_found(tried);
}

std::string folder_of(const std::string& kind) {
  for (const LibraryKind& known : library_kinds)
    if (kind == known.name) return known.folder;
  return kind;
}

std::vector<std::string> shipped_names(const fs::path& library, const std::string& kind) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(library / folder_of(kind), error))
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

Located locate(const fs::path& library, const std::string& kind, const std::string& reference,
               const fs::path& folder) {
  Located located;
  const bool path =
      reference.find('/') != std::string::npos || reference.ends_with(".yaml") || reference.ends_with(".yml");
  const std::string shipped = folder_of(kind) + "/" + reference + ".yaml";
  const fs::path file = path ? folder / reference : library / shipped;
  located.shown_as = path ? reference : shipped;
  located.tried.push_back(file.lexically_normal().string());
  std::error_code error;
  if (fs::exists(file, error)) located.file = file;
  return located;
}

}  // namespace cellroute::scenario
