// The letters that stand for a record in a comparison.
#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <utility>

#include "sim/results/compare.hpp"
#include "sim/results/format.hpp"

namespace cellroute::results {
namespace {

/// Routes whose initials would clash or mislead.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> usual_letters = {
    {{"peripheral_vein", "IV"}, {"left_ventricle", "LV"}}};

std::string route_letters(const std::string& route) {
  for (const auto& [name, letters] : usual_letters)
    if (name == route) return std::string(letters);
  std::string initials;
  bool start = true;
  for (char letter : route) {
    if (start) initials += static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    start = letter == '_';
  }
  return initials;
}

}  // namespace

std::string route_words(const Record& record) {
  std::string text;
  for (const auto& infusion : record.inputs.regimen) {
    std::string one = words(infusion.route);
    if (!infusion.catheter.empty()) one += " (" + words(infusion.catheter) + ")";
    if (text.find(one) != std::string::npos) continue;  // repeats by one route
    text += (text.empty() ? "" : " + ") + one;
  }
  return text;
}

std::vector<Subject> name_subjects(const std::vector<Record>& records) {
  std::vector<Subject> subjects;
  std::set<std::string> seen;
  for (const auto& record : records) {
    const auto& regimen = record.inputs.regimen;
    const bool one_route =
        !regimen.empty() && std::all_of(regimen.begin(), regimen.end(), [&](const Infusion& each) {
          return each.route == regimen.front().route;
        });
    const std::string letters = one_route ? route_letters(regimen.front().route) : "";
    if (!letters.empty()) seen.insert(letters);
    subjects.push_back({&record, letters});
  }
  if (seen.size() == subjects.size()) return subjects;
  for (std::size_t i = 0; i < subjects.size(); ++i)
    subjects[i].letters = i < 26 ? std::string(1, static_cast<char>('A' + i)) : std::to_string(i + 1);
  return subjects;
}

}  // namespace cellroute::results
