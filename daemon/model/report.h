// Report: what one sensor said once.
//
// The common part is small and trivially copyable; rare parts (texts, classes, areas, source
// bytes) lie in ReportDetails, in the arena of the batch that carries the report. A decoder
// points `sensor` and `details` at its own memory: the sink copies what it keeps.
//
// Units     in the names; course, heading and azimuth clockwise from true north.
// Absence   a presence bit for each Field; an empty text, a null pointer. 0 is a value.
// Source    docs/interfaces.md, "Report"; proto/watchpost/v1/report.proto is the same on the wire.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

#include "daemon/base/ids.h"
#include "daemon/base/time.h"
#include "geo/coordinates.h"

namespace watchpost {

enum class AltitudeReference : std::uint8_t { unspecified, ellipsoid, msl, barometric, ground };
enum class Affiliation : std::uint8_t { unspecified, own, partner, neutral, unknown, suspect };

// AIS navigational status, ITU-R M.1371-5 table 45; only those with a meaning of their own.
enum class Navigation : std::uint8_t {
  unspecified,
  under_way_engine,
  at_anchor,
  not_under_command,
  restricted,
  constrained_by_draught,
  moored,
  aground,
  fishing,
  sailing,
  distress_beacon,
};

// What an object says of its own distress.
enum class Emergency : std::uint8_t {
  unspecified,
  none,
  general,
  medical,
  minimum_fuel,
  no_communication,
  unlawful_interference,
  downed,
  distress_beacon,  // AIS-SART, MOB or EPIRB, active
  beacon_test,      // the same under test
  duress,
};

// The scalars of a Report that may be absent. One bit each in Report::present.
enum class Field : std::uint8_t {
  position,
  altitude,
  std_m,
  covariance,
  speed,
  course,
  velocity_en,
  up,
  heading,
  length,
  beam,
  mmsi,
  imo,
  icao24,
  squawk,
  on_ground,
};
inline constexpr int field_count = 16;

struct Classification {
  std::string_view type;  // dotted, e.g. `vessel.cargo`
  float confidence = 1;   // in (0, 1]
};

// A measurement from a sensor's place. Without `has_range` it is a bearing.
struct Polar {
  LatLon sensor_position;
  double range_m = 0;
  double azimuth_deg = 0;
  float elevation_deg = 0;
  float range_rate_mps = 0;
  float std_range_m = 0;
  float std_azimuth_deg = 0;
  bool has_sensor_position = false;
  bool has_range = false;
  bool has_elevation = false;
  bool has_range_rate = false;
  bool has_std_range = false;
  bool has_std_azimuth = false;
};

// A happening at a point, instead of a moving object.
struct PointEvent {
  std::string_view type;      // `gunfire`, `explosion`, `safety-text`, …
  std::string_view severity;  // the source's word; empty where it has none
  std::string_view text;
  std::uint32_t fatalities = 0;
  bool has_fatalities = false;
};

// What a sensor says of itself.
struct SensorStatus {
  std::string_view state;
  LatLon position;
  std::span<const LatLon> coverage;  // a ring, closed by its first point; empty: not said
  std::uint32_t scan_number = 0;
  bool has_position = false;
  bool has_scan_number = false;
  bool is_scan_end = false;
};

struct ReportDetails {
  std::string_view callsign;
  std::string_view name;
  std::string_view remote_id;
  std::string_view tak_uid;
  std::string_view sensor_track;
  std::span<const Classification> classification;
  Polar* polar = nullptr;  // not const: admission completes it from the configuration
  const PointEvent* event = nullptr;
  const SensorStatus* sensor_status = nullptr;
  std::span<const LatLon> area;  // a ring, closed by its first point; empty: none
  std::string_view raw;          // the bytes of this record, where the feed keeps them
};

struct Report {
  EventTime event_time;
  ReceiveTime receive_time;
  std::uint64_t number = 0;  // the N of its id `FEED/N`; 0 until the sink gives it
  std::string_view sensor;   // empty where the format names none
  const ReportDetails* details = nullptr;
  LatLon position;
  CovarianceEN covariance;  // of the position
  float altitude_m = 0;
  float std_m = 0;  // 1 sigma an axis
  float speed_mps = 0;
  float course_deg = 0;
  EastNorth velocity_mps;  // east_m and north_m a second
  float up_mps = 0;
  float heading_deg = 0;
  float length_m = 0;
  float beam_m = 0;
  std::uint32_t mmsi = 0;
  std::uint32_t imo = 0;
  std::uint32_t icao24 = 0;  // 24 bits
  std::uint16_t squawk = 0;  // four octal digits as a number, e.g. 07700 is 0xFC0
  FeedId feed{};
  std::uint16_t present = 0;
  AltitudeReference altitude_reference = AltitudeReference::unspecified;
  Affiliation affiliation = Affiliation::unspecified;
  Navigation navigation = Navigation::unspecified;
  Emergency emergency = Emergency::unspecified;
  bool on_ground = false;
  bool is_outside_area = false;  // set by admission: an own unit, followed everywhere

