// The enumerators of the model and of the wire: same numbers, and the words that people read.
#include <string>

#include "daemon/wire/convert_parts.h"

namespace watchpost {
namespace {

static_assert(pb::Mode_MAX == static_cast<int>(Mode::replay));
static_assert(pb::Severity_MAX == static_cast<int>(Severity::critical));
static_assert(pb::AlertState_MAX == static_cast<int>(AlertState::cancelled));
static_assert(pb::Urgency_MAX == static_cast<int>(Urgency::unknown));
static_assert(pb::Certainty_MAX == static_cast<int>(Certainty::unknown));
static_assert(pb::TrackStatus_MAX == static_cast<int>(TrackStatus::dropped));
static_assert(pb::AltitudeReference_MAX == static_cast<int>(AltitudeReference::ground));
static_assert(pb::Affiliation_MAX == static_cast<int>(Affiliation::suspect));
static_assert(pb::Navigation_MAX == static_cast<int>(Navigation::distress_beacon));
static_assert(pb::Emergency_MAX == static_cast<int>(Emergency::duress));
static_assert(pb::ConnectionState_MAX == static_cast<int>(ConnectionState::failed));
// These begin at 0 in the model, and at 1 on the wire, where 0 is UNSPECIFIED.
static_assert(pb::Refusal_MAX == refusal_count);
static_assert(pb::FaultKind_MAX == std::tuple_size_v<decltype(FeedHealth::faults)>);

// What stands behind the type's prefix.
std::string_view without_prefix(const std::string& name, std::string_view prefix) {
  return std::string_view(name).substr(prefix.size());
}

}  // namespace

pb::Mode to_proto(Mode mode) {
  return static_cast<pb::Mode>(mode);
}
Mode from_proto(pb::Mode mode) {
  return enumerator_of(mode, Mode::replay);
}
pb::Severity to_proto(Severity severity) {
  return static_cast<pb::Severity>(severity);
}
Severity from_proto(pb::Severity severity) {
  return enumerator_of(severity, Severity::critical);
}

std::string_view word(Mode mode) {
  return without_prefix(pb::Mode_Name(to_proto(mode)), "MODE_");
}

std::string_view word(Severity severity) {
  return without_prefix(pb::Severity_Name(to_proto(severity)), "SEVERITY_");
}

std::string_view word(AlertState state) {
  return without_prefix(pb::AlertState_Name(static_cast<pb::AlertState>(state)), "ALERT_STATE_");
}

std::string_view word(TrackStatus status) {
  return without_prefix(pb::TrackStatus_Name(static_cast<pb::TrackStatus>(status)), "TRACK_STATUS_");
}

std::string_view word(Affiliation affiliation) {
  return without_prefix(pb::Affiliation_Name(to_proto(affiliation)), "AFFILIATION_");
}

std::string_view word(ConnectionState state) {
  return without_prefix(pb::ConnectionState_Name(static_cast<pb::ConnectionState>(state)),
                        "CONNECTION_STATE_");
}

}  // namespace watchpost
