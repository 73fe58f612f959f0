// Mission: what the configuration says, as plain structs, defaults filled in.
//
// Geometry is compiled when the configuration is loaded and shared, never changed.
// Source   docs/interfaces.md, "Configuration (TOML)"; rows in daemon/app/config_schema.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemon/base/time.h"
#include "daemon/model/parameter.h"
#include "daemon/model/report.h"

namespace watchpost {

class Area;      // geo/area.h
class Polyline;  // geo/polyline.h

enum class Mode : std::uint8_t { unspecified, actual, exercise, test, replay };
enum class Severity : std::uint8_t { unspecified, info, advisory, warning, critical };

// Where a feed's receive times come from.
enum class FeedTime : std::uint8_t { clock, data };

struct Feed {
  std::string name;
  std::string source;  // `tcp://HOST:PORT`, `file:PATH`, …
  std::string format;
  std::string label = "ALL";
  bool is_trusted = false;
  FeedTime time = FeedTime::clock;
  Duration max_clock_offset = std::chrono::seconds(60);
  bool keep_raw = false;
  Duration idle = std::chrono::seconds(30);
  std::string purpose;
  std::string owner;
  std::optional<ReceiveTime> expires;  // nothing it delivers from then on is admitted
  std::string pace;                    // of `file:`: "recorded", a number, or "max"
  bool is_followed = false;
  std::string multicast_interface;  // of `udp:` with a group: where to hear it; empty: by the route
  ParameterValues options;          // `[feed.options]`, for the decoder
  bool is_retired = false;          // taken out of the configuration while running: its number stays its own
};

struct Sensor {
  std::string feed;
  std::string name;
  std::optional<LatLon> position;
  std::shared_ptr<const Area> coverage;
  std::optional<double> std_m;
  std::optional<double> std_range_m;
  std::optional<double> std_azimuth_deg;
};

struct Zone {
  std::string name;
  std::string label = "ALL";
  std::shared_ptr<const Area> area;
};

struct Line {
  std::string name;
  std::string label = "ALL";
  std::shared_ptr<const Polyline> line;
};

struct Asset {
  std::string name;
  std::string label = "ALL";
  LatLon position;
};

// The identity that makes a report one of a unit; each empty or 0 where not asked for.
struct UnitIdentity {
  std::uint32_t mmsi = 0;
  std::uint32_t imo = 0;
  std::optional<std::uint32_t> icao24;
  std::string callsign;
  std::string name;
  std::string remote_id;
  std::string tak_uid;
  std::string sensor_track;

  bool operator==(const UnitIdentity&) const = default;
};

struct Unit {
  std::string name;
  UnitIdentity identity;
  Affiliation affiliation = Affiliation::own;
  std::optional<Duration> report_interval;
  std::string route;        // name; empty: none
  bool is_retired = false;  // taken out of the configuration while running: its number stays its own
};

// The mission's time zone as numbers, so that rules need no time-zone library: from `since`
// on, local time is UTC + `offset`. Sorted; the first holds before it too.
struct TimeZoneTransition {
  EventTime since;
  Duration offset{};
};

// `mon-fri 22:00-06:00`: on these days, from a minute of the day to another. Where `to` is not
// after `from`, it ends on the day after the one it began on.
struct Schedule {
  std::uint8_t days = 0;  // bit 0 is Monday
  std::uint16_t from_minute = 0;
  std::uint16_t to_minute = 0;
};

// One entry of `subjects`: exactly one member is set.
struct SubjectPattern {
  std::string classification;  // a dotted prefix
  Affiliation affiliation = Affiliation::unspecified;
  std::string unit;
  std::string identity_kind;  // `mmsi`, `icao24`, `name`, …
  std::string identity_value;
};

struct RuleSpec {
  std::string kind;
  std::string name;
  std::string place;                     // name of the zone, line, route or asset; empty: none
  std::vector<SubjectPattern> subjects;  // empty: all
  std::vector<SubjectPattern> others;    // the second of a pair; empty: all
  Severity severity = Severity::warning;
  Duration hold{};
  Duration clear{};
  Duration cooldown{};
  double confidence = 0.9;
  std::vector<Schedule> active;  // empty: always
  bool is_latched = false;
  std::string label;  // empty: the label of what it is about
  std::string instruction;
  ParameterValues parameters;  // the kind's own
};

struct Mission {
  std::string name = "local";
  std::string node = "local";
  Mode mode = Mode::test;
  std::shared_ptr<const Area> area;  // null only where a command runs without a configuration: no limit
  double buffer_m = 0;
  std::vector<TimeZoneTransition> time_zone;
  std::vector<Feed> feeds;
  std::vector<Sensor> sensors;
  std::vector<Zone> zones;
  std::vector<Line> lines;
  std::vector<Asset> assets;
  std::vector<Unit> units;
  std::vector<RuleSpec> rules;
  Duration fusion_lag = std::chrono::seconds(10);
};

// The sockets of `[publish]`.
struct PublishSettings {
  std::string stream = "tcp://127.0.0.1:5556";
  std::string query = "tcp://127.0.0.1:5557";
  std::string advertise;  // the stream as consumers reach it; empty: `stream`
  Duration track_interval = std::chrono::milliseconds(1000);
};

}  // namespace watchpost
