// Files of a result folder, and steps by their times.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"
#include "sim/results/result_file.hpp"
#include "viz/program/view.hpp"

namespace cellroute::viz {
namespace {

constexpr double same_time = 1e-6;  // relative: what a person types has fewer digits than a double

}  // namespace

std::filesystem::path find_file(const std::filesystem::path& result, const std::string& name) {
  namespace fs = std::filesystem;
  std::error_code none;
  const auto kind = fs::status(result, none).type();
  if (kind == fs::file_type::not_found)
    throw RequestError(result.string() + ": there is no such file or folder");
  if (kind != fs::file_type::directory) {
    if (result.filename() == name) return result;
    return find_file(result.has_parent_path() ? result.parent_path() : fs::path("."), name);
  }
  if (fs::exists(result / name, none)) return result / name;
  std::vector<std::string> there;
  std::vector<std::string> inside;
  for (const auto& entry : fs::directory_iterator(result, none)) {
    const std::string file = entry.path().filename().string();
    if (entry.path().extension() == ".vtkhdf" || file == "result.h5" || file == "sweep.h5" ||
        file == "sensitivity.csv" || file == "claims.csv")
      there.push_back(file);
  }
  std::sort(there.begin(), there.end());
  for (const auto& folder : results::results_in(result)) inside.push_back(folder.filename().string());
  std::string holds = there.empty() ? "no result" : fmt::format("{}", fmt::join(there, ", "));
  if (there.empty() && !inside.empty()) holds = fmt::format("results in {}", fmt::join(inside, ", "));
  throw RequestError(fmt::format("{}: it holds no {} (it holds: {})", result.string(), name, holds));
}

bool has_file(const std::filesystem::path& result, const std::string& name) {
  try {
    find_file(result, name);
    return true;
  } catch (const RequestError&) {
    return false;
  }
}

std::size_t find_step(const std::vector<double>& times, std::optional<double> wanted) {
  if (times.empty()) {
    if (wanted) throw RequestError("the result has no times");
    return 0;
  }
  if (!wanted) return times.size() - 1;
  for (std::size_t i = 0; i < times.size(); ++i)
    if (std::fabs(times[i] - *wanted) <= same_time * std::max(times[i], *wanted)) return i;
  std::string all;
  for (const double time : times) all += (all.empty() ? "" : ", ") + results::duration(time);
  if (*wanted < times.front() || *wanted > times.back())
    throw RequestError(fmt::format("{} is outside the times of the result, {} to {} (they are: {})",
                                   results::duration(*wanted), results::duration(times.front()),
                                   results::duration(times.back()), all));
  throw RequestError(
      fmt::format("the result has no fields at {} (they are at: {})", results::duration(*wanted), all));
}

}  // namespace cellroute::viz
