// A finished file gets its name at once: whoever looks finds the old one or the new one, never a part.
#pragma once

#include <filesystem>
#include <string>

namespace cellroute::viz {

/// Makes the folders in front of it. @throws results::WriteError
void write_file(const std::filesystem::path& file, const std::string& bytes);

/// From now on Ctrl-C and SIGTERM end the program with a line and exit code 130, and leave no part of a file.
void stop_with_a_word();

/// While it lives, a file that is being written by someone else goes away when the program is stopped.
class Unfinished {
 public:
  explicit Unfinished(const std::filesystem::path& part);
  ~Unfinished();
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
};

}  // namespace cellroute::viz
