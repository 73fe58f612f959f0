// Report from protobuf. What adapters of other people send comes through here: nothing is trusted.
#include <charconv>
#include <cmath>

#include "daemon/wire/convert_parts.h"
#include "daemon/wire/timestamp.h"

namespace watchpost {
namespace {

// A part of the message is read, or is wrong in this way.
using Reading = Status;

Reading read_times(const pb::Report& message, Report& report) {
  const auto event_ns = unix_ns_of(message.event_time());
  const auto receive_ns = unix_ns_of(message.receive_time());
  if (!event_ns) return Error{"event_time", "is no time between 1678 and 2261"};
  if (!receive_ns) return Error{"receive_time", "is no time between 1678 and 2261"};
  report.event_time = event_time_from_ns(message.has_event_time() ? *event_ns : *receive_ns);
  report.receive_time = receive_time_from_ns(message.has_receive_time() ? *receive_ns : *event_ns);
  return {};
}

Reading read_position(const pb::Position& position, Report& report) {
  if (position.has_latitude_deg() != position.has_longitude_deg())
    return Error{"position", "expected latitude_deg and longitude_deg, or neither"};
  if (position.has_latitude_deg())
    report.set<Field::position>(LatLon{position.latitude_deg(), position.longitude_deg()});
  if (position.has_altitude_m()) {
    report.set<Field::altitude>(position.altitude_m());
    report.altitude_reference = from_proto(position.altitude_reference());
  }
  if (position.has_std_m()) report.set<Field::std_m>(position.std_m());
  const auto& covariance = position.covariance_en_m2();
  if (covariance.size() == 3) {
    report.set<Field::covariance>(CovarianceEN{covariance[0], covariance[1], covariance[2]});
  } else if (!covariance.empty()) {
    return Error{"position.covariance_en_m2", "expected three values: ee, en, nn"};
  }
  return {};
}

Reading read_motion(const pb::Report& message, Report& report) {
  const pb::Velocity& velocity = message.velocity();
  if (velocity.has_speed_mps()) report.set<Field::speed>(velocity.speed_mps());
  if (velocity.has_course_deg()) report.set<Field::course>(velocity.course_deg());
  if (velocity.has_east_mps() != velocity.has_north_mps())
    return Error{"velocity", "expected east_mps and north_mps, or neither"};
  if (velocity.has_east_mps())
    report.set<Field::velocity_en>(EastNorth{velocity.east_mps(), velocity.north_mps()});
  if (velocity.has_up_mps()) report.set<Field::up>(velocity.up_mps());
  if (message.has_heading_deg()) report.set<Field::heading>(message.heading_deg());
  if (message.dimensions().has_length_m()) report.set<Field::length>(message.dimensions().length_m());
  if (message.dimensions().has_beam_m()) report.set<Field::beam>(message.dimensions().beam_m());
  return {};
}

Reading read_identity(const pb::Identity& identity, Report& report, ReportDetails& details) {
  if (identity.has_mmsi()) report.set<Field::mmsi>(identity.mmsi());
  if (identity.has_imo()) report.set<Field::imo>(identity.imo());
  if (identity.has_icao24()) {
    const auto address = parse_icao24(identity.icao24());
    if (!address) return Error{"identity.icao24", "expected six lower-case hexadecimal digits"};
    report.set<Field::icao24>(*address);
  }
  if (identity.has_squawk()) {
    const auto code = parse_squawk(identity.squawk());
    if (!code) return Error{"identity.squawk", "expected four octal digits"};
    report.set<Field::squawk>(*code);
  }
  details.callsign = identity.callsign();
  details.name = identity.name();
  details.remote_id = identity.remote_id();
  details.tak_uid = identity.tak_uid();
  details.sensor_track = identity.sensor_track();
  return {};
}

void read_status(const pb::Report& message, Report& report) {
  report.affiliation = from_proto(message.affiliation());
  report.navigation = from_proto(message.status().navigation());
  report.emergency = from_proto(message.status().emergency());
  if (message.status().has_on_ground()) report.set<Field::on_ground>(message.status().on_ground());
  report.is_outside_area = message.outside_area();
}

Reading read_polar(const pb::Report& message, Arena& arena, ReportDetails& details) {
  const pb::Polar& from = message.polar();
  if (!from.has_azimuth_deg()) return Error{"polar", "expected azimuth_deg"};
  Polar polar;
  polar.range_m = from.range_m();
  polar.azimuth_deg = from.azimuth_deg();
  polar.elevation_deg = from.elevation_deg();
  polar.range_rate_mps = from.range_rate_mps();
  polar.std_range_m = from.std_range_m();
  polar.std_azimuth_deg = from.std_azimuth_deg();
  polar.has_range = from.has_range_m();
  polar.has_elevation = from.has_elevation_deg();
  polar.has_range_rate = from.has_range_rate_mps();
  polar.has_std_range = from.has_std_range_m();
  polar.has_std_azimuth = from.has_std_azimuth_deg();
  if (message.has_sensor_position()) {
    const auto place = from_proto(message.sensor_position());
    if (!place) return Error{"sensor_position", "expected latitude_deg and longitude_deg"};
    polar.sensor_position = *place;
    polar.has_sensor_position = true;
  }
  details.polar = arena.copy(polar);
  return {};
}

// The outer ring of a polygon.
Reading read_ring(const pb::Polygon& polygon, Arena& arena, std::span<const LatLon>& ring) {
  if (polygon.rings().empty()) return {};
  const auto& points = polygon.rings(0).points();
  const auto count = static_cast<std::size_t>(points.size());
  if (count == 0) return {};
  auto* const out = static_cast<LatLon*>(arena.allocate(count * sizeof(LatLon), alignof(LatLon)));
  for (std::size_t i = 0; i < count; ++i) {
    const auto point = from_proto(points[static_cast<int>(i)]);
    if (!point) return Error{"polygon", "expected latitude_deg and longitude_deg of each point"};
    new (out + i) LatLon(*point);
  }
  ring = {out, count};
  return {};
}

void read_event(const pb::PointEvent& from, Arena& arena, ReportDetails& details) {
  PointEvent event;
  event.type = from.type();
  event.severity = from.severity();
  event.text = from.text();
  event.fatalities = from.fatalities();
  event.has_fatalities = from.has_fatalities();
  details.event = arena.copy(event);
}

Reading read_sensor_status(const pb::SensorStatus& from, Arena& arena, ReportDetails& details) {
  SensorStatus status;
  status.state = from.state();
  if (from.has_position()) {
    const auto place = from_proto(from.position());
    if (!place) return Error{"sensor_status.position", "expected latitude_deg and longitude_deg"};
    status.position = *place;
    status.has_position = true;
  }
  if (auto read = read_ring(from.coverage(), arena, status.coverage); !read) return read;
  status.scan_number = from.scan_number();
  status.has_scan_number = from.has_scan_number();
  status.is_scan_end = from.scan_end();
  details.sensor_status = arena.copy(status);
  return {};
}

void read_classification(const pb::Report& message, Arena& arena, ReportDetails& details) {
  const auto count = static_cast<std::size_t>(message.classification_size());
  if (count == 0) return;
  auto* const types =
      static_cast<Classification*>(arena.allocate(count * sizeof(Classification), alignof(Classification)));
  for (std::size_t i = 0; i < count; ++i) {
    const pb::Classification& from = message.classification(static_cast<int>(i));
    new (types + i) Classification{from.type(), from.has_confidence() ? from.confidence() : 1.0F};
  }
  details.classification = {types, count};
}

Reading read_details(const pb::Report& message, Arena& arena, ReportDetails& details) {
  read_classification(message, arena, details);
  if (message.has_polar())
    if (auto read = read_polar(message, arena, details); !read) return read;
  if (message.has_event()) read_event(message.event(), arena, details);
  if (message.has_area())
    if (auto read = read_ring(message.area(), arena, details.area); !read) return read;
  if (message.has_sensor_status())
    if (auto read = read_sensor_status(message.sensor_status(), arena, details); !read) return read;
  details.raw = message.raw();
  return {};
}

bool is_needed(const ReportDetails& details) {
  return !details.callsign.empty() || !details.name.empty() || !details.remote_id.empty() ||
         !details.tak_uid.empty() || !details.sensor_track.empty() || !details.classification.empty() ||
         details.polar != nullptr || details.event != nullptr || details.sensor_status != nullptr ||
         !details.area.empty() || !details.raw.empty();
}

}  // namespace

Result<Report> from_proto(const pb::Report& message, Arena& arena) {
  Report report;
  ReportDetails details;
  report.sensor = message.sensor();
  if (auto read = read_times(message, report); !read) return read.error();
  if (auto read = read_position(message.position(), report); !read) return read.error();
  if (auto read = read_motion(message, report); !read) return read.error();
  if (auto read = read_identity(message.identity(), report, details); !read) return read.error();
  read_status(message, report);
  if (auto read = read_details(message, arena, details); !read) return read.error();
  if (is_needed(details)) report.details = arena.copy(details);
  return report;
}

Result<Report> from_proto(const pb::Report& message, const Names& names, Arena& arena) {
  auto report = from_proto(message, arena);
  if (!report) return report;
  const auto feed = names.find_feed(message.feed());
  if (!feed) return Error{"feed", "is none of the mission's"};
  report->feed = *feed;

  std::string_view number = message.report_id();
  const std::string& name = names.feed(*feed);
  const bool is_of_feed =
      number.size() > name.size() && number.substr(0, name.size()) == name && number[name.size()] == '/';
  if (!is_of_feed) return Error{"report_id", "expected FEED/N"};
  number.remove_prefix(name.size() + 1);
  const char* const end = number.data() + number.size();
  const auto [stop, error] = std::from_chars(number.data(), end, report->number);
  if (error != std::errc() || stop != end) return Error{"report_id", "expected FEED/N"};
  return report;
}

}  // namespace watchpost
