#include "sim/results/array_reading.hpp"

#include <algorithm>

#include "sim/results/field_layout.hpp"

namespace cellroute::results {

FieldHeader file_head(const Hdf5Reader& file, std::string_view type, std::uint64_t version) {
  file.expect(type, version);
  FieldHeader header;
  header.title = file.text_attribute("/", "title");
  header.provenance = {file.text_attribute("/", "program"), file.text_attribute("/", "program_version"),
                       file.text_attribute("/", "program_commit"), file.text_attribute("/", "fingerprint"),
                       file.integer_attribute("/", "seed")};
  return header;
}

std::vector<double> file_times(const Hdf5Reader& file, const std::string& name) {
  std::vector<double> times = file.numbers(times_path);
  if (file.integer_attribute("/VTKHDF/Steps", "NSteps") != times.size() ||
      !std::is_sorted(times.begin(), times.end()))
    throw FileError(name + ": its times are not as many as its steps, or not in order");
  return times;
}

}  // namespace cellroute::results
