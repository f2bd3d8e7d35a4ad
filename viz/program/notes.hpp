// What a person should know about a picture and can do something about: a line on stderr, and which.
#pragma once

#include <set>
#include <string>

namespace cellroute::viz {

/// A line on stderr, the same one once in a run of the program.
void tell_once(const std::string& text);

/// Letters that are lower than this cannot be read [px].
inline constexpr double least_letters = 10;

/// What to say of a picture whose smallest letters are so high [px], with a size in the same shape that would
/// do; empty where they can be read.
std::string words_of_small_letters(int width, int height, double smallest);

/// Of letters that are drawn as boxes: "肝 (U+809D), 臓 (U+81D3)".
std::string words_of_letters(const std::set<std::string>& letters);

/// The letters of a text in UTF-8 that are more than one byte long.
std::set<std::string> long_letters(const std::string& text);

}  // namespace cellroute::viz
