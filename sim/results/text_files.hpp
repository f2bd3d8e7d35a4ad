// The files of a run that are read without a program: summary.txt, series.csv, segments.csv, parameters.csv.
#pragma once

#include <string>

#include "sim/results/record.hpp"

namespace cellroute::results {

/// What a doctor reads.
std::string summary(const Record& record);

/// Every series in long form: time_s,organ,state,class,value,unit. A resolved lobule counts cells per
/// volume of liver, and its classes are its own.
std::string series_csv(const Record& record);

/// The liver's Couinaud segments at every output time, with units in the names of the columns; the head alone
/// where no liver is resolved.
std::string segments_csv(const Record& record);

/// Every parameter with its source, assumptions marked.
std::string parameters_csv(const Record& record);

/// A field of a CSV file, quoted where it must be.
std::string csv_field(const std::string& text);

/// "hepatic artery (proper): 1e8 cells over 20 min from 0 s in 50 mL"
std::string describe_infusion(const Infusion& infusion);

}  // namespace cellroute::results
