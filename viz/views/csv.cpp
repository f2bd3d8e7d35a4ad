#include "viz/views/csv.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/results/folder.hpp"
#include "sim/results/hdf5.hpp"

namespace cellroute::viz {
namespace {

std::vector<std::vector<std::string>> parse(const std::string& bytes) {
  std::vector<std::vector<std::string>> lines;
  std::vector<std::string> line(1);
  bool quoted = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char letter = bytes[i];
    if (quoted && letter == '"' && i + 1 < bytes.size() && bytes[i + 1] == '"') {
      line.back() += bytes[++i];
    } else if (letter == '"') {
      quoted = !quoted;
    } else if (letter == ',' && !quoted) {
      line.emplace_back();
    } else if (letter == '\n' && !quoted) {
      lines.push_back(std::move(line));
      line.assign(1, "");
    } else if (letter != '\r') {
      line.back() += letter;
    }
  }
  if (line.size() > 1 || !line.front().empty()) lines.push_back(std::move(line));
  return lines;
}

}  // namespace

CsvTable::CsvTable(const std::filesystem::path& file, const std::string& first_head) : file_(file.string()) {
  auto lines = parse(results::read_file(file));
  if (lines.empty() || lines.front().front() != first_head)
    throw results::FileError(file_ + ": its first column is not `" + first_head + "`");
  heads_ = lines.front();
  rows_.assign(std::make_move_iterator(lines.begin() + 1), std::make_move_iterator(lines.end()));
  for (const auto& row : rows_)
    if (row.size() != heads_.size()) throw results::FileError(file_ + ": a line is cut short");
}

const std::string& CsvTable::text(std::size_t row, const std::string& head) const {
  const auto found = std::find(heads_.begin(), heads_.end(), head);
  if (found == heads_.end()) throw results::FileError(file_ + ": it has no column `" + head + "`");
  return rows_[row][static_cast<std::size_t>(found - heads_.begin())];
}

double CsvTable::number(std::size_t row, const std::string& head) const {
  const auto& field = text(row, head);
  char* end = nullptr;
  const double value = std::strtod(field.c_str(), &end);
  return field.empty() || *end != '\0' ? std::numeric_limits<double>::quiet_NaN() : value;
}

}  // namespace cellroute::viz
