#include "adapters/ais/position.h"

#include <algorithm>
#include <optional>

#include "adapters/fields.h"

namespace watchpost::ais {
namespace {

constexpr float std_accurate_m = 5;
constexpr float std_inaccurate_m = 15;
constexpr float std_tenth_minute_m =
    60;  // a step of 0.1' is 185 m: evenly spread, 53 m, and the sensor's own

constexpr Duration age_max = std::chrono::seconds(10);
constexpr std::uint32_t distress_status = 14;
constexpr std::uint32_t undefined_status = 15;

constexpr std::uint32_t all_ones(Bits bits) {
  return (1U << bits.width) - 1;
}

// M.1371-5 annex 8, messages 1 to 3; 9 to 13 are reserved, 15 is 'undefined'.
constexpr Navigation navigation_of(std::uint32_t status) {
  constexpr Navigation navigations[16] = {
      Navigation::under_way_engine,
      Navigation::at_anchor,
      Navigation::not_under_command,
      Navigation::restricted,
      Navigation::constrained_by_draught,
      Navigation::moored,
      Navigation::aground,
      Navigation::fishing,
      Navigation::sailing,
      Navigation::unspecified,
      Navigation::unspecified,
      Navigation::unspecified,
      Navigation::unspecified,
      Navigation::unspecified,
      Navigation::distress_beacon,
      Navigation::unspecified,
  };
  return navigations[status & 15];
}

// AIS-SART 970, MOB 972, EPIRB-AIS 974 (M.585 annex 2, section 2).
constexpr bool is_distress_beacon(std::uint32_t mmsi) {
  const std::uint32_t prefix = mmsi / 1'000'000;
  return prefix == 970 || prefix == 972 || prefix == 974;
}

}  // namespace

EventTime event_time_of(const Payload& payload, const Layout& layout, const Frame& frame) {
  const EventTime received = as_event_time(frame.received);
  if (frame.is_time_invented || !layout.second.is_there()) return received;
  const std::uint32_t second = payload.number(layout.second);
  if (second > 59) return received;
  auto observed = std::chrono::floor<std::chrono::minutes>(received) + std::chrono::seconds(second);
  if (observed > received) observed -= std::chrono::minutes(1);
  return received - observed <= age_max ? EventTime(observed) : received;
}

void read_position(const Payload& payload, const Layout& layout, Report& report) {
  if (!layout.longitude.is_there()) return;
  const double longitude_deg = payload.signed_number(layout.longitude) / layout.position_steps_per_deg;
  const double latitude_deg = payload.signed_number(layout.latitude) / layout.position_steps_per_deg;
  if (longitude_deg < -180 || longitude_deg > 180 || latitude_deg < -90 || latitude_deg > 90) return;
  report.set<Field::position>(LatLon{latitude_deg, longitude_deg});

  const bool is_accurate = layout.accuracy.is_there() && payload.flag(layout.accuracy.at);
  const bool is_coarse = layout.position_steps_per_deg < 1000;
  report.set<Field::std_m>(is_coarse ? std_tenth_minute_m : is_accurate ? std_accurate_m : std_inaccurate_m);

  if (layout.altitude.is_there()) {
    const std::uint32_t altitude_m = payload.number(layout.altitude);
    if (altitude_m == all_ones(layout.altitude)) return;
    report.set<Field::altitude>(altitude_m);
    report.altitude_reference = payload.flag(layout.altitude_is_barometric.at) ? AltitudeReference::barometric
                                                                               : AltitudeReference::msl;
  }
}

void read_motion(const Payload& payload, const Layout& layout, Report& report) {
  if (!layout.speed.is_there()) return;
  std::optional<double> speed_mps;
  const std::uint32_t speed = payload.number(layout.speed);
  if (speed != all_ones(layout.speed)) speed_mps = speed / layout.speed_steps_per_kn * mps_per_knot;

  std::optional<double> course_deg;
  const double course_sent_deg = payload.number(layout.course) / layout.course_steps_per_deg;
  if (course_sent_deg < 360) course_deg = course_sent_deg;
  report.set_speed_and_course(speed_mps, course_deg);

  if (layout.heading.is_there()) {
    const std::uint32_t heading_deg = payload.number(layout.heading);
    if (heading_deg < 360) report.set<Field::heading>(heading_deg);
  }
}

void read_status(const Payload& payload, const Layout& layout, std::uint32_t mmsi, Report& report) {
  if (!layout.status.is_there()) return;
  const std::uint32_t status = payload.number(layout.status);
  report.navigation = navigation_of(status);
  if (!is_distress_beacon(mmsi)) return;
  if (status == distress_status) report.emergency = Emergency::distress_beacon;
  if (status == undefined_status) report.emergency = Emergency::beacon_test;
}

void read_dimensions(const Payload& payload, int at, Report& report) {
  const auto field = [&](int offset, int width) {
    return payload.number({static_cast<std::uint16_t>(at + offset), static_cast<std::uint16_t>(width)});
  };
  const std::uint32_t length_m = field(0, 9) + field(9, 9);
  const std::uint32_t beam_m = field(18, 6) + field(24, 6);
  if (length_m > 0) report.set<Field::length>(length_m);
  if (beam_m > 0) report.set<Field::beam>(beam_m);
}

std::string_view read_name(const Payload& payload, const Layout& layout, char* place) {
  std::size_t count = payload.letters(layout.name, place);
  const bool is_full = count == layout.name.width / 6U;
  if (is_full && layout.name_extension.is_there()) {
    Bits extension = layout.name_extension;
    const int sent = payload.bit_count() - extension.at;
    extension.width = static_cast<std::uint16_t>(std::clamp<int>(sent, 0, extension.width));
    count += payload.letters(extension, place + count);
  }
  return Payload::without_blanks({place, count});
}

}  // namespace watchpost::ais
