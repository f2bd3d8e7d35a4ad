// A film of pictures that are already there, and how a person stops its making.
#pragma once

#include <csignal>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace cellroute::viz {

/// A person or the system asked for an end (Ctrl-C, SIGTERM). Exit code 130.
struct Stopped : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// While it lives, the first SIGINT or SIGTERM is noted, so that a picture can be finished; the second one
/// ends the program at once.
class StopAsked {
 public:
  StopAsked();
  ~StopAsked();
  StopAsked(const StopAsked&) = delete;
  StopAsked& operator=(const StopAsked&) = delete;
  bool operator()() const;

 private:
  struct sigaction interrupt_, terminate_;
};

/// `NAME.mp4` of `NAME_000.png` and the `pictures - 1` after it, two a second, in the colours of the pictures
/// (ITU-R BT.709). A finished film gets its name at once. Says so, and does nothing, where there is no
/// ffmpeg.
/// @throws Stopped, std::runtime_error when ffmpeg fails
void encode_film(const std::filesystem::path& folder, const std::string& name, std::size_t pictures);

}  // namespace cellroute::viz
