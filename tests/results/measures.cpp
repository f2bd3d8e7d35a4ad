// Numbers derived from a result.
#include "sim/results/measures.hpp"

#include <catch2/catch.hpp>
#include <limits>

#include "sim/results/format.hpp"

using namespace cellroute;
using namespace cellroute::results;

TEST_CASE("A balance that holds to rounding is silent, a broken one is said with its size") {
  body::Balance balance;
  balance.worst_cells = 3e-15;
  balance.worst_dead = 1e-13;
  balance.worst_label = imbalance_allowed;
  CHECK(broken_balance(balance).empty());
  balance.worst_label = 5.9e43;
  CHECK(broken_balance(balance) == "the balance of the label is off by 5.9e+43 of the label infused");
  balance.worst_cells = 2e-9;
  CHECK(broken_balance(balance) ==
        "the balance of living cells is off by 2.0e-09 of the dose; "
        "the balance of the label is off by 5.9e+43 of the label infused");
  balance = {};
  balance.worst_dead = std::numeric_limits<double>::quiet_NaN();
  CHECK(broken_balance(balance) == "the balance of dead cells is off by nan of the dose");
}
