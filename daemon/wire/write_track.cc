#include "daemon/wire/write_track.h"

#include <array>
#include <charconv>
#include <cmath>
#include <numbers>
#include <string>

#include "daemon/wire/convert_parts.h"
#include "daemon/wire/utf8.h"
#include "watchpost/v1/envelope.pb.h"

namespace watchpost {
namespace {

void write_text(WireWriter& writer, int field, std::string_view text) {
  if (is_valid_utf8(text)) return writer.text(field, text);
  std::string mended;
  append_mended_utf8(text, mended);
  writer.text(field, mended);
}

void write_text_if_any(WireWriter& writer, int field, std::string_view text) {
  if (!text.empty()) write_text(writer, field, text);
}

void write_time(WireWriter& writer, int field, std::int64_t unix_time_ns) {
  using google::protobuf::Timestamp;
  constexpr std::int64_t ns_a_second = 1'000'000'000;
  const std::int64_t rest_ns = ((unix_time_ns % ns_a_second) + ns_a_second) % ns_a_second;
  const std::int64_t second_count = (unix_time_ns - rest_ns) / ns_a_second;
  const std::size_t size_before = writer.size();
  if (rest_ns != 0) writer.varint(Timestamp::kNanosFieldNumber, static_cast<std::uint64_t>(rest_ns));
  if (second_count != 0)
    writer.varint(Timestamp::kSecondsFieldNumber, static_cast<std::uint64_t>(second_count));
  writer.nest(field, size_before);
}

template <class Enumerator>
void write_word_if_any(WireWriter& writer, int field, Enumerator word) {
  if (word != Enumerator{}) writer.varint(field, static_cast<std::uint64_t>(word));
}

void write_position(WireWriter& writer, const Track& track) {
  using pb::Position;
  const std::size_t size_before = writer.size();
  writer.raw(track.covariance.nn_m2);
  writer.raw(track.covariance.en_m2);
  writer.raw(track.covariance.ee_m2);
  writer.nest(Position::kCovarianceEnM2FieldNumber, size_before);
  if (track.altitude_m) {
    write_word_if_any(writer, Position::kAltitudeReferenceFieldNumber, track.altitude_reference);
    writer.number(Position::kAltitudeMFieldNumber, *track.altitude_m);
  }
  writer.number(Position::kLongitudeDegFieldNumber, track.position.longitude_deg);
  writer.number(Position::kLatitudeDegFieldNumber, track.position.latitude_deg);
  writer.nest(pb::Track::kPositionFieldNumber, size_before);
}

void write_velocity(WireWriter& writer, const EastNorth& velocity_mps) {
  using pb::Velocity;
  const std::size_t size_before = writer.size();
  const double speed_mps = std::hypot(velocity_mps.east_m, velocity_mps.north_m);
  writer.number(Velocity::kNorthMpsFieldNumber, velocity_mps.north_m);
  writer.number(Velocity::kEastMpsFieldNumber, velocity_mps.east_m);
  if (speed_mps > 0) writer.number(Velocity::kCourseDegFieldNumber, course_deg_of(velocity_mps));
  writer.number(Velocity::kSpeedMpsFieldNumber, static_cast<float>(speed_mps));
  writer.nest(pb::Track::kVelocityFieldNumber, size_before);
}

void write_dimensions(WireWriter& writer, const Track& track) {
  if (!track.length_m && !track.beam_m) return;
  const std::size_t size_before = writer.size();
  if (track.beam_m) writer.number(pb::Dimensions::kBeamMFieldNumber, *track.beam_m);
  if (track.length_m) writer.number(pb::Dimensions::kLengthMFieldNumber, *track.length_m);
  writer.nest(pb::Track::kDimensionsFieldNumber, size_before);
}

void write_identity(WireWriter& writer, const Identity& identity) {
  if (is_empty(identity)) return;
  const std::size_t size_before = writer.size();
  std::string digits;
  write_text_if_any(writer, pb::Identity::kSensorTrackFieldNumber, identity.sensor_track);
  write_text_if_any(writer, pb::Identity::kTakUidFieldNumber, identity.tak_uid);
  write_text_if_any(writer, pb::Identity::kRemoteIdFieldNumber, identity.remote_id);
  write_text_if_any(writer, pb::Identity::kNameFieldNumber, identity.name);
  if (identity.squawk) {
    assign_squawk(*identity.squawk, digits);
    writer.text(pb::Identity::kSquawkFieldNumber, digits);
  }
  write_text_if_any(writer, pb::Identity::kCallsignFieldNumber, identity.callsign);
  if (identity.icao24) {
    assign_icao24(*identity.icao24, digits);
    writer.text(pb::Identity::kIcao24FieldNumber, digits);
  }
  if (identity.imo != 0) writer.varint(pb::Identity::kImoFieldNumber, identity.imo);
  if (identity.mmsi != 0) writer.varint(pb::Identity::kMmsiFieldNumber, identity.mmsi);
  writer.nest(pb::Track::kIdentityFieldNumber, size_before);
}

void write_classification(WireWriter& writer, const Track& track) {
  for (auto from = track.classification.rbegin(); from != track.classification.rend(); ++from) {
    const std::size_t size_before = writer.size();
    writer.number(pb::Classification::kConfidenceFieldNumber, from->confidence);
    write_text_if_any(writer, pb::Classification::kTypeFieldNumber, from->type);
    writer.nest(pb::Track::kClassificationFieldNumber, size_before);
  }
}

void write_sensors(WireWriter& writer, const Track& track, const Names& names) {
  for (auto from = track.sensors.rbegin(); from != track.sensors.rend(); ++from) {
    const std::size_t size_before = writer.size();
    write_time(writer, pb::TrackSensor::kLastReportTimeFieldNumber, unix_ns(from->last_report_time));
    write_text_if_any(writer, pb::TrackSensor::kSensorFieldNumber, from->sensor);
    write_text_if_any(writer, pb::TrackSensor::kFeedFieldNumber, names.feed(from->feed));
    writer.nest(pb::Track::kSensorsFieldNumber, size_before);
  }
}

// `NODE-N`
void write_track_id(WireWriter& writer, const Track& track, const Names& names) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), index(track.id)).ptr;
  const std::size_t size_before = writer.size();
  writer.raw(std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
  writer.raw("-");
  writer.raw(names.node());
  writer.nest(pb::Track::kTrackIdFieldNumber, size_before);
}

