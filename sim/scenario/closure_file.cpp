#include "sim/scenario/closure_file.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string_view>

#include "sim/scenario/declaration.hpp"

namespace cellroute::scenario {
namespace {

namespace fs = std::filesystem;

constexpr int closure_version = 2;
constexpr const char* axis_names[] = {"dial", "straining", "filter", "adhesion"};
constexpr const char* remedy = "make it anew with `cellroute closure`";

/// Goes through a file line by line and says where something is wrong.
class Lines {
 public:
  Lines(fs::path file, std::string text) : file_(std::move(file)), text_(std::move(text)) {}

  /// The next line that is no comment.
  std::string_view next() {
    std::string_view line;
    do {
      if (at_ >= text_.size()) fail("the file ends too early");
      const std::size_t end = std::min(text_.find('\n', at_), text_.size());
      line = std::string_view(text_).substr(at_, end - at_);
      at_ = end + 1;
      ++number_;
    } while (line.starts_with('#'));
    return line;
  }

  bool at_end() const { return at_ >= text_.size(); }

  /// `key,number,number,...`
  std::vector<double> numbers(std::string_view key) {
    const std::string_view line = next();
    if (!line.starts_with(key) || line.size() <= key.size() || line[key.size()] != ',')
      fail(fmt::format("expected `{},...`", key));
    return split(line.substr(key.size() + 1));
  }

  std::vector<double> split(std::string_view line) const {
    std::vector<double> values;
    const char* at = line.data();
    const char* const end = at + line.size();
    for (;;) {
      double value = 0;
      const auto [after, error] = std::from_chars(at, end, value);
      if (error != std::errc() || !std::isfinite(value)) fail("not a list of numbers");
      values.push_back(value);
      if (after == end) return values;
      if (*after != ',') fail("not a list of numbers");
      at = after + 1;
    }
  }

  [[noreturn]] void fail(const std::string& problem) const {
    throw ClosureError(fmt::format("{}:{}: {}\n  hint: {}", file_.string(), number_, problem, remedy));
  }

 private:
  fs::path file_;
  std::string text_;
  std::size_t at_ = 0;
  int number_ = 0;
};

std::string joined(const double* values, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += fmt::format("{}{:.5g}", i == 0 ? "" : ",", values[i]);
  return text;
}

}  // namespace

std::string closure_fingerprint(const Parameters& parameters) {
  std::string text = fmt::format("closure={}\n", closure_version);
  const auto add = [&text](const std::string& path, double value) {
    text += fmt::format("{}={}\n", path, value == 0 ? 0.0 : value);
  };
  for_each_parameter(
      parameters.lobule,
      [&](const std::string& path, const double& value, const Spec&) {
        if (path != "lobule.fibrosis.dial" && path != "lobule.dispersion.molecular" &&
            !path.starts_with("lobule.chemokine"))
          add(path, value);
      },
      "lobule.");
  for_each_parameter(
      parameters.liver.ligand,
      [&](const std::string& path, const double& value, const Spec&) { add(path, value); }, "liver.ligand.");
  add("liver.sinusoids.path_length", parameters.liver.sinusoids.path_length);
  const ClosureBlood blood = closure_blood(parameters);
  text += fmt::format("arterial_share={:.3f}\ndiffusion={:.4f}\n", blood.arterial_share, blood.diffusion);
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

std::string closure_words(const Parameters& parameters) {
  return fmt::format(
      "a table is made for one geometry, pattern of scars, ligand profile and split of the blood: here "
      "{:.0f} % "
      "of it is arterial, to the next {:.0f} %",
      100 * closure_blood(parameters).arterial_share, 100 * ClosureBlood::share_step);
}

fs::path closure_path(const fs::path& library, const std::string& fingerprint) {
  return library / "closures" / (fingerprint + ".csv");
}

std::string write_closure(const LobuleClosure& closure, const std::string& about) {
  std::string text;
  std::istringstream lines(about);
  for (std::string line; std::getline(lines, line);) text += "# " + line + "\n";
  text +=
      "# After the axes: entry and dial,straining,filter,adhesion from the slowest to the fastest; in each\n"
      "# line the weights of straining, filter and adhesion, each for the periportal, midzonal and\n"
      "# pericentral zone.\n";
  text += fmt::format("cellroute closure,{},{}\n", closure_version, closure.fingerprint());
  const auto& axes = closure.axes();
  text += fmt::format("{},{}\n", axis_names[0], joined(axes.dial.data(), axes.dial.size()));
  for (int law = 0; law < arrest_laws; ++law)
    text +=
        fmt::format("{},{}\n", axis_names[law + 1], joined(axes.number[law].data(), axes.number[law].size()));
  for (int e = 0; e < lobule_entries; ++e) {
    text += fmt::format("{}\n", lobule_entry_names[e]);
    for (std::size_t knot = 0; knot < closure.knots(); ++knot)
      text +=
          joined(closure.values()[e].data() + knot * LobuleClosure::weights, LobuleClosure::weights) + "\n";
  }
  return text;
}

LobuleClosure read_closure(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw ClosureError(fmt::format("{}: cannot be read\n  hint: {}", file.string(), remedy));
  Lines lines(file, {std::istreambuf_iterator<char>(stream), {}});
  const std::string_view head = lines.next();
  const std::string expected = fmt::format("cellroute closure,{},", closure_version);
  if (!head.starts_with(expected)) lines.fail("not a table of this version of the program");
  LobuleClosure::Axes axes;
  const auto axis = [&](const char* name) {
    std::vector<double> knots = lines.numbers(name);
    if (knots.front() != 0) lines.fail(fmt::format("the axis `{}` does not begin at 0", name));
    for (std::size_t i = 1; i < knots.size(); ++i)
      if (!(knots[i] > knots[i - 1])) lines.fail(fmt::format("the axis `{}` does not ascend", name));
    return knots;
  };
  axes.dial = axis(axis_names[0]);
  for (int law = 0; law < arrest_laws; ++law) axes.number[law] = axis(axis_names[law + 1]);
  LobuleClosure closure(std::string(head.substr(expected.size())), axes);
  for (int e = 0; e < lobule_entries; ++e) {
    if (lines.next() != lobule_entry_names[e])
      lines.fail(fmt::format("expected the entry `{}`", lobule_entry_names[e]));
    auto& values = closure.values()[e];
    for (std::size_t knot = 0; knot < closure.knots(); ++knot) {
      const std::vector<double> weights = lines.split(lines.next());
      if (weights.size() != LobuleClosure::weights)
        lines.fail(fmt::format("{} numbers instead of {}", weights.size(), LobuleClosure::weights));
      if (*std::min_element(weights.begin(), weights.end()) < 0) lines.fail("a weight below 0");
      std::copy(weights.begin(), weights.end(),
                values.begin() + static_cast<std::ptrdiff_t>(knot * LobuleClosure::weights));
    }
  }
  if (!lines.at_end()) lines.fail("the file goes on after the table");
  return closure;
}

std::shared_ptr<const LobuleClosure> find_closure(const fs::path& library, const Parameters& parameters) {
  const std::string fingerprint = closure_fingerprint(parameters);
  const fs::path file = closure_path(library, fingerprint);
  if (!fs::exists(file)) return nullptr;
  auto closure = std::make_shared<const LobuleClosure>(read_closure(file));
  if (closure->fingerprint() != fingerprint)
    throw ClosureError(
        fmt::format("{}: holds the table {}\n  hint: {}", file.string(), closure->fingerprint(), remedy));
  return closure;
}

}  // namespace cellroute::scenario
