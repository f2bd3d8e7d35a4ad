// An HDF5 identifier that closes itself, and the file behind a reader or a writer.
#pragma once

#include <hdf5.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace cellroute::results {

class Handle {
 public:
  using Close = herr_t (*)(hid_t);
  Handle() = default;
  Handle(hid_t id, Close close) : id_(id), close_(close) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  operator hid_t() const { return id_; }
  bool valid() const { return id_ >= 0; }
  /// Leaves closing to the caller.
  hid_t release() { return std::exchange(id_, -1); }

 private:
  hid_t id_ = -1;
  Close close_ = nullptr;
};

struct Hdf5State {
  Handle file;
};

/// HDF5 prints its own error stack unless told not to.
inline void quiet_hdf5() { H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); }

/// HDF5 takes two files in memory of one name for the same file, so each gets its own.
inline std::string unique_name(const Hdf5State& state) {
  return "in memory " + std::to_string(reinterpret_cast<std::uintptr_t>(&state));
}

inline std::uint64_t product(const std::vector<std::uint64_t>& shape) {
  std::uint64_t total = 1;
  for (auto extent : shape) total *= extent;
  return total;
}

inline Handle text_type(std::size_t size) {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type, size == 0 ? 1 : size);
  H5Tset_strpad(type, H5T_STR_NULLPAD);
  H5Tset_cset(type, H5T_CSET_UTF8);
  return type;
}

}  // namespace cellroute::results
