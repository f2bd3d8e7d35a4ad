// The tables of a contract's page, as tests hold them against a file.
#pragma once

#include <catch2/catch.hpp>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace cellroute::results::test {

struct PageRow {
  std::string path, shape, units, long_name;
};

inline std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream stream(line.substr(1));
  for (std::string cell; std::getline(stream, cell, '|');) {
    const auto first = cell.find_first_not_of(" `");
    if (first == std::string::npos) continue;
    cells.push_back(cell.substr(first, cell.find_last_not_of(" `") - first + 1));
  }
  return cells;
}

/// Every row of four cells in the tables of a page of sim/results.
inline std::vector<PageRow> page_rows(const std::string& page_name) {
  std::ifstream page(std::string(CELLROUTE_SOURCE_DIR) + "/sim/results/" + page_name);
  REQUIRE(page.good());
  std::vector<PageRow> rows;
  for (std::string line; std::getline(page, line);) {
    if (line.empty() || line[0] != '|') continue;
    auto cells = cells_of(line);
    if (cells.size() != 4) continue;
    rows.push_back({cells[0], cells[1], cells[2], cells[3]});
  }
  REQUIRE(!rows.empty());
  return rows;
}

/// The names of the attributes that a page's tables say stand at an object: the second column says where.
inline std::set<std::string> attributes_on_page(const std::string& page_name, const std::string& object) {
  std::set<std::string> names;
  for (const auto& row : page_rows(page_name))
    if (row.shape == object) names.insert(row.path);
  return names;
}

/// Whether a path is one of a pattern with <names> in it.
inline bool matches(const std::string& pattern, const std::string& path) {
  std::string expression;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '<') {
      expression += "[^/]+";
      i = pattern.find('>', i);
    } else {
      expression += pattern[i];
    }
  }
  return std::regex_match(path, std::regex(expression));
}

}  // namespace cellroute::results::test
