// A layer is what one file says about parameters. Layers are laid over each other by resolve.hpp.
#pragma once

#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/scenario/declaration.hpp"
#include "sim/scenario/document.hpp"

namespace cellroute::scenario {

/// What a layer says about one parameter.
struct Entry {
  std::string path;
  bool scales = false;  // `value` is a factor; otherwise it is in SI
  double value = 0;
  std::string source;
  std::optional<std::pair<double, double>> range;  // SI, or factors
  std::optional<double> cv;                        // [1]
  std::string distribution;                        // may be empty
  const Node* node = nullptr;
};

struct Layer {
  std::string name;  // `species/human.yaml`, a path as written, `scenario`, `--set`
  std::string kind;  // species, ..., or empty
  std::vector<Entry> entries;
};

/// Reads the entries of a `parameters` mapping that mirrors `tree`.
std::vector<Entry> read_entries(const Node& parameters, const Declared& tree,
                                std::vector<Diagnostic>& problems);

/// Reads library files with everything they inherit, parents first, and keeps their documents alive.
class LayerReader {
 public:
  LayerReader(std::filesystem::path library, const Declared& tree, std::vector<Diagnostic>& problems)
      : library_(std::move(library)), tree_(tree), problems_(problems) {}

  /// `folder` is where relative paths start; `asked` is the place that names the file.
  /// False when the file or one it inherits cannot be used.
  bool read(const std::string& kind, const std::string& reference, const std::filesystem::path& folder,
            const Diagnostic& asked);

  /// Reads a library file of whatever kind it says it is.
  bool read_file(const std::filesystem::path& file);

  std::vector<Layer> layers;

 private:
  bool read(const std::string& kind, const std::filesystem::path& file, const std::string& shown_as);
  /// What a reference to a file that does not exist may stand for.
  std::string meant(const std::string& kind, const std::string& reference,
                    const std::filesystem::path& folder) const;
  /// False when the file is of another kind.
  bool check_identity(const Node& root, const std::string& kind, const std::filesystem::path& file);

  std::filesystem::path library_;
  const Declared& tree_;
  std::vector<Diagnostic>& problems_;
  std::deque<Document> documents_;
  std::vector<std::filesystem::path> open_;  // the chain of inheritance being read
};

}  // namespace cellroute::scenario
