// Whether two records hold the same, value by value.
#pragma once

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "sim/results/contract.hpp"

namespace cellroute::results::test {

/// Every number and text of a record in the order of the contract.
struct Listing {
  std::vector<double> numbers;
  std::vector<std::string> names;
  void attribute(const std::string&, const std::string&, const std::string& value) { names.push_back(value); }
  void attribute(const std::string&, const std::string&, std::uint64_t value) {
    names.push_back(std::to_string(value));
  }
  void number(const std::string&, Caption, double value) { numbers.push_back(value); }
  void text(const std::string&, Caption, const std::string& value) { names.push_back(value); }
  void texts(const std::string&, Caption, const std::vector<std::string>& values) {
    names.insert(names.end(), values.begin(), values.end());
  }
  void series(const std::string&, Caption, const std::vector<double>& values) {
    numbers.insert(numbers.end(), values.begin(), values.end());
  }
  template <class Table>
  void table(const std::string&, Caption, const Table& table) {
    numbers.insert(numbers.end(), table.data.begin(), table.data.end());
  }
  bool part(const std::string& group, bool have) {
    names.push_back(group + (have ? " is there" : " is not there"));
    return have;
  }
  void by_class(const std::string&, Caption, const std::vector<double>& values) {
    numbers.insert(numbers.end(), values.begin(), values.end());
  }
  void by_class_and_zone(const std::string&, Caption, const std::vector<std::array<double, 3>>& values) {
    for (const auto& zones : values) numbers.insert(numbers.end(), zones.begin(), zones.end());
  }
  template <class Rows, class Row, class Member>
  void column(const std::string&, Caption, const Rows& rows, Member Row::*member) {
    for (const auto& row : rows)
      if constexpr (std::is_same_v<Member, std::string>)
        names.push_back(row.*member);
      else
        numbers.push_back(row.*member);
  }
};

inline Listing list(const Record& record) {
  Listing listing;
  describe(record, listing);
  return listing;
}

inline void require_same(const Record& a, const Record& b) {
  const Listing left = list(a), right = list(b);
  REQUIRE(left.names == right.names);
  REQUIRE(left.numbers.size() == right.numbers.size());
  for (std::size_t i = 0; i < left.numbers.size(); ++i) {
    if (std::isnan(left.numbers[i]) && std::isnan(right.numbers[i])) continue;
    REQUIRE(left.numbers[i] == right.numbers[i]);
  }
}

}  // namespace cellroute::results::test
