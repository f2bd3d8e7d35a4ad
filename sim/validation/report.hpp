// The validation as a page to read, as a CSV, and as one line.
#pragma once

#include <string>
#include <vector>

#include "sim/validation/score.hpp"

namespace cellroute::validation {

/// Predicted rows alone, by the model and by each null predictor.
struct Summary {
  Score model;
  std::array<Score, nulls.size()> null;
  Score unseen;  // without rows in view
  std::array<Score, nulls.size()> null_unseen;
};
/// The columns in which the model is not strictly better than another predictor.
std::vector<std::string> unbeaten(const Score& model, const Score& other);

Summary summarize(const std::vector<Judged>& rows);

/// "12 of 20 numbers within 2-fold, GMFE 1.9; 11 of 13 directions right (...)"
std::string summary_line(const Summary& summary);

/// 100 characters wide.
std::string report(const std::vector<Judged>& rows);

/// validation.csv: one line per published row.
std::string validation_csv(const std::vector<Judged>& rows);

}  // namespace cellroute::validation
