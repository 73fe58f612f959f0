// append_json(): a Report as JSON, straight from the model. The order is that of the field numbers in
// report.proto, which is protobuf's; json_test.cc holds the two to the same bytes.
#include "daemon/wire/convert_parts.h"
#include "daemon/wire/json.h"
#include "daemon/wire/json_text.h"

namespace watchpost {
namespace {

constexpr unsigned bits(Field field) {
  return 1U << static_cast<unsigned>(field);
}
template <class... Fields>
constexpr unsigned bits(Field first, Fields... others) {
  return bits(first) | bits(others...);
}

// Members of one object; `name` is `"name":`.
template <std::size_t N>
void member(JsonText& json, const char (&name)[N], std::string_view text) {
  if (text.empty()) return;
  json.key(name);
  json.text(text);
}

template <std::size_t N, class Value>
void member(JsonText& json, const char (&name)[N], bool is_present, Value value) {
  if (!is_present) return;
  json.key(name);
  json.number(value);
}

void append_point(JsonText& json, const LatLon& point) {
  json.open('{');
  json.key("\"latitude_deg\":");
  json.number(point.latitude_deg);
  json.key("\"longitude_deg\":");
  json.number(point.longitude_deg);
  json.close('}');
}

// A polygon of one ring.
void append_polygon(JsonText& json, std::span<const LatLon> points) {
  json.open('{');
  json.key("\"rings\":");
  json.open('[');
  json.open('{');
  json.key("\"points\":");
  json.open('[');
  for (const LatLon& point : points) append_point(json, point);
  json.close(']');
  json.close('}');
  json.close(']');
  json.close('}');
}

void append_position(JsonText& json, const Report& report) {
  if ((report.present & bits(Field::position, Field::altitude, Field::std_m, Field::covariance)) == 0) return;
  json.key("\"position\":");
  json.open('{');
  const bool has_position = report.has(Field::position);
  member(json, "\"latitude_deg\":", has_position, report.position.latitude_deg);
  member(json, "\"longitude_deg\":", has_position, report.position.longitude_deg);
  member(json, "\"altitude_m\":", report.has(Field::altitude), report.altitude_m);
  if (report.has(Field::altitude) && report.altitude_reference != AltitudeReference::unspecified) {
    json.key("\"altitude_reference\":");
    json.word(pb::AltitudeReference_Name(to_proto(report.altitude_reference)));
  }
  member(json, "\"std_m\":", report.has(Field::std_m), report.std_m);
  if (report.has(Field::covariance)) {
    json.key("\"covariance_en_m2\":");
    json.open('[');
    json.number(report.covariance.ee_m2);
    json.number(report.covariance.en_m2);
    json.number(report.covariance.nn_m2);
    json.close(']');
  }
  json.close('}');
}

void append_polar(JsonText& json, const Polar& polar) {
  json.key("\"polar\":");
  json.open('{');
  member(json, "\"range_m\":", polar.has_range, polar.range_m);
  member(json, "\"azimuth_deg\":", true, polar.azimuth_deg);
  member(json, "\"elevation_deg\":", polar.has_elevation, polar.elevation_deg);
  member(json, "\"range_rate_mps\":", polar.has_range_rate, polar.range_rate_mps);
  member(json, "\"std_range_m\":", polar.has_std_range, polar.std_range_m);
  member(json, "\"std_azimuth_deg\":", polar.has_std_azimuth, polar.std_azimuth_deg);
  json.close('}');
  if (!polar.has_sensor_position) return;
  json.key("\"sensor_position\":");
  append_point(json, polar.sensor_position);
}

void append_motion(JsonText& json, const Report& report) {
  if ((report.present & bits(Field::speed, Field::course, Field::velocity_en, Field::up)) != 0) {
    json.key("\"velocity\":");
    json.open('{');
    member(json, "\"speed_mps\":", report.has(Field::speed), report.speed_mps);
    member(json, "\"course_deg\":", report.has(Field::course), report.course_deg);
    member(json, "\"east_mps\":", report.has(Field::velocity_en), report.velocity_mps.east_m);
    member(json, "\"north_mps\":", report.has(Field::velocity_en), report.velocity_mps.north_m);
    member(json, "\"up_mps\":", report.has(Field::up), report.up_mps);
    json.close('}');
  }
  member(json, "\"heading_deg\":", report.has(Field::heading), report.heading_deg);
  if ((report.present & bits(Field::length, Field::beam)) != 0) {
    json.key("\"dimensions\":");
    json.open('{');
    member(json, "\"length_m\":", report.has(Field::length), report.length_m);
    member(json, "\"beam_m\":", report.has(Field::beam), report.beam_m);
    json.close('}');
  }
}

void append_identity(JsonText& json, const Report& report, const ReportDetails& details) {
  const bool is_named = !details.callsign.empty() || !details.name.empty() || !details.remote_id.empty() ||
                        !details.tak_uid.empty() || !details.sensor_track.empty();
  const unsigned numbers = bits(Field::mmsi, Field::imo, Field::icao24, Field::squawk);
  if ((report.present & numbers) == 0 && !is_named) return;
  json.key("\"identity\":");
  json.open('{');
  member(json, "\"mmsi\":", report.has(Field::mmsi), report.mmsi);
  member(json, "\"imo\":", report.has(Field::imo), report.imo);
  std::string digits;  // short: no allocation
  if (report.has(Field::icao24)) {
    assign_icao24(report.icao24, digits);
    json.key("\"icao24\":");
    json.word(digits);
  }
  member(json, "\"callsign\":", details.callsign);
  if (report.has(Field::squawk)) {
    assign_squawk(report.squawk, digits);
    json.key("\"squawk\":");
    json.word(digits);
  }
  member(json, "\"name\":", details.name);
  member(json, "\"remote_id\":", details.remote_id);
  member(json, "\"tak_uid\":", details.tak_uid);
  member(json, "\"sensor_track\":", details.sensor_track);
  json.close('}');
}

void append_classification(JsonText& json, std::span<const Classification> types) {
  if (types.empty()) return;
  json.key("\"classification\":");
  json.open('[');
  for (const Classification& it : types) {
    json.open('{');
    member(json, "\"type\":", it.type);
    member(json, "\"confidence\":", true, it.confidence);
    json.close('}');
  }
  json.close(']');
}

void append_status(JsonText& json, const Report& report) {
  if (report.affiliation != Affiliation::unspecified) {
    json.key("\"affiliation\":");
    json.word(pb::Affiliation_Name(to_proto(report.affiliation)));
  }
  const bool has_on_ground = report.has(Field::on_ground);
  if (report.navigation == Navigation::unspecified && report.emergency == Emergency::unspecified &&
      !has_on_ground)
    return;
  json.key("\"status\":");
  json.open('{');
  if (report.navigation != Navigation::unspecified) {
    json.key("\"navigation\":");
    json.word(pb::Navigation_Name(to_proto(report.navigation)));
  }
  if (report.emergency != Emergency::unspecified) {
    json.key("\"emergency\":");
    json.word(pb::Emergency_Name(to_proto(report.emergency)));
  }
  if (has_on_ground) {
    json.key("\"on_ground\":");
    json.boolean(report.on_ground);
  }
  json.close('}');
}

void append_event(JsonText& json, const PointEvent& event) {
  json.key("\"event\":");
  json.open('{');
  member(json, "\"type\":", event.type);
  member(json, "\"severity\":", event.severity);
  member(json, "\"text\":", event.text);
  member(json, "\"fatalities\":", event.has_fatalities, event.fatalities);
  json.close('}');
}

void append_sensor_status(JsonText& json, const SensorStatus& status) {
  json.key("\"sensor_status\":");
  json.open('{');
  member(json, "\"state\":", status.state);
  if (status.has_position) {
    json.key("\"position\":");
    append_point(json, status.position);
  }
  if (!status.coverage.empty()) {
    json.key("\"coverage\":");
    append_polygon(json, status.coverage);
  }
  member(json, "\"scan_number\":", status.has_scan_number, status.scan_number);
  if (status.is_scan_end) {
    json.key("\"scan_end\":");
    json.boolean(true);
  }
  json.close('}');
}

void append_rare(JsonText& json, const ReportDetails& details) {
  if (details.event != nullptr) append_event(json, *details.event);
  if (!details.area.empty()) {
    json.key("\"area\":");
    append_polygon(json, details.area);
  }
  if (details.sensor_status != nullptr) append_sensor_status(json, *details.sensor_status);
  if (!details.raw.empty()) {
    json.key("\"raw\":");
    json.base64(details.raw);
  }
}

}  // namespace

void append_json(const Report& report, const Names& names, std::string& out) {
  static constexpr ReportDetails none{};
  const ReportDetails& details = report.details != nullptr ? *report.details : none;
  JsonText json(out);
  json.piece(names.json_before_number(report.feed));
  json.digits(report.number);
  json.piece(names.json_after_number(report.feed));
  member(json, "\"sensor\":", report.sensor);
  json.key("\"event_time\":");
  json.time(unix_ns(report.event_time));
  json.key("\"receive_time\":");
  json.time(unix_ns(report.receive_time));
  append_position(json, report);
  if (details.polar != nullptr) append_polar(json, *details.polar);
  append_motion(json, report);
  append_identity(json, report, details);
  append_classification(json, details.classification);
  append_status(json, report);
  append_rare(json, details);
  if (report.is_outside_area) {
    json.key("\"outside_area\":");
    json.boolean(true);
  }
  json.close('}');
}

}  // namespace watchpost
