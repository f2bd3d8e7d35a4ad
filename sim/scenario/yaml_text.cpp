#include "sim/scenario/yaml_text.hpp"

#include <algorithm>
#include <string_view>

namespace cellroute::scenario {
namespace {

using Kind = Node::Kind;

/// Every value of a scenario is read as text, so only what would break the line's structure needs quotes.
bool plain(const std::string& text) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ') return false;
  const auto structural = [](char letter) {
    return static_cast<unsigned char>(letter) < 0x20 ||
           std::string_view(":#,[]{}\"'&*!|>%@`?\\").find(letter) != std::string_view::npos;
  };
  if (std::any_of(text.begin(), text.end(), structural)) return false;
  return !(text.front() == '-' && (text.size() == 1 || text[1] == ' ')) && text != "~" && text != "null";
}

std::string scalar(const std::string& text) {
  if (plain(text)) return text;
  std::string quoted = "\"";
  for (const char letter : text) {
    if (letter == '\n')
      quoted += "\\n";
    else if (letter == '\t')
      quoted += "\\t";
    else if (letter == '"' || letter == '\\')
      quoted += std::string("\\") + letter;
    else
      quoted += letter;
  }
  return quoted + "\"";
}

std::string flow(const Node& node) {
  if (node.kind == Kind::text) return scalar(node.text);
  std::string text;
  if (node.kind == Kind::list) {
    for (const Node& item : node.items) text += (text.empty() ? "" : ", ") + flow(item);
    return "[" + text + "]";
  }
  for (const Member& member : node.members)
    text += (text.empty() ? "" : ", ") + scalar(member.key.text) + ": " + flow(member.value);
  return node.kind == Kind::mapping ? "{" + text + "}" : "";
}

void block(const Node& mapping, const std::string& indent, std::string& text) {
  for (const auto& [key, value] : mapping.members) {
    text += indent + scalar(key.text) + ":";
    const bool long_mapping = value.kind == Kind::mapping && !value.members.empty() &&
                              flow(value).size() + indent.size() + key.text.size() > 90;
    const bool of_mappings =
        value.kind == Kind::list && !value.items.empty() && value.items.front().kind == Kind::mapping;
    if (long_mapping) {
      text += "\n";
      block(value, indent + "  ", text);
    } else if (of_mappings) {
      text += "\n";
      for (const Node& item : value.items) text += indent + "  - " + flow(item) + "\n";
    } else {
      const std::string line = flow(value);
      text += line.empty() ? "\n" : " " + line + "\n";
    }
  }
}

}  // namespace

std::string yaml_text(const Node& root) {
  if (root.kind != Kind::mapping) return flow(root) + "\n";
  std::string text;
  block(root, "", text);
  return text;
}

}  // namespace cellroute::scenario
