#include "viz/program/draw.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "sim/results/folder.hpp"
#include "sim/results/hdf5.hpp"
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

std::string bytes_of(const View& view, Request request, const std::string& format) {
  request.format = format;
  return view.draw(request);
}

/// @param bytes of the picture, where it is drawn already
/// @param which one of several it is
void draw_one(const View& view, const Request& request, const fs::path& file, const std::string& bytes = "",
              const std::string& which = "") {
  const auto format = format_of(file, view);
  write_file(file, bytes.empty() ? bytes_of(view, request, format) : bytes);
  fmt::print(stderr, "cellroute-render: wrote {}{}\n", file.string(), which);
}

struct Choice {
  const char* option;
  bool given;
  std::function<void(Request&)> forget;
};

/// What of a request not every view understands.
std::vector<Choice> choices(const Request& request) {
  return {{"--time", request.time.has_value(), [](Request& r) { r.time.reset(); }},
          {"--field", !request.field.empty(), [](Request& r) { r.field.clear(); }},
          {"--as", !request.as.empty(), [](Request& r) { r.as.clear(); }},
          {"--cut", !request.cut.empty(), [](Request& r) { r.cut.clear(); }},
          {"--vessels", !request.vessels.empty(), [](Request& r) { r.vessels.clear(); }}};
}

bool takes(const View& view, const std::string& option) {
  return std::find(view.takes.begin(), view.takes.end(), option) != view.takes.end();
}

/// @throws RequestError for the first option that the view would ignore
void check_options(const View& view, const Request& request) {
  for (const auto& each : choices(request))
    if (each.given && !takes(view, each.option))
      throw RequestError(fmt::format("the view {} has no {} ({})", view.name, each.option,
                                     view.takes.empty()
                                         ? "it has no options of its own"
                                         : fmt::format("its options: {}", fmt::join(view.takes, ", "))));
  if (!request.more.empty() && !view.several)
    throw RequestError(
        fmt::format("the view {} shows one result at a time (routes and pressure show several)", view.name));
}

std::string names_of_views(const std::vector<const View*>& all) {
  std::string names;
  for (const auto* view : all) names += (names.empty() ? "" : ", ") + view->name;
  return names;
}

/// What of a request is given and means something to the view.
std::vector<std::string> given_to(const View& view, const Request& request) {
  std::vector<std::string> options;
  for (const auto& each : choices(request))
    if (each.given && takes(view, each.option)) options.push_back(each.option);
  return options;
}

/// The request without what the view does not understand.
Request as_for(const View& view, Request request) {
  for (const auto& each : choices(request))
    if (!takes(view, each.option)) each.forget(request);
  return request;
}

/// A picture for each time, one after the other, and a film of them.
void movie(const View& view, Request request, const fs::path& folder) {
  const auto times = view.times(request);
  if (times.size() < 2)
    throw RequestError(fmt::format("the view {} has no times to show one after the other", view.name));
  if (folder.has_extension() || (fs::exists(folder) && !fs::is_directory(folder)))
    throw RequestError(fmt::format("-o {}: a movie goes into a folder", folder.string()));
  request.shared_scale = true;
  const StopAsked stop_asked;
  for (std::size_t i = 0; i < times.size(); ++i) {
    request.time = times[i];
    draw_one(view, request, folder / fmt::format("{}_{:03}.png", view.name, i), "",
             fmt::format(" ({} of {})", i + 1, times.size()));
    if (stop_asked())
      throw Stopped(fmt::format("stopped after {} of {} pictures; they are whole, in {}", i + 1, times.size(),
                                folder.string()));
  }
  encode_film(folder, view.name, times.size());
}

/// What is wrong with single views, of which the others know nothing.
class Failures {
 public:
  /// Does a view's part. What would keep the others from being drawn, too, is thrown on.
  template <class Part>
  bool passes(const View& view, const Part& part) {
    try {
      part();
      return true;
    } catch (const Stopped&) {
      throw;
    } catch (const results::WriteError&) {
      throw;
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const RequestError& error) {
      views_[error.what()].push_back(view.name);
    } catch (const results::FileError& error) {
      views_[error.what()].push_back(view.name);
    } catch (const std::exception& error) {
      views_[error.what()].push_back(view.name);
      input_ = false;
    }
    ++count_;
    return false;
  }
  /// @throws NotAllDrawn with every reason, if there is one
  void check(std::size_t views) const {
    if (count_ == 0) return;
    std::string text = fmt::format("{} of {} views could not be drawn:", count_, views);
    for (const auto& [why, names] : views_) text += fmt::format("\n{}: {}", fmt::join(names, ", "), why);
    throw NotAllDrawn(text, input_);
  }

 private:
  std::map<std::string, std::vector<std::string>> views_;  // by what is wrong
  std::size_t count_ = 0;
  bool input_ = true;
};

