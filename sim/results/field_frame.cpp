#include "sim/results/field_frame.hpp"

#include <cstdint>
#include <cstring>

#include "sim/results/hdf5.hpp"

namespace cellroute::results {
namespace {

/// Little-endian, as the rest of what a run keeps.
struct Writer {
  std::string& bytes;
  void raw(const void* from, std::size_t count) { bytes.append(static_cast<const char*>(from), count); }
  template <class Number>
  void number(Number value) {
    raw(&value, sizeof value);
  }
  void text(const std::string& value) {
    number<std::uint64_t>(value.size());
    bytes += value;
  }
};

struct Reader {
  std::string_view bytes;
  void raw(void* to, std::size_t count) {
    if (count > bytes.size()) throw FileError("a frame of fields is cut short");
    if (count > 0) std::memcpy(to, bytes.data(), count);
    bytes.remove_prefix(count);
  }
  template <class Number>
  Number number() {
    Number value{};
    raw(&value, sizeof value);
    return value;
  }
  /// How many things follow, each of `size` bytes at least.
  std::size_t count(std::size_t size) {
    const auto many = number<std::uint64_t>();
    if (many > bytes.size() / size) throw FileError("a frame of fields is cut short");
    return many;
  }
  std::string text() {
    std::string value(count(1), '\0');
    raw(value.data(), value.size());
    return value;
  }
};

}  // namespace

std::string to_bytes(const FieldFrame& frame) {
  std::string bytes;
  std::size_t values = 0;
  for (const FieldValues& one : frame.values) values += one.size();
  bytes.reserve(values * sizeof(float) + 256 * frame.arrays.size() + 256);
  Writer to{bytes};
  to.number(frame.time);
  to.raw(&frame.grid.cells, sizeof frame.grid.cells);
  to.raw(&frame.grid.spacing, sizeof frame.grid.spacing);
  to.raw(&frame.grid.corner, sizeof frame.grid.corner);
  to.number<std::uint64_t>(frame.arrays.size());
  for (std::size_t a = 0; a < frame.arrays.size(); ++a) {
    const FieldArray& array = frame.arrays[a];
    for (const auto* text : {&array.name, &array.units, &array.long_name}) to.text(*text);
    to.number<std::int32_t>(array.components);
    to.number<std::int32_t>(array.in_time ? 1 : 0);
    to.number<std::uint64_t>(frame.values[a].size());
    to.raw(frame.values[a].data(), frame.values[a].size() * sizeof(float));
  }
  return bytes;
}

FieldFrame field_frame_of(std::string_view bytes) {
  Reader from{bytes};
  FieldFrame frame;
  frame.time = from.number<double>();
  from.raw(&frame.grid.cells, sizeof frame.grid.cells);
  from.raw(&frame.grid.spacing, sizeof frame.grid.spacing);
  from.raw(&frame.grid.corner, sizeof frame.grid.corner);
  const std::size_t arrays = from.count(1);
  for (std::size_t a = 0; a < arrays; ++a) {
    FieldArray array;
    for (auto* text : {&array.name, &array.units, &array.long_name}) *text = from.text();
    array.components = from.number<std::int32_t>();
    array.in_time = from.number<std::int32_t>() != 0;
    FieldValues values(from.count(sizeof(float)));
    from.raw(values.data(), values.size() * sizeof(float));
    frame.arrays.push_back(std::move(array));
    frame.values.push_back(std::move(values));
  }
  return frame;
}

}  // namespace cellroute::results
