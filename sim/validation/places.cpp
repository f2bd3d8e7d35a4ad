// The search for the published table and the dataset files.
#include "sim/validation/places.hpp"

#include <fmt/format.h>

#include <vector>

#include "sim/scenario/diagnostics.hpp"

namespace cellroute::validation {

namespace fs = std::filesystem;

Places find_places(const fs::path& wanted, const fs::path& library) {
  constexpr const char* name = "biodistribution.csv";
  std::vector<Places> candidates;
  std::error_code error;
  if (!wanted.empty()) {
    candidates.push_back({wanted / name, wanted / "validation"});
  } else {
    const fs::path beside = fs::absolute(library, error).lexically_normal().parent_path();
    const fs::path share =
        (fs::read_symlink("/proc/self/exe", error).parent_path() / "../share/cellroute").lexically_normal();
    const fs::path source = CELLROUTE_SOURCE_TREE;
    candidates.push_back({beside / "data" / name, beside / "validation"});
    candidates.push_back({share / "data" / name, share / "validation"});
    candidates.push_back({source / "data" / name, source / "configs/validation"});
  }
  std::string tried;
  for (const Places& places : candidates) {
    if (fs::is_regular_file(places.table, error) && fs::is_directory(places.datasets, error)) return places;
    tried += fmt::format("{}`{}` with `{}`", tried.empty() ? "" : ", ", places.table.string(),
                         places.datasets.string());
  }
  throw scenario::InputError({{{"data", 0, 0},
                               "the published measurements were not found",
                               "tried " + tried,
                               "name a folder that holds biodistribution.csv and validation/ with --data",
                               ""}});
}

}  // namespace cellroute::validation
