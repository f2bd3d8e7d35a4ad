// A file on disk that HDF5 fills while a run goes on.
//
// HDF5 does not get over a write that the system refuses: the file stays open in the library, which
// tries again and complains when the program ends. So the driver here takes every write, keeps the
// system's first refusal, and the writer asks for it and says it plainly.
#pragma once

#include <filesystem>
#include <memory>

#include "sim/results/hdf5_handle.hpp"

namespace cellroute::results {

class DiskFile {
 public:
  /// Makes or empties `place`; messages name `shown` instead.
  /// @throws WriteError
  DiskFile(std::filesystem::path place, std::filesystem::path shown);
  ~DiskFile();
  DiskFile(const DiskFile&) = delete;
  DiskFile& operator=(const DiskFile&) = delete;

  hid_t id() const { return state_.file; }

  /// @throws WriteError when the system has refused a write so far
  void check() const;

  /// Closes the file and has the system put it on the disk.
  /// @throws WriteError
  void finish();

 private:
  std::filesystem::path shown_;
  int descriptor_ = -1;
  std::unique_ptr<int> error_;  // errno of the first refusal, or 0
  Hdf5State state_;             // closed before the descriptor
};

}  // namespace cellroute::results
