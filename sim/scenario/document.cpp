// From yaml-cpp's events to a tree with places; yaml-cpp's own tree drops duplicate keys silently.
#include "sim/scenario/document.hpp"

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <sstream>
#include <unordered_map>

namespace cellroute::scenario {
namespace {

class Builder : public YAML::EventHandler {
 public:
  Builder(const Source& source, std::vector<Diagnostic>& problems) : source_(source), problems_(problems) {}

  Node root;
  bool filled = false;

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (filled) {
      refuse(mark, "a second document starts here", "a file holds one document",
             "put it into a file of its own");
      ignore_ = true;
    }
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    Node node = make(Node::Kind::empty, mark);
    if (source_.blank_before(node.line, node.column)) {  // the mark is at whatever follows the empty place
      node.line = source_.text_line_before(node.line);
      node.column = source_.first_column(node.line);
    }
    add(std::move(node));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    refuse(mark, "YAML aliases (`*name`) are not read", "", "write the value out");
    add(make(Node::Kind::refused, mark));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                const std::string& value) override {
    check_tag(mark, tag);
    Node node = make(Node::Kind::text, mark);
    node.text = value;
    // `key:` and `key: ~` are both nothing; quoted text (tag `!`) is taken as written.
    if (tag != "!" && (value == "~" || value == "null")) node.kind = Node::Kind::empty;
    add(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    check_tag(mark, tag);
    open_.push_back({make(Node::Kind::list, mark), {}, false, {}});
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    check_tag(mark, tag);
    open_.push_back({make(Node::Kind::mapping, mark), {}, false, {}});
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    Node node;
    Node key;  // of a mapping, waiting for its value
    bool has_key;
    std::unordered_map<std::string, int> keys;  // with the lines of their values
  };

  Node make(Node::Kind kind, const YAML::Mark& mark) const {
    Node node;
    node.kind = kind;
    node.source = &source_;
    node.line = mark.line + 1;
    node.column = mark.column + 1;
    return node;
  }

  void refuse(const YAML::Mark& mark, std::string problem, std::string why, std::string hint) {
    if (ignore_) return;
    problems_.push_back(
        source_.at(mark.line + 1, mark.column + 1, std::move(problem), std::move(why), std::move(hint)));
  }

  void check_tag(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != "!" && tag != "?")
      refuse(mark, fmt::format("YAML tags (`{}`) are not read", tag), "", "remove it");
  }

  void close() {
    Node node = std::move(open_.back().node);
    open_.pop_back();
    add(std::move(node));
  }

  void add(Node node) {
    if (ignore_) return;
    if (open_.empty()) {
      root = std::move(node);
      filled = true;
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == Node::Kind::list) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.has_key) {
      parent.key = std::move(node);
      parent.has_key = true;
    } else {
      parent.has_key = false;
      add_member(parent, std::move(node));
    }
  }

  void add_member(Open& parent, Node value) {
    if (problems_.size() > enough_mistakes) return;
    const Node& key = parent.key;
    if (key.kind != Node::Kind::text) {
      problems_.push_back(
          key.mistake("a key must be plain text", fmt::format("this is {}", name_of(key.kind))));
    } else if (key.text == "<<") {
      problems_.push_back(key.mistake("merge keys (`<<`) are not read", "", "write the keys out"));
    } else if (const auto [first, added] = parent.keys.emplace(key.text, value.line); !added) {
      problems_.push_back(key.mistake(fmt::format("`{}` is given twice", key.text),
                                      fmt::format("its first value is in line {}", first->second),
                                      "remove one of the two"));
    } else {
      parent.node.members.push_back({std::move(parent.key), std::move(value)});
    }
  }

  const Source& source_;
  std::vector<Diagnostic>& problems_;
  std::vector<Open> open_;
  bool ignore_ = false;
};

/// YAML forbids tabs in indentation, and yaml-cpp's message for them is hard to read.
bool has_tabs(const Source& source, std::vector<Diagnostic>& problems) {
  std::istringstream lines(source.text());
  int number = 0;
  bool found = false;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const auto text = line.find_first_not_of(" \t\r");
    const auto tab = line.find('\t');
    if (text == std::string::npos || line[text] == '#' || tab == std::string::npos || tab > text) continue;
    problems.push_back(source.at(number, static_cast<int>(tab) + 1, "a tab in the indentation",
                                 "YAML takes spaces only", "indent with spaces"));
    found = true;
  }
  return found;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const Member& member : members)
    if (member.key.text == key) return &member.value;
  return nullptr;
}

Diagnostic Node::mistake(std::string problem, std::string why, std::string hint) const {
  return source->at(line, column, std::move(problem), std::move(why), std::move(hint));
}

const char* name_of(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::text:
      return "text";
    case Node::Kind::list:
      return "a list";
    case Node::Kind::mapping:
      return "a mapping";
    default:
      return "nothing";
  }
}

std::optional<Document> parse_document(Source text, std::vector<Diagnostic>& problems) {
  Document document{std::make_unique<Source>(std::move(text)), {}};
  const Source& source = *document.source;
  if (has_tabs(source, problems)) return {};
  Builder builder(source, problems);
  std::istringstream stream(source.text());
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::DeepRecursion& error) {
    problems.push_back(source.at(error.mark.line + 1, 0, "is nested too deeply"));
    return {};
  } catch (const YAML::Exception& error) {
    problems.push_back(source.at(error.mark.line + 1, error.mark.column + 1, "is not YAML", error.msg,
                                 "check the indentation, the colons and the brackets up to here"));
    return {};
  }
  if (!builder.filled || builder.root.kind == Node::Kind::empty) {
    problems.push_back(source.at(0, 0, "is empty"));
    return {};
  }
  document.root = std::move(builder.root);
  return document;
}

}  // namespace cellroute::scenario
