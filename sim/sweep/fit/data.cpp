#include "sim/sweep/fit/data.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/csv.hpp"
#include "sim/scenario/source.hpp"

namespace cellroute::sweep {
namespace {

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::vector<DataLine> read_data(const std::filesystem::path& file,
                                std::vector<scenario::Diagnostic>& problems) {
  const auto source = scenario::read_source(file, file.string(), problems);
  if (!source) return {};
  const auto before = problems.size();
  std::vector<int> numbers;
  auto lines = scenario::parse_csv(source->text(), &numbers);
  for (auto& fields : lines)
    for (auto& field : fields) field = trimmed(field);
  std::vector<DataLine> data;
  if (lines.empty()) {
    problems.push_back(source->at(0, 0, "the table is empty"));
    return data;
  }
  const auto& head = lines.front();
  if (head.size() == 1 && head[0].find_first_of(";\t") != std::string::npos) {
    problems.push_back(source->at(numbers.front(), 1, "the columns are not separated by commas", "",
                                  "save the table as CSV with commas, and decimal points"));
    return data;
  }
  const auto column = [&](const char* name, bool required) -> std::size_t {
    const auto at = static_cast<std::size_t>(std::find(head.begin(), head.end(), name) - head.begin());
    if (at == head.size() && required)
      problems.push_back(source->at(numbers.front(), 1, fmt::format("there is no column `{}`", name), "",
                                    "the head is `dataset,arm,metric,value,sd,unit`"));
    return at;
  };
  const std::size_t places[] = {column("dataset", true), column("arm", false), column("metric", true),
                                column("value", true),   column("sd", true),   column("unit", true)};
  if (problems.size() > before) return data;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto& fields = lines[i];
    const int line = numbers[i];
    if (!fields.empty() && fields[0].starts_with("#")) continue;
    if (fields.size() != head.size()) {
      problems.push_back(
          source->at(line, 1, fmt::format("{} fields where the head has {}", fields.size(), head.size())));
      continue;
    }
    const auto field = [&](int k) { return places[k] < fields.size() ? fields[places[k]] : std::string(); };
    data.push_back({line, field(0), field(1), field(2), field(3), field(4), field(5)});
  }
  return data;
}

}  // namespace cellroute::sweep
