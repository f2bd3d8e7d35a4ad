// Library files: their own keys, inheritance, and the files they stand on.
#include "sim/scenario/layers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/keys.hpp"
#include "sim/scenario/library.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/reader.hpp"

namespace cellroute::scenario {

namespace fs = std::filesystem;

bool LayerReader::read(const std::string& kind, const std::string& reference, const fs::path& folder,
                       const Diagnostic& asked) {
  const Located located = locate(library_, kind, reference, folder);
  if (!located.file.empty()) return read(kind, located.file, located.shown_as);
  Diagnostic missing = asked;
  missing.problem = fmt::format("there is no {} `{}`", kind, reference);
  missing.why = "tried " + listed(located.tried);
  missing.hint = meant(kind, reference, folder);
  problems_.push_back(std::move(missing));
  return false;
}

std::string LayerReader::meant(const std::string& kind, const std::string& reference,
                               const fs::path& folder) const {
  const auto shipped = shipped_names(library_, kind);
  const std::string stem = fs::path(reference).stem().string();
  if (stem != reference && std::find(shipped.begin(), shipped.end(), stem) != shipped.end())
    return fmt::format("did you mean the shipped `{}`? (a name with a slash or .yaml is a path)", stem);
  std::error_code error;
  if (fs::exists(folder / (reference + ".yaml"), error))
    return fmt::format("write `{}.yaml` for the file beside this one", reference);
  return suggest(reference, shipped);
}

bool LayerReader::read_file(const fs::path& file) { return read("", file, file.string()); }

bool LayerReader::check_identity(const Node& root, const std::string& kind, const fs::path& file) {
  const auto is_kind = [](const std::string& text) {
    return std::any_of(library_kinds.begin(), library_kinds.end(),
                       [&](const LibraryKind& known) { return text == known.name; });
  };
  if (const Node* name = root.find("name");
      name && name->kind == Node::Kind::text && name->text != file.stem().string())
    problems_.push_back(name->mistake(
        fmt::format("the name `{}` differs from the file's `{}`", name->text, file.stem().string()), "",
        "give both the same name"));
  if (const Node* given = root.find("kind");
      given && is_kind(given->text) && !kind.empty() && given->text != kind) {
    problems_.push_back(
        given->mistake(fmt::format("this file describes a {}, but is used as a {}", given->text, kind)));
    return false;
  }
  return true;
}

bool LayerReader::read(const std::string& kind, const fs::path& file, const std::string& shown_as) {
  auto source = read_source(file, file.string(), problems_);
  if (!source) return false;
  auto parsed = parse_document(std::move(*source), problems_);
  if (!parsed) return false;
  const Node& root = documents_.emplace_back(std::move(*parsed)).root;
  if (root.kind != Node::Kind::mapping) {
    problems_.push_back(
        root.mistake(fmt::format("a library file is a mapping, this is {}", name_of(root.kind))));
    return false;
  }

  if (const Node* regimen = root.find("regimen"); regimen && !root.find("kind")) {
    problems_.push_back(regimen->mistake("this is a scenario, not a library file", "",
                                         "a library file begins with its `kind`"));
    return false;
  }

  const std::size_t before = problems_.size();
  read_group(root, library_keys(), problems_);
  if (!check_identity(root, kind, file)) return false;  // another kind: nothing in it is meant
  const Node* kind_node = root.find("kind");
  const std::string own_kind = !kind.empty() ? kind : kind_node ? kind_node->text : "";

  open_.push_back(fs::weakly_canonical(file));
  bool usable = true;
  if (const Node* parent = root.find("inherits"); parent && parent->kind == Node::Kind::text) {
    const Located located = locate(library_, own_kind, parent->text, file.parent_path());
    const auto circle = std::find(open_.begin(), open_.end(), fs::weakly_canonical(located.file));
    if (!located.file.empty() && circle != open_.end()) {
      std::string chain;
      for (auto it = circle; it != open_.end(); ++it) chain += it->stem().string() + " -> ";
      problems_.push_back(parent->mistake("inherits in a circle", chain + circle->stem().string(),
                                          "remove one `inherits` of the circle"));
      usable = false;
    } else {
      usable = read(own_kind, parent->text, file.parent_path(), parent->mistake(""));
    }
  }
  open_.pop_back();

  Layer layer{shown_as, own_kind, {}};
  if (const Node* parameters = root.find("parameters"))
    layer.entries = read_entries(*parameters, tree_, problems_);
  layers.push_back(std::move(layer));
  return usable && problems_.size() == before;
}

}  // namespace cellroute::scenario
