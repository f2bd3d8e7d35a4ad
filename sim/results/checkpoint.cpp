#include "sim/results/checkpoint.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "sim/results/folder.hpp"
#include "sim/results/hdf5.hpp"
#include "sim/results/moments.hpp"

namespace cellroute::results {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::string_view magic = "cellroute checkpoint, format 1\n";
constexpr std::size_t lines_shown = 4;

std::string to_text(const CheckpointHead& head) {
  const Json json = {{"program", head.program},
                     {"fingerprint", head.fingerprint},
                     {"inputs", head.inputs},
                     {"time", head.time},
                     {"horizon", head.horizon},
                     {"frames", head.frames},
                     {"sessions", Json::parse(sessions_json(head.sessions))}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

CheckpointHead head_of(const fs::path& file, std::string_view text) {
  try {
    const Json json = Json::parse(text);
    return {json.at("program"),
            json.at("fingerprint"),
            json.at("inputs"),
            json.at("time"),
            json.at("horizon"),
            json.at("frames"),
            sessions_of(json.at("sessions").dump())};
  } catch (const Json::exception&) {
    throw FileError(file.string() + " is no checkpoint of this program");
  }
}

std::map<std::string, std::string> lines_of(const std::string& text) {
  std::map<std::string, std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    const auto equals = line.find('=');
    std::string& value = lines[line.substr(0, equals)];
    value += (value.empty() ? "" : ", ") + (equals == std::string::npos ? "" : line.substr(equals + 1));
  }
  return lines;
}

/// "liver.voxels is 4000, and was 3000", for the first few.
std::string changed_lines(const std::string& there, const std::string& wanted) {
  const auto was = lines_of(there), is = lines_of(wanted);
  std::vector<std::string> all;
  for (const auto& [name, value] : is) {
    const auto found = was.find(name);
    if (found == was.end())
      all.push_back(fmt::format("{} is {}, and was not given", name, value));
    else if (found->second != value)
      all.push_back(fmt::format("{} is {}, and was {}", name, value, found->second));
  }
  for (const auto& [name, value] : was)
    if (!is.contains(name)) all.push_back(fmt::format("{} is not given, and was {}", name, value));
  std::string text;
  for (std::size_t i = 0; i < all.size() && i < lines_shown; ++i) text += "\n" + all[i];
  if (all.size() > lines_shown) text += fmt::format("\nand {} more", all.size() - lines_shown);
  return text;
}

/// A new name is on the disk when its folder is.
void sync_folder(const fs::path& folder) {
  const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

void rename_or_refuse(const fs::path& from, const fs::path& to) {
  if (std::rename(from.c_str(), to.c_str()) == 0) return;
  throw WriteError(fmt::format("cannot name {}: {}", to.string(), std::strerror(errno)));
}

}  // namespace

std::string differences(const CheckpointHead& there, const CheckpointHead& wanted) {
  if (there.fingerprint != wanted.fingerprint)
    return "is of other inputs:" + changed_lines(there.inputs, wanted.inputs);
  if (there.program != wanted.program)
    return fmt::format("is of cellroute {}; this is {}, whose numbers may differ", there.program,
                       wanted.program);
  return "";
}

CheckpointReader::CheckpointReader(const fs::path& file)
    : file_(file), blocks_(file, magic), head_(head_of(file, blocks_.next())) {}

void CheckpointReader::read(std::vector<double>& values) {
  std::uint64_t count = 0;
  blocks_.read(&count, sizeof count);
  if (count > fs::file_size(file_) / sizeof(double))
    throw FileError(file_.string() + " does not have the numbers of this run in their order");
  values.resize(count);
  blocks_.read(values.data(), count * sizeof(double));
}

void CheckpointReader::read(std::span<double> values) {
  std::uint64_t count = 0;
  blocks_.read(&count, sizeof count);
  if (count != values.size())
    throw FileError(
        fmt::format("{} has {} numbers where this run has {}", file_.string(), count, values.size()));
  blocks_.read(values.data(), values.size_bytes());
}

void CheckpointReader::finish() {
  if (!blocks_.at_end()) throw FileError(file_.string() + " has more numbers than this run");
}

Checkpoints::Checkpoints(const fs::path& folder, const std::string& name)
    : last_(folder / (name + ".checkpoint")), before_(last_.string() + ".before") {}

bool Checkpoints::any() const {
  std::error_code unknown;
  return fs::exists(last_, unknown) || fs::exists(before_, unknown);
}

std::unique_ptr<CheckpointReader> Checkpoints::newest(const std::function<void(const std::string&)>& note) {
  std::error_code unknown;
  std::string problems;
  for (const fs::path& file : {last_, before_}) {
    if (!fs::exists(file, unknown)) continue;
    try {
      for (BlockReader all(file, magic); !all.next().empty();) {
      }
      auto reader = std::make_unique<CheckpointReader>(file);
      if (!problems.empty()) note(problems + "; going on from the one before");
      return reader;
    } catch (const FileError& error) {
      last_damaged_ = last_damaged_ || file == last_;
      problems += (problems.empty() ? "" : "\n") + std::string(error.what());
    }
  }
  if (problems.empty()) return nullptr;
  throw FileError(problems + "\nno checkpoint is whole: begin again with --overwrite");
}

std::uint64_t Checkpoints::write(const CheckpointHead& head, const std::function<void(const Write&)>& visit) {
  const fs::path part = last_.string() + ".part";
  BlockWriter blocks(part, last_, magic);
  const std::string text = to_text(head);
  blocks.write(text.data(), text.size());
  blocks.end_block();
  visit([&blocks](std::span<const double> values) {
    const std::uint64_t count = values.size();
    blocks.write(&count, sizeof count);
    blocks.write(values.data(), values.size_bytes());
  });
  blocks.finish();
  moment("checkpoint synced");
  std::error_code unknown;
  if (!last_damaged_ && fs::exists(last_, unknown)) rename_or_refuse(last_, before_);
  moment("checkpoint aside");
  rename_or_refuse(part, last_);
  last_damaged_ = false;
  sync_folder(last_.parent_path());
  moment("checkpoint named");
  return blocks.bytes();
}

void Checkpoints::remove() const noexcept {
  ::unlink((last_.string() + ".part").c_str());
  ::unlink(last_.c_str());
  moment("checkpoint removed");
  ::unlink(before_.c_str());
}

}  // namespace cellroute::results
