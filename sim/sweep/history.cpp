#include "sim/sweep/history.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "sim/results/run_log.hpp"

namespace cellroute::sweep {

using Json = nlohmann::ordered_json;

History::History(const std::filesystem::path& folder) : earlier_("[]"), started_(results::now_utc()) {
  std::ifstream file(folder / "run.json");
  const Json json = Json::parse(file, nullptr, false);
  if (json.is_object() && json.contains("sessions") && json["sessions"].is_array())
    earlier_ = json["sessions"].dump();
}

std::string History::text(const SessionLog& session) const {
  Json sessions = Json::parse(earlier_);
  sessions.push_back({{"date", started_},
                      {"host", results::host_name()},
                      {"program", session.program},
                      {"threads", session.threads},
                      {"ranks", session.ranks},
                      {"rows_before", session.rows_before},
                      {"rows_after", session.rows_after},
                      {"wall_seconds", session.wall_seconds},
                      {"ended", session.ended},
                      {"command", session.command}});
  const Json json = {{"date", started_},
                     {"host", results::host_name()},
                     {"processors", std::thread::hardware_concurrency()},
                     {"threads", session.threads},
                     {"sweep", session.sweep.string()},
                     {"library", session.library.string()},
                     {"part", session.part},
                     {"rows", session.rows_total},
                     {"rows_done", session.rows_after},
                     {"rows_failed", session.rows_failed},
                     {"sessions", sessions}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace cellroute::sweep
