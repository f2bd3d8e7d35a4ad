#include "sim/results/hdf5_disk.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "sim/results/folder.hpp"
#include "sim/results/hdf5_write.hpp"

namespace cellroute::results {
namespace {

/// What the driver is told when it opens a file.
struct Target {
  int descriptor;
  int* error;
};

/// What HDF5 hands back to the driver with every call.
struct Open {
  H5FD_t common{};  // HDF5's own; must stand first
  Target target{};
  haddr_t allocated = 0, written = 0;  // [byte]
};

constexpr haddr_t largest = (haddr_t{1} << 62) - 1;  // [byte]

Open* self(H5FD_t* file) { return reinterpret_cast<Open*>(file); }
const Open* self(const H5FD_t* file) { return reinterpret_cast<const Open*>(file); }

H5FD_t* open_target(const char*, unsigned, hid_t access, haddr_t) {
  const auto* target = static_cast<const Target*>(H5Pget_driver_info(access));
  if (target == nullptr) return nullptr;
  auto* file = new Open;
  file->target = *target;
  return &file->common;
}

herr_t close_target(H5FD_t* file) {
  delete self(file);
  return 0;
}

herr_t query(const H5FD_t*, unsigned long* flags) {
  *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
           H5FD_FEAT_AGGREGATE_SMALLDATA;
  return 0;
}

haddr_t get_allocated(const H5FD_t* file, H5FD_mem_t) { return self(file)->allocated; }
haddr_t get_written(const H5FD_t* file, H5FD_mem_t) { return self(file)->written; }
herr_t set_allocated(H5FD_t* file, H5FD_mem_t, haddr_t end) {
  self(file)->allocated = end;
  return 0;
}

herr_t read_bytes(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t at, std::size_t size, void* buffer) {
  auto* to = static_cast<char*>(buffer);
  while (size > 0) {
    const auto got = ::pread(self(file)->target.descriptor, to, size, static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -1;
    if (got == 0) break;
    to += got;
    at += static_cast<haddr_t>(got);
    size -= static_cast<std::size_t>(got);
  }
  std::fill_n(to, size, '\0');  // allocated and not yet written
  return 0;
}

herr_t write_bytes(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t at, std::size_t size, const void* buffer) {
  auto& own = *self(file);
  own.written = std::max(own.written, at + size);
  const auto* from = static_cast<const char*>(buffer);
  while (size > 0 && *own.target.error == 0) {
    const auto put = ::pwrite(own.target.descriptor, from, size, static_cast<off_t>(at));
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) {
      *own.target.error = errno;
      break;
    }
    from += put;
    at += static_cast<haddr_t>(put);
    size -= static_cast<std::size_t>(put);
  }
  return 0;
}

herr_t truncate(H5FD_t* file, hid_t, hbool_t) {
  auto& own = *self(file);
  if (own.written == own.allocated) return 0;
  if (*own.target.error == 0 && ::ftruncate(own.target.descriptor, static_cast<off_t>(own.allocated)) != 0)
    *own.target.error = errno;
  own.written = own.allocated;
  return 0;
}

hid_t driver() {
  static const hid_t id = [] {
    static H5FD_class_t driver{};
#if H5_VERSION_GE(1, 13, 0)
    driver.version = H5FD_CLASS_VERSION;
    driver.value = 511;  // of the range for drivers that stay within one program
#endif
    driver.name = "cellroute";
    driver.maxaddr = largest;
    driver.fc_degree = H5F_CLOSE_STRONG;
    driver.fapl_size = sizeof(Target);
    driver.open = open_target;
    driver.close = close_target;
    driver.query = query;
    driver.get_eoa = get_allocated;
    driver.set_eoa = set_allocated;
    driver.get_eof = get_written;
    driver.read = read_bytes;
    driver.write = write_bytes;
    driver.truncate = truncate;
    return H5FDregister(&driver);
  }();
  return id;
}

}  // namespace

DiskFile::DiskFile(std::filesystem::path place, std::filesystem::path shown)
    : shown_(std::move(shown)), error_(std::make_unique<int>(0)) {
  quiet_hdf5();
  descriptor_ = ::open(place.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor_ < 0) *error_ = errno;
  check();
  const Target target{descriptor_, error_.get()};
  Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5Pset_driver(access, driver(), &target);
  H5Pset_cache(access, 0, 1, 0, 1);  // whole chunks are written, which need no keeping
  state_.file = Handle(H5Fcreate(place.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access), H5Fclose);
  if (!state_.file.valid()) ::close(std::exchange(descriptor_, -1));
  require(state_.file.valid(), "create", shown_.string());
}

DiskFile::~DiskFile() {
  state_.file = Handle();
  if (descriptor_ >= 0) ::close(descriptor_);
}

void DiskFile::check() const {
  if (*error_ != 0)
    throw WriteError(fmt::format("cannot write {}: {}", shown_.string(), std::strerror(*error_)));
}

void DiskFile::finish() {
  check();
  const bool closed = H5Fclose(state_.file.release()) >= 0;
  check();
  require(closed, "finish", shown_.string());
  if (::fsync(descriptor_) != 0 && errno != EINVAL) *error_ = errno;
  if (::close(std::exchange(descriptor_, -1)) != 0 && *error_ == 0) *error_ = errno;
  check();
}

}  // namespace cellroute::results
