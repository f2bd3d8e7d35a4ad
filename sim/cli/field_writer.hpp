// Frames of a simulator to a field file, in the units people read off a picture.
#pragma once

#include <optional>
#include <string>

#include "models/fields.hpp"
#include "sim/results/field_file.hpp"
#include "sim/results/field_frame.hpp"
#include "sim/results/folder.hpp"

namespace cellroute::cli {

/// A simulator's frame as people read it; fields that are the same at all times have values in the `first`.
results::FieldFrame shown(const Frame& frame, bool first);

/// Takes frames as they come and appends them to a field file.
class FieldWriter {
 public:
  FieldWriter(results::OutputFolder& folder, std::string name, results::FieldHeader header)
      : folder_(folder), name_(std::move(name)), header_(std::move(header)) {}
  /// On the vessels of trees, which must outlive it.
  FieldWriter(results::OutputFolder& folder, std::string name, results::FieldHeader header,
              const results::Trees& trees)
      : folder_(folder), name_(std::move(name)), header_(std::move(header)), trees_(&trees) {}

  void operator()(const Frame& frame) { (*this)(shown(frame, !file_)); }
  void operator()(const results::FieldFrame& frame);
  void finish() {
    if (file_) file_->finish();
  }

 private:
  results::OutputFolder& folder_;
  std::string name_;
  results::FieldHeader header_;
  const results::Trees* trees_ = nullptr;
  std::optional<results::FieldFile> file_;
};

}  // namespace cellroute::cli
