// Track: our estimate of one object over time, as it is shown to people and rules.
//
// Units   metres and metres a second; position WGS 84; covariance of the position, east-north.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/base/ids.h"
#include "daemon/base/time.h"
#include "daemon/model/report.h"
#include "geo/coordinates.h"

namespace watchpost {

enum class TrackStatus : std::uint8_t { unspecified, tentative, confirmed, coasting, dropped };

// What an object is called, by whoever named it; strings of their own.
struct Identity {
  std::uint32_t mmsi = 0;  // 0: not known
  std::uint32_t imo = 0;
  std::optional<std::uint32_t> icao24;
  std::optional<std::uint16_t> squawk;
  std::string callsign;
  std::string name;
  std::string remote_id;
  std::string tak_uid;
  std::string sensor_track;

  bool operator==(const Identity&) const = default;
};

struct TrackSensor {
  FeedId feed{};
  std::string sensor;  // empty: the feed itself
  EventTime last_report_time;
};

struct TrackClass {
  std::string type;
  float confidence = 1;
};

struct Track {
  TrackId id{};
  std::uint64_t revision = 0;
  EventTime time;  // of the estimate
  EventTime created_time;
  EventTime last_report_time;
  LatLon position;
  CovarianceEN covariance;
  EastNorth velocity_mps;
  std::optional<float> altitude_m;
  AltitudeReference altitude_reference = AltitudeReference::unspecified;
  std::optional<float> heading_deg;
  std::optional<float> length_m;
  std::optional<float> beam_m;
  TrackStatus status = TrackStatus::tentative;
  double existence = 0;  // 0 to 1
  Identity identity;
  std::vector<TrackClass> classification;
  Affiliation affiliation = Affiliation::unspecified;
  Navigation navigation = Navigation::unspecified;
  Emergency emergency = Emergency::unspecified;
  std::optional<UnitId> unit;
  std::vector<TrackSensor> sensors;
  std::vector<std::uint16_t> feeds;  // of all reports so far: what its label follows from
  bool is_outside_area = false;
  bool is_lost = false;  // dropped because its reports stopped
  bool is_seen = false;  // a sensor stands behind it, not its transponder alone
};

}  // namespace watchpost
