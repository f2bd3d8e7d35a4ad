// The only file that recompiles when the commit changes.
#include "sim/results/version.hpp"

#include <version.hpp>

namespace cellroute::results {

std::string_view program_version() { return CELLROUTE_VERSION; }
std::string_view program_commit() { return CELLROUTE_COMMIT; }

}  // namespace cellroute::results
