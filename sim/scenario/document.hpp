// A YAML document as a tree of plain text with places. The only includer of yaml-cpp is its .cpp.
//
// The reader is stricter than YAML: duplicate keys, merge keys (`<<`), aliases, tags and a second
// document are mistakes, each with its place, because all of them silently change what a file says.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/source.hpp"

namespace cellroute::scenario {

struct Member;

struct Node {
  enum class Kind { empty, text, list, mapping, refused };  // refused: its mistake is already said
  Kind kind = Kind::empty;
  std::string text;                // of a text
  std::vector<Node> items;         // of a list
  std::vector<Member> members;     // of a mapping, in order
  const Source* source = nullptr;  // outlives the node
  int line = 0, column = 0;        // 1-based, bytes

  /// The value of a key of a mapping, or null.
  const Node* find(std::string_view key) const;

  /// A mistake at this place.
  Diagnostic mistake(std::string problem, std::string why = {}, std::string hint = {}) const;
};

struct Member {
  Node key;
  Node value;
};

/// "a mapping", "a list", "text", "nothing"
const char* name_of(Node::Kind kind);

struct Document {
  std::unique_ptr<Source> source;
  Node root;
};

/// Parses a whole file or a fragment. Appends what is wrong; nothing when no tree can be built.
std::optional<Document> parse_document(Source source, std::vector<Diagnostic>& problems);

}  // namespace cellroute::scenario
