#include "sim/scenario/csv.hpp"

namespace cellroute::scenario {

std::vector<std::vector<std::string>> parse_csv(const std::string& text, std::vector<int>* numbers) {
  std::vector<std::vector<std::string>> lines;
  std::vector<std::string> fields(1);
  bool quoted = false;
  int number = 1, first = 1;  // of the line that is read, and where its row began
  const auto end_line = [&] {
    if (fields.size() > 1 || !fields[0].empty()) {
      lines.push_back(fields);
      if (numbers) numbers->push_back(first);
    }
    fields.assign(1, "");
    first = number;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    number += c == '\n';
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"')
      fields.back() += text[++i];
    else if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      fields.emplace_back();
    else if (c == '\n' && !quoted)
      end_line();
    else if (c != '\r' || quoted)
      fields.back() += c;
  }
  end_line();
  return lines;
}

}  // namespace cellroute::scenario
