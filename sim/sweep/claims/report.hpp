// Verdicts as a page and as CSV.
#pragma once

#include <string>
#include <vector>

#include "sim/sweep/claims/verdict.hpp"

namespace cellroute::sweep {

/// One line for each claim: how often it holds, with its interval, the verdict, and what decides.
std::string claims_table(const std::vector<Verdict>& verdicts);

/// Everything known about each claim.
std::string claims_page(const std::vector<Claim>& claims, const std::vector<Verdict>& verdicts);

/// claim,quantity,parameter,value,low,high,unit
std::string claims_csv(const std::vector<Claim>& claims, const std::vector<Verdict>& verdicts);

}  // namespace cellroute::sweep
