#include "viz/program/write.hpp"

#include <fstream>

#include "sim/results/folder.hpp"

namespace cellroute::viz {

void write_file(const std::filesystem::path& file, const std::string& bytes) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (file.has_parent_path()) fs::create_directories(file.parent_path(), error);
  if (error) throw results::WriteError(file.parent_path().string() + ": " + error.message());
  if (fs::is_directory(file, error)) throw results::WriteError(file.string() + ": it is a folder");
  const fs::path part = file.string() + ".part";
  std::ofstream out(part, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) {
    fs::remove(part, error);
    throw results::WriteError(file.string() + ": it cannot be written (no permission, or no space)");
  }
  fs::rename(part, file, error);
  if (error) throw results::WriteError(file.string() + ": " + error.message());
}

}  // namespace cellroute::viz
