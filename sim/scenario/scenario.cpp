// Load a scenario: read its keys, lay the library's files over each other, check the regimen.
#include "sim/scenario/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "sim/scenario/closure_file.hpp"
#include "sim/scenario/fingerprint.hpp"
#include "sim/scenario/keys.hpp"
#include "sim/scenario/layers.hpp"
#include "sim/scenario/library.hpp"
#include "sim/scenario/liver_keys.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/scenario/regimen.hpp"
#include "sim/scenario/resolve.hpp"
#include "sim/scenario/units.hpp"

namespace cellroute::scenario {
namespace {

namespace fs = std::filesystem;
using Problems = std::vector<Diagnostic>;

/// The mistakes of one file together, each file's in the order of its lines.
void sort_by_place(Problems& problems) {
  std::vector<std::string> files;
  for (const Diagnostic& problem : problems)
    if (std::find(files.begin(), files.end(), problem.place.file) == files.end())
      files.push_back(problem.place.file);
  const auto key = [&](const Diagnostic& problem) {
    return std::tuple(std::find(files.begin(), files.end(), problem.place.file) - files.begin(),
                      problem.place.line, problem.place.column);
  };
  std::stable_sort(problems.begin(), problems.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
}

Entry plain_entry(std::string path, double value, std::string source, const Node& node) {
  Entry entry;
  entry.path = std::move(path);
  entry.value = value;
  entry.source = std::move(source);
  entry.node = &node;
  return entry;
}

/// `--set path=value` as a layer; the arguments stay alive in this object.
class CommandLine {
 public:
  Layer read(const std::vector<std::string>& overrides, Problems& problems) {
    Layer layer{"--set", "", {}};
    for (const std::string& argument : overrides) {
      const Source& source = sources_.emplace_back("--set", argument);
      const auto equals = argument.find('=');
      Node& path = make(source, argument, 0, equals);
      if (equals == std::string::npos) {
        problems.push_back(
            path.mistake(fmt::format("`{}` has no `=`", argument), "",
                         "write `--set path=value`, as in `--set \"lung.tissue.path_length=0.5 mm\"`"));
        continue;
      }
      const Node& value = make(source, argument, equals + 1, std::string::npos);
      if (path.text.empty() || value.text.empty()) {
        problems.push_back(
            (path.text.empty() ? path : value)
                .mistake(fmt::format("no {} `=`", path.text.empty() ? "path before" : "value after"), "",
                         "write `--set path=value`"));
        continue;
      }
      const Declared* parameter = find_parameter(path, path.text, parameter_tree(), problems);
      if (!parameter) {
        if (scenario_keys().find(path.text))
          problems.back().hint = "it is a key of the scenario file; --set takes parameters";
        continue;
      }
      const auto same = [&path](const Entry& earlier) { return earlier.path == path.text; };
      if (std::any_of(layer.entries.begin(), layer.entries.end(), same)) {
        problems.push_back(path.mistake(fmt::format("`{}` is set twice", path.text), "", "give it once"));
        continue;
      }
      if (const auto number = read_quantity(value, path.text, parameter->spec, problems))
        layer.entries.push_back(plain_entry(path.text, *number, "set on the command line", value));
    }
    return layer;
  }

 private:
  /// The part of an argument between two places, without the blanks around it.
  Node& make(const Source& source, const std::string& argument, std::size_t begin, std::size_t end) {
    end = std::min(end, argument.size());
    while (begin < end && argument[begin] == ' ') ++begin;
    while (end > begin && argument[end - 1] == ' ') --end;
    Node node;
    node.kind = Node::Kind::text;
    node.text = argument.substr(begin, end - begin);
    node.source = &source;
    node.line = 1;
    node.column = static_cast<int>(begin) + 1;
    return nodes_.emplace_back(std::move(node));
  }
  std::deque<Source> sources_;
  std::deque<Node> nodes_;
};

std::string text_of(const Value* value, std::string otherwise = {}) {
  return value ? value->text : otherwise;
}

/// The names a scenario gives for species, condition, product, modifiers and label.
struct Names {
  struct Reference {
    std::string kind, name;
    Diagnostic asked;
  };
  std::vector<Reference> in_order;  // of the layers
  bool complete = true;             // none of them is missing or unreadable
};

Names read_names(const Value& keys, const Node& root, Scenario& scenario, Problems& problems) {
  Names names;
  const auto add = [&](const char* kind, const Value* value, std::string& name) {
    if (value) name = value->text;
    if (name.empty())
      names.complete = false;
    else
      names.in_order.push_back({kind, name, (value ? value->node : &root)->mistake("")});
  };
  add("species", keys.find("species"), scenario.species);
  add("condition", keys.find("condition"), scenario.condition);
  const Value* product = keys.find("product");
  const Value* product_name = product && product->text.empty() ? product->find("name") : product;
  add("product", product_name, scenario.product);
  scenario.label = "none";
  add("label", keys.find("label"), scenario.label);
  const Value* modifiers = product ? product->find("modifiers") : nullptr;
  if (!modifiers) return names;
  for (const Value& modifier : modifiers->items) {
    const auto& earlier = scenario.modifiers;
    if (std::find(earlier.begin(), earlier.end(), modifier.text) != earlier.end())
      problems.push_back(modifier.node->mistake(
          fmt::format("the modifier `{}` is given twice", modifier.text), "", "remove one of the two"));
    add("modifier", &modifier, scenario.modifiers.emplace_back());
  }
  return names;
}

void read_settings(const Value& keys, Scenario& scenario) {
  BodyCase& body = scenario.body;
  static constexpr const char* hosts[] = {"autologous", "syngeneic", "allogeneic", "xenogeneic"};
  for (int i = 0; i < 4; ++i)
    if (text_of(keys.find("host")) == hosts[i]) body.host = static_cast<Host>(i);
  if (text_of(keys.find("decay")) == "applied") body.decay = Decay::applied;
  if (const Value* horizon = keys.find("horizon")) body.horizon = horizon->number;
  if (const Value* output = keys.find("output"))
    if (const Value* times = output->find("times"))
      for (const Value& time : times->items) body.output_times.push_back(time.number);
  if (const Value* numerics = keys.find("numerics")) {
    if (const Value* classes = numerics->find("size_classes"))
      body.numerics.size_classes = static_cast<int>(classes->integer);
    if (const Value* relative = numerics->find("relative_tolerance"))
      body.numerics.relative_tolerance = relative->number;
    if (const Value* absolute = numerics->find("absolute_tolerance"))
      body.numerics.absolute_tolerance = absolute->number;
  }
  if (const Value* seed = keys.find("seed")) scenario.seed = static_cast<std::uint64_t>(seed->integer);
}

constexpr const char* known_levels =
    "write `levels: [body]`, `[body, liver]`, `[body, lobule]` or `[body, liver, lobule]`";

void read_levels(const Value& keys, Scenario& scenario, Problems& problems) {
  scenario.levels.clear();
  const Value* levels = keys.find("levels");
  if (levels)
    for (const Value& level : levels->items) {
      auto& known = scenario.levels;
      if (level.text != "body" && level.text != "liver" && level.text != "lobule")
        problems.push_back(
            level.node->mistake(fmt::format("unknown level `{}`", level.text), "", known_levels));
      else if (std::find(known.begin(), known.end(), level.text) != known.end())
        problems.push_back(level.node->mistake(fmt::format("the level `{}` is given twice", level.text), "",
                                               "remove one of the two"));
      known.push_back(level.text);
    }
  if (scenario.levels.empty()) scenario.levels.push_back("body");
  const auto asked = [&](const char* level) {
    return std::find(scenario.levels.begin(), scenario.levels.end(), level) != scenario.levels.end();
  };
  const std::string both = asked("liver") && asked("lobule") ? "liver, lobule" : "";
  for (const char* inner : {"liver", "lobule"})
    if (!asked("body") && asked(inner))
      problems.push_back(
          levels->node->mistake(fmt::format("the level `{}` needs the level `body`", inner),
                                fmt::format("the body says what reaches a {}", inner),
                                fmt::format("write `levels: [body, {}]`", both.empty() ? inner : both)));
  if (asked("lobule")) scenario.lobule.emplace();
  if (asked("liver")) scenario.liver.emplace();
}

void read_lobule(const Value& keys, Scenario& scenario, Problems& problems) {
  const Value* given = keys.find("lobule");
  if (!given) return;
  if (!scenario.lobule) {
    scenario.notes.push_back("`lobule` has no effect: the level is not among `levels`");
    return;
  }
  LobuleNumerics& numerics = scenario.lobule->numerics;
  LobuleStepping& stepping = scenario.lobule->stepping;
  const auto whole = [&](const char* key, int& number) {
    if (const Value* value = given->find(key)) number = static_cast<int>(value->integer);
  };
  const auto quantity = [&](const char* key, double& number) {
    if (const Value* value = given->find(key)) number = value->number;
  };
  /// The position of a choice among its enumerators, which are in the order of the declaration.
  const auto choice = [&](const char* key, auto& chosen) {
    const Value* value = given->find(key);
    if (!value) return;
    const auto& choices = scenario_keys().find("lobule")->find(key)->choices;
    const auto place = std::find(choices.begin(), choices.end(), value->text) - choices.begin();
    chosen = static_cast<std::decay_t<decltype(chosen)>>(place);
  };
  quantity("spacing", numerics.spacing);
  whole("columns", numerics.columns);
  whole("rows", numerics.rows);
  whole("layers", numerics.layers);
  quantity("layer_thickness", numerics.layer_thickness);
  choice("boundary", numerics.boundary);
  choice("zones", numerics.zones);
  choice("transport", stepping.transport);
  choice("place", scenario.lobule->place);
  if (const Value* place = given->find("place"); place && !scenario.liver)
    problems.push_back(place->node->mistake("`place` needs the level `liver`",
                                            "without it the lobules lie in what the catheter reaches",
                                            "write `levels: [body, liver, lobule]`, or leave `place` out"));
  if (const Value* plugging = given->find("plugging")) stepping.plugging = plugging->text == "on";
  quantity("tolerance", stepping.tolerance);
  numerics.seed = scenario.seed;
}

void read_liver(const Value& keys, Scenario& scenario, Problems& problems) {
  const Value* given = keys.find("liver");
  if (scenario.liver) scenario.liver->numerics.seed = scenario.seed;
  if (!given) return;
  if (!scenario.liver) {
    scenario.notes.push_back("`liver` has no effect: the level is not among `levels`");
    return;
  }
  read_liver_keys(*given, scenario.file.parent_path(), scenario.liver->numerics, scenario.liver->stepping,
                  problems);
}

/// Looks up the table a scenario asks for, once its parameters are resolved.
void read_closure_key(const Value& keys, Scenario& scenario, Problems& problems) {
  const Value* asked = keys.find("closure");
  if (!asked || asked->text != "lobule") return;
  try {
    scenario.body.closure = find_closure(scenario.library, scenario.body.parameters);
    if (!scenario.body.closure)
      problems.push_back(
          asked->node->mistake("the library has no table of the resolved lobule for these parameters",
                               closure_words(scenario.body.parameters),
                               fmt::format("make it with `cellroute closure {}`, or write `closure: tanks`",
                                           scenario.file.string())));
  } catch (const ClosureError& error) {
    problems.push_back(asked->node->mistake(error.what()));
  }
}

/// The title heads tables, so it must be one line that fits.
void check_title(const Value* title, Problems& problems) {
  constexpr std::size_t longest = 200;
  if (!title) return;
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::any_of(title->text.begin(), title->text.end(), control))
    problems.push_back(title->node->mistake("`title` holds a line break, a tab or another control character",
                                            "", "write one line of plain text"));
  else if (title->text.size() > longest)
    problems.push_back(title->node->mistake(
        fmt::format("`title` is {} bytes long", title->text.size()), fmt::format("it may have {}", longest),
        "write one short line; a comment (`#`) may be as long as it likes"));
}

/// Everything between the parsed file and the finished case; mistakes are collected.
void fill(const Node& root, const LoadOptions& options, Scenario& scenario, Problems& problems) {
  const Value keys = read_group(root, scenario_keys(), problems);
  scenario.title = text_of(keys.find("title"), scenario.file.stem().string());
  check_title(keys.find("title"), problems);
  const Names names = read_names(keys, root, scenario, problems);
  read_settings(keys, scenario);
  read_levels(keys, scenario, problems);
  read_lobule(keys, scenario, problems);
  read_liver(keys, scenario, problems);

  bool complete = names.complete;
  try {
    scenario.library = find_library(options.library);
  } catch (const InputError& error) {
    problems.insert(problems.end(), error.diagnostics.begin(), error.diagnostics.end());
    complete = false;
  }
  LayerReader reader(scenario.library, parameter_tree(), problems);
  if (!scenario.library.empty())
    for (const auto& [kind, name, asked] : names.in_order)
      complete = reader.read(kind, name, scenario.file.parent_path(), asked) && complete;

  Layer settings{"scenario", "", {}};
  if (const Value* set = keys.find("set"))
    for (const Value& item : set->items)
      settings.entries.push_back(plain_entry(item.key, item.number, "set in the scenario", *item.node));
  CommandLine command_line;
  reader.layers.push_back(std::move(settings));
  reader.layers.push_back(command_line.read(options.overrides, problems));

  const Value* species = keys.find("species");
  const auto asked = complete ? std::optional((species ? species->node : &root)->mistake("")) : std::nullopt;
  scenario.values = resolve(parameter_tree(), reader.layers, asked, problems, scenario.notes);
  assign(scenario.values, scenario.body.parameters);
  if (const Value* regimen = keys.find("regimen"))
    scenario.body.regimen = read_regimen(*regimen, scenario.body.parameters.circulation.body_mass, options,
                                         problems, scenario.notes);
  if (problems.empty()) read_closure_key(keys, scenario, problems);
  check_times(keys, scenario.body.regimen, scenario.body.horizon, problems);
  if (problems.empty()) note_regimen(scenario.body, scenario.notes);
}

void fill_root(const Node& root, const LoadOptions& options, Scenario& scenario, Problems& problems) {
  const Node* kind = root.find("kind");
  if (kind && !root.find("regimen"))
    problems.push_back(kind->mistake(fmt::format("this is a library file (a {}), not a scenario", kind->text),
                                     "", "name it in a scenario; `cellroute check` reads it alone"));
  else if (root.kind == Node::Kind::mapping)
    fill(root, options, scenario, problems);
  else
    problems.push_back(root.mistake(fmt::format("a scenario is a mapping, this is {}", name_of(root.kind))));
}

/// Throws what is wrong, or identifies the finished scenario.
void finish(Scenario& scenario, Problems& problems) {
  if (!problems.empty()) {
    sort_by_place(problems);
    throw InputError(std::move(problems));
  }
  scenario.fingerprint = fingerprint(scenario);
}

}  // namespace

namespace {

Scenario load_source(std::optional<Source> source, const fs::path& file, const LoadOptions& options,
                     Problems problems) {
  Scenario scenario;
  scenario.file = file;
  try {
    if (source) {
      scenario.text = source->text();
      if (const auto document = parse_document(std::move(*source), problems))
        fill_root(document->root, options, scenario, problems);
    }
  } catch (const UnitDatabaseError& error) {
    problems.push_back({{"units", 0, 0}, error.what(), "", "", ""});
  }
  finish(scenario, problems);
  return scenario;
}

}  // namespace

Scenario load(const fs::path& file, const LoadOptions& options) {
  Problems problems;
  auto source = read_source(file, file.string(), problems);
  return load_source(std::move(source), file, options, std::move(problems));
}

Scenario load_text(const std::string& text, const fs::path& file, const LoadOptions& options) {
  return load_source(Source(file.string(), text), file, options, {});
}

Scenario load_part(const Node& mapping, const fs::path& file, const LoadOptions& options) {
  Scenario scenario;
  scenario.file = file;
  Problems problems;
  try {
    fill_root(mapping, options, scenario, problems);
  } catch (const UnitDatabaseError& error) {
    problems.push_back({{"units", 0, 0}, error.what(), "", "", ""});
  }
  finish(scenario, problems);
  return scenario;
}

std::vector<Diagnostic> check(const fs::path& file, const LoadOptions& options,
                              std::optional<Scenario>* loaded) {
  Problems problems;
  try {
    std::vector<Diagnostic> ignored;
    const auto source = read_source(file, file.string(), ignored);
    const auto document = source ? parse_document(*source, ignored) : std::nullopt;
    if (!document || !document->root.find("kind")) {
      Scenario scenario = load(file, options);
      if (loaded) *loaded = std::move(scenario);
      return {};
    }
    LayerReader(find_library(options.library), parameter_tree(), problems).read_file(file);
  } catch (const InputError& error) {
    problems.insert(problems.end(), error.diagnostics.begin(), error.diagnostics.end());
  } catch (const UnitDatabaseError& error) {
    problems.push_back({{"units", 0, 0}, error.what(), "", "", ""});
  }
  sort_by_place(problems);
  return problems;
}

}  // namespace cellroute::scenario
