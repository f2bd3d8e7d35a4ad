#include "sim/results/folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "sim/results/hdf5.hpp"

namespace cellroute::results {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t names_shown = 4;

[[noreturn]] void refuse(const char* what, const fs::path& path, int error) {
  throw WriteError(fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(error)));
}

fs::path part(const fs::path& file) { return file.string() + ".part"; }

void write_whole(const fs::path& file, const std::string& bytes, const fs::path& shown) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor < 0) refuse("write", shown, errno);
  std::size_t done = 0;
  int error = 0;
  while (error == 0 && done < bytes.size()) {
    const auto wrote = ::write(descriptor, bytes.data() + done, bytes.size() - done);
    if (wrote >= 0)
      done += static_cast<std::size_t>(wrote);
    else if (errno != EINTR)
      error = errno;
  }
  if (error == 0 && ::fsync(descriptor) != 0 && errno != EINVAL) error = errno;
  if (::close(descriptor) != 0 && error == 0) error = errno;
  if (error != 0) {
    ::unlink(file.c_str());
    refuse("write", shown, error);
  }
}

/// What a folder holds, without the `.part` files that a killed run leaves.
std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (entry.path().extension() != ".part") names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string shown_names(const std::vector<std::string>& names) {
  const std::size_t shown = std::min(names.size(), names_shown);
  std::string text =
      fmt::format("{}", fmt::join(names.begin(), names.begin() + static_cast<long>(shown), ", "));
  if (names.size() > shown) text += fmt::format(" and {} more", names.size() - shown);
  return text;
}

}  // namespace

std::string read_file(const fs::path& file) {
  std::error_code ignored;
  if (fs::is_directory(file, ignored)) throw FileError(file.string() + " is a folder, not a file");
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw FileError(fmt::format("cannot read {}: {}", file.string(), std::strerror(errno)));
  return {std::istreambuf_iterator<char>(stream), {}};
}

OutputFolder::OutputFolder(fs::path folder, bool overwrite) : folder_(std::move(folder)) {
  std::error_code error;
  if (fs::exists(folder_, error)) {
    if (!fs::is_directory(folder_, error))
      throw FolderInUse(folder_.string() +
                        " is a file, so it cannot be the output folder; choose another with -o");
    const auto names = names_in(folder_);
    if (!names.empty() && !overwrite)
      throw FolderInUse(
          fmt::format("the output folder {} is not empty: it holds {}\n"
                      "choose another with -o DIR, or replace its result files with --overwrite",
                      folder_.string(), shown_names(names)));
  }
  try {
    make_folders(folder_);
    own_ = made_.size();
    const fs::path probe = folder_ / ".cellroute.part";
    write_whole(probe, "", folder_);
    ::unlink(probe.c_str());
  } catch (...) {
    for (auto made = made_.rbegin(); made != made_.rend(); ++made) ::rmdir(made->c_str());
    throw;
  }
}

OutputFolder::~OutputFolder() {
  for (const auto& file : parts_) ::unlink(part(file).c_str());
  for (auto made = made_.rbegin(); made != made_.rend(); ++made) ::rmdir(made->c_str());
}

void OutputFolder::make_folders(const fs::path& folder) {
  fs::path so_far;
  for (const auto& step : folder) {
    so_far /= step;
    if (::mkdir(so_far.c_str(), 0777) == 0) {
      made_.push_back(so_far);
      continue;
    }
    const int error = errno;
    std::error_code ignored;
    if (fs::is_directory(so_far, ignored)) continue;
    refuse("make the folder", so_far, error == EEXIST ? ENOTDIR : error);  // EEXIST: a file is in the way
  }
}

fs::path OutputFolder::grow(const std::string& name) {
  const fs::path file = folder_ / name;
  make_folders(file.parent_path());
  parts_.push_back(file);
  return part(file);
}

void OutputFolder::add(const std::string& name, const std::string& bytes) {
  write_whole(grow(name), bytes, folder_ / name);
}

void OutputFolder::withdraw(const std::string& name) noexcept {
  const auto found = std::find(parts_.begin(), parts_.end(), folder_ / name);
  if (found == parts_.end()) return;
  ::unlink(part(*found).c_str());
  parts_.erase(found);
  for (std::size_t made = made_.size(); made-- > own_;)  // the innermost first; what holds something stays
    if (::rmdir(made_[made].c_str()) == 0) made_.erase(made_.begin() + static_cast<std::ptrdiff_t>(made));
}

void OutputFolder::commit(const std::function<void()>& named) {
  // The last name says that all are there: not while some of them are those of an earlier run.
  if (parts_.size() > 1) ::unlink(parts_.back().c_str());
  for (const auto& file : parts_) {
    if (std::rename(part(file).c_str(), file.c_str()) != 0) refuse("name", file, errno);
    if (named) named();
  }
  parts_.clear();
  made_.clear();
}

}  // namespace cellroute::results
