#include "sim/sweep/journal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>

#include "sim/results/folder.hpp"
#include "sim/results/hdf5.hpp"
#include "sim/results/moments.hpp"
#include "sim/scenario/fingerprint.hpp"

namespace cellroute::sweep {
namespace {

namespace fs = std::filesystem;
using results::FileError, results::moment, results::WriteError;

static_assert(std::endian::native == std::endian::little, "journals are little-endian");

constexpr std::string_view file_magic = "cellroute sweep journal\n";
constexpr std::uint64_t journal_format = 1;
constexpr std::string_view record_magic =
    "\x93"
    "chunk\r\n";
constexpr std::size_t frame = 8 + 8 + 8;  // [byte] of a record: magic, length, payload, checksum
constexpr std::uint64_t largest_record = std::uint64_t{1} << 32;  // [byte]
constexpr std::size_t search_step = 1 << 20;                      // [byte]

std::string number_bytes(std::uint64_t number) {
  return {reinterpret_cast<const char*>(&number), sizeof number};
}

std::uint64_t number_at(const char* bytes) {
  std::uint64_t number = 0;
  std::memcpy(&number, bytes, sizeof number);
  return number;
}

/// 0, or errno.
int write_at(int descriptor, std::string_view bytes, std::uint64_t at) {
  while (!bytes.empty()) {
    const auto put = ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(put));
    at += static_cast<std::uint64_t>(put);
  }
  return 0;
}

/// As many of the bytes as there are.
std::string read_at(int descriptor, std::uint64_t at, std::size_t count) {
  std::string bytes(count, '\0');
  std::size_t done = 0;
  while (done < count) {
    const auto got = ::pread(descriptor, bytes.data() + done, count - done, static_cast<off_t>(at + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

std::string record_of(const ChunkResult& result) {
  const std::string payload = encode(result);
  std::string bytes(record_magic);
  bytes += number_bytes(payload.size());
  bytes += payload;
  bytes += number_bytes(scenario::checksum(payload));
  return bytes;
}

struct Found {
  std::optional<ChunkResult> result;  // none: damaged
  std::uint64_t size = 0;             // [byte] of the record, 0 when it does not say so credibly
};

/// The record at a place of the file.
Found record_at(int descriptor, std::uint64_t at, std::uint64_t file_size) {
  const std::string front = read_at(descriptor, at, 16);
  if (front.size() < 16 || !front.starts_with(record_magic)) return {};
  const auto length = number_at(front.data() + 8);
  if (length > largest_record || at + frame + length > file_size) return {};
  const std::string body = read_at(descriptor, at + 16, length + 8);
  if (body.size() != length + 8) return {};
  const std::string_view payload(body.data(), length);
  if (scenario::checksum(payload) != number_at(body.data() + length)) return {{}, frame + length};
  return {decode(payload), frame + length};
}

/// Where the next record may begin, or the end of the file.
std::uint64_t next_magic(int descriptor, std::uint64_t from, std::uint64_t file_size) {
  while (from + record_magic.size() <= file_size) {
    const std::string part = read_at(descriptor, from, search_step + record_magic.size());
    if (const auto found = part.find(record_magic); found != std::string::npos) return from + found;
    from += search_step;
  }
  return file_size;
}

std::uint64_t size_of(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

int open_or_refuse(const fs::path& file, int flags) {
  const int descriptor = ::open(file.c_str(), flags | O_CLOEXEC, 0666);
  if (descriptor >= 0) return descriptor;
  if ((flags & O_CREAT) != 0)
    throw WriteError(fmt::format("cannot write {}: {}", file.string(), std::strerror(errno)));
  throw FileError(fmt::format("cannot open {}: {}", file.string(), std::strerror(errno)));
}

}  // namespace

std::uint64_t record_bytes(std::uint64_t rows, std::uint64_t metrics) {
  return frame + 3 * sizeof(std::uint64_t) + rows * metrics * sizeof(double);
}

bool Journal::in(const fs::path& folder) {
  std::error_code unknown;
  return fs::is_regular_file(folder / journal_name, unknown);
}

void Journal::lock() const {
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return;
  throw JournalRefused(fmt::format("another sweep is writing to {}; it must end first", file_.string()));
}

std::unique_ptr<Journal> Journal::create(const fs::path& folder, const JournalHead& head) {
  const fs::path file = folder / journal_name, part = file.string() + ".part";
  std::unique_ptr<Journal> journal(new Journal(file, open_or_refuse(part, O_RDWR | O_CREAT)));
  journal->lock();
  if (in(folder)) {  // about to be replaced: not under the hands of whoever writes it
    try {
      const Journal earlier(file, open_or_refuse(file, O_RDWR));
      earlier.lock();
    } catch (...) {
      ::unlink(part.c_str());
      throw;
    }
  }
  const std::string text = to_text(head);
  const std::string bytes = std::string(file_magic) + number_bytes(journal_format) +
                            number_bytes(text.size()) + text + number_bytes(scenario::checksum(text));
  int error = ::ftruncate(journal->descriptor_, 0) == 0 ? 0 : errno;
  if (error == 0) error = write_at(journal->descriptor_, bytes, 0);
  if (error == 0 && ::fsync(journal->descriptor_) != 0 && errno != EINVAL) error = errno;
  moment("journal header");
  if (error == 0 && std::rename(part.c_str(), file.c_str()) != 0) error = errno;
  if (error != 0) {
    ::unlink(part.c_str());
    journal->refuse(error);
  }
  journal->head_ = head;
  journal->end_ = bytes.size();
  journal->places_.resize(head.chunks());
  return journal;
}

std::unique_ptr<Journal> Journal::resume(const fs::path& folder, const JournalHead& head,
                                         bool accept_version) {
  const fs::path file = folder / journal_name;
  std::unique_ptr<Journal> journal(new Journal(file, open_or_refuse(file, O_RDWR)));
  journal->lock();
  journal->read_head();
  if (const auto why = differences(journal->head_, head, accept_version); !why.empty())
    throw JournalRefused(fmt::format("the journal {} {}", file.string(), why));
  if (journal->head_.program != head.program)
    journal->notes_.push_back(fmt::format("chunks of version {} are kept, the rest is of version {}",
                                          journal->head_.program, head.program));
  journal->scan();
  if (journal->end_ < size_of(journal->descriptor_) &&
      ::ftruncate(journal->descriptor_, static_cast<off_t>(journal->end_)) != 0)
    journal->refuse(errno);
  return journal;
}

std::unique_ptr<Journal> Journal::open(const fs::path& folder) {
  const fs::path file = folder / journal_name;
  std::unique_ptr<Journal> journal(new Journal(file, open_or_refuse(file, O_RDONLY)));
  journal->read_head();
  journal->scan();
  return journal;
}

Journal::~Journal() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void Journal::read_head() {
  const std::size_t fixed = file_magic.size() + 16;
  const std::string front = read_at(descriptor_, 0, fixed);
  if (!front.starts_with(file_magic))
    throw FileError(fmt::format("{} is not the journal of a sweep", file_.string()));
  if (front.size() < fixed) throw FileError(fmt::format("{} is cut short in its head", file_.string()));
  const auto format = number_at(front.data() + file_magic.size());
  if (format != journal_format)
    throw FileError(fmt::format("{} is a journal of format {}; this program knows {}", file_.string(), format,
                                journal_format));
  const auto length = std::min(number_at(front.data() + file_magic.size() + 8), std::uint64_t{1} << 26);
  const std::string rest = read_at(descriptor_, fixed, length + 8);
  const std::string text = rest.substr(0, length);
  if (rest.size() != length + 8 || scenario::checksum(text) != number_at(rest.data() + length))
    throw FileError(fmt::format("the head of {} is damaged; the sweep must begin again", file_.string()));
  auto head = head_of_text(text);
  if (!head) throw FileError(fmt::format("the head of {} cannot be read", file_.string()));
  head_ = std::move(*head);
  end_ = fixed + rest.size();
  places_.resize(head_.chunks());
}

void Journal::take(const ChunkResult& result, std::uint64_t at) {
  Place& place = places_[result.chunk];
  if (place.at == 0) ++size_;
  failed_rows_ -= place.failed;
  place = {at, static_cast<std::uint32_t>(result.failures.size())};
  failed_rows_ += place.failed;
}

/// Finds the records; `end_` becomes the end of the last good one.
void Journal::scan() {
  const std::uint64_t file_size = size_of(descriptor_);
  std::size_t damaged = 0;
  bool in_damage = false;
  for (std::uint64_t at = end_; at < file_size;) {
    const Found found = record_at(descriptor_, at, file_size);
    if (found.result && found.result->chunk < places_.size()) {
      if (in_damage) ++damaged;
      in_damage = false;
      take(*found.result, at);
      at = end_ = at + found.size;
    } else {
      in_damage = true;
      at = next_magic(descriptor_, at + 1, file_size);
    }
  }
  if (damaged > 0)
    notes_.push_back(fmt::format("{} is damaged in {} place{}; what stood there is run again", file_.string(),
                                 damaged, damaged == 1 ? "" : "s"));
  if (in_damage)
    notes_.push_back(
        fmt::format("the last {} bytes of {} are no whole record and are dropped; their rows are run again",
                    file_size - end_, file_.string()));
}

bool Journal::has(std::size_t chunk) const {
  const std::lock_guard hold(mutex_);
  return chunk < places_.size() && places_[chunk].at != 0;
}

std::size_t Journal::size() const {
  const std::lock_guard hold(mutex_);
  return size_;
}

std::size_t Journal::failed_rows() const {
  const std::lock_guard hold(mutex_);
  return failed_rows_;
}

std::uint64_t Journal::bytes() const {
  const std::lock_guard hold(mutex_);
  return end_;
}

void Journal::refuse(int error) const {
  throw WriteError(fmt::format("cannot write {}: {}", file_.string(), std::strerror(error)));
}

void Journal::append(const ChunkResult& result) {
  const std::string bytes = record_of(result);
  const std::lock_guard hold(mutex_);
  if (error_ != 0) refuse(error_);
  if (results::at_moment()) {  // a record in two halves, for tests that look between
    error_ = write_at(descriptor_, std::string_view(bytes).substr(0, bytes.size() / 2), end_);
    moment("journal half");
  }
  if (error_ == 0) error_ = write_at(descriptor_, bytes, end_);
  if (error_ != 0) {
    [[maybe_unused]] const int kept = ::ftruncate(descriptor_, static_cast<off_t>(end_));  // or a torn tail
    refuse(error_);
  }
  take(result, end_);
  end_ += bytes.size();
  unsynced_ = true;
  moment("journal write");
}

void Journal::sync() {
  {
    const std::lock_guard hold(mutex_);
    if (error_ != 0) refuse(error_);
    if (!unsynced_) return;
    unsynced_ = false;
  }
  if (::fdatasync(descriptor_) != 0 && errno != EINVAL) {
    const std::lock_guard hold(mutex_);
    error_ = errno;
    refuse(error_);
  }
  moment("journal sync");
}

ChunkResult Journal::read(std::size_t chunk) const {
  std::uint64_t at = 0, end = 0;
  {
    const std::lock_guard hold(mutex_);
    at = places_.at(chunk).at;
    end = end_;
  }
  Found found = at == 0 ? Found{} : record_at(descriptor_, at, end);
  if (!found.result || found.result->chunk != chunk)
    throw FileError(
        fmt::format("chunk {} in {} cannot be read; --resume runs it again", chunk, file_.string()));
  return std::move(*found.result);
}

std::vector<std::size_t> Journal::missing(std::size_t most) const {
  const std::lock_guard hold(mutex_);
  std::vector<std::size_t> chunks;
  for (std::size_t chunk = head_.shard.k - 1; chunk < places_.size() && chunks.size() < most;
       chunk += head_.shard.n)
    if (places_[chunk].at == 0) chunks.push_back(chunk);
  return chunks;
}

}  // namespace cellroute::sweep
