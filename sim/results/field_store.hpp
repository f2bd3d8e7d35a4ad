// The HDF5 side of a field file: one dataset for each array, growing by one layer at each time.
#pragma once

#include <filesystem>

#include "sim/results/array_store.hpp"
#include "sim/results/hdf5_disk.hpp"

namespace cellroute::results {

class FieldStore : public ArrayStore {
 public:
  /// Writes to `place`; messages name `shown`. @throws WriteError
  FieldStore(const std::filesystem::path& place, const std::filesystem::path& shown, FieldHeader header);

  std::size_t length(std::size_t array) const override;
  void write(std::size_t array, std::size_t step, std::span<const float> values) override;
  void finish(const std::vector<double>& times) override;
  std::string xmf(const std::string& file, const std::vector<double>& times) const override;

 private:
  struct Array {
    std::vector<std::uint64_t> layer;  // as stored, without times
    Handle dataset;
  };
  void write_head();
  void make_arrays();
  void write_steps(const std::vector<double>& times);
  void write_views(std::size_t steps);

  FieldHeader header_;
  bool timed_;
  DiskFile disk_;
  std::vector<Array> arrays_;  // closed before the file
};

}  // namespace cellroute::results
