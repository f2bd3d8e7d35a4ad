// How a tree is read: a file's room is the longest folder of the plan that holds it.
#include "tests/house/inspect.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace cellroute::house {
namespace {

namespace fs = std::filesystem;

constexpr int longest_file = 450;  // lines; few files come near

bool begins(const std::string& text, const std::string& start) {
  return text.compare(0, start.size(), start) == 0;
}

bool inside(const std::string& path, const std::string& folder) {
  return folder.empty() || path == folder || begins(path, folder + "/");
}

bool inside_any(const std::string& path, const std::vector<std::string>& folders) {
  return std::any_of(folders.begin(), folders.end(),
                     [&](const auto& folder) { return inside(path, folder); });
}

const Room* room_of(const std::string& path, const Plan& plan) {
  const Room* best = nullptr;
  for (const Room& room : plan.rooms)
    if (inside(path, room.folder) && (!best || room.folder.size() > best->folder.size())) best = &room;
  return best;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

/// Source files of the project, by path from the root: everything in its top-level folders that
/// ends in one of `endings`, leaving out build trees and hidden folders.
std::vector<std::string> files_below(const fs::path& root, const std::set<std::string>& endings) {
  std::vector<std::string> found;
  for (auto entry = fs::recursive_directory_iterator(root); entry != fs::recursive_directory_iterator();
       ++entry) {
    const std::string name = entry->path().filename().string();
    if (entry->is_directory()) {
      const bool top = entry.depth() == 0;
      if (name.front() == '.' || (top && (begins(name, "build") || name == "results")))
        entry.disable_recursion_pending();
    } else if (endings.count(entry->path().extension().string()) || endings.count(name)) {
      found.push_back(fs::relative(entry->path(), root).generic_string());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

struct Include {
  bool own = false;    // in quotes rather than angle brackets
  std::string header;  // empty when the line includes nothing
};

Include read_include(const std::string& line) {
  std::istringstream in(line);
  char mark = 0, open = 0;
  std::string directive(7, ' ');
  if (!(in >> mark) || mark != '#' || !(in >> std::ws).read(directive.data(), 7)) return {};
  if (directive != "include" || !(in >> open) || (open != '<' && open != '"')) return {};
  Include include{open == '"', ""};
  std::getline(in, include.header, include.own ? '"' : '>');
  return include;
}

/// The complaint about an angle-bracket include, or nothing.
std::string outside_header(const std::string& header, const std::string& file, const Room& room,
                           const Plan& plan) {
  for (const Guest& guest : plan.guests)
    for (const auto& start : guest.headers)
      if (begins(header, start))
        return inside_any(file, guest.rooms)
                   ? ""
                   : "<" + header + "> is " + guest.name + ", which lives in " + joined(guest.rooms);
  if (header.find_first_of("./") != std::string::npos)
    return "<" + header + "> belongs to no library of the plan";
  const auto& closed = room.closed_to;
  if (std::find(closed.begin(), closed.end(), header) != closed.end())
    return "<" + header + "> has no place in " + room.folder;
  return "";
}

/// The complaint about an include of our own file, or nothing.
std::string own_header(const std::string& header, const std::string& file, const Room& room,
                       const fs::path& root) {
  if (!fs::exists(root / header)) {
    if (fs::exists(root / fs::path(file).parent_path() / header))
      return "\"" + header + "\" is to be named by its path from the root";
    return "\"" + header + "\" does not exist";
  }
  if (inside(header, room.folder) || inside_any(header, room.sees)) return "";
  return room.folder + " must not see \"" + header + "\"";
}

}  // namespace

Complaints inspect_includes(const fs::path& root, const Plan& plan) {
  Complaints complaints;
  for (const auto& file : files_below(root, {".hpp", ".cpp", ".h"})) {
    const Room* room = room_of(file, plan);
    if (!room) {
      complaints.push_back(file + ": stands in no room");
      continue;
    }
    std::ifstream in(root / file);
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
      const Include include = read_include(line);
      if (include.header.empty()) continue;
      const std::string complaint = include.own ? own_header(include.header, file, *room, root)
                                                : outside_header(include.header, file, *room, plan);
      if (!complaint.empty()) complaints.push_back(file + ":" + std::to_string(number) + ": " + complaint);
    }
  }
  return complaints;
}

Complaints inspect_links(std::istream& links, const Plan& plan) {
  struct Link {
    std::string folder, target, library;
  };
  std::vector<Link> all;
  std::map<std::string, std::string> folder_of;
  for (Link link; links >> link.folder >> link.target >> link.library;) {
    folder_of[link.target] = link.folder;
    all.push_back(link);
  }
  Complaints complaints;
  for (const Link& link : all) {
    const auto complain = [&](const std::string& why) {
      complaints.push_back(link.folder + ": " + link.target + " links " + link.library + ", " + why);
    };
    const Room* room = room_of(link.folder, plan);
    if (!room) {
      complain("and stands in no room");
      continue;
    }
    if (link.library == "cellroute_flags") continue;
    if (const auto own = folder_of.find(link.library); own != folder_of.end()) {
      // A single visible header (a solver's plain result) is reason enough to link its room.
      const auto touches = [&](const std::string& seen) {
        return inside(own->second, seen) || inside(seen, own->second);
      };
      if (!inside(own->second, room->folder) && std::none_of(room->sees.begin(), room->sees.end(), touches))
        complain("but must not see " + own->second);
      continue;
    }
    const std::string library = link.library.substr(link.library.rfind('/') + 1);
    const Guest* known = nullptr;
    for (const Guest& guest : plan.guests)
      for (const auto& start : guest.targets)
        if (begins(library, start) || begins(library, "lib" + start)) known = &guest;
    if (!known)
      complain("which belongs to no library of the plan");
    else if (!inside_any(link.folder, known->rooms))
      complain("which lives in " + joined(known->rooms));
  }
  return complaints;
}

Complaints inspect_files(const fs::path& root, const Plan&) {
  Complaints complaints;
  for (const auto& file :
       files_below(root, {".hpp", ".cpp", ".h", ".cmake", "CMakeLists.txt", ".py", ".sh"})) {
    std::ifstream in(root / file);
    std::string line, first;
    bool guarded = false;
    int lines = 0;
    for (; std::getline(in, line); ++lines) {
      if (lines == 0) first = line;
      if (line == "#pragma once") guarded = true;
    }
    const std::string ending = fs::path(file).extension().string();
    const bool cpp = ending == ".cpp" || ending == ".hpp" || ending == ".h";
    if (lines > longest_file)
      complaints.push_back(file + ": " + std::to_string(lines) + " lines, more than " +
                           std::to_string(longest_file));
    // A source file may leave the saying to its header.
    const std::string header = fs::path(file).replace_extension(".hpp").generic_string();
    const bool says = begins(first, "//") || (ending == ".cpp" && first == "#include \"" + header + "\"");
    if (cpp && !says) complaints.push_back(file + ":1: does not open by saying what it is");
    if (cpp && ending != ".cpp" && !guarded) complaints.push_back(file + ": lacks #pragma once");
  }
  return complaints;
}

}  // namespace cellroute::house
