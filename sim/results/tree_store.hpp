// The HDF5 side of a file of vessel trees: lines once, arrays on them growing by one step at each time.
#pragma once

#include <filesystem>

#include "sim/results/array_store.hpp"
#include "sim/results/hdf5_disk.hpp"
#include "sim/results/tree_layout.hpp"

namespace cellroute::results {

class TreeStore : public ArrayStore {
 public:
  /// Writes to `place`; messages name `shown`. @throws WriteError
  TreeStore(const std::filesystem::path& place, const std::filesystem::path& shown, FieldHeader header,
            const Trees& trees);

  std::size_t length(std::size_t array) const override;
  void write(std::size_t array, std::size_t step, std::span<const float> values) override;
  void finish(const std::vector<double>& times) override;
  std::string xmf(const std::string& file, const std::vector<double>& times) const override;

 private:
  void write_lines(const Trees& trees);
  void write_tree(const VesselTree& tree);
  void make_array(const FieldArray& about);
  void write_steps(const std::vector<double>& times);
  std::size_t values_of(const FieldArray& about) const;

  FieldHeader header_;
  std::uint64_t vessels_;
  DiskFile disk_;
  std::vector<Handle> arrays_;  // the header's; closed before the file
};

}  // namespace cellroute::results
