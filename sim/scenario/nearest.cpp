// Suggestions for misspelt names.
#include "sim/scenario/nearest.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace cellroute::scenario {
namespace {

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto dot = path.find('.');
    parts.push_back(path.substr(0, dot));
    if (dot == std::string_view::npos) return parts;
    path.remove_prefix(dot + 1);
  }
}

bool contains_in_order(std::string_view path, std::string_view written) {
  const auto want = segments(written);
  std::size_t found = 0;
  for (const auto part : segments(path))
    if (found < want.size() && part == want[found]) ++found;
  return found == want.size();
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

}  // namespace

int edit_distance(std::string_view a, std::string_view b) {
  const std::size_t n = b.size();
  std::vector<int> before(n + 1), previous(n + 1), current(n + 1);
  for (std::size_t j = 0; j <= n; ++j) previous[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= n; ++j) {
      const int substituted = previous[j - 1] + (a[i - 1] != b[j - 1]);
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, substituted});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        current[j] = std::min(current[j], before[j - 2] + 1);
    }
    before.swap(previous);
    previous.swap(current);
  }
  return previous[n];
}

std::string nearest(std::string_view name, std::span<const std::string> known) {
  const std::string written = lower(name);
  std::string best;
  int best_distance = name.size() < 2 ? 1 : std::max(1, static_cast<int>(name.size()) / 3) + 1;
  for (const auto& candidate : known) {
    const auto longer = static_cast<long>(candidate.size()) - static_cast<long>(name.size());
    if (std::labs(longer) >= best_distance) continue;
    const int distance = edit_distance(written, lower(candidate));
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

std::string nearest_path(std::string_view path, std::span<const std::string> known) {
  std::vector<std::string> containing;
  for (const auto& candidate : known)
    if (contains_in_order(candidate, path)) containing.push_back(candidate);
  const auto shorter = [](const std::string& a, const std::string& b) { return a.size() < b.size(); };
  if (!containing.empty()) return *std::min_element(containing.begin(), containing.end(), shorter);
  return nearest(path, known);
}

std::string suggest(std::string_view name, std::span<const std::string> known) {
  if (known.empty()) return {};
  if (const auto best = nearest(name, known); !best.empty()) return "did you mean `" + best + "`?";
  return "known: " + listed(known);
}

std::string listed(std::span<const std::string> names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += "`" + names[i] + "`";
  }
  return text;
}

}  // namespace cellroute::scenario
