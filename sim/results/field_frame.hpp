// One time of a field file by itself: what the fields are, and their values, as they go into the file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/results/field_set.hpp"

namespace cellroute::results {

struct FieldFrame {
  double time = 0;  // [s]
  FieldGrid grid;
  std::vector<FieldArray> arrays;
  std::vector<FieldValues> values;  // by array; none for one that is not in time after the first frame
};

/// As bytes, and back. @throws FileError when they are no frame
std::string to_bytes(const FieldFrame& frame);
FieldFrame field_frame_of(std::string_view bytes);

}  // namespace cellroute::results
