#include "daemon/admission/possible.h"

#include <bit>
#include <cmath>
#include <string_view>

namespace watchpost {
namespace {

bool is_in(double value, double minimum, double maximum) {
  return value >= minimum && value <= maximum;  // false for NaN
}

bool is_position(LatLon position) {
  return is_in(position.latitude_deg, -90, 90) && is_in(position.longitude_deg, -180, 180);
}

// Wide enough for a satellite's footprint, narrow enough that filters stay finite.
constexpr double std_m_max = 1e7;
constexpr double range_m_max = 1e7;
constexpr double speed_mps_max = 12'000;
constexpr double altitude_m_max = 1e6;

bool is_covariance(const CovarianceEN& covariance) {
  const double variance_max = std_m_max * std_m_max;
  return is_in(covariance.ee_m2, 0, variance_max) && is_in(covariance.nn_m2, 0, variance_max) &&
         std::isfinite(covariance.en_m2) && covariance.ee_m2 > 0 && covariance.nn_m2 > 0 &&
         covariance.en_m2 * covariance.en_m2 < covariance.ee_m2 * covariance.nn_m2;
}

bool is_possible(const Polar& polar) {
  return (!polar.has_sensor_position || is_position(polar.sensor_position)) &&
         (!polar.has_range || is_in(polar.range_m, 0, range_m_max)) && is_in(polar.azimuth_deg, 0, 360) &&
         (!polar.has_elevation || is_in(polar.elevation_deg, -90, 90)) &&
         (!polar.has_range_rate || is_in(std::abs(polar.range_rate_mps), 0, speed_mps_max)) &&
         (!polar.has_std_range || (polar.std_range_m > 0 && polar.std_range_m <= std_m_max)) &&
         (!polar.has_std_azimuth || (polar.std_azimuth_deg > 0 && polar.std_azimuth_deg <= 180));
}

bool are_details_possible(const ReportDetails& details) {
  if (details.polar != nullptr && !is_possible(*details.polar)) return false;
  for (const LatLon& corner : details.area)
    if (!is_position(corner)) return false;
  const SensorStatus* status = details.sensor_status;
  return status == nullptr || !status->has_position || is_position(status->position);
}

// Mixes 64 bits at a time with the steps of MurmurHash3's finaliser.
class Hash {
 public:
  void add(std::uint64_t value) {
    state_ ^= value + 0x9e3779b97f4a7c15ULL + (state_ << 6) + (state_ >> 2);
    state_ ^= state_ >> 33;
    state_ *= 0xff51afd7ed558ccdULL;
    state_ ^= state_ >> 33;
    state_ *= 0xc4ceb9fe1a85ec53ULL;
    state_ ^= state_ >> 33;
  }
  void add(double value) { add(std::bit_cast<std::uint64_t>(value)); }
  void add(std::string_view text) {
    add(static_cast<std::uint64_t>(text.size()));
    std::uint64_t word = 0;
    int filled = 0;
    for (const char letter : text) {
      word = word << 8 | static_cast<unsigned char>(letter);
      if (++filled % 8 == 0) add(word);
    }
    add(word);
  }
  std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0;
};

void add_details(const ReportDetails& details, Hash& hash) {
  for (std::string_view text :
       {details.callsign, details.name, details.remote_id, details.tak_uid, details.sensor_track})
    hash.add(text);
  for (const Classification& type : details.classification) {
    hash.add(type.type);
    hash.add(static_cast<double>(type.confidence));
  }
  if (const Polar* polar = details.polar; polar != nullptr) {
    for (double value :
         {polar->sensor_position.latitude_deg, polar->sensor_position.longitude_deg, polar->range_m,
          polar->azimuth_deg, double{polar->elevation_deg}, double{polar->range_rate_mps}})
      hash.add(value);
  }
  if (const PointEvent* event = details.event; event != nullptr) {
    for (std::string_view text : {event->type, event->severity, event->text}) hash.add(text);
    hash.add(std::uint64_t{event->fatalities});
  }
  for (const LatLon& corner : details.area) {
    hash.add(corner.latitude_deg);
    hash.add(corner.longitude_deg);
  }
}

}  // namespace

bool is_possible(const Report& report) {
  if (report.has(Field::position) && !is_position(report.position)) return false;
  if (report.has(Field::std_m) && !(report.std_m > 0 && report.std_m <= std_m_max)) return false;
  if (report.has(Field::covariance) && !is_covariance(report.covariance)) return false;
  if (report.has(Field::altitude) && !is_in(std::abs(report.altitude_m), 0, altitude_m_max)) return false;
  if (report.has(Field::speed) && !is_in(report.speed_mps, 0, speed_mps_max)) return false;
  if (report.has(Field::course) && !(report.course_deg >= 0 && report.course_deg < 360)) return false;
  if (report.has(Field::heading) && !(report.heading_deg >= 0 && report.heading_deg < 360)) return false;
  if (report.has(Field::velocity_en) &&
      !is_in(std::hypot(report.velocity_mps.east_m, report.velocity_mps.north_m), 0, speed_mps_max))
    return false;
  if (report.has(Field::up) && !is_in(std::abs(report.up_mps), 0, speed_mps_max)) return false;
  if (report.has(Field::length) && !is_in(report.length_m, 0, 2000)) return false;
  if (report.has(Field::beam) && !is_in(report.beam_m, 0, 2000)) return false;
  return report.details == nullptr || are_details_possible(*report.details);
}

bool is_time_possible(ReceiveTime received) {
  constexpr std::int64_t year_2200_ns = 7'258'118'400'000'000'000;
  return unix_ns(received) >= 0 && unix_ns(received) < year_2200_ns;
}

std::uint64_t content_hash(const Report& report) {
  Hash hash;
  hash.add(static_cast<std::uint64_t>(unix_ns(report.event_time)));
  hash.add(std::uint64_t{report.present} << 32 |
           std::uint64_t{static_cast<std::uint8_t>(report.navigation)} << 24 |
           std::uint64_t{static_cast<std::uint8_t>(report.emergency)} << 16 |
           std::uint64_t{static_cast<std::uint8_t>(report.affiliation)} << 8 |
           std::uint64_t{static_cast<std::uint8_t>(report.altitude_reference)} << 1 |
           std::uint64_t{report.on_ground});
  hash.add(std::uint64_t{report.mmsi} << 32 | report.imo);
  hash.add(std::uint64_t{report.icao24} << 32 | report.squawk);
  for (double value : {report.position.latitude_deg, report.position.longitude_deg, double{report.altitude_m},
                       double{report.std_m}, double{report.speed_mps}, double{report.course_deg},
                       report.velocity_mps.east_m, report.velocity_mps.north_m, double{report.up_mps},
                       double{report.heading_deg}, double{report.length_m}, double{report.beam_m},
                       report.covariance.ee_m2, report.covariance.en_m2, report.covariance.nn_m2})
    hash.add(value);
  if (report.details != nullptr) add_details(*report.details, hash);
  return hash.value();
}

}  // namespace watchpost
