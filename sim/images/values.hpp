// Voxel values as they lie in a file, to labels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace cellroute::images {

enum class ValueType { i8, u8, i16, u16, i32, u32, i64, u64, f32, f64 };

/// Bytes of one value.
std::size_t size_of(ValueType type);

/// `count` values of this machine's byte order from `bytes`, each times `slope` plus `intercept`, must be
/// whole numbers from 0 to 65535. @throws ImageError, beginning with `source`, for others
std::vector<std::uint16_t> to_labels(const char* bytes, std::size_t count, ValueType type, double slope,
                                     double intercept, const std::string& source);

/// Refuses an image of these cells and bytes per value when it takes more than `memory` [byte], or when it
/// has more voxels than can be numbered. @throws ImageError
void check_size(const std::vector<double>& cells, std::size_t bytes, double memory,
                const std::string& source);

}  // namespace cellroute::images