void write_fields(WireWriter& writer, const Track& track, const Names& names, const TrackEnvelope& envelope) {
  using T = pb::Track;
  if (track.is_lost) writer.varint(T::kLostFieldNumber, 1);
  write_word_if_any(writer, T::kEmergencyFieldNumber, track.emergency);
  write_word_if_any(writer, T::kNavigationFieldNumber, track.navigation);
  if (track.unit) write_text(writer, T::kUnitFieldNumber, names.unit(*track.unit));
  write_text_if_any(writer, T::kReleaseLabelFieldNumber, envelope.label);
  if (track.is_outside_area) writer.varint(T::kOutsideAreaFieldNumber, 1);
  write_text_if_any(writer, T::kCellFieldNumber, envelope.cell);
  write_sensors(writer, track, names);
  write_word_if_any(writer, T::kAffiliationFieldNumber, track.affiliation);
  write_classification(writer, track);
  write_identity(writer, track.identity);
  writer.number(T::kExistenceFieldNumber, track.existence);
  write_word_if_any(writer, T::kStatusFieldNumber, track.status);
  write_dimensions(writer, track);
  if (track.heading_deg) writer.number(T::kHeadingDegFieldNumber, *track.heading_deg);
  write_velocity(writer, track.velocity_mps);
  write_position(writer, track);
  write_time(writer, T::kLastReportTimeFieldNumber, unix_ns(track.last_report_time));
  write_time(writer, T::kCreatedTimeFieldNumber, unix_ns(track.created_time));
  write_time(writer, T::kTimeFieldNumber, unix_ns(track.time));
  writer.varint(T::kRevisionFieldNumber, track.revision);
  write_track_id(writer, track, names);
}

}  // namespace

void write_track(const Track& track, const Names& names, const TrackEnvelope& envelope, WireWriter& writer) {
  writer.clear();
  write_fields(writer, track, names, envelope);
  writer.nest(pb::Envelope::kTrackFieldNumber, 0);
  write_time(writer, pb::Envelope::kSentTimeFieldNumber, envelope.sent_unix_ns);
  write_text_if_any(writer, pb::Envelope::kLabelFieldNumber, envelope.label);
  writer.raw(envelope.head);
}

}  // namespace watchpost
