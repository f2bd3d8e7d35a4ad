#include "viz/program/film.hpp"

#include <fmt/format.h>
#include <sys/wait.h>

#include <cstdlib>

namespace cellroute::viz {
namespace {

namespace fs = std::filesystem;

volatile std::sig_atomic_t stop_asked = 0;

void note(int) { stop_asked = 1; }

}  // namespace

StopAsked::StopAsked() {
  stop_asked = 0;
  struct sigaction once {};
  once.sa_handler = note;
  once.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
  sigemptyset(&once.sa_mask);
  sigaction(SIGINT, &once, &interrupt_);
  sigaction(SIGTERM, &once, &terminate_);
}

StopAsked::~StopAsked() {
  sigaction(SIGINT, &interrupt_, nullptr);
  sigaction(SIGTERM, &terminate_, nullptr);
}

bool StopAsked::operator()() const { return stop_asked != 0; }

void encode_film(const fs::path& folder, const std::string& name, std::size_t pictures) {
  if (std::system("command -v ffmpeg > /dev/null 2>&1") != 0) {
    fmt::print(
        stderr,
        "cellroute-render: no ffmpeg (Debian: apt-get install ffmpeg), so no film of the pictures in {}\n",
        folder.string());
    return;
  }
  // The folder goes by the environment: no name of a file reaches the shell as text. Codecs want even sides.
  setenv("CELLROUTE_FRAMES", fs::absolute(folder).c_str(), 1);
  setenv("CELLROUTE_FILM", name.c_str(), 1);
  setenv("CELLROUTE_COUNT", fmt::format("{}", pictures).c_str(), 1);
  const int status = std::system(
      "cd \"$CELLROUTE_FRAMES\" && exec ffmpeg -nostdin -loglevel error -y -framerate 2 -i "
      "\"$CELLROUTE_FILM\"_%03d.png"
      " -frames:v \"$CELLROUTE_COUNT\" -vf 'pad=ceil(iw/2)*2:ceil(ih/2)*2:color=white,"
      "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p' -color_range tv -colorspace bt709"
      " -color_primaries bt709 -color_trc bt709 -crf 16 -movflags +faststart -fflags +bitexact"
      " -flags:v +bitexact -f mp4 \"$CELLROUTE_FILM\".mp4.part");
  const fs::path film = folder / (name + ".mp4"), part = film.string() + ".part";
  std::error_code error;
  if (status != 0) {
    fs::remove(part, error);
    const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    if (stop_asked != 0 || signal == SIGINT || code == 255)  // as ffmpeg ends when it is told to
      throw Stopped("stopped while the film was made; the pictures are whole, in " + folder.string());
    throw std::runtime_error(fmt::format(
        "ffmpeg could not make the film (its status: {}); the pictures are in {}", code, folder.string()));
  }
  fs::rename(part, film, error);
  if (error) throw std::runtime_error(fmt::format("{}: {}", film.string(), error.message()));
  fmt::print(stderr, "cellroute-render: wrote {}\n", film.string());
}

}  // namespace cellroute::viz
