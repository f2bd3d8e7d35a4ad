// Numbers of a report's tables: alike in a row, and never more or less than they are.
#include <catch2/catch.hpp>
#include <cmath>

#include "viz/report/numbers.hpp"

using namespace cellroute::viz;
using Texts = std::vector<std::string>;

TEST_CASE("The numbers of a row have as many decimals, three digits for the largest") {
  CHECK(fixed(std::vector<double>{97.5, 60, 0.74}) == Texts{"97.5", "60.0", "0.7"});
  CHECK(fixed(std::vector<double>{0.481, 0.316, 0.00107}) == Texts{"0.481", "0.316", "0.001"});
  CHECK(fixed(std::vector<double>{0.5}) == Texts{"0.500"});
  CHECK(fixed(std::vector<double>{12345, 3}) == Texts{"12345", "3"});
}

TEST_CASE("A small number is no zero, a zero is one, and what is not there is neither") {
  CHECK(fixed(std::vector<double>{11.5, 0.03}) == Texts{"11.50", "0.03"});
  CHECK(fixed(std::vector<double>{0.001, 0, std::nan("")}, 1) == Texts{"<0.1", "0.0", "-"});
  CHECK(fixed(-1e-9, 2) == "0.00");
  CHECK(fixed(-0.001, 2) == "0.00");
  CHECK(fixed(-0.006, 2) == "-0.01");
  CHECK(fixed(0.006, 2) == "0.01");
  CHECK(fixed(std::vector<double>{0, 0}) == Texts{"0.00", "0.00"});
}

TEST_CASE("Shares are per cent with one decimal, or two where one is below 1 %") {
  CHECK(percents({0.119, 0.121, 1}) == Texts{"11.9", "12.1", "100.0"});
  CHECK(percents({0.1149, 0.0003, 0.00002}) == Texts{"11.49", "0.03", "<0.01"});
  CHECK(percents({0.5, 0}) == Texts{"50.0", "0.0"});
}
