// Track to protobuf and back.
#include <cmath>
#include <numbers>

#include "daemon/wire/convert_parts.h"
#include "daemon/wire/timestamp.h"

namespace watchpost {
namespace {

void set_position(const Track& track, pb::Position& position) {
  position.set_latitude_deg(track.position.latitude_deg);
  position.set_longitude_deg(track.position.longitude_deg);
  if (track.altitude_m) {
    position.set_altitude_m(*track.altitude_m);
    if (track.altitude_reference != AltitudeReference::unspecified)
      position.set_altitude_reference(to_proto(track.altitude_reference));
  }
  position.add_covariance_en_m2(track.covariance.ee_m2);
  position.add_covariance_en_m2(track.covariance.en_m2);
  position.add_covariance_en_m2(track.covariance.nn_m2);
}

void set_velocity(const EastNorth& velocity_mps, pb::Velocity& velocity) {
  const double speed_mps = std::hypot(velocity_mps.east_m, velocity_mps.north_m);
  velocity.set_speed_mps(static_cast<float>(speed_mps));
  if (speed_mps > 0) velocity.set_course_deg(course_deg_of(velocity_mps));
  velocity.set_east_mps(velocity_mps.east_m);
  velocity.set_north_mps(velocity_mps.north_m);
}

void set_properties(const Track& track, const Names& names, pb::Track& message) {
  if (track.heading_deg) message.set_heading_deg(*track.heading_deg);
  if (track.length_m) message.mutable_dimensions()->set_length_m(*track.length_m);
  if (track.beam_m) message.mutable_dimensions()->set_beam_m(*track.beam_m);
  if (!is_empty(track.identity)) to_proto(track.identity, *message.mutable_identity());
  for (const TrackClass& from : track.classification) {
    pb::Classification& to = *message.add_classification();
    assign_text(from.type, *to.mutable_type());
    to.set_confidence(from.confidence);
  }
  if (track.affiliation != Affiliation::unspecified) message.set_affiliation(to_proto(track.affiliation));
  if (track.navigation != Navigation::unspecified) message.set_navigation(to_proto(track.navigation));
  if (track.emergency != Emergency::unspecified) message.set_emergency(to_proto(track.emergency));
  if (track.unit) assign_text(names.unit(*track.unit), *message.mutable_unit());
}

Status read_times(const pb::Track& message, Track& track) {
  const auto time_ns = unix_ns_of(message.time());
  const auto created_ns = unix_ns_of(message.created_time());
  const auto last_report_ns = unix_ns_of(message.last_report_time());
  if (!time_ns || !created_ns || !last_report_ns)
    return Error{"track " + message.track_id(), "a time is not between 1678 and 2261"};
  track.time = event_time_from_ns(*time_ns);
  track.created_time = event_time_from_ns(*created_ns);
  track.last_report_time = event_time_from_ns(*last_report_ns);
  return {};
}

Status read_estimate(const pb::Track& message, Track& track) {
  const pb::Position& position = message.position();
  if (!position.has_latitude_deg() || !position.has_longitude_deg() || position.covariance_en_m2_size() != 3)
    return Error{"track " + message.track_id(), "expected a position with its covariance"};
  track.position = {position.latitude_deg(), position.longitude_deg()};
  track.covariance = {position.covariance_en_m2(0), position.covariance_en_m2(1),
                      position.covariance_en_m2(2)};
  if (position.has_altitude_m()) {
    track.altitude_m = position.altitude_m();
    track.altitude_reference = from_proto(position.altitude_reference());
  }
  track.velocity_mps = {message.velocity().east_mps(), message.velocity().north_mps()};
  return {};
}

Status read_properties(const pb::Track& message, const Names& names, Track& track) {
  if (message.has_heading_deg()) track.heading_deg = message.heading_deg();
  if (message.dimensions().has_length_m()) track.length_m = message.dimensions().length_m();
  if (message.dimensions().has_beam_m()) track.beam_m = message.dimensions().beam_m();
  auto identity = from_proto(message.identity());
  if (!identity) return identity.error();
  track.identity = std::move(*identity);
  for (const pb::Classification& from : message.classification())
    track.classification.push_back({from.type(), from.has_confidence() ? from.confidence() : 1.0F});
  track.affiliation = from_proto(message.affiliation());
  track.navigation = from_proto(message.navigation());
  track.emergency = from_proto(message.emergency());
  if (message.has_unit()) {
    track.unit = names.find_unit(message.unit());
    if (!track.unit) return Error{"unit " + message.unit(), "is none of the mission's"};
  }
  return {};
}

Status read_sensors(const pb::Track& message, const Names& names, Track& track) {
  for (const pb::TrackSensor& from : message.sensors()) {
    const auto feed = names.find_feed(from.feed());
    const auto time_ns = unix_ns_of(from.last_report_time());
    if (!feed) return Error{"feed " + from.feed(), "is none of the mission's"};
    if (!time_ns) return Error{"feed " + from.feed(), "a time is not between 1678 and 2261"};
    track.sensors.push_back({*feed, from.sensor(), event_time_from_ns(*time_ns)});
    const auto number = static_cast<std::uint16_t>(index(*feed));
    bool is_known = false;
    for (const std::uint16_t known : track.feeds) is_known = is_known || known == number;
    if (!is_known) track.feeds.push_back(number);
  }
  return {};
}

}  // namespace

float course_deg_of(const EastNorth& velocity_mps) {
  const double course_deg = std::atan2(velocity_mps.east_m, velocity_mps.north_m) * 180 / std::numbers::pi;
  const auto rounded_deg = static_cast<float>(course_deg < 0 ? course_deg + 360 : course_deg);
  return rounded_deg < 360 ? rounded_deg : 0;
}

void to_proto(const Track& track, const Names& names, std::string_view label, std::string_view cell,
              pb::Track& message) {
  message.Clear();
  message.set_track_id(names.track(track.id));
  message.set_revision(track.revision);
  set_timestamp(track.time, *message.mutable_time());
  set_timestamp(track.created_time, *message.mutable_created_time());
  set_timestamp(track.last_report_time, *message.mutable_last_report_time());
  set_position(track, *message.mutable_position());
  set_velocity(track.velocity_mps, *message.mutable_velocity());
  message.set_status(static_cast<pb::TrackStatus>(track.status));
  message.set_existence(track.existence);
  set_properties(track, names, message);
  for (const TrackSensor& from : track.sensors) {
    pb::TrackSensor& to = *message.add_sensors();
    assign_text(names.feed(from.feed), *to.mutable_feed());
    if (!from.sensor.empty()) assign_text(from.sensor, *to.mutable_sensor());
    set_timestamp(from.last_report_time, *to.mutable_last_report_time());
  }
  assign_text(cell, *message.mutable_cell());
  if (track.is_outside_area) message.set_outside_area(true);
  assign_text(label, *message.mutable_release_label());
  if (track.is_lost) message.set_lost(true);
}

Result<Track> from_proto(const pb::Track& message, const Names& names) {
  Track track;
  const auto id = names.find_track(message.track_id());
  if (!id) return Error{"track " + message.track_id(), "expected NODE-N"};
  track.id = *id;
  track.revision = message.revision();
  if (auto read = read_times(message, track); !read) return read.error();
  if (auto read = read_estimate(message, track); !read) return read.error();
  track.status = enumerator_of(message.status(), TrackStatus::dropped);
  track.existence = message.existence();
  if (auto read = read_properties(message, names, track); !read) return read.error();
  if (auto read = read_sensors(message, names, track); !read) return read.error();
  track.is_outside_area = message.outside_area();
  track.is_lost = message.lost();
  return track;
}

}  // namespace watchpost
