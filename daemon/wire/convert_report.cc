// Report to protobuf. The way back is in convert_report_back.cc.
#include "daemon/wire/convert_parts.h"
#include "daemon/wire/timestamp.h"

namespace watchpost {
namespace {

void set_position(const Report& report, pb::Report& message) {
  if (!report.has(Field::position) && !report.has(Field::altitude) && !report.has(Field::std_m) &&
      !report.has(Field::covariance))
    return;
  pb::Position& position = *message.mutable_position();
  if (report.has(Field::position)) {
    position.set_latitude_deg(report.position.latitude_deg);
    position.set_longitude_deg(report.position.longitude_deg);
  }
  if (report.has(Field::altitude)) {
    position.set_altitude_m(report.altitude_m);
    if (report.altitude_reference != AltitudeReference::unspecified)
      position.set_altitude_reference(to_proto(report.altitude_reference));
  }
  if (report.has(Field::std_m)) position.set_std_m(report.std_m);
  if (report.has(Field::covariance)) {
    position.add_covariance_en_m2(report.covariance.ee_m2);
    position.add_covariance_en_m2(report.covariance.en_m2);
    position.add_covariance_en_m2(report.covariance.nn_m2);
  }
}

void set_motion(const Report& report, pb::Report& message) {
  if (report.has(Field::speed)) message.mutable_velocity()->set_speed_mps(report.speed_mps);
  if (report.has(Field::course)) message.mutable_velocity()->set_course_deg(report.course_deg);
  if (report.has(Field::velocity_en)) {
    message.mutable_velocity()->set_east_mps(report.velocity_mps.east_m);
    message.mutable_velocity()->set_north_mps(report.velocity_mps.north_m);
  }
  if (report.has(Field::up)) message.mutable_velocity()->set_up_mps(report.up_mps);
  if (report.has(Field::heading)) message.set_heading_deg(report.heading_deg);
  if (report.has(Field::length)) message.mutable_dimensions()->set_length_m(report.length_m);
  if (report.has(Field::beam)) message.mutable_dimensions()->set_beam_m(report.beam_m);
}

void set_identity(const Report& report, pb::Report& message) {
  if (report.has(Field::mmsi)) message.mutable_identity()->set_mmsi(report.mmsi);
  if (report.has(Field::imo)) message.mutable_identity()->set_imo(report.imo);
  if (report.has(Field::icao24)) assign_icao24(report.icao24, *message.mutable_identity()->mutable_icao24());
  if (report.has(Field::squawk)) assign_squawk(report.squawk, *message.mutable_identity()->mutable_squawk());
}

void set_status(const Report& report, pb::Report& message) {
  if (report.affiliation != Affiliation::unspecified) message.set_affiliation(to_proto(report.affiliation));
  if (report.navigation != Navigation::unspecified)
    message.mutable_status()->set_navigation(to_proto(report.navigation));
  if (report.emergency != Emergency::unspecified)
    message.mutable_status()->set_emergency(to_proto(report.emergency));
  if (report.has(Field::on_ground)) message.mutable_status()->set_on_ground(report.on_ground);
  if (report.is_outside_area) message.set_outside_area(true);
}

void set_polar(const Polar& polar, pb::Report& message) {
  pb::Polar& out = *message.mutable_polar();
  if (polar.has_range) out.set_range_m(polar.range_m);
  out.set_azimuth_deg(polar.azimuth_deg);
  if (polar.has_elevation) out.set_elevation_deg(polar.elevation_deg);
  if (polar.has_range_rate) out.set_range_rate_mps(polar.range_rate_mps);
  if (polar.has_std_range) out.set_std_range_m(polar.std_range_m);
  if (polar.has_std_azimuth) out.set_std_azimuth_deg(polar.std_azimuth_deg);
  if (polar.has_sensor_position) to_proto(polar.sensor_position, *message.mutable_sensor_position());
}

void set_ring(std::span<const LatLon> points, pb::Polygon& polygon) {
  pb::Ring& ring = *polygon.add_rings();
  for (const LatLon& point : points) to_proto(point, *ring.add_points());
}

void set_event(const PointEvent& event, pb::PointEvent& message) {
  assign_text(event.type, *message.mutable_type());
  if (!event.severity.empty()) assign_text(event.severity, *message.mutable_severity());
  if (!event.text.empty()) assign_text(event.text, *message.mutable_text());
  if (event.has_fatalities) message.set_fatalities(event.fatalities);
}

void set_sensor_status(const SensorStatus& status, pb::SensorStatus& message) {
  if (!status.state.empty()) assign_text(status.state, *message.mutable_state());
  if (status.has_position) to_proto(status.position, *message.mutable_position());
  if (!status.coverage.empty()) set_ring(status.coverage, *message.mutable_coverage());
  if (status.has_scan_number) message.set_scan_number(status.scan_number);
  if (status.is_scan_end) message.set_scan_end(true);
}

void set_details(const ReportDetails& details, pb::Report& message) {
  if (!details.callsign.empty())
    assign_text(details.callsign, *message.mutable_identity()->mutable_callsign());
  if (!details.name.empty()) assign_text(details.name, *message.mutable_identity()->mutable_name());
  if (!details.remote_id.empty())
    assign_text(details.remote_id, *message.mutable_identity()->mutable_remote_id());
  if (!details.tak_uid.empty()) assign_text(details.tak_uid, *message.mutable_identity()->mutable_tak_uid());
  if (!details.sensor_track.empty())
    assign_text(details.sensor_track, *message.mutable_identity()->mutable_sensor_track());
  for (const Classification& from : details.classification) {
    pb::Classification& to = *message.add_classification();
    assign_text(from.type, *to.mutable_type());
    to.set_confidence(from.confidence);
  }
  if (details.polar != nullptr) set_polar(*details.polar, message);
  if (details.event != nullptr) set_event(*details.event, *message.mutable_event());
  if (!details.area.empty()) set_ring(details.area, *message.mutable_area());
  if (details.sensor_status != nullptr)
    set_sensor_status(*details.sensor_status, *message.mutable_sensor_status());
  if (!details.raw.empty()) message.mutable_raw()->assign(details.raw);
}

}  // namespace

void to_proto(const Report& report, const Names& names, pb::Report& message) {
  message.Clear();
  assign_text(names.report(report.feed, report.number), *message.mutable_report_id());
  assign_text(names.feed(report.feed), *message.mutable_feed());
  assign_text(names.format(report.feed), *message.mutable_format());
  if (!report.sensor.empty()) assign_text(report.sensor, *message.mutable_sensor());
  set_timestamp(report.event_time, *message.mutable_event_time());
  set_timestamp(report.receive_time, *message.mutable_receive_time());
  set_position(report, message);
  set_motion(report, message);
  set_identity(report, message);
  set_status(report, message);
  if (report.details != nullptr) set_details(*report.details, message);
}

}  // namespace watchpost
