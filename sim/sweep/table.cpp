#include "sim/sweep/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <future>
#include <iterator>

#include "sim/results/column_file.hpp"
#include "sim/results/growing_file.hpp"
#include "sim/results/moments.hpp"
#include "sim/results/text_files.hpp"
#include "sim/results/version.hpp"
#include "sim/sweep/columns.hpp"
#include "sim/sweep/engine.hpp"
#include "sim/sweep/row.hpp"

namespace cellroute::sweep {
namespace {

using results::column_block;
using Kind = results::Column::Kind;

constexpr std::size_t part_rows = 256;  // formatted by one thread at a time

/// Consecutive rows, by column and as text.
struct Block {
  std::size_t first = 0, count = 0;
  std::vector<double> numbers;                   // [columns x count]
  std::vector<std::vector<std::size_t>> places;  // [axes][count]
  std::vector<std::uint8_t> status;
  std::vector<std::string> lines, failures;      // by part
  std::vector<std::vector<RowFailure>> reasons;  // by part

  double* column(std::size_t c) { return numbers.data() + c * count; }
};

class TableWriter {
 public:
  TableWriter(results::OutputFolder& folder, const Plan& plan, const Journal& journal, int threads)
      : plan_(plan),
        journal_(journal),
        threads_(worker_count(threads)),
        layout_(plan),
        csv_(folder.grow("table.csv"), folder.path() / "table.csv"),
        failures_(folder.grow("failures.csv"), folder.path() / "failures.csv"),
        columns_(folder.grow("sweep.h5"), folder.path() / "sweep.h5", header(), layout_.columns),
        overview_(plan) {
    csv_.write(table_head(layout_));
    failures_.write(failures_head(layout_));
  }

  Overview write(const std::function<void(std::size_t)>& progress) {
    std::future<void> writing;
    Block blocks[2];
    for (std::size_t first = 0, turn = 0; first < plan_.rows(); first += column_block, turn = 1 - turn) {
      Block& block = blocks[turn];
      fill(block, first);
      if (writing.valid()) writing.get();
      writing = std::async(std::launch::async, [this, &block] { put(block); });
      if (progress) progress(first);
    }
    if (writing.valid()) writing.get();
    results::moment("table write");
    csv_.finish();
    failures_.finish();
    columns_.finish();
    results::moment("table sync");
    return std::move(overview_);
  }

 private:
  results::ColumnHeader header() const {
    results::ColumnHeader head;
    head.provenance = {"cellroute", std::string(results::program_version()),
                       std::string(results::program_commit()), plan_.fingerprint, plan_.seed};
    head.title = plan_.title;
    head.design = design_name(plan_.sample.design);
    head.rows = plan_.rows();
    head.sample_size = plan_.sample.size;
    head.replicates = plan_.sample.replicates;
    head.input = plan_.text;
    head.overrides = plan_.overrides;
    head.scenario_file = plan_.scenario_file;
    head.scenario = plan_.scenario_text;
    for (const auto& one : plan_.templates) head.fingerprints.push_back(one.scenario.fingerprint);
    return head;
  }

  void fill(Block& block, std::size_t first) {
    block.first = first;
    block.count = std::min(column_block, plan_.rows() - first);
    const std::size_t parts = (block.count + part_rows - 1) / part_rows;
    block.numbers.assign(layout_.columns.size() * block.count, unset);
    block.places.assign(plan_.axes.size(), std::vector<std::size_t>(block.count));
    block.status.assign(block.count, 0);
    block.lines.assign(parts, "");
    block.failures.assign(parts, "");
    block.reasons.assign(parts, {});
    std::exception_ptr thrown;
#pragma omp parallel for schedule(static) num_threads(threads_)
    for (std::size_t part = 0; part < parts; ++part) {
      try {
        fill_part(block, part);
      } catch (...) {
#pragma omp critical
        if (!thrown) thrown = std::current_exception();
      }
    }
    if (thrown) std::rethrow_exception(thrown);
  }

