#include "viz/program/facts.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <nlohmann/json.hpp>

#include "sim/results/version.hpp"
#include "viz/plot/svg.hpp"
#include "viz/style/text.hpp"

namespace cellroute::viz {
namespace {

using Named = std::vector<std::pair<std::string, std::string>>;

/// All that is said, under the names that PNG gives to such texts.
Named all_of(const Facts& facts) {
  Named all;
  for (const auto& [name, text] : Named{{"Title", facts.title},
                                        {"Description", facts.description},
                                        {"Software", facts.software},
                                        {"Source", facts.source}})
    if (!text.empty()) all.emplace_back(name, text);
  all.insert(all.end(), facts.more.begin(), facts.more.end());
  return all;
}

std::string big_endian(std::uint32_t number) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 255);
  return bytes;
}

/// PNG (third edition) 11.3.3.4: name, not compressed, no language, UTF-8.
std::string text_chunk(const std::string& name, const std::string& text) {
  const std::string body = "iTXt" + name + std::string(5, '\0') + text;
  const auto sum = crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
  return big_endian(static_cast<std::uint32_t>(body.size() - 4)) + body +
         big_endian(static_cast<std::uint32_t>(sum));
}

}  // namespace

Facts facts_of(const std::string& title, const std::string& description, const std::string& fingerprint) {
  return {as_text(title),
          as_text(description),
          fmt::format("cellroute-render {}", results::program_version()),
          fingerprint,
          {}};
}

std::string bar_fact(const std::string& field, const std::string& unit, const Scale& scale,
                     const std::vector<std::string>& numbers) {
  const nlohmann::ordered_json bar{{"field", field},
                                   {"unit", unit},
                                   {"low", scale.low},
                                   {"high", scale.high},
                                   {"scale", scale.decades ? "decades" : "linear"},
                                   {"numbers", numbers}};
  return bar.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string shares_fact(const std::string& unit, const std::vector<std::pair<std::string, double>>& shares) {
  nlohmann::ordered_json all{{"unit", unit}};
  for (const auto& [name, share] : shares) all["shares"][name] = share;
  return all.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string png_with(const std::string& png, const Facts& facts) {
  constexpr std::size_t after_header = 8 + 25;  // signature and IHDR
  std::string chunks;
  for (const auto& [name, text] : all_of(facts)) chunks += text_chunk(name, text);
  return png.substr(0, after_header) + chunks + png.substr(after_header);
}

std::string svg_with(const std::string& svg, const Facts& facts) {
  std::string more;
  for (const auto& [name, text] : facts.more)
    more += fmt::format("<cellroute:fact name=\"{}\">{}</cellroute:fact>\n", plot::escaped(name),
                        plot::escaped(text));
  const std::string metadata = fmt::format(
      "<metadata>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:cellroute=\"urn:cellroute:picture\">\n"
      "<rdf:Description rdf:about=\"\">\n<dc:title>{}</dc:title>\n<dc:description>{}</dc:description>\n"
      "<dc:creator>{}</dc:creator>\n<dc:source>{}</dc:source>\n{}</rdf:Description>\n</rdf:RDF>\n"
      "</metadata>\n",
      plot::escaped(facts.title), plot::escaped(facts.description), plot::escaped(facts.software),
      plot::escaped(facts.source), more);
  const auto title = svg.find("</title>\n");
  const auto at = title == std::string::npos ? svg.find('>', svg.find("<svg")) + 1 : title + 9;
  return svg.substr(0, at) + metadata + svg.substr(at);
}

std::string time_fact(double seconds) { return fmt::format("{} s", seconds); }

std::string in_one_line(const Facts& facts) {
  std::string line;
  for (const auto& [name, text] : facts.more) line += name + ": " + text + "; ";
  return line + "Source: " + facts.source;
}

}  // namespace cellroute::viz
