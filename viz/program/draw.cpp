#include "viz/program/draw.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

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
  std::string ending = file.extension().string();
  if (!ending.empty()) ending.erase(0, 1);
  if (std::find(view.formats.begin(), view.formats.end(), ending) == view.formats.end())
    throw RequestError(fmt::format("{}: the view {} is drawn as {}", file.string(), view.name,
                                   fmt::join(view.formats, ", ")));
  return ending;
}

void draw_one(const View& view, Request request, const fs::path& file) {
  request.format = format_of(file, view);
  write_file(file, view.draw(request));
  fmt::print(stderr, "cellroute-render: wrote {}\n", file.string());
}

/// The film, where the encoder is.
void film(const fs::path& folder, const std::string& name) {
  if (std::system("command -v ffmpeg > /dev/null 2>&1") != 0) {
    fmt::print(stderr, "cellroute-render: no ffmpeg, so no film: the pictures are in {}\n", folder.string());
    return;
  }
  // The folder goes by the environment: no name of a file reaches the shell as text.
  setenv("CELLROUTE_FRAMES", fs::absolute(folder).c_str(), 1);
  setenv("CELLROUTE_FILM", name.c_str(), 1);
  const int failed = std::system(
      "cd \"$CELLROUTE_FRAMES\" && ffmpeg -loglevel error -y -framerate 2 -i \"$CELLROUTE_FILM\"_%03d.png"
      " -vf 'scale=trunc(iw/2)*2:trunc(ih/2)*2' -pix_fmt yuv420p \"$CELLROUTE_FILM\".mp4");
  if (failed != 0) throw std::runtime_error("ffmpeg failed");
  fmt::print(stderr, "cellroute-render: wrote {}\n", (folder / (name + ".mp4")).string());
}

void movie(const View& view, Request request, const fs::path& folder) {
  const auto times = view.times(request);
  if (times.size() < 2)
    throw RequestError(fmt::format("the view {} has no times to show one after the other", view.name));
  request.shared_scale = true;
  for (std::size_t i = 0; i < times.size(); ++i) {
    request.time = times[i];
    draw_one(view, request, folder / fmt::format("{}_{:03}.png", view.name, i));
  }
  film(folder, view.name);
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
    any = true;
    if (options.movie)
      movie(view, request, fs::path(options.output) / view.name);
    else
      draw_one(view, request, fs::path(options.output) / (view.name + "." + view.formats.front()));
  }
  if (!any) find_file(request.result, "result.h5");
}

}  // namespace cellroute::viz
