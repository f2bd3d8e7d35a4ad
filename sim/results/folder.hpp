// The folder a run writes into: all of its files, or none.
#pragma once

#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace cellroute::results {

/// The place asked for must not be written to: it holds something. Nothing was touched.
struct FolderInUse : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The system refused: no permission, no space, a file in the way. Names the path and the reason.
struct WriteError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The bytes of a file.
/// @throws FileError naming the file and the reason
std::string read_file(const std::filesystem::path& file);

/// Files go to `<name>.part` and get their names together in commit(). A folder that is destroyed
/// without commit() removes its parts and every folder it made.
class OutputFolder {
 public:
  /// Makes the folder and proves that it can be written to, before anything is computed.
  /// @throws FolderInUse when it is not empty and `overwrite` is false
  /// @throws WriteError
  OutputFolder(std::filesystem::path folder, bool overwrite);
  ~OutputFolder();
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  /// `name` may have folders in front. @throws WriteError
  void add(const std::string& name, const std::string& bytes);
  /// The part of a file that the caller writes bit by bit and closes before commit(). @throws WriteError
  std::filesystem::path grow(const std::string& name);
  /// Makes the folders in front of `name`, and nothing in them. @throws WriteError
  void make_room(const std::string& name) { make_folders((folder_ / name).parent_path()); }
  /// Takes back a part: the file is not to be. Folders made for it alone go, too.
  void withdraw(const std::string& name) noexcept;
  /// Names the files in the order in which they were announced. @throws WriteError
  /// @param named told after each of them
  void commit(const std::function<void()>& named = {});

  const std::filesystem::path& path() const { return folder_; }

 private:
  void make_folders(const std::filesystem::path& folder);

  std::filesystem::path folder_;
  std::vector<std::filesystem::path> made_;   // folders, outermost first
  std::size_t own_ = 0;                       // how many of them lead to the folder itself
  std::vector<std::filesystem::path> parts_;  // final names of the files waiting as parts
};

}  // namespace cellroute::results
