// HDF5 in memory: builds the bytes of a file, and takes the bytes of a file apart.
//
// Working on images rather than on paths keeps every disk error in one place (folder.hpp), where it
// can be said plainly, and leaves nothing to HDF5's exit handlers. Object times are off and storage
// is laid out in the order of the calls, so equal content is equal bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace cellroute::results {

/// A file that is not what it should be. The text names the file.
struct FileError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What every dataset says about itself.
struct Caption {
  std::string_view units;      // as UDUNITS-2 spells them; "1" a ratio, "none" for text
  std::string_view long_name;  // a phrase
};

struct Hdf5State;  // open handles

/// Groups are made as their members arrive.
class Hdf5Writer {
 public:
  Hdf5Writer();
  ~Hdf5Writer();
  void attribute(const std::string& object, const std::string& name, const std::string& value);
  void attribute(const std::string& object, const std::string& name, std::uint64_t value);
  /// Row-major float64 of `shape`; an empty shape is a scalar.
  void numbers(const std::string& path, const std::vector<std::uint64_t>& shape, const double* values,
               Caption caption);
  void flags(const std::string& path, const std::vector<std::uint8_t>& values, Caption caption);
  /// UTF-8 of fixed length, padded with zeros. `scalar` writes the first text alone.
  void texts(const std::string& path, const std::vector<std::string>& values, Caption caption,
             bool scalar = false);
  /// The finished file.
  std::string image();

 private:
  std::unique_ptr<Hdf5State> state_;
};

/// @throws FileError naming the file when it is not HDF5, is cut short, or lacks what is asked for.
class Hdf5Reader {
 public:
  Hdf5Reader(const std::string& bytes, std::string file);
  /// Stays on the disk, for files too large to be read whole.
  explicit Hdf5Reader(const std::filesystem::path& file);
  ~Hdf5Reader();
  /// @throws FileError when the file does not say that it is of this type and version
  void expect(std::string_view type, std::uint64_t version) const;
  bool has(const std::string& path) const;
  std::string text_attribute(const std::string& object, const std::string& name) const;
  std::uint64_t integer_attribute(const std::string& object, const std::string& name) const;
  std::vector<double> number_attributes(const std::string& object, const std::string& name) const;
  bool has_attribute(const std::string& object, const std::string& name) const;
  std::vector<std::uint64_t> shape(const std::string& path) const;
  std::vector<double> numbers(const std::string& path) const;
  /// All of it, or what one index of the first extent holds.
  std::vector<float> floats(const std::string& path) const;
  std::vector<float> floats(const std::string& path, std::uint64_t index) const;
  std::vector<std::uint8_t> flags(const std::string& path) const;
  std::vector<std::string> texts(const std::string& path) const;
  std::vector<std::string> datasets() const;                             // every dataset's path, sorted
  std::vector<std::string> attributes(const std::string& object) const;  // names, sorted

 private:
  std::unique_ptr<Hdf5State> state_;
  std::string file_;
};

}  // namespace cellroute::results
