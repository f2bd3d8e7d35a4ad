#include "sim/results/growing_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "sim/results/folder.hpp"

namespace cellroute::results {
namespace {

constexpr std::size_t buffer = 1 << 20;  // [byte]

}  // namespace

GrowingFile::GrowingFile(std::filesystem::path place, std::filesystem::path shown)
    : shown_(std::move(shown)) {
  descriptor_ = ::open(place.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor_ < 0) refuse(errno);
}

GrowingFile::~GrowingFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void GrowingFile::refuse(int error) const {
  throw WriteError(fmt::format("cannot write {}: {}", shown_.string(), std::strerror(error)));
}

void GrowingFile::flush() {
  std::string_view rest = waiting_;
  while (!rest.empty()) {
    const auto put = ::write(descriptor_, rest.data(), rest.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) refuse(errno);
    rest.remove_prefix(static_cast<std::size_t>(put));
  }
  waiting_.clear();
}

void GrowingFile::write(std::string_view bytes) {
  waiting_ += bytes;
  if (waiting_.size() >= buffer) flush();
}

void GrowingFile::finish() {
  flush();
  if (::fsync(descriptor_) != 0 && errno != EINVAL) refuse(errno);
  if (::close(std::exchange(descriptor_, -1)) != 0) refuse(errno);
}

}  // namespace cellroute::results
