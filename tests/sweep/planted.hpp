// A patient in whom nothing stops a cell and nothing but `product.loss.circulating` kills it: living cells
// fall as exp(-k t) exactly, so that a claim, a fit and a dose have answers known beforehand.
#pragma once

#include <filesystem>
#include <string>

#include "sim/scenario/diagnostics.hpp"

namespace cellroute::testing {

/// Keys of a scenario file over `horizon`, indented by two blanks.
std::string unstopped_patient(const std::string& horizon);

/// A file in a folder of its own, removed with the object.
class WrittenFile {
 public:
  WrittenFile(const std::string& name, const std::string& text);
  ~WrittenFile();
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path folder() const { return path_.parent_path(); }

 private:
  std::filesystem::path path_;
};

std::filesystem::path library();

/// What reading an input says is wrong with it; empty when nothing is.
template <class Read>
std::string mistakes(Read read) {
  try {
    read();
  } catch (const cellroute::scenario::InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace cellroute::testing
