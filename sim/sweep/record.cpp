// A chunk's result as bytes: what the journal keeps and what ranks send one another.
#include <cstring>

#include "sim/sweep/journal.hpp"

namespace cellroute::sweep {
namespace {

template <class Number>
void put(std::string& bytes, Number number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

/// Takes numbers off the front; none once the bytes have run out.
struct Cursor {
  std::string_view rest;
  bool good = true;

  template <class Number>
  Number number() {
    Number value{};
    good = good && rest.size() >= sizeof value;
    if (!good) return value;
    std::memcpy(&value, rest.data(), sizeof value);
    rest.remove_prefix(sizeof value);
    return value;
  }
  std::string_view bytes(std::uint64_t count) {
    good = good && rest.size() >= count;
    if (!good) return {};
    const auto part = rest.substr(0, count);
    rest.remove_prefix(count);
    return part;
  }
};

}  // namespace

std::string encode(const ChunkResult& result) {
  std::string bytes;
  bytes.reserve(3 * sizeof(std::uint64_t) + result.values.size() * sizeof(double));
  put<std::uint64_t>(bytes, result.chunk);
  put<std::uint64_t>(bytes, result.values.size());
  bytes.append(reinterpret_cast<const char*>(result.values.data()), result.values.size() * sizeof(double));
  put<std::uint64_t>(bytes, result.failures.size());
  for (const auto& failure : result.failures) {
    put<std::uint64_t>(bytes, failure.row);
    put<std::uint64_t>(bytes, failure.reason.size());
    bytes += failure.reason;
  }
  return bytes;
}

std::optional<ChunkResult> decode(std::string_view bytes) {
  Cursor cursor{bytes};
  ChunkResult result;
  result.chunk = cursor.number<std::uint64_t>();
  const auto values = cursor.number<std::uint64_t>();
  if (!cursor.good || values > bytes.size() / sizeof(double)) return {};
  const auto numbers = cursor.bytes(values * sizeof(double));
  if (!cursor.good) return {};
  result.values.resize(values);
  if (values > 0) std::memcpy(result.values.data(), numbers.data(), numbers.size());
  const auto failures = cursor.number<std::uint64_t>();
  for (std::uint64_t f = 0; cursor.good && f < failures; ++f) {
    const auto row = cursor.number<std::uint64_t>();
    const auto length = cursor.number<std::uint64_t>();
    const auto reason = cursor.bytes(length);
    if (cursor.good) result.failures.push_back({row, std::string(reason)});
  }
  if (!cursor.good || !cursor.rest.empty()) return {};
  return result;
}

}  // namespace cellroute::sweep
