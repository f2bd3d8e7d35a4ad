// cellroute-render: pictures and reports of results, without a screen.
#include <fmt/format.h>

#include <csignal>
#include <new>
#include <string>

#include "sim/results/folder.hpp"
#include "sim/results/hdf5.hpp"
#include "viz/program/draw.hpp"
#include "viz/program/film.hpp"
#include "viz/program/options.hpp"
#include "viz/program/tools.hpp"
#include "viz/program/write.hpp"

namespace {

constexpr int done = 0, failed = 1, input_wrong = 2, stopped = 130;

int complain(std::string text, int code) {
  for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1))
    text.insert(at + 1, "  ");
  fmt::print(stderr, "cellroute-render: {}\n", text);
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace cellroute;
  // A full disk and a reader that has left are said by write(), in words.
  std::signal(SIGXFSZ, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  viz::stop_with_a_word();
  try {
    int exit_code = done;
    const auto options = viz::parse_options(argc, argv, exit_code);
    if (!options) return exit_code;
    if (options->tool.empty()) viz::draw(*options);
    for (const auto& tool : viz::tools())
      if (tool.name == options->tool) tool.run(options->inputs, options->output);
    return done;
  } catch (const viz::RequestError& error) {
    return complain(error.what(), input_wrong);
  } catch (const viz::NotAllDrawn& error) {
    return complain(error.what(), error.input ? input_wrong : failed);
  } catch (const results::FileError& error) {
    return complain(error.what(), input_wrong);
  } catch (const viz::Stopped& stop) {
    return complain(stop.what(), stopped);
  } catch (const std::bad_alloc&) {
    return complain("not enough memory", failed);
  } catch (const std::exception& error) {
    return complain(error.what(), failed);
  }
}
