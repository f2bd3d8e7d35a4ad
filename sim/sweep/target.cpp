#include "sim/sweep/target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>

#include "sim/results/format.hpp"
#include "sim/scenario/declaration.hpp"
#include "sim/scenario/keys.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/reader.hpp"

namespace cellroute::sweep {
namespace {

constexpr const char* regimen = "regimen.";

/// The keys of an infusion that can be swept. A washout belongs to punctures alone.
constexpr const char* infusion_numbers[] = {"cells", "over", "at", "volume"};

struct Slots {
  std::vector<Target> targets;
  std::vector<std::ptrdiff_t> offsets;  // [byte] in Parameters, or in Infusion
};

template <class Struct>
void collect(Slots& slots, const std::string& prefix, const auto& wanted) {
  static const Struct prototype{};
  scenario::for_each_parameter(
      prototype, [&](const std::string& path, const double& number, const Spec& spec) {
        if (!wanted(path)) return;
        slots.offsets.push_back(reinterpret_cast<const char*>(&number) -
                                reinterpret_cast<const char*>(&prototype));
        slots.targets.push_back({prefix + path, spec, static_cast<int>(slots.targets.size())});
      });
}

const Slots& slots() {
  static const Slots all = [] {
    Slots found;
    collect<Parameters>(found, "", [](const std::string&) { return true; });
    collect<Infusion>(found, regimen, [](const std::string& path) {
      return std::find(std::begin(infusion_numbers), std::end(infusion_numbers), path) !=
             std::end(infusion_numbers);
    });
    return found;
  }();
  return all;
}

template <class Struct>
auto& number_in(Struct& whole, std::ptrdiff_t offset) {
  if constexpr (std::is_const_v<Struct>)
    return *reinterpret_cast<const double*>(reinterpret_cast<const char*>(&whole) + offset);
  else
    return *reinterpret_cast<double*>(reinterpret_cast<char*>(&whole) + offset);
}

}  // namespace

void Target::set(BodyCase& body_case, double value) const {
  const std::ptrdiff_t offset = slots().offsets[static_cast<std::size_t>(order)];
  if (!path.starts_with(regimen))
    number_in(body_case.parameters, offset) = value;
  else
    for (Infusion& infusion : body_case.regimen) number_in(infusion, offset) = value;
}

double Target::get(const BodyCase& body_case) const {
  const std::ptrdiff_t offset = slots().offsets[static_cast<std::size_t>(order)];
  if (!path.starts_with(regimen)) return number_in(body_case.parameters, offset);
  return body_case.regimen.empty() ? unset : number_in(body_case.regimen.front(), offset);
}

const std::vector<Target>& targets() { return slots().targets; }

const Target* find_target(const scenario::Node& node, const std::string& path,
                          std::vector<scenario::Diagnostic>& problems) {
  for (const Target& target : targets())
    if (target.path == path) return &target;
  if (path.starts_with(regimen)) {
    std::vector<std::string> known;
    for (const char* number : infusion_numbers) known.push_back(regimen + std::string(number));
    problems.push_back(
        node.mistake(fmt::format("a sweep cannot change `{}`", path), "", scenario::suggest(path, known)));
    return nullptr;
  }
  scenario::find_parameter(node, path, scenario::parameter_tree(), problems);
  return nullptr;
}

std::string in_words(double value, const Spec& spec) {
  const std::string unit = spec.unit;
  if (unit == "s") return results::duration(value);
  if (unit == "cell" || unit == "count" || (unit == "1" && spec.max > 1)) return results::number(value);
  return results::clinical(value, unit);
}

double rounded(double value) { return std::strtod(fmt::format("{:.15g}", value).c_str(), nullptr); }

}  // namespace cellroute::sweep
