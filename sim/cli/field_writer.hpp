// Frames of a simulator to a field file, in the units people read off a picture.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/fields.hpp"
#include "sim/results/field_file.hpp"
#include "sim/results/folder.hpp"

namespace cellroute::cli {

/// Takes frames as they come and appends them to a field file.
class FieldWriter {
 public:
  FieldWriter(results::OutputFolder& folder, std::string name, results::FieldHeader header)
      : folder_(folder), name_(std::move(name)), header_(std::move(header)) {}

  void operator()(const Frame& frame);
  void finish() {
    if (file_) file_->finish();
  }

 private:
  void open(const Frame& frame);

  results::OutputFolder& folder_;
  std::string name_;
  results::FieldHeader header_;
  std::optional<results::FieldFile> file_;
  std::vector<results::FieldValues> rounded_;
};

}  // namespace cellroute::cli
