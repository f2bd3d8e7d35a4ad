#include "sim/sweep/reference.hpp"

#include "sim/scenario/schema.hpp"
#include "sim/sweep/claims/claim.hpp"
#include "sim/sweep/claims/keys.hpp"
#include "sim/sweep/dose/keys.hpp"
#include "sim/sweep/dose/safe_dose.hpp"
#include "sim/sweep/fit/fit.hpp"
#include "sim/sweep/fit/keys.hpp"
#include "sim/sweep/input_file.hpp"
#include "sim/sweep/keys.hpp"
#include "sim/sweep/plan.hpp"

namespace cellroute::sweep {

std::string reference() {
  using scenario::markdown_keys;
  return "\n# Sweeps, claims, fits and safe doses\n\n## A sweep file\n\n" + markdown_keys(sweep_keys()) +
         "\n## A claims file\n\n" + markdown_keys(claims_keys()) + "\nEach claim:\n\n" +
         markdown_keys(claim_keys()) + "\n## A fit file\n\n" + markdown_keys(fit_keys()) +
         "\n## A safe-dose file\n\n" + markdown_keys(dose_keys());
}

std::optional<std::vector<scenario::Diagnostic>> check(const std::filesystem::path& file,
                                                       const std::filesystem::path& library) {
  std::vector<scenario::Diagnostic> ignored;
  const auto input = read_input(file, "an input file", ignored);
  if (!input) return {};
  const auto has = [&](const char* key) { return input->root().find(key) != nullptr; };
  try {
    if (has("claims"))
      load_claims(file, {library, {}});
    else if ((has("data") || has("parameters")) && !has("kind"))
      load_fit(file, {library, {}});
    else if ((has("dose") || has("limit")) && !has("kind"))
      load_dose_question(file, {library, {}});
    else if (is_sweep_file(file))
      load_plan(file, {library, {}});
    else
      return {};
  } catch (const scenario::InputError& error) {
    return error.diagnostics;
  }
  return std::vector<scenario::Diagnostic>{};
}

}  // namespace cellroute::sweep
