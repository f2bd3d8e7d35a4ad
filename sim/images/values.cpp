// Voxel values as they lie in a file, to labels.
#include "sim/images/values.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "sim/images/label_image.hpp"

namespace cellroute::images {

namespace {

constexpr double largest_label = std::numeric_limits<std::uint16_t>::max();

template <class Value>
std::vector<std::uint16_t> convert(const char* bytes, std::size_t count, double slope, double intercept,
                                   const std::string& source) {
  std::vector<std::uint16_t> labels(count);
  for (std::size_t i = 0; i < count; ++i) {
    Value stored;
    std::memcpy(&stored, bytes + i * sizeof(Value), sizeof(Value));
    const double value = static_cast<double>(stored) * slope + intercept;
    if (!(value >= 0 && value <= largest_label))
      throw ImageError(fmt::format("{}: voxel {} is {:g}, and a label is a whole number from 0 to 65535",
                                   source, i, value));
    if (value != std::floor(value))
      throw ImageError(
          fmt::format("{}: voxel {} is {:g}: labels are whole numbers; is this an image and no "
                      "segmentation?",
                      source, i, value));
    labels[i] = static_cast<std::uint16_t>(value);
  }
  return labels;
}

}  // namespace

std::size_t size_of(ValueType type) {
  switch (type) {
    case ValueType::i8:
    case ValueType::u8:
      return 1;
    case ValueType::i16:
    case ValueType::u16:
      return 2;
    case ValueType::i32:
    case ValueType::u32:
    case ValueType::f32:
      return 4;
    default:
      return 8;
  }
}

std::vector<std::uint16_t> to_labels(const char* bytes, std::size_t count, ValueType type, double slope,
                                     double intercept, const std::string& source) {
  const auto as = [&]<class Value>(Value) { return convert<Value>(bytes, count, slope, intercept, source); };
  switch (type) {
    case ValueType::i8:
      return as(std::int8_t{});
    case ValueType::u8:
      return as(std::uint8_t{});
    case ValueType::i16:
      return as(std::int16_t{});
    case ValueType::u16:
      return as(std::uint16_t{});
    case ValueType::i32:
      return as(std::int32_t{});
    case ValueType::u32:
      return as(std::uint32_t{});
    case ValueType::i64:
      return as(std::int64_t{});
    case ValueType::u64:
      return as(std::uint64_t{});
    case ValueType::f32:
      return as(float{});
    default:
      return as(double{});
  }
}

void check_size(const std::vector<double>& cells, std::size_t bytes, double memory,
                const std::string& source) {
  double count = 1;
  for (const double n : cells) count *= n;
  const double needed = count * (static_cast<double>(bytes) + sizeof(std::uint16_t));
  if (needed > memory)
    throw ImageError(
        fmt::format("{}: {:.3g} voxels take {:.3g} GB to read, {:.3g} GB are allowed: crop the "
                    "image to the liver, or make its voxels larger",
                    source, count, needed * 1e-9, memory * 1e-9));
  if (count > std::numeric_limits<std::int32_t>::max())
    throw ImageError(
        fmt::format("{}: {:.3g} voxels are more than can be numbered (2^31): crop the image", source, count));
}

}  // namespace cellroute::images
