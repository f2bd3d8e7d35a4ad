#include "sim/results/frame_spool.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "sim/results/folder.hpp"
#include "sim/results/hdf5.hpp"
#include "sim/results/moments.hpp"
#include "sim/scenario/fingerprint.hpp"

namespace cellroute::results {
namespace {

constexpr std::string_view magic = "cellroute frames, format 1\n";
constexpr std::size_t head = 2 * sizeof(std::uint64_t);

bool read_at(int descriptor, std::uint64_t at, char* to, std::size_t count) {
  while (count > 0) {
    const auto got = ::pread(descriptor, to, count, static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    to += got;
    at += static_cast<std::uint64_t>(got);
    count -= static_cast<std::size_t>(got);
  }
  return true;
}

/// Of both, without a copy of them together.
std::uint64_t checksum_of(std::string_view kind, std::string_view bytes) {
  const std::uint64_t parts[2] = {scenario::checksum(kind), scenario::checksum(bytes)};
  return scenario::checksum({reinterpret_cast<const char*>(parts), sizeof parts});
}

}  // namespace

FrameSpool::FrameSpool(std::filesystem::path file) : file_(std::move(file)) {
  open(true);
  try {
    if (::ftruncate(descriptor_, 0) != 0) refuse(errno);
    put(magic);
  } catch (...) {
    remove();
    ::close(descriptor_);
    throw;
  }
  length_ = end_;
}

FrameSpool::FrameSpool(std::filesystem::path file, std::uint64_t length)
    : file_(std::move(file)), length_(length), end_(length) {
  open(false);
  try {
    std::string front(magic.size(), '\0');
    if (!read_at(descriptor_, 0, front.data(), front.size()) || front != magic)
      throw FileError(file_.string() + " does not begin as it should: it is damaged, or something else");
    go_through(
        [this](std::string_view kind) {
          ++counts_[std::string(kind)];
          return false;
        },
        {});
    if (::ftruncate(descriptor_, static_cast<off_t>(length_)) != 0) refuse(errno);
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

FrameSpool::~FrameSpool() { ::close(descriptor_); }

void FrameSpool::open(bool fresh) {
  descriptor_ = ::open(file_.c_str(), O_RDWR | O_CLOEXEC | (fresh ? O_CREAT : 0), 0666);
  if (descriptor_ < 0 && fresh) refuse(errno);
  if (descriptor_ < 0)
    throw FileError(fmt::format("cannot open {}: {}", file_.string(), std::strerror(errno)));
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return;
  ::close(descriptor_);
  throw FolderInUse(
      fmt::format("another run is writing to {}; it must end first", file_.parent_path().string()));
}

void FrameSpool::refuse(int error) const {
  throw WriteError(fmt::format("cannot write {}: {}", file_.string(), std::strerror(error)));
}

void FrameSpool::put(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto wrote = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(end_));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) {
      const int error = errno;
      end_ = length_;
      [[maybe_unused]] const int cut = ::ftruncate(descriptor_, static_cast<off_t>(length_));
      refuse(error);
    }
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
    end_ += static_cast<std::uint64_t>(wrote);
  }
}

void FrameSpool::append(std::string_view kind, std::string_view bytes) {
  const std::uint64_t sizes[2] = {kind.size(), bytes.size()}, sum = checksum_of(kind, bytes);
  put({reinterpret_cast<const char*>(sizes), sizeof sizes});
  put(kind);
  put(bytes);
  moment("frames half");
  put({reinterpret_cast<const char*>(&sum), sizeof sum});
  length_ = end_;
  ++counts_[std::string(kind)];
  moment("frames written");
}

std::size_t FrameSpool::count(const std::string& kind) const {
  const auto found = counts_.find(kind);
  return found == counts_.end() ? 0 : found->second;
}

void FrameSpool::sync() {
  if (::fsync(descriptor_) != 0 && errno != EINVAL) refuse(errno);
  moment("frames synced");
}

void FrameSpool::go_through(const std::function<bool(std::string_view)>& wanted, const Take& take) const {
  std::string bytes;
  for (std::uint64_t at = magic.size(); at < length_;) {
    const auto damaged = [&] {
      throw FileError(fmt::format("{} is damaged or cut short near byte {}", file_.string(), at));
    };
    std::uint64_t sizes[2], sum = 0;
    if (!read_at(descriptor_, at, reinterpret_cast<char*>(sizes), sizeof sizes)) damaged();
    const std::uint64_t rest = length_ - at;
    if (sizes[0] > rest || sizes[1] > rest || head + sizes[0] + sizes[1] + sizeof sum > rest) damaged();
    bytes.resize(sizes[0] + sizes[1]);
    if (!read_at(descriptor_, at + head, bytes.data(), bytes.size()) ||
        !read_at(descriptor_, at + head + bytes.size(), reinterpret_cast<char*>(&sum), sizeof sum))
      damaged();
    const std::string_view kind(bytes.data(), sizes[0]), payload(bytes.data() + sizes[0], sizes[1]);
    if (sum != checksum_of(kind, payload)) damaged();
    if (wanted(kind)) take(payload);
    at += head + bytes.size() + sizeof sum;
  }
}

void FrameSpool::each(std::string_view kind, const Take& take) const {
  go_through([kind](std::string_view one) { return one == kind; }, take);
}

void FrameSpool::remove() noexcept { ::unlink(file_.c_str()); }

}  // namespace cellroute::results
