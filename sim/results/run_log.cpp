#include "sim/results/run_log.hpp"

#include <hdf5.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <ctime>
#include <nlohmann/json.hpp>
#include <thread>

#include "sim/results/version.hpp"

namespace cellroute::results {
std::string now_utc() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

std::string sessions_json(const std::vector<RunSession>& sessions) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const RunSession& one : sessions)
    all.push_back({{"date", one.date},
                   {"host", one.host},
                   {"threads", one.threads},
                   {"from_seconds", one.from},
                   {"to_seconds", one.to},
                   {"wall_seconds", one.wall_seconds}});
  return all.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::vector<RunSession> sessions_of(const std::string& json) {
  std::vector<RunSession> sessions;
  const auto all = nlohmann::ordered_json::parse(json, nullptr, false);
  if (!all.is_array()) return {};
  for (const auto& one : all)
    sessions.push_back({one.value("date", ""), one.value("host", ""), one.value("threads", 0),
                        one.value("from_seconds", 0.0), one.value("to_seconds", 0.0),
                        one.value("wall_seconds", 0.0)});
  return sessions;
}

std::string run_json(const RunLog& log) {
  nlohmann::ordered_json json = {
      {"date", now_utc()},
      {"host", host_name()},
      {"processors", std::thread::hardware_concurrency()},
      {"threads", log.threads},
      {"wall_seconds", log.wall_seconds},
      {"command", log.command},
      {"scenario", log.scenario.string()},
      {"library", log.library.string()},
      {"steps", log.work.steps},
      {"rejected_steps", log.work.rejected},
      {"evaluations", log.work.evaluations},
      {"versions",
       {{"cellroute", std::string(program_version())},
        {"commit", std::string(program_commit())},
        {"compiler", __VERSION__},
        {"hdf5", std::to_string(H5_VERS_MAJOR) + "." + std::to_string(H5_VERS_MINOR) + "." +
                     std::to_string(H5_VERS_RELEASE)}}}};
  if (log.lobule)
    json["lobule"] = {{"steps", log.lobule->steps},
                      {"rejected_steps", log.lobule->rejected},
                      {"transport_solves", log.lobule->transport_solves},
                      {"transport_iterations", log.lobule->transport_iterations},
                      {"flow_solves", log.lobule->flow_solves},
                      {"flow_iterations", log.lobule->flow_iterations}};
  if (log.sessions.size() > 1) json["sessions"] = nlohmann::ordered_json::parse(sessions_json(log.sessions));
  // names on disk need not be UTF-8
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace cellroute::results