struct Picture {
  const View* view;
  Request own;        // what of the request the view understands
  std::string bytes;  // where it was drawn to see whether it can be
};

/// The views that can show what the options ask for; the others are left out, with a word. Views to which an
/// option means something are drawn here, so that a refusal leaves nothing behind. Views that fail for
/// another reason go to `failures`.
/// @throws RequestError for an option that means nothing to any, and what the first said of one that none can
std::vector<Picture> drawable(const std::vector<const View*>& fitting, const Request& request, bool film,
                              Failures& failures) {
  std::vector<Picture> pictures;
  std::map<std::string, std::string> refused;  // options, and why
  std::set<std::string> followed;
  for (const View* view : fitting) {
    Picture picture{view, as_for(*view, request), ""};
    const auto options = given_to(*view, request);
    const auto part = [&] {
      try {
        if (!options.empty()) picture.bytes = bytes_of(*view, picture.own, view->formats.front());
      } catch (const RequestError& error) {
        for (const auto& option : options) refused.emplace(option, error.what());
        fmt::print(stderr, "cellroute-render: left out {}: {}\n", view->name, error.what());
        return;
      }
      followed.insert(options.begin(), options.end());
      if (film) picture.bytes.clear();  // that was the last time alone
      pictures.push_back(std::move(picture));
    };
    if (!failures.passes(*view, part)) followed.insert(options.begin(), options.end());
  }
  for (const auto& each : choices(request)) {
    if (!each.given || followed.count(each.option) > 0) continue;
    if (refused.count(each.option) > 0) throw RequestError("no view can show it: " + refused[each.option]);
    throw RequestError(fmt::format("none of the views that fit has {} (they are: {})", each.option,
                                   names_of_views(fitting)));
  }
  return pictures;
}

/// A picture or film of every view that fits, whatever becomes of the others.
void draw_all(const Options& options, const Request& request) {
  std::vector<const View*> fitting, still;
  Failures failures;
  std::size_t all = 0;
  for (const auto& view : views()) {
    if (!view.fits(request.result) || (!request.more.empty() && !view.several)) continue;
    if (!options.movie) {
      fitting.push_back(&view);
      continue;
    }
    std::size_t times = 0;
    if (!failures.passes(view, [&] { times = view.times(request).size(); })) ++all;
    if (times > 1) fitting.push_back(&view);
    if (times == 1) still.push_back(&view);
  }
  all += fitting.size();
  if (all == 0 && !still.empty())
    throw RequestError(
        fmt::format("there is one time alone, and a film needs several (views: {})", names_of_views(still)));
  if (all == 0 && options.movie && has_file(request.result, "result.h5"))
    throw RequestError("no view that fits has times to show one after the other");
  if (all == 0) find_file(request.result, "result.h5");
  for (const View* view : still)
    fmt::print(stderr, "cellroute-render: left out {}: it has one time alone\n", view->name);
  const auto folder = fs::path(options.output);
  for (const auto& picture : drawable(fitting, request, options.movie, failures))
    failures.passes(*picture.view, [&] {
      if (options.movie)
        movie(*picture.view, picture.own, folder / picture.view->name);
      else
        draw_one(*picture.view, picture.own,
                 folder / (picture.view->name + "." + picture.view->formats.front()), picture.bytes);
    });
  failures.check(all);
}

/// Whether a path means a folder: one that is there, or of which nothing says that it is a file.
bool is_folder(const fs::path& output) {
  std::error_code none;
  const auto kind = fs::status(output, none).type();
  if (kind == fs::file_type::not_found) return !output.has_filename() || !output.has_extension();
  return kind == fs::file_type::directory;
}

}  // namespace

void draw(const Options& options) {
  Request request = options.request;
  request.result = options.inputs.front();
  request.more.assign(options.inputs.begin() + 1, options.inputs.end());
  for (const auto& input : options.inputs)
    if (std::error_code none; fs::status(input, none).type() == fs::file_type::not_found)
      find_file(input, "result.h5");  // says that it is not there
  if (options.movie && request.time)
    throw RequestError("a movie shows every time: --movie and --time exclude each other");
  if (!options.view.empty()) {
    const View& view = view_named(options.view);
    check_options(view, request);
    const fs::path output = options.output.empty()
                                ? view.name + (options.movie ? "" : "." + view.formats.front())
                                : options.output;
    if (options.movie) return movie(view, request, output);
    if (is_folder(output)) return draw_one(view, request, output / (view.name + "." + view.formats.front()));
    return draw_one(view, request, output);
  }
  if (options.output.empty())
    throw RequestError("where to? (--view VIEW -o FILE, or -o DIR for every view that fits)");
  draw_all(options, request);
}

}  // namespace cellroute::viz
