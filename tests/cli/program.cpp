#include "tests/cli/program.hpp"

#include <stdlib.h>
#include <sys/wait.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace cellroute::cli::test {
namespace fs = std::filesystem;
namespace {

std::string shell_word(const std::string& text) {
  std::string safe = "'";
  for (char letter : text) safe += letter == '\'' ? "'\\''" : std::string(1, letter);
  return safe + "'";
}

}  // namespace

Scratch::Scratch() {
  std::string name = (fs::temp_directory_path() / "cellroute-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  fs::permissions(name, fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);
  path_ = name;
}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

fs::path Scratch::write(const std::string& name, const std::string& text) const {
  fs::create_directories((path_ / name).parent_path());
  std::ofstream(path_ / name) << text;
  return path_ / name;
}

std::string read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

Outcome run(const std::vector<std::string>& arguments, const Setting& setting) {
  const Scratch scratch;
  const fs::path out = scratch.path() / "out", err = scratch.path() / "err";
  const fs::path folder = setting.folder.empty() ? scratch.path() : setting.folder;
  std::string command = setting.shell + " " + shell_word(CELLROUTE_PROGRAM);
  for (const auto& argument : arguments) command += " " + shell_word(argument);
  command = "cd " + shell_word(folder.string()) + " && { " + command + " " + setting.after + " ; } >" +
            shell_word(out.string()) + " 2>" + shell_word(err.string());
  const int status = std::system(("bash -c " + shell_word(command)).c_str());
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {code, read(out), read(err)};
}

std::string small_scenario(const std::string& extra) {
  return "title: A small run\n"
         "species: human\n"
         "condition: alcoholic_cirrhosis\n"
         "product: umbilical_cord_msc\n"
         "label: in111_oxine\n"
         "regimen:\n"
         "  - {route: hepatic_artery, catheter: proper, cells: 1e8, over: 20 min, at: 0 h, volume: 50 mL}\n"
         "levels: [body]\n"
         "horizon: 1 d\n"
         "output: {times: [5 min, 1 h, 24 h]}\n" +
         extra;
}

}  // namespace cellroute::cli::test