  bool has(Field field) const { return (present >> static_cast<int>(field) & 1) != 0; }
  void mark(Field field) { present = static_cast<std::uint16_t>(present | 1u << static_cast<int>(field)); }
  void clear(Field field) {
    present = static_cast<std::uint16_t>(present & ~(1u << static_cast<int>(field)));
  }

  // report.set<Field::speed>(4.2F); report.get<Field::speed>() is then 4.2F, else nothing.
  template <Field F, class Value>
  void set(const Value& value);
  template <Field F>
  auto get() const;

  // Speed and course as transmitted, and the east and north velocity that follow from both.
  void set_speed_and_course(std::optional<double> speed_mps_sent, std::optional<double> course_deg_sent);
};

static_assert(sizeof(Report) <= 192);
static_assert(std::is_trivially_copyable_v<Report>);

namespace detail {

template <Field>
inline constexpr std::nullptr_t member_of = nullptr;
template <>
inline constexpr auto member_of<Field::position> = &Report::position;
template <>
inline constexpr auto member_of<Field::altitude> = &Report::altitude_m;
template <>
inline constexpr auto member_of<Field::std_m> = &Report::std_m;
template <>
inline constexpr auto member_of<Field::covariance> = &Report::covariance;
template <>
inline constexpr auto member_of<Field::speed> = &Report::speed_mps;
template <>
inline constexpr auto member_of<Field::course> = &Report::course_deg;
template <>
inline constexpr auto member_of<Field::velocity_en> = &Report::velocity_mps;
template <>
inline constexpr auto member_of<Field::up> = &Report::up_mps;
template <>
inline constexpr auto member_of<Field::heading> = &Report::heading_deg;
template <>
inline constexpr auto member_of<Field::length> = &Report::length_m;
template <>
inline constexpr auto member_of<Field::beam> = &Report::beam_m;
template <>
inline constexpr auto member_of<Field::mmsi> = &Report::mmsi;
template <>
inline constexpr auto member_of<Field::imo> = &Report::imo;
template <>
inline constexpr auto member_of<Field::icao24> = &Report::icao24;
template <>
inline constexpr auto member_of<Field::squawk> = &Report::squawk;
template <>
inline constexpr auto member_of<Field::on_ground> = &Report::on_ground;

}  // namespace detail

template <Field F, class Value>
void Report::set(const Value& value) {
  auto& member = this->*detail::member_of<F>;
  member = static_cast<std::remove_reference_t<decltype(member)>>(value);
  mark(F);
}

template <Field F>
auto Report::get() const {
  using Value = std::remove_cvref_t<decltype(this->*detail::member_of<F>)>;
  return has(F) ? std::optional<Value>(this->*detail::member_of<F>) : std::nullopt;
}

}  // namespace watchpost
