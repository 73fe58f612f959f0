// Alert: the story of one condition for people: raised, updated, acknowledged, cleared.
//
// Source   proto/watchpost/v1; docs/rules.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/base/ids.h"
#include "daemon/base/time.h"
#include "daemon/model/mission.h"
#include "daemon/model/track.h"
#include "geo/coordinates.h"

namespace watchpost {

enum class AlertState : std::uint8_t { unspecified, raised, updated, acknowledged, cleared, cancelled };
enum class Urgency : std::uint8_t { unspecified, immediate, expected, future, past, unknown };  // CAP 1.2
enum class Certainty : std::uint8_t {
  unspecified,
  observed,
  likely,
  possible,
  unlikely,
  unknown
};  // CAP 1.2

// What an alert is about: exactly one of track, unit, identity alone, zone, sensor, report.
// `identity` stands beside a track or unit where it is known.
struct Subject {
  std::optional<TrackId> track;
  std::string unit;
  std::string zone;
  std::string sensor;
  std::string report_id;
  Identity identity;
};

// A measured value beside the threshold it is held against.
struct EvidenceValue {
  std::string name;
  double value = 0;
  double threshold = 0;
  std::string unit;
};

struct Evidence {
  std::vector<std::string> report_ids;
  std::vector<EvidenceValue> values;
  std::string remark;  // a sentence, e.g. why a severity was lowered or a track was lost
};

struct Alert {
  std::string alert_id;  // 16 hexadecimal digits
  std::uint64_t revision = 0;
  std::string rule;  // the rule's name
  std::string kind;
  AlertState state = AlertState::unspecified;
  Severity severity = Severity::warning;
  Urgency urgency = Urgency::unspecified;
  Certainty certainty = Certainty::unspecified;
  std::string headline;
  Subject subject;
  std::optional<Subject> other;
  std::string place;
  LatLon position;
  bool has_position = false;
  std::string mgrs;
  EventTime event_time;  // of this transition
  EventTime raised_time;
  std::optional<EventTime> cleared_time;
  Evidence evidence;
  std::vector<TrackId> track_ids;
  std::vector<std::string> tainted_by;
  std::string release_label = "ALL";
  std::string instruction;
  std::string acknowledged_by;
  std::vector<std::string> notes;
};

}  // namespace watchpost
