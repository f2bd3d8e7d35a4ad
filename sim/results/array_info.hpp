// What `cellroute info` says of times and arrays, whatever they are on.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/results/field_set.hpp"

namespace cellroute::results {

std::string times_info(const std::vector<double>& times);

/// One line an array, with the range of its values over all times; of vectors, of their lengths.
/// @param single, several what an array of one component has, and one of more
std::string arrays_info(const std::vector<FieldArray>& arrays, std::size_t times,
                        const std::function<FieldValues(const std::string& array, std::size_t step)>& read,
                        const std::string& single, const std::string& several);

}  // namespace cellroute::results
