// Tables of the resolved lobule in the library: closures/<fingerprint>.csv, made by `cellroute closure`.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "models/lobule/closure.hpp"
#include "models/parameters.hpp"

namespace cellroute::scenario {

/// A table that cannot be read. The text names the file, the line and the remedy.
struct ClosureError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// 32 hex digits of what a table depends on: the lobule but for its dial, its chemokine and diffusion in
/// its blood, the ligand profile, the length of a sinusoid, and the blood's two numbers.
std::string closure_fingerprint(const Parameters& parameters);

/// What a table is made for, in words, to say why there is none.
std::string closure_words(const Parameters& parameters);

std::filesystem::path closure_path(const std::filesystem::path& library, const std::string& fingerprint);

/// `about` heads the file as comments. Five digits: more than the lobule is resolved to.
std::string write_closure(const LobuleClosure& closure, const std::string& about);

/// @throws ClosureError
LobuleClosure read_closure(const std::filesystem::path& file);

/// The library's table for these parameters, or null when it has none.
/// @throws ClosureError
std::shared_ptr<const LobuleClosure> find_closure(const std::filesystem::path& library,
                                                  const Parameters& parameters);

}  // namespace cellroute::scenario
