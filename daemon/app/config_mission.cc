// [mission], [fusion], [publish], [record].
#include <algorithm>
#include <array>

#include "daemon/app/config_draft.h"
#include "daemon/app/config_endpoints.h"
#include "daemon/app/config_time_zone.h"

namespace watchpost {
namespace {

Mode mode_of(std::string_view word) {
  if (word == "ACTUAL") return Mode::actual;
  if (word == "EXERCISE") return Mode::exercise;
  return Mode::test;
}

void build_mission_table(ConfigDraft& draft, const ConfigTable& table) {
  Mission& mission = draft.mission();
  mission.name = table.get<std::string>("name", mission.name);
  mission.node = table.get<std::string>("node", mission.name);
  mission.mode = mode_of(table.text("mode"));
  mission.buffer_m = table.get<double>("buffer_m");
  mission.area = load_area_of(draft, table, "area");
  if (const auto name = table.find<std::string>("time_zone")) {
    Result<std::vector<TimeZoneTransition>> zone = load_time_zone(*name);
    if (zone) {
      mission.time_zone = std::move(*zone);
    } else {
      draft.problems.error(table.place("time_zone"), zone.error().what);
    }
  }
}

std::string checked(ConfigDraft& draft, const ConfigTable& table, std::string_view key,
                    Result<std::string> (*parse)(std::string_view), std::string otherwise) {
  const auto text = table.find<std::string>(key);
  if (!text) return otherwise;
  Result<std::string> parsed = parse(*text);
  if (parsed) return std::move(parsed).value();
  draft.problems.error(table.place(key), parsed.error().what);
  return otherwise;
}

void build_publish(ConfigDraft& draft, const ConfigTable& table) {
  PublishSettings& publish = draft.configuration.publish;
  publish.stream = checked(draft, table, "stream", parse_own_endpoint, publish.stream);
  publish.query = checked(draft, table, "query", parse_own_endpoint, publish.query);
  publish.advertise = checked(draft, table, "advertise", parse_endpoint, "");
  publish.track_interval = std::chrono::milliseconds(table.get<std::int64_t>("track_interval_ms", 1000));
  if (publish.stream == publish.query)
    draft.problems.error(table.place(table.is_written("query") ? "query" : "stream"),
                         "found " + publish.stream + " for both stream and query, expected two endpoints");
}

void build_record(ConfigDraft& draft, const ConfigTable& table) {
  RecordSettings& record = draft.configuration.record;
  record.directory = table.text("directory");
  if (!record.directory.empty()) {
    record.directory = draft.resolve(record.directory);
    draft.problems.warn(table.key_place("directory"),
                        "this version records nothing: [record] is checked, not obeyed");
  }
  record.retain_inputs_days = table.get<double>("retain_inputs_days", record.retain_inputs_days);
  record.retain_outputs_days = table.get<double>("retain_outputs_days", record.retain_outputs_days);
  record.quota_gb = table.find<double>("quota_gb");
  record.has_tracks = table.get<bool>("tracks", record.has_tracks);
}

}  // namespace

void build_mission(ConfigDraft& draft) {
  for (const ConfigTable& table : draft.all("mission")) build_mission_table(draft, table);
  for (const ConfigTable& table : draft.all("fusion"))
    draft.mission().fusion_lag = duration_from_s(table.get<double>("lag_s", 10));
  for (const ConfigTable& table : draft.all("publish")) build_publish(draft, table);
  for (const ConfigTable& table : draft.all("record")) build_record(draft, table);
}

}  // namespace watchpost
