#include "sim/sweep/axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "models/therapy/route.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/quantity.hpp"
#include "sim/scenario/reader.hpp"

namespace cellroute::sweep {
namespace {

using scenario::Member;
using scenario::Node;
using Kind = Node::Kind;
using Problems = std::vector<scenario::Diagnostic>;

/// Axes of words in the order of rows. All but `case`, `modifiers` and `route` replace a key of that name.
constexpr const char* words_axes[] = {"case",  "species", "condition", "product", "modifiers",
                                      "label", "host",    "closure",   "decay",   "route"};
constexpr long long most_steps = 1000000;

Node text_node(const Node& place, std::string text) {
  Node node = place;
  node.kind = Kind::text;
  node.text = std::move(text);
  node.items.clear();
  node.members.clear();
  return node;
}

Node* find(Node& mapping, std::string_view key) {
  for (Member& member : mapping.members)
    if (member.key.text == key) return &member.value;
  return nullptr;
}

void put(Node& mapping, const Node& key, const Node& value) {
  if (Node* there = find(mapping, key.text))
    *there = value;
  else
    mapping.members.push_back({key, value});
}

std::string label_of(const Node& value) {
  if (value.kind == Kind::text) return value.text;
  if (value.kind == Kind::mapping && value.find("name")) {
    std::string label = value.find("name")->text;
    if (const Node* modifiers = value.find("modifiers"))
      for (const Node& modifier : modifiers->items) label += " + " + modifier.text;
    return label;
  }
  std::string label;
  for (const Node& item : value.items) label += (label.empty() ? "" : " + ") + item.text;
  return label.empty() ? "none" : label;
}

class AxisReader {
 public:
  AxisReader(const Node& key, const Node& value, Problems& problems)
      : key_(key), value_(value), problems_(problems) {
    read_.axis.name = key.text;
  }

  std::optional<ReadAxis> read() {
    if (key_.text == "case")
      read_cases();
    else if (std::find(std::begin(words_axes), std::end(words_axes), key_.text) != std::end(words_axes))
      read_words();
    else
      read_numbers();
    const auto& labels = read_.axis.labels;
    if (labels.empty()) return {};
    std::set<std::string> seen;
    for (const auto& label : labels)
      if (!seen.insert(label).second) {
        wrong(value_, fmt::format("axis `{}` has the value `{}` twice", key_.text, label));
        return {};
      }
    return std::move(read_);
  }

 private:
  void wrong(const Node& node, std::string problem, std::string hint = {}) {
    problems_.push_back(node.mistake(std::move(problem), "", std::move(hint)));
  }

  void read_cases() {
    if (value_.kind != Kind::mapping || value_.members.empty())
      return wrong(value_, "`case` must be a mapping from names to scenario keys",
                   "write `case: {low: {regimen: [...]}, high: {...}}`");
    for (const auto& [name, keys] : value_.members) {
      if (keys.kind != Kind::mapping && keys.kind != Kind::empty) {
        wrong(keys, fmt::format("case `{}` must be a mapping of scenario keys", name.text));
        continue;
      }
      const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
      if (name.text.empty() || std::any_of(name.text.begin(), name.text.end(), control)) {
        wrong(name, "the name of a case must be one line of text");
        continue;
      }
      Overlay overlay;
      bool read = true;
      for (const Member& member : keys.members) {
        if (member.key.text == "route")
          read = read_route(member.value, overlay) && read;
        else if (member.key.text == "modifiers")
          read_modifiers(member.value, overlay);
        else
          overlay.keys.push_back(member);
      }
      if (!read) continue;
      read_.axis.labels.push_back(name.text);
      read_.overlays.push_back(std::move(overlay));
    }
  }

  void read_words() {
    if (value_.kind != Kind::list || value_.items.empty())
      return wrong(
          value_, fmt::format("axis `{}` must be a list of values", key_.text),
          value_.kind == Kind::text ? fmt::format("write `{}: [{}, ...]`", key_.text, value_.text) : "");
    for (const Node& item : value_.items) {
      Overlay overlay;
      if (key_.text == "route") {
        if (!read_route(item, overlay)) continue;
      } else if (key_.text == "modifiers") {
        read_modifiers(item, overlay);
      } else {
        overlay.keys.push_back({key_, item});
      }
      read_.axis.labels.push_back(label_of(item));
      read_.overlays.push_back(std::move(overlay));
    }
  }