  void fill_part(Block& block, std::size_t part) {
    const std::size_t each = journal_.head().rows_per_chunk, metrics = plan_.metrics.size();
    const std::size_t last = std::min(block.count, (part + 1) * part_rows);
    ChunkResult chunk;
    chunk.chunk = static_cast<std::size_t>(-1);
    for (std::size_t at = part * part_rows; at < last; ++at) {
      const std::size_t row = block.first + at, inside = row % each;
      if (row / each != chunk.chunk) {
        chunk = journal_.read(row / each);
        for (const auto& failure : chunk.failures)
          if (failure.row >= block.first + part * part_rows && failure.row < block.first + last)
            block.reasons[part].push_back(failure);
      }
      for (std::size_t m = 0; m < metrics; ++m)
        block.column(layout_.metrics + m)[at] = chunk.values[inside * metrics + m];
      take_row(block, at, row_at(plan_, row));
    }
    for (const auto& failure : block.reasons[part]) block.status[failure.row - block.first] = 1;
    auto& text = block.lines[part];
    for (std::size_t at = part * part_rows; at < last; ++at) add_line(block, at, text);
    for (const auto& failure : block.reasons[part]) {
      auto& line = block.failures[part];
      fmt::format_to(std::back_inserter(line), "{},{}", failure.row,
                     results::csv_field(one_line(failure.reason)));
      add_varied(block, failure.row - block.first, line);
      line += '\n';
    }
  }

  void take_row(Block& block, std::size_t at, const Row& row) {
    for (std::size_t a = 0; a < plan_.axes.size(); ++a) {
      block.places[a][at] = row.places[a];
      if (plan_.axes[a].target) block.column(layout_.axes + a)[at] = plan_.axes[a].values[row.places[a]];
    }
    for (std::size_t f = 0; f < row.factors.size(); ++f)
      block.column(layout_.factors + f)[at] = row.factors[f];
  }

  static void add_number(std::string& text, double value) {
    text += ',';
    if (value == value) fmt::format_to(std::back_inserter(text), "{}", value);  // as results::exact
  }

  void add_varied(Block& block, std::size_t at, std::string& text) const {
    for (std::size_t a = 0; a < plan_.axes.size(); ++a) {
      if (plan_.axes[a].target)
        add_number(text, block.column(layout_.axes + a)[at]);
      else
        text += "," + results::csv_field(plan_.axes[a].labels[block.places[a][at]]);
    }
    for (std::size_t c = layout_.factors; c < layout_.metrics; ++c) add_number(text, block.column(c)[at]);
  }

  void add_line(Block& block, std::size_t at, std::string& text) const {
    const std::size_t row = block.first + at;
    fmt::format_to(std::back_inserter(text), "{},{}", row, block.status[at] == 0 ? "ok" : "failed");
    if (layout_.replicates) fmt::format_to(std::back_inserter(text), ",{}", split(plan_, row).replicate);
    add_varied(block, at, text);
    for (std::size_t c = layout_.metrics; c < layout_.columns.size(); ++c)
      add_number(text, block.column(c)[at]);
    text += '\n';
  }

  void put(Block& block) {
    for (const auto& text : block.lines) csv_.write(text);
    for (const auto& text : block.failures) failures_.write(text);
    std::vector<std::uint64_t> numbers(block.count);
    for (std::size_t i = 0; i < block.count; ++i) numbers[i] = block.first + i;
    columns_.indices(0, block.first, numbers);
    columns_.codes(1, block.first, block.status);
    if (layout_.replicates) {
      for (std::size_t i = 0; i < block.count; ++i) numbers[i] = split(plan_, block.first + i).replicate;
      columns_.indices(2, block.first, numbers);
    }
    for (std::size_t a = 0; a < plan_.axes.size(); ++a) {
      if (!layout_.words[a]) continue;
      std::vector<std::string> words;
      for (const std::size_t place : block.places[a]) words.push_back(plan_.axes[a].labels[place]);
      columns_.words(layout_.axes + a, block.first, words);
    }
    for (std::size_t c = layout_.axes; c < layout_.columns.size(); ++c)
      if (layout_.columns[c].kind == Kind::number)
        columns_.numbers(c, block.first, {block.column(c), block.count});
    look(block);
  }

  void look(Block& block) {
    std::vector<double> values(plan_.metrics.size());
    for (std::size_t i = 0; i < block.count; ++i) {
      for (std::size_t m = 0; m < values.size(); ++m) values[m] = block.column(layout_.metrics + m)[i];
      overview_.add(split(plan_, block.first + i), block.status[i] != 0, values);
    }
    for (const auto& part : block.reasons)
      for (const auto& failure : part) overview_.failed(failure.reason);
  }

  const Plan& plan_;
  const Journal& journal_;
  int threads_;
  Columns layout_;
  results::GrowingFile csv_, failures_;
  results::ColumnFile columns_;
  Overview overview_;
};

}  // namespace

Overview add_tables(results::OutputFolder& folder, const Plan& plan, const Journal& journal, int threads,
                    const std::function<void(std::size_t)>& progress) {
  return TableWriter(folder, plan, journal, threads).write(progress);
}

}  // namespace cellroute::sweep
