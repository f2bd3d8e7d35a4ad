// Who is compared: the letters and the words that stand for a record beside others, in tables, plots and
// reports alike.
#pragma once

#include <string>
#include <vector>

#include "sim/results/record.hpp"

namespace cellroute::results {

/// One of the records compared.
struct Subject {
  const Record* record;
  std::string letters;    // for the head of a narrow column
  std::string name = {};  // what tells it from the others, in words
};

/// Gives each record its letters, those of its route (HA, PV, IV) when the routes differ, else A, B, C; and
/// its name: product, patient and route as far as they differ, then dose, host, label, times of infusion or
/// title while names are still equal, and behind the name its letters where nothing tells it apart. The
/// catheter is in a name only where routes are equal without it.
std::vector<Subject> name_subjects(const std::vector<Record>& records);

/// The names alone.
std::vector<std::string> names_of(const std::vector<Subject>& subjects);

/// "PV: portal vein": a legend's line; the letters once.
std::string lettered(const Subject& subject);

bool all_differ(const std::vector<std::string>& texts);

/// "umbilical cord MSC with hypoxic preconditioning".
std::string product_words(const Record& record);

/// Each route of a record once, in the order of its infusions: "hepatic artery (proper) + peripheral vein".
std::string route_words(const Record& record);

/// The same without catheters.
std::string bare_route_words(const Record& record);

}  // namespace cellroute::results
