// Text tables: fields between commas, quoted where they must be.
#pragma once

#include <string>
#include <vector>

namespace cellroute::scenario {

/// Lines of fields; blank lines are left out. Quotes may hold commas, line breaks and doubled quotes.
/// @param numbers if given, the line of the file, from 1, at which each begins
std::vector<std::vector<std::string>> parse_csv(const std::string& text, std::vector<int>* numbers = nullptr);

}  // namespace cellroute::scenario