  static void read_modifiers(const Node& item, Overlay& overlay) {
    overlay.modifiers = item;
    if (item.kind != Kind::text) return;
    overlay.modifiers->kind = Kind::list;
    overlay.modifiers->items = item.text == "none" ? std::vector<Node>{} : std::vector<Node>{item};
  }

  bool read_route(const Node& item, Overlay& overlay) {
    if (item.kind != Kind::text) {
      wrong(item, "a route must be a name", "write `hepatic_artery` or `hepatic_artery:right`");
      return false;
    }
    const auto colon = item.text.find(':');
    overlay.route = item.text.substr(0, colon);
    if (colon != std::string::npos) overlay.catheter = item.text.substr(colon + 1);
    std::vector<std::string> known;
    for (const Route& route : routes()) known.emplace_back(route.name);
    const Route* route = find_route(overlay.route);
    if (!route) {
      wrong(item, fmt::format("unknown route `{}`", overlay.route), scenario::suggest(overlay.route, known));
      return false;
    }
    if (!overlay.catheter.empty() && !find_catheter(*route, overlay.catheter)) {
      std::vector<std::string> catheters;
      for (const Catheter& catheter : route->catheters) catheters.emplace_back(catheter.name);
      wrong(item,
            fmt::format("unknown catheter position `{}` of route `{}`", overlay.catheter, overlay.route),
            scenario::suggest(overlay.catheter, catheters));
      return false;
    }
    return true;
  }

  void read_numbers() {
    std::vector<std::string> words(std::begin(words_axes), std::end(words_axes));
    const Target* target = nullptr;
    if (key_.text.find('.') == std::string::npos && !scenario::nearest(key_.text, words).empty())
      return wrong(key_, fmt::format("unknown axis `{}`", key_.text), scenario::suggest(key_.text, words));
    target = find_target(key_, key_.text, problems_);
    if (!target) return;
    read_.axis.target = *target;
    const Node* listed = &value_;
    if (value_.kind == Kind::mapping) {
      if (const Node* values = value_.find("values"); values && value_.members.size() == 1)
        listed = values;
      else
        return read_range(*target);
    }
    if (listed->kind != Kind::list || listed->items.empty())
      return wrong(*listed, fmt::format("axis `{}` must be a list of quantities, or a range", key_.text),
                   "write `[a, b, c]`, `{range: [a, b], steps: n}` or `{log_range: [a, b], steps: n}`");
    for (const Node& item : listed->items)
      if (const auto number = scenario::read_quantity(item, key_.text, target->spec, problems_)) add(*number);
  }

  void read_range(const Target& target) {
    const Node* straight = value_.find("range");
    const Node* log = value_.find("log_range");
    for (const Member& member : value_.members)
      if (member.key.text != "range" && member.key.text != "log_range" && member.key.text != "steps") {
        const std::vector<std::string> known{"values", "range", "log_range", "steps"};
        return wrong(member.key, fmt::format("unknown key `{}` of an axis", member.key.text),
                     scenario::suggest(member.key.text, known));
      }
    const Node* ends = straight ? straight : log;
    const Node* steps = value_.find("steps");
    if (!ends || (straight && log))
      return wrong(value_,
                   fmt::format("axis `{}` needs one of `values`, `range` and `log_range`", key_.text));
    if (ends->kind != Kind::list || ends->items.size() != 2)
      return wrong(*ends, "a range must be two quantities", "write `[low, high]`");
    if (!steps) return wrong(value_, "a range needs `steps`", "write `{range: [a, b], steps: 5}`");
    const auto low = scenario::read_quantity(ends->items[0], key_.text, target.spec, problems_);
    const auto high = scenario::read_quantity(ends->items[1], key_.text, target.spec, problems_);
    const auto count = steps->kind == Kind::text ? scenario::parse_integer(steps->text) : std::nullopt;
    if (!count || *count < 2 || *count > most_steps)
      return wrong(*steps, fmt::format("`steps` must be a whole number from 2 to {}", most_steps));
    if (!low || !high) return;
    if (!(*low < *high))
      return wrong(*ends, *low == *high ? "the range is empty" : "the range is reversed",
                   "write `[low, high]`");
    if (log && *low <= 0)
      return wrong(*ends, "a logarithmic range must begin above 0", "take `range`, or a positive end");
    const auto last = static_cast<double>(*count - 1);
    for (long long i = 0; i < *count; ++i) {
      const double share = static_cast<double>(i) / last;
      const double value = log ? *low * std::pow(*high / *low, share) : *low + (*high - *low) * share;
      add(i == 0 ? *low : i == *count - 1 ? *high : rounded(value));
    }
  }

