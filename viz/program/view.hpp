// What a view is: a name, what it is about, and a function from a request to the bytes of a picture.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace cellroute::viz {

/// The request does not fit the result: what is missing or outside, and what there is. Exit code 2.
struct RequestError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Longest side of a picture [px].
inline constexpr int largest_side = 8192;

/// What was asked for. Texts that a view has no use for are empty, or the view refuses them.
struct Request {
  std::filesystem::path result;  // a result folder, or a file of one
  std::optional<double> time;    // [s]
  int width = 1600, height = 1200;
  std::string format = "png";  // png, svg or pdf
  std::string field;           // which field or amount to show
  std::string as;              // how to show it: volume, points, cut
  std::string cut;             // where to cut: x, y, z, or `y=2 cm`
  std::string vessels;         // colour of vessels: kind, flow, arrival, none
  /// The scale holds at all times, so that pictures can be compared; else it is the time's own.
  bool shared_scale = false;
  std::vector<std::filesystem::path> more = {};  // results to draw in the same picture
  /// Results drawn beside this one: colours and dots stand for the same in all.
  std::vector<std::filesystem::path> beside = {};
};

struct View {
  std::string name;                  // as --view takes it
  std::string about;                 // a phrase
  std::string needs;                 // what a result must hold: "a liver level (liver.vtkhdf)"
  std::vector<std::string> formats;  // it can draw, the usual one first
  /// Whether the result holds what it needs.
  std::function<bool(const std::filesystem::path&)> fits;
  /// The times it can show [s]; none where a picture shows all of them.
  std::function<std::vector<double>(const Request&)> times;
  /// The bytes of the picture. @throws RequestError, results::FileError
  std::function<std::string(const Request&)> draw;
  std::vector<std::string> takes = {};  // the options that mean something to it: "--time", "--field", ...
  bool several = false;                 // whether results can be side by side in it
};

/// Every view, in the order in which they are listed. views.cpp names them.
const std::vector<View>& views();

/// The file `name` of a result folder, or `result` itself when it is that kind of file.
/// @throws RequestError naming the field files there are when there is none
std::filesystem::path find_file(const std::filesystem::path& result, const std::string& name);

/// Whether find_file() would find it.
bool has_file(const std::filesystem::path& result, const std::string& name);

/// The step whose time is `wanted`; the last one when none is asked for.
/// @throws RequestError naming the times there are when it is outside them or between two
std::size_t find_step(const std::vector<double>& times, std::optional<double> wanted);

}  // namespace cellroute::viz
