#include "sim/results/checked_blocks.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <utility>

#include "sim/results/folder.hpp"
#include "sim/results/hdf5.hpp"
#include "sim/results/moments.hpp"
#include "sim/scenario/fingerprint.hpp"

namespace cellroute::results {
namespace {

static_assert(std::endian::native == std::endian::little, "blocks are little-endian");

constexpr std::size_t chain = sizeof(std::uint64_t);
constexpr std::size_t largest_block = 4 << 20;  // [byte]

void set_chain(std::string& block, std::uint64_t checksum) {
  block.assign(reinterpret_cast<const char*>(&checksum), chain);
}

}  // namespace

BlockWriter::BlockWriter(std::filesystem::path place, std::filesystem::path shown, std::string_view magic)
    : place_(std::move(place)), shown_(std::move(shown)) {
  descriptor_ = ::open(place_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor_ < 0) refuse(errno);
  try {
    put(magic.data(), magic.size());
  } catch (...) {
    ::close(descriptor_);
    ::unlink(place_.c_str());
    throw;
  }
  set_chain(block_, 0);
}

BlockWriter::~BlockWriter() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(place_.c_str());
}

void BlockWriter::refuse(int error) const {
  throw WriteError(fmt::format("cannot write {}: {}", shown_.string(), std::strerror(error)));
}

void BlockWriter::put(const char* bytes, std::size_t count) {
  bytes_ += count;
  while (count > 0) {
    const auto wrote = ::write(descriptor_, bytes, count);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) refuse(errno);
    bytes += wrote;
    count -= static_cast<std::size_t>(wrote);
  }
}

void BlockWriter::write(const void* bytes, std::size_t count) {
  const char* from = static_cast<const char*>(bytes);
  while (count > 0) {
    const std::size_t part = std::min(count, chain + largest_block - block_.size());
    block_.append(from, part);
    from += part;
    count -= part;
    if (block_.size() == chain + largest_block) end_block();
  }
}

void BlockWriter::end_block() {
  if (block_.size() == chain) return;
  const std::uint64_t length = block_.size() - chain, sum = scenario::checksum(block_);
  put(reinterpret_cast<const char*>(&length), sizeof length);
  put(block_.data() + chain, length);
  moment("checkpoint half");
  put(reinterpret_cast<const char*>(&sum), sizeof sum);
  set_chain(block_, sum);
}

void BlockWriter::finish() {
  end_block();
  const std::uint64_t length = 0, sum = scenario::checksum(block_);
  put(reinterpret_cast<const char*>(&length), sizeof length);
  put(reinterpret_cast<const char*>(&sum), sizeof sum);
  if (::fsync(descriptor_) != 0 && errno != EINVAL) refuse(errno);
  if (::close(std::exchange(descriptor_, -1)) != 0) {
    const int error = errno;
    ::unlink(place_.c_str());
    refuse(error);
  }
}

BlockReader::BlockReader(std::filesystem::path file, std::string_view magic) : file_(std::move(file)) {
  descriptor_ = ::open(file_.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0)
    throw FileError(fmt::format("cannot open {}: {}", file_.string(), std::strerror(errno)));
  std::string front(magic.size(), '\0');
  if (!take(front.data(), front.size()) || front != magic) {
    ::close(descriptor_);
    throw FileError(file_.string() + " does not begin as it should: it is damaged, or something else");
  }
  set_chain(block_, 0);
  used_ = chain;
}

BlockReader::~BlockReader() { ::close(descriptor_); }

void BlockReader::refuse() const {
  throw FileError(fmt::format("{} is damaged near byte {}", file_.string(), at_));
}

bool BlockReader::take(void* to, std::size_t count) {
  char* bytes = static_cast<char*>(to);
  while (count > 0) {
    const auto got = ::pread(descriptor_, bytes, count, static_cast<off_t>(at_));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    bytes += got;
    at_ += static_cast<std::uint64_t>(got);
    count -= static_cast<std::size_t>(got);
  }
  return true;
}

std::string_view BlockReader::next() {
  const std::string_view bytes = load();
  used_ = block_.size();
  return bytes;
}

std::string_view BlockReader::load() {
  if (ended_) return {};
  std::uint64_t length = 0, sum = 0;
  if (!take(&length, sizeof length) || length > largest_block) refuse();
  block_.resize(chain + length);
  if (!take(block_.data() + chain, length) || !take(&sum, sizeof sum) || sum != scenario::checksum(block_))
    refuse();
  std::memcpy(block_.data(), &sum, chain);
  used_ = chain;
  if (length > 0) return std::string_view(block_).substr(chain);
  ended_ = true;
  char more = 0;
  if (take(&more, 1)) refuse();
  return {};
}

void BlockReader::read(void* to, std::size_t count) {
  char* bytes = static_cast<char*>(to);
  while (count > 0) {
    if (used_ == block_.size() && load().empty()) refuse();
    const std::size_t part = std::min(count, block_.size() - used_);
    std::memcpy(bytes, block_.data() + used_, part);
    bytes += part;
    used_ += part;
    count -= part;
  }
}

bool BlockReader::at_end() { return used_ == block_.size() && load().empty(); }

}  // namespace cellroute::results
