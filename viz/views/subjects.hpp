// Whom a plot is about: names, colours of organs, and what is small enough to be put together.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/results/compare.hpp"
#include "viz/style/colour.hpp"

namespace cellroute::viz {

struct FolderResult {
  std::filesystem::path folder;
  results::Record record;
};

/// The results in the folders of a folder, in the order that its compare.csv was asked for; what that does
/// not name follows in the usual order of routes, then by name. Empty when there are none.
/// @throws results::FileError
std::vector<FolderResult> results_within(const std::filesystem::path& folder);

/// What compare.csv of a folder compared and is not among its records, by the names that it has there.
/// @throws results::FileError
std::vector<std::string> missing_of(const std::filesystem::path& folder,
                                    const std::vector<results::Record>& records);

/// The result of a folder, or those within it.
/// @throws results::FileError
std::vector<results::Record> read_records(const std::filesystem::path& result);

/// "umbilical cord MSC in human with alcoholic cirrhosis, 1e8 cells": what the subjects share of it.
std::string patient_of(const std::vector<results::Subject>& subjects);

/// What the subjects share, and after it what differs and their names leave out: catheters that reach a part
/// of the liver alone, doses, hosts, labels and the time of infusion.
std::string shared_and_different(const std::vector<results::Subject>& subjects);

/// A colour for each subject: that of its route where routes tell them apart.
std::vector<Colour> subject_colours(const std::vector<results::Subject>& subjects);

bool is_human(const results::Record& record);

/// The limits were published for people: what to call one that a record is above.
const char* above_limit(const results::Record& record);

/// An organ, or `other organs`.
Colour organ_colour(const std::string& organ);

inline constexpr const char* other_organs = "other organs";

/// Organs that hold at least this share of the dose [1] alive in some subject at some time drawn, the fullest
/// first.
std::vector<std::string> main_organs(const std::vector<results::Subject>& subjects, double least);

/// Living cells over the dose [1] at an output time; of `other_organs` all that are not in `named`.
double living(const results::Record& record, const std::string& organ, const std::vector<std::string>& named,
              int time);

}  // namespace cellroute::viz
