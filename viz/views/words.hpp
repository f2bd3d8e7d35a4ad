// Names of tables in words for axes and titles.
#pragma once

#include <string>

namespace cellroute::viz {

/// `product.adhesion.migration_rate` -> product, adhesion: migration rate.
std::string parameter_words(const std::string& path);

/// What a metric of the library is, without its unit: living cells in the liver after 24 h. Another name, as
/// one that a sweep file made up, in its own words.
std::string metric_words(const std::string& name);

/// `portal_beats_artery_in_nash` -> Portal beats artery in NASH.
std::string statement_words(const std::string& name);

/// A sentence as a title has it: without its full stop.
std::string as_title(const std::string& sentence);

}  // namespace cellroute::viz
