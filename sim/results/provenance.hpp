// Who made a file, and from which input.
#pragma once

#include <cstdint>
#include <string>

namespace cellroute::results {

struct Provenance {
  std::string program, version, commit;
  std::string fingerprint;  // of the resolved scenario
  std::uint64_t seed = 0;
};

}  // namespace cellroute::results
