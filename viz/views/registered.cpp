#include "viz/views/registered.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "viz/plot/letters.hpp"
#include "viz/plot/raster.hpp"
#include "viz/program/notes.hpp"
#include "viz/style/type.hpp"
#include "viz/views/plots.hpp"
#include "viz/views/subjects.hpp"
#include "viz/views/sweep_plots.hpp"

namespace cellroute::viz {
namespace {

namespace fs = std::filesystem;

plot::Sheet sheet_of(const Request& request) {
  const double across = 1600, text = type_sizes(1200).text;  // narrower pictures have smaller letters
  return {static_cast<double>(request.width), static_cast<double>(request.height),
          std::min(type_sizes(request.height).text, text * request.width / across)};
}

std::string packed(const plot::Svg& svg, const Request& request, Facts facts) {
  facts.description = svg.says();
  const auto file = svg.file();
  if (const auto small = words_of_small_letters(request.width, request.height, svg.smallest_letters());
      !small.empty())
    tell_once(small);
  if (const auto lacking = plot::without_font(long_letters(file)); !lacking.empty())
    tell_once(fmt::format("no font here has {}: {}", words_of_letters(lacking),
                          request.format == "svg" ? "who opens the SVG needs one" : "boxes stand for them"));
  return plot::drawn(file, request.format, facts);
}

/// Titles and fingerprints of what a plot is about, each once.
Facts facts_about(const std::string& view, const std::vector<results::Record>& records) {
  std::vector<std::string> titles, sources;
  const auto once = [](std::vector<std::string>& all, const std::string& text) {
    if (std::find(all.begin(), all.end(), text) == all.end()) all.push_back(text);
  };
  for (const auto& record : records) {
    once(titles, record.inputs.title);
    once(sources, record.provenance.fingerprint);
  }
  auto facts =
      facts_of(fmt::format("{}", fmt::join(titles, "; ")), "", fmt::format("{}", fmt::join(sources, ", ")));
  facts.more.emplace_back("View", view);
  return facts;
}

/// Of a plot of many runs.
Facts facts_about_sweep(const std::string& title, const std::string& fingerprint, const std::string& metric) {
  auto facts = facts_of(title, "", fingerprint);
  facts.more.emplace_back("View", "sweep");
  if (!metric.empty()) facts.more.emplace_back("Field", metric);
  return facts;
}

bool has_result(const fs::path& result) {
  return fs::exists(result / "result.h5") || result.filename() == "result.h5";
}

bool has_results(const fs::path& result) {
  if (has_result(result)) return true;
  if (!fs::is_directory(result)) return false;
  return std::any_of(fs::directory_iterator(result), fs::directory_iterator(),
                     [](const auto& entry) { return has_result(entry.path()); });
}

bool has_sweep(const fs::path& result) {
  for (const auto* name : {"sweep.h5", "sensitivity.csv", "claims.csv"})
    if (fs::exists(result / name)) return true;
  return false;
}

/// More lines or panels than these nobody tells apart in one picture.
constexpr std::size_t most_together = 6;

struct Side {
  std::vector<results::Record> records;
  std::string note;  // what is missing, with a space before it
};

/// Results side by side, and what a comparison names and is not there: that is said on stderr, too.
Side side_by_side(const Request& request) {
  Side side;
  auto folders = request.more;
  folders.insert(folders.begin(), request.result);
  for (const auto& folder : folders) {
    if (has_sweep(folder) && !has_results(folder))
      throw RequestError(folder.string() + ": it holds many runs and no result.h5 (--view sweep shows them)");
    auto records = read_records(folder);
    if (const auto missing = missing_of(folder, records); !missing.empty()) {
      const auto words = fmt::format("{}", fmt::join(missing, ", "));
      fmt::print(stderr, "cellroute-render: warning: {}: compare.csv names {}, whose result.h5 is missing\n",
                 folder.string(), words);
      side.note += fmt::format(" Not drawn, its result is missing: {}.", words);
    }
    std::move(records.begin(), records.end(), std::back_inserter(side.records));
  }
  if (side.records.size() > most_together)
    throw RequestError(fmt::format(
        "{} results are more than can be told apart in one picture; name up to {} of their folders\n"
        "hint: cellroute-render {}/A {}/B --view routes -o routes.png",
        side.records.size(), most_together, request.result.string(), request.result.string()));
  return side;
}

results::Record one_record(const Request& request, const char* view) {
  if (has_sweep(request.result) && !has_results(request.result))
    throw RequestError(request.result.string() +
                       ": it holds many runs and no result.h5 (--view sweep shows them)");
  auto records = read_records(request.result);
  if (records.size() == 1) return std::move(records.front());
  std::string names;
  for (const auto& entry : fs::directory_iterator(request.result))
    if (has_result(entry.path())) names += (names.empty() ? "" : ", ") + entry.path().filename().string();
  throw RequestError(fmt::format("{} holds {} results, and the view {} shows one (they are: {})",
                                 request.result.string(), records.size(), view, names));
}

/// Views that show every time have none to choose from.
std::vector<double> all_at_once(const Request&) { return {}; }

const std::vector<std::string> plot_formats{"png", "svg", "pdf"};

std::string draw_sweep(const Request& request) {
  const auto sheet = sheet_of(request);
  if (!has_sweep(request.result))
    throw RequestError(request.result.string() + ": it holds no sweep.h5, sensitivity.csv or claims.csv");
  if (fs::exists(request.result / "claims.csv")) {
    const auto claims = read_claims(request.result);
    if (claims.empty()) throw RequestError(request.result.string() + ": its claims.csv holds no statement");
    return packed(claims_plot(claims, sheet), request, facts_about_sweep("", "", ""));
  }
  if (fs::exists(request.result / "sensitivity.csv")) {
    const auto read = read_sensitivity(request.result);
    const auto& all = read.estimates;
    if (all.empty()) throw RequestError(request.result.string() + ": its sensitivity.csv is empty");
    std::vector<std::string> metrics;
    for (const auto& one : all) metrics.push_back(one.metric);
    const auto metric = request.field.empty() ? usual_metric(metrics) : request.field;
    return packed(influence_plot(all, metric, 8, sheet), request,
                  facts_about_sweep(read.title, read.fingerprint, metric));
  }
  const auto sweep = read_sweep(request.result);
  std::vector<std::string> metrics;
  for (const auto& metric : sweep.metrics) metrics.push_back(metric.name);
  if (metrics.empty()) throw RequestError(request.result.string() + ": its sweep has no metric");
  const auto wanted = request.field.empty() ? usual_metric(metrics) : request.field;
  std::string names;
  for (const auto& metric : sweep.metrics) {
    if (metric.name == wanted)
      return packed(distribution_plot(sweep, metric, sheet), request,
                    facts_about_sweep(sweep.title, sweep.fingerprint, metric.name));
    names += (names.empty() ? "" : ", ") + metric.name;
  }
  throw RequestError(
      fmt::format("{} has no metric `{}` (it has: {})", request.result.string(), request.field, names));
}

}  // namespace

View body_view() {
  const auto times = [](const Request& request) { return one_record(request, "body").body.times; };
  return {"body",
          "a figure of the body, organs by their share of living cells and of label",
          "a result",
          plot_formats,
          has_result,
          times,
          [](const Request& request) {
            const auto record = one_record(request, "body");
            const auto step = find_step(record.body.times, request.time);
            auto facts = facts_about("body", {record});
            facts.more.emplace_back("Time", time_fact(record.body.times[step]));
            for (auto& fact : body_facts(record, static_cast<int>(step)))
              facts.more.push_back(std::move(fact));
            return packed(body_plot(record, static_cast<int>(step), sheet_of(request)), request, facts);
          },
          {"--time"}};
}

View series_view() {
  return {"series",
          "living cells by organ over time, stacked and by decades",
          "a result",
          plot_formats,
          has_result,
          all_at_once,
          [](const Request& request) {
            const auto record = one_record(request, "series");
            return packed(series_plot(record, sheet_of(request)), request, facts_about("series", {record}));
          }};
}

View routes_view() {
  return {"routes",
          "living cells over time, results side by side on one scale",
          "a folder of results, as compare leaves it, or one result",
          plot_formats,
          has_results,
          all_at_once,
          [](const Request& request) {
            const auto side = side_by_side(request);
            return packed(routes_plot(results::name_subjects(side.records), sheet_of(request), side.note),
                          request, facts_about("routes", side.records));
          },
          {},
          true};
}

View pressure_view() {
  return {"pressure",
          "portal pressure under the rules that stop an infusion",
          "a result or a folder of results",
          plot_formats,
          has_results,
          all_at_once,
          [](const Request& request) {
            const auto side = side_by_side(request);
            return packed(pressure_plot(results::name_subjects(side.records), sheet_of(request), side.note),
                          request, facts_about("pressure", side.records));
          },
          {},
          true};
}

View sweep_view() {
  return {"sweep",
          "distributions, what decides them, or how often statements hold; --field METRIC",
          "a sweep (sweep.h5), a sensitivity.csv or a claims.csv",
          plot_formats,
          has_sweep,
          all_at_once,
          draw_sweep,
          {"--field"}};
}

}  // namespace cellroute::viz
