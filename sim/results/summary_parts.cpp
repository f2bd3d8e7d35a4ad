#include "sim/results/summary_parts.hpp"

#include "sim/results/format.hpp"
#include "sim/results/table.hpp"

namespace cellroute::results {
namespace {

constexpr std::size_t label_column = 13;

}  // namespace

std::string summary_entry(const std::string& name, const std::string& text) {
  return pad_right(name, label_column) + wrap(text, page_width, label_column) + "\n";
}

std::string summary_heading(const std::string& text) { return "\n" + text + "\n"; }

std::string summary_text(const std::string& text) { return wrap(text, page_width, 0) + "\n"; }

}  // namespace cellroute::results
