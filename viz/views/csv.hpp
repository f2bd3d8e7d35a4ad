// Tables in CSV as this project writes them: heads, quotes where a field holds commas.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace cellroute::viz {

class CsvTable {
 public:
  /// @throws results::FileError when it cannot be read or has no such head as the first
  CsvTable(const std::filesystem::path& file, const std::string& first_head);

  std::size_t rows() const { return rows_.size(); }
  const std::vector<std::string>& heads() const { return heads_; }
  /// @throws results::FileError naming the head when there is none
  const std::string& text(std::size_t row, const std::string& head) const;
  /// NaN where the field is empty or no number.
  double number(std::size_t row, const std::string& head) const;

 private:
  std::string file_;
  std::vector<std::string> heads_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace cellroute::viz
