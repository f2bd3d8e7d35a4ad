// Reading input files, with the plain reason when that is impossible.
#include "sim/scenario/source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <sstream>

namespace cellroute::scenario {
namespace {

/// Length of the UTF-8 sequence at `i`, or 0 if there is none (overlong, surrogate, truncated).
std::size_t sequence_length(const std::string& text, std::size_t i) {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
  const unsigned char lead = byte(i);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || i + length > text.size()) return 0;
  for (std::size_t k = 1; k < length; ++k)
    if ((byte(i + k) & 0xC0) != 0x80) return 0;
  const unsigned char second = byte(i + 1);
  if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || (lead == 0xF0 && second < 0x90) ||
      (lead == 0xF4 && second > 0x8F))
    return 0;
  return length;
}

/// Line (1-based) of the first byte that is not UTF-8 text, or 0.
int first_bad_line(const std::string& text) {
  int line = 1;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = sequence_length(text, i);
    if (length == 0 || text[i] == '\0') return line;
    if (text[i] == '\n') ++line;
    i += length;
  }
  return 0;
}

int characters(const std::string& line, int bytes) {
  int count = 0;
  for (int i = 0; i < bytes && i < static_cast<int>(line.size()); ++i)
    if ((static_cast<unsigned char>(line[static_cast<std::size_t>(i)]) & 0xC0) != 0x80) ++count;
  return count;
}

struct Excerpt {
  std::string text;
  int caret;
};

/// The line, or of a long one the part around a byte, cut between characters.
Excerpt around(const std::string& line, int byte) {
  constexpr int longest = 200, before = 80;
  const int size = static_cast<int>(line.size());
  if (size <= longest) return {line, characters(line, byte) + 1};
  const auto start_of_character = [&](int i) {
    while (i > 0 && i < size &&
           (static_cast<unsigned char>(line[static_cast<std::size_t>(i)]) & 0xC0) == 0x80)
      --i;
    return i;
  };
  const int first = start_of_character(std::clamp(byte - before, 0, size));
  const int last = start_of_character(std::min(first + longest, size));
  const std::string head = first > 0 ? "..." : "", tail = last < size ? "..." : "";
  const std::string part =
      line.substr(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first));
  return {head + part + tail, static_cast<int>(head.size()) + characters(part, byte - first) + 1};
}

constexpr std::uintmax_t largest_file = 1 << 20;  // a whole library is smaller; more is some other file

}  // namespace

Source::Source(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
  std::istringstream stream(text_);
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    lines_.push_back(line);
  }
}

const std::string& Source::line(int number) const {
  static const std::string none;
  return number >= 1 && number <= static_cast<int>(lines_.size())
             ? lines_[static_cast<std::size_t>(number) - 1]
             : none;
}

bool Source::blank_before(int number, int column) const {
  const std::string& text = line(number);
  return text.find_first_not_of(" \t") >= std::min(text.size(), static_cast<std::size_t>(column) - 1);
}

int Source::text_line_before(int number) const {
  for (int i = number - 1; i > 1; --i) {
    const auto first = line(i).find_first_not_of(" \t");
    if (first != std::string::npos && line(i)[first] != '#') return i;
  }
  return 1;
}

int Source::first_column(int number) const {
  const auto first = line(number).find_first_not_of(" \t");
  return first == std::string::npos ? 1 : static_cast<int>(first) + 1;
}

Diagnostic Source::at(int line, int column, std::string problem, std::string why, std::string hint) const {
  Diagnostic diagnostic{{name_, line, column}, std::move(problem), std::move(why), std::move(hint), ""};
  if (line >= 1 && line <= static_cast<int>(lines_.size())) {
    const std::string& whole = lines_[static_cast<std::size_t>(line) - 1];
    diagnostic.place.column = characters(whole, column - 1) + 1;
    const Excerpt part = around(whole, column - 1);
    diagnostic.excerpt = part.text;
    diagnostic.caret = part.caret;
  }
  return diagnostic;
}

std::optional<Source> read_source(const std::filesystem::path& file, const std::string& shown_as,
                                  std::vector<Diagnostic>& problems) {
  const auto refuse = [&](std::string problem, std::string hint = {}) {
    problems.push_back({{shown_as, 0, 0}, std::move(problem), "", std::move(hint), ""});
    return std::nullopt;
  };
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (status.type() == std::filesystem::file_type::not_found) return refuse("no such file");
  if (std::filesystem::is_directory(status)) return refuse("is a folder", "name a YAML file in it");
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  std::string text;
  for (char block[4096]; stream && text.size() <= largest_file;) {  // a pipe has no size to ask for
    stream.read(block, sizeof block);
    text.append(block, static_cast<std::size_t>(stream.gcount()));
  }
  if (stream.bad() || (!stream && !stream.eof()))
    return refuse(fmt::format("cannot be read ({})", std::strerror(errno ? errno : EIO)));
  if (text.size() > largest_file)
    return refuse("is larger than 1 MiB", "name a scenario or library file; they have some kilobytes");
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  Source source(shown_as, std::move(text));
  if (const int line = first_bad_line(source.text()); line > 0) {
    problems.push_back(
        {{shown_as, line, 1}, "is not UTF-8 text", "", "save the file with the encoding UTF-8", ""});
    return std::nullopt;
  }
  return source;
}

}  // namespace cellroute::scenario