  void add(double value) {
    read_.axis.values.push_back(value);
    read_.axis.labels.push_back(fmt::format("{:.15g}", value));
  }

  const Node& key_;
  const Node& value_;
  Problems& problems_;
  ReadAxis read_;
};

int order_of(const Axis& axis) {
  if (axis.target) return static_cast<int>(std::size(words_axes)) + axis.target->order;
  return static_cast<int>(std::find(std::begin(words_axes), std::end(words_axes), axis.name) -
                          std::begin(words_axes));
}

/// The regimen with every infusion by another route. What no longer applies is left out.
void put_route(Node& scenario, const Overlay& overlay) {
  Node* regimen = find(scenario, "regimen");
  const Route* route = find_route(overlay.route);
  if (!regimen || !route) return;
  const bool puncture = route->entry == Entry::spleen_depot || route->entry == Entry::liver_depot;
  for (Node& infusion : regimen->items) {
    if (infusion.kind != Kind::mapping) continue;
    put(infusion, text_node(infusion, "route"), text_node(infusion, overlay.route));
    std::erase_if(infusion.members, [&](const Member& member) {
      return member.key.text == "catheter" || (member.key.text == "washout" && !puncture);
    });
    if (!overlay.catheter.empty())
      put(infusion, text_node(infusion, "catheter"), text_node(infusion, overlay.catheter));
  }
}

void put_modifiers(Node& scenario, const Node& modifiers) {
  Node* product = find(scenario, "product");
  if (!product) return;
  if (product->kind == Kind::text) {
    const Node name = *product;
    product->kind = Kind::mapping;
    product->members = {{text_node(name, "name"), name}};
  }
  std::erase_if(product->members, [](const Member& member) { return member.key.text == "modifiers"; });
  if (!modifiers.items.empty()) product->members.push_back({text_node(modifiers, "modifiers"), modifiers});
}

}  // namespace

std::vector<ReadAxis> read_axes(const Node& axes, Problems& problems) {
  std::vector<ReadAxis> all;
  if (axes.kind != Kind::mapping) {
    problems.push_back(axes.mistake("`axes` must be a mapping from what is varied to its values"));
    return all;
  }
  for (const auto& [key, value] : axes.members)
    if (auto read = AxisReader(key, value, problems).read()) all.push_back(std::move(*read));
  std::stable_sort(all.begin(), all.end(),
                   [](const ReadAxis& a, const ReadAxis& b) { return order_of(a.axis) < order_of(b.axis); });
  return all;
}

Node laid_over(Node scenario, const Overlay& overlay) {
  for (const auto& [key, value] : overlay.keys) {
    Node* there = find(scenario, key.text);
    if (key.text == "set" && there && there->kind == Kind::mapping && value.kind == Kind::mapping)
      for (const auto& [path, number] : value.members) put(*there, path, number);
    else
      put(scenario, key, value);
  }
  if (!overlay.route.empty()) put_route(scenario, overlay);
  if (overlay.modifiers) put_modifiers(scenario, *overlay.modifiers);
  return scenario;
}

}  // namespace cellroute::sweep
