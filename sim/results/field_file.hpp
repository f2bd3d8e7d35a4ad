// Writes fields, time by time: NAME.vtkhdf for ParaView and every HDF5 program, and NAME.xmf over the
// same bytes for ParaView before 5.12. A run never holds more than one time. Fields are on a block of cells,
// or on the vessels of trees.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/results/field_set.hpp"
#include "sim/results/folder.hpp"
#include "sim/results/tree_layout.hpp"

namespace cellroute::results {

class FieldFile {
 public:
  /// `name` without ending, of letters, digits, '_' and '-', with folders in front if wanted. Both
  /// files are parts until the folder is committed; the folder must outlive this object.
  /// @throws std::invalid_argument when the header cannot be written; WriteError
  FieldFile(OutputFolder& folder, const std::string& name, const FieldHeader& header);
  /// On the vessels of trees, in the order of tree_layout.hpp: arrays of one component have a value for each
  /// vessel, those of two for each of its ends. The header's grid is not looked at.
  FieldFile(OutputFolder& folder, const std::string& name, const FieldHeader& header, const Trees& trees);
  /// Without finish(), takes the file back.
  ~FieldFile();

  /// The values of an array that is not in time, once each, before finish().
  /// @throws std::invalid_argument: no such array, other length, given twice; WriteError
  void fix(const std::string& array, std::span<const float> values);

  /// The next time [s] with the values of every array in time, in the header's order.
  /// @throws std::invalid_argument: time not later than the last, other number or length; WriteError
  void append(double time, const std::vector<std::span<const float>>& values);

  /// Completes both files. Nothing may follow.
  /// @throws std::invalid_argument: no time, or an array without values; WriteError
  void finish();

 private:
  struct Open;
  std::unique_ptr<Open> open_;
};

/// All at once.
void write_fields(OutputFolder& folder, const std::string& name, const FieldSet& set);

}  // namespace cellroute::results
