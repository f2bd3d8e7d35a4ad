// sweep.h5: a table of many rows as one dataset for each column, written a block of rows at a time and read a
// column at a time. contract_sweep.md is its page.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/results/hdf5.hpp"
#include "sim/results/hdf5_disk.hpp"
#include "sim/results/provenance.hpp"

namespace cellroute::results {

inline constexpr std::string_view column_file_type = "cellroute sweep";
inline constexpr std::uint64_t column_format_version = 1;

/// Rows of a block, which is also a chunk of the file. [row]
inline constexpr std::size_t column_block = 8192;

struct Column {
  enum class Kind { number, word, code, index };  // float64, text, uint8, uint64
  std::string path;                               // /metrics/liver_24h
  Kind kind = Kind::number;
  std::string units, long_name;
  std::string source;     // left out when empty
  std::size_t width = 0;  // [byte] of a word, the longest there is
};

struct ColumnHeader {
  Provenance provenance;
  std::string title, design;  // none, latin_hypercube, sobol, morris, saltelli
  std::uint64_t rows = 0, sample_size = 1, replicates = 1;
  std::string input;                   // the sweep file, verbatim
  std::vector<std::string> overrides;  // --set
  std::string scenario_file;           // as the sweep file names it; empty when its keys stand there
  std::string scenario;                // that file, verbatim
  /// Of the run without a sample, for each combination of the axes of words, the last changing fastest: what
  /// a result of that very case has for its own. Empty in older files.
  std::vector<std::string> fingerprints;
};

class ColumnFile {
 public:
  /// Writes to `place`; messages name `shown`. @throws WriteError
  ColumnFile(const std::filesystem::path& place, const std::filesystem::path& shown,
             const ColumnHeader& header, std::vector<Column> columns);

  /// Rows from `first`, a multiple of column_block: a whole block, or the rest. @throws WriteError
  void numbers(std::size_t column, std::uint64_t first, std::span<const double> values);
  void words(std::size_t column, std::uint64_t first, std::span<const std::string> values);
  void codes(std::size_t column, std::uint64_t first, std::span<const std::uint8_t> values);
  void indices(std::size_t column, std::uint64_t first, std::span<const std::uint64_t> values);

  /// Closes the file and has the system put it on the disk. @throws WriteError
  void finish();

 private:
  void write(std::size_t column, std::uint64_t first, std::uint64_t count, hid_t type, const void* data);

  std::vector<Column> columns_;
  DiskFile disk_;
  std::vector<Handle> datasets_;  // closed before the file
};

/// What a sweep.h5 says of itself, and its columns in alphabetical order.
struct ColumnContents {
  ColumnHeader header;
  std::vector<Column> columns;
};

/// @throws FileError when it is not a sweep's table, or is cut short
ColumnContents column_contents(const std::filesystem::path& file);

/// Whether the file calls itself a sweep's table.
bool is_column_file(const std::filesystem::path& file);

}  // namespace cellroute::results
