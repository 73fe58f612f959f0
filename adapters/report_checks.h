// For tests of adapters: a report as text with every field, whether it is possible at all, and how many
// bytes the program holds.
#pragma once

#include <gtest/gtest.h>
#include <malloc.h>

#include <cmath>
#include <sstream>
#include <string>
#include <string_view>

#include "daemon/model/report.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
// Of sanitizer/allocator_interface.h, which not every compiler's package brings along.
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();
#endif

namespace watchpost {

inline std::size_t live_bytes() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return __sanitizer_get_current_allocated_bytes();
#else
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
#endif
}

// `number|field=value|…`; what is absent does not appear.
inline std::string report_text(const Report& report) {
  std::ostringstream out;
  out.precision(17);
  out << report.number << "|feed=" << index(report.feed) << "|event=" << unix_ns(report.event_time)
      << "|receive=" << unix_ns(report.receive_time) << "|sensor=" << report.sensor
      << "|present=" << report.present << "|position=" << report.position.latitude_deg << ','
      << report.position.longitude_deg << "|covariance=" << report.covariance.ee_m2 << ','
      << report.covariance.en_m2 << ',' << report.covariance.nn_m2 << "|altitude=" << report.altitude_m << ','
      << static_cast<int>(report.altitude_reference) << "|std=" << report.std_m
      << "|speed=" << report.speed_mps << "|course=" << report.course_deg
      << "|velocity=" << report.velocity_mps.east_m << ',' << report.velocity_mps.north_m << ','
      << report.up_mps << "|heading=" << report.heading_deg << "|size=" << report.length_m << ','
      << report.beam_m << "|identity=" << report.mmsi << ',' << report.imo << ',' << report.icao24 << ','
      << report.squawk << "|status=" << static_cast<int>(report.affiliation) << ','
      << static_cast<int>(report.navigation) << ',' << static_cast<int>(report.emergency) << ','
      << report.on_ground;
  if (report.details == nullptr) return out.str();
  const ReportDetails& details = *report.details;
  out << "|callsign=" << details.callsign << "|name=" << details.name << "|remote_id=" << details.remote_id
      << "|tak_uid=" << details.tak_uid << "|sensor_track=" << details.sensor_track;
  for (const Classification& type : details.classification)
    out << "|class=" << type.type << ',' << type.confidence;
  if (const Polar* polar = details.polar)
    out << "|polar=" << polar->sensor_position.latitude_deg << ',' << polar->sensor_position.longitude_deg
        << ',' << polar->range_m << ',' << polar->azimuth_deg << ',' << polar->elevation_deg << ','
        << polar->range_rate_mps << ',' << polar->std_range_m << ',' << polar->std_azimuth_deg << ','
        << polar->has_sensor_position << polar->has_range << polar->has_elevation << polar->has_range_rate
        << polar->has_std_range << polar->has_std_azimuth;
  if (const PointEvent* event = details.event)
    out << "|event_type=" << event->type << ',' << event->severity << ',' << event->text << ','
        << event->fatalities << ',' << event->has_fatalities;
  if (const SensorStatus* status = details.sensor_status)
    out << "|sensor_state=" << status->state << ',' << status->position.latitude_deg << ','
        << status->position.longitude_deg << ',' << status->scan_number << ',' << status->has_position
        << status->has_scan_number << status->is_scan_end << ',' << status->coverage.size();
  for (const LatLon& corner : details.area)
    out << "|area=" << corner.latitude_deg << ',' << corner.longitude_deg;
  if (!details.raw.empty()) out << "|raw=" << details.raw;
  return out.str();
}

inline bool is_wire_text(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length == 0 || i + length > text.size()) return false;
    for (std::size_t k = 1; k < length; ++k)
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return false;
    i += length;
  }
  return true;
}

inline bool is_on_earth(const LatLon& position) {
  return std::abs(position.latitude_deg) <= 90 && std::abs(position.longitude_deg) <= 180;
}

// What no decoder may let through, whatever it was sent.
inline void check_possible(const ReportDetails& details, const std::string& text) {
  for (const std::string_view one :
       {details.callsign, details.name, details.remote_id, details.tak_uid, details.sensor_track})
    ASSERT_TRUE(is_wire_text(one)) << text;
  for (const Classification& type : details.classification)
    ASSERT_TRUE(is_wire_text(type.type) && type.confidence > 0 && type.confidence <= 1) << text;
  ASSERT_TRUE(details.event == nullptr || is_wire_text(details.event->text)) << text;
  if (details.polar == nullptr) return;
  ASSERT_TRUE(details.polar->azimuth_deg >= 0 && details.polar->azimuth_deg < 360) << text;
  ASSERT_TRUE(details.polar->range_m >= 0) << text;
  ASSERT_TRUE(is_on_earth(details.polar->sensor_position)) << text;
}

inline bool is_angle(float angle_deg) {
  return angle_deg >= 0 && angle_deg < 360;
}

inline void check_possible(const Report& report) {
  const std::string text = report_text(report);
  const auto absent_or = [&](Field field, bool is_possible) { return !report.has(field) || is_possible; };
  ASSERT_GT(report.number, 0u);
  ASSERT_TRUE(is_wire_text(report.sensor)) << text;
  ASSERT_TRUE(absent_or(Field::position, is_on_earth(report.position))) << text;
  ASSERT_TRUE(absent_or(Field::std_m, std::isfinite(report.std_m) && report.std_m > 0)) << text;
  ASSERT_TRUE(absent_or(Field::speed, std::isfinite(report.speed_mps) && report.speed_mps >= 0)) << text;
  ASSERT_TRUE(absent_or(Field::course, is_angle(report.course_deg))) << text;
  ASSERT_TRUE(absent_or(Field::heading, is_angle(report.heading_deg))) << text;
  ASSERT_TRUE(absent_or(Field::length, report.length_m > 0)) << text;
  ASSERT_TRUE(absent_or(Field::beam, report.beam_m > 0)) << text;
  ASSERT_TRUE(absent_or(Field::mmsi, report.mmsi > 0 && report.mmsi <= 999'999'999)) << text;
  if (report.details != nullptr) check_possible(*report.details, text);
}

}  // namespace watchpost
