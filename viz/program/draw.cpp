#include "viz/program/draw.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "viz/program/film.hpp"
#include "viz/program/write.hpp"

namespace cellroute::viz {
namespace {

namespace fs = std::filesystem;

const View& view_named(const std::string& name) {
  std::string all;
  for (const auto& view : views()) {
    if (view.name == name) return view;
    all += (all.empty() ? "" : ", ") + view.name;
  }
  throw RequestError(fmt::format("there is no view {} (views: {})", name, all));
}

std::string format_of(const fs::path& file, const View& view) {
  std::error_code none;
  if (const auto kind = fs::status(file, none).type();
      kind == fs::file_type::character || kind == fs::file_type::fifo)
    return view.formats.front();
  std::string ending = file.extension().string();
  if (!ending.empty()) ending.erase(0, 1);
  if (std::find(view.formats.begin(), view.formats.end(), ending) == view.formats.end())
    throw RequestError(fmt::format("{}: the view {} is drawn as {}", file.string(), view.name,
                                   fmt::join(view.formats, ", ")));
  return ending;
}

void draw_one(const View& view, Request request, const fs::path& file, const std::string& which = "") {
  request.format = format_of(file, view);
  write_file(file, view.draw(request));
  fmt::print(stderr, "cellroute-render: wrote {}{}\n", file.string(), which);
}

/// A picture for each time, one after the other, and a film of them.
void movie(const View& view, Request request, const fs::path& folder) {
  if (request.time) throw RequestError("a movie shows every time: --movie and --time exclude each other");
  const auto times = view.times(request);
  if (times.size() < 2)
    throw RequestError(fmt::format("the view {} has no times to show one after the other", view.name));
  if (folder.has_extension() || (fs::exists(folder) && !fs::is_directory(folder)))
    throw RequestError(fmt::format("-o {}: a movie goes into a folder", folder.string()));
  request.shared_scale = true;
  const StopAsked stop_asked;
  for (std::size_t i = 0; i < times.size(); ++i) {
    request.time = times[i];
    draw_one(view, request, folder / fmt::format("{}_{:03}.png", view.name, i),
             fmt::format(" ({} of {})", i + 1, times.size()));
    if (stop_asked())
      throw Stopped(fmt::format("stopped after {} of {} pictures; they are whole, in {}", i + 1, times.size(),
                                folder.string()));
  }
  encode_film(folder, view.name, times.size());
}

}  // namespace

void draw(const Options& options) {
  if (options.inputs.size() != 1) throw RequestError("one result at a time");
  Request request = options.request;
  request.result = options.inputs.front();
  if (!options.view.empty()) {
    const View& view = view_named(options.view);
    const fs::path output = options.output.empty()
                                ? view.name + (options.movie ? "" : "." + view.formats.front())
                                : options.output;
    if (options.movie) return movie(view, request, output);
    if (fs::is_directory(output))
      return draw_one(view, request, output / (view.name + "." + view.formats.front()));
    return draw_one(view, request, output);
  }
  if (options.output.empty())
    throw RequestError("where to? (--view VIEW -o FILE, or -o DIR for every view that fits)");
  bool any = false;
  for (const auto& view : views()) {
    if (!view.fits(request.result)) continue;
    if (options.movie && view.times(request).size() < 2) continue;  // it shows all of them at once
    any = true;
    if (options.movie)
      movie(view, request, fs::path(options.output) / view.name);
    else
      draw_one(view, request, fs::path(options.output) / (view.name + "." + view.formats.front()));
  }
  if (!any) find_file(request.result, "result.h5");
}

}  // namespace cellroute::viz
