// A small complete library, written from the declarations into a folder of its own, so that these tests do
// not depend on the shipped numbers.
#pragma once

#include <filesystem>
#include <string>

#include "sim/scenario/scenario.hpp"

namespace cellroute::test {

/// A folder that is removed at the end of the test.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::filesystem::path write(const std::string& name, const std::string& text) const;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A library of species `tiny`, condition `healthy`, product `cells`, label `none` and modifiers `stiffer`
/// (product.deformability times 1.25) and `idle` (times 1). Every parameter has a value inside its range.
class LibraryFixture {
 public:
  LibraryFixture();

  /// Writes a scenario file and loads it with this library.
  scenario::Scenario load(const std::string& text, scenario::LoadOptions options = {}) const;

  /// All mistakes of a scenario, formatted, without the folder's name; "" if there is none.
  std::string mistakes(const std::string& text, scenario::LoadOptions options = {}) const;

  /// As mistakes, for a file that is already in the folder.
  std::string mistakes_of(const std::filesystem::path& file, scenario::LoadOptions options = {}) const;

  std::filesystem::path library() const { return folder.path() / "library"; }
  TemporaryFolder folder;
};

/// A scenario without mistakes.
std::string good_scenario();

/// `text` with the first `from` replaced; fails the test when there is none.
std::string with(std::string text, const std::string& from, const std::string& to);

/// A value inside the range of a parameter, in its SI unit.
double inside(double low, double high);

}  // namespace cellroute::test
