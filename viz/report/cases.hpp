// What the subjects of a report share, in what they differ, and what heads columns of them.
#pragma once

#include <string>
#include <vector>

#include "sim/results/compare.hpp"

namespace cellroute::viz {

/// Same host, label, parameters and infusions, whatever the routes.
bool same_apart_from_routes(const results::Record& a, const results::Record& b);

/// Whether subjects differ in these. `rest`: in anything else that was given besides the route, as host,
/// label, the times of infusions or parameters.
struct Differences {
  bool species = false, condition = false, product = false, dose = false, route = false, rest = false;
  /// Each has a route of its own, and nothing else is different.
  bool only_routes = false;
};
Differences differences(const std::vector<results::Subject>& subjects);

/// Their names as heads of panels where these are few and the names short, else letters.
std::vector<std::string> case_marks(const std::vector<results::Subject>& subjects);

/// Their names as heads of columns, which two long ones have room for, else letters.
std::vector<std::string> case_heads(const std::vector<results::Subject>& subjects);

/// "In-111 oxine, decay applied".
std::string label_words(const results::Record& record);

/// "1e8 cells by the hepatic artery (proper) over 20 min, from 0 s": each infusion with its own route.
std::string regimen_words(const results::Record& record);

/// Whether a record exceeds any of the limits, which were published for people; how many: "1 of 4".
bool crosses_rules(const results::Record& record);
std::string crossed_rules(const results::Record& record);

/// When the last infusion of all subjects has ended [s].
double end_of_infusions(const std::vector<results::Subject>& subjects);

/// Share [1] of the cells of a regimen that are infused by `time`.
double infused_share(const results::Record& record, double time);

}  // namespace cellroute::viz
