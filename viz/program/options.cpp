#include "viz/program/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>

#include "sim/results/version.hpp"
#include "sim/scenario/quantity.hpp"
#include "viz/program/tools.hpp"

namespace cellroute::viz {
namespace {

double read_time(const std::string& text) {
  if (text.empty()) throw RequestError("--time: it is empty\nhint: one number and its unit, such as '1 h'");
  scenario::Finding finding;
  const auto time = scenario::parse_quantity("--time", text, Spec{"s", 0, infinity, "time"}, finding);
  if (!time)
    throw RequestError(finding.problem + (finding.why.empty() ? "" : " (" + finding.why + ")") +
                       (finding.hint.empty() ? "" : "\nhint: " + finding.hint) +
                       "\nhint: one number and its unit, such as '80 min'");
  return *time;
}

void read_size(const std::string& text, Request& request) {
  constexpr int least = 200, most = largest_side;
  const char *at = text.data(), *end = at + text.size();
  const auto side = [&](int& pixels) {
    const auto [next, error] = std::from_chars(at, end, pixels);
    at = next;
    return error == std::errc() && pixels >= least && pixels <= most;
  };
  const bool fits = side(request.width) && at != end && *at++ == 'x' && side(request.height) && at == end;
  if (!fits)
    throw RequestError(
        fmt::format("--size {}: it is WIDTHxHEIGHT in pixels, each from {} to {}", text, least, most));
}

std::string view_list() {
  std::string text;
  for (const auto& view : views())
    text += fmt::format("\n  {:<10} {}; {}", view.name, view.about, view.needs);
  return text;
}

}  // namespace

std::optional<Options> parse_options(int argc, char** argv, int& exit_code) {
  Options options;
  std::string time, size = "1600x1200";
  CLI::App app(
      "Pictures of results, without a screen. Without --view every view that fits goes into a "
      "folder.\nThe views routes and pressure show several results side by side.\n\nviews:" +
          view_list(),
      "cellroute-render");
  app.set_version_flag("--version", fmt::format("cellroute-render {} ({})", results::program_version(),
                                                results::program_commit()));
  app.add_option("result", options.inputs,
                 "A result folder, or a file of one; several for routes and pressure")
      ->type_name("RESULT");
  app.add_option("-o,--output", options.output, "Picture (.png, .svg, .pdf), or a folder")
      ->type_name("FILE|DIR");
  app.add_option("--view", options.view, "What to draw")->type_name("VIEW");
  app.add_option("--time", time, "When, such as '1 h'; the last time if not given")->type_name("TIME");
  app.add_option("--size", size, "Pixels")->type_name("WIDTHxHEIGHT");
  app.add_option("--field", options.request.field, "Which field: living, label, trapped, ...")
      ->type_name("FIELD");
  app.add_option("--as", options.request.as, "How a liver's field is shown: points, volume or cut");
  app.add_option("--cut", options.request.cut, "Where it is cut: x, y or z, or 'z=-2 cm' from the middle")
      ->type_name("AXIS[=PLACE]");
  app.add_option("--vessels", options.request.vessels, "Their colours: kind, flow, arrival or none");
  app.add_flag("--movie", options.movie, "A picture for each time, and a film where ffmpeg is");
  app.footer("cellroute-render TOOL --help explains a tool.");
  for (const auto& tool : tools()) {
    auto* command = app.add_subcommand(tool.name, tool.about);
    command->add_option("input", options.inputs, tool.inputs)->required()->type_name("INPUT");
    command->add_option("-o,--output", options.output, "What to write")->type_name("FILE")->required();
    command->callback([&options, name = tool.name] { options.tool = name; });
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool answered = error.get_exit_code() == 0;
    if (answered)
      app.exit(error);
    else
      fmt::print(stderr, "cellroute-render: {}\nhint: cellroute-render --help\n", error.what());
    exit_code = answered ? 0 : 2;
    return std::nullopt;
  }
  if (options.inputs.empty()) throw RequestError("no result given\nhint: cellroute-render --help");
  if (app.get_option("--time")->count() > 0) options.request.time = read_time(time);
  read_size(size, options.request);
  return options;
}

}  // namespace cellroute::viz
