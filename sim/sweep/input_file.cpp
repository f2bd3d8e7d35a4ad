#include "sim/sweep/input_file.hpp"

#include <fmt/format.h>

namespace cellroute::sweep {

std::optional<InputFile> read_input(const std::filesystem::path& file, const char* what,
                                    std::vector<scenario::Diagnostic>& problems) {
  auto source = scenario::read_source(file, file.string(), problems);
  if (!source) return {};
  InputFile input{nullptr, source->text()};
  auto document = scenario::parse_document(std::move(*source), problems);
  if (!document) return {};
  input.document = std::make_shared<scenario::Document>(std::move(*document));
  const scenario::Node& root = input.root();
  if (root.kind == scenario::Node::Kind::mapping) return input;
  problems.push_back(
      root.mistake(fmt::format("{} is a mapping, this is {}", what, scenario::name_of(root.kind))));
  return {};
}

}  // namespace cellroute::sweep
