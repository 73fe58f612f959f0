#include "daemon/admission/admission.h"

#include <algorithm>

#include "daemon/admission/possible.h"
#include "geo/area.h"
#include "geo/geodesic.h"

namespace watchpost {
namespace {

constexpr Duration identity_memory = std::chrono::seconds(600);
constexpr Duration duplicate_memory = std::chrono::seconds(10);

// Interners number identities below 2^40, so the feed stands above them.
Recent::Key key_of(FeedId feed, IdentityKey identity) {
  return identity ^ index(feed) << 40;
}

}  // namespace

Admission::Admission(std::shared_ptr<const Mission> mission)
    : mission_(std::move(mission)),
      counters_(mission_->feeds.size()),
      positions_(identity_memory),
      contents_(duplicate_memory) {}

void Admission::reconfigure(std::shared_ptr<const Mission> mission) {
  const bool is_same_place = mission->area == mission_->area && mission->buffer_m == mission_->buffer_m;
  mission_ = std::move(mission);
  counters_.resize(mission_->feeds.size());
  if (!is_same_place) positions_ = Recent(identity_memory);
}

std::optional<Refusal> Admission::admit(Report& report) {
  Counters& counters = counters_[index(report.feed)];
  ++counters.received;
  const std::optional<Refusal> refusal = judge(report);
  if (refusal)
    ++counters.refused[static_cast<std::size_t>(*refusal)];
  else
    ++counters.admitted;
  return refusal;
}

std::optional<Refusal> Admission::judge(Report& report) {
  if (!is_time_possible(report.receive_time)) return Refusal::impossible_time;
  if (feed_of(report).is_retired) return Refusal::expired_feed;  // it was on its way
  if (const auto& expires = feed_of(report).expires; expires && report.receive_time >= *expires)
    return Refusal::expired_feed;
  if (correct_clock(report)) ++counters_[index(report.feed)].clock_replaced;
  complete_from_configuration(report);
  if (!is_possible(report)) return Refusal::impossible_value;

  const std::optional<IdentityKey> identity = identity_key(report, names_);
  if (const auto refusal = judge_place(report, identity)) return refusal;
  if (!identity) return std::nullopt;

  const Recent::Key content = content_hash(report);
  if (contents_.was_seen(content, report.receive_time)) return Refusal::duplicate;
  contents_.see(content, report.receive_time);
  if (report.has(Field::position)) positions_.see(key_of(report.feed, *identity), report.receive_time);
  return std::nullopt;
}

std::optional<Refusal> Admission::judge_place(Report& report, std::optional<IdentityKey> identity) const {
  const auto clip = [&](LatLon place) -> std::optional<Refusal> {
    if (is_inside_mandate(place)) return std::nullopt;
    if (!is_trusted_own_unit(report)) return Refusal::outside_area;
    report.is_outside_area = true;
    return std::nullopt;
  };
  if (report.has(Field::position)) return clip(report.position);

  if (const ReportDetails* details = report.details; details != nullptr) {
    if (details->polar != nullptr) {
      if (!details->polar->has_sensor_position) return Refusal::no_sensor_position;
      const Polar& polar = *details->polar;
      return clip(polar.has_range ? destination(polar.sensor_position, polar.azimuth_deg, polar.range_m)
                                  : polar.sensor_position);
    }
    if (!details->area.empty()) {
      const bool is_inside = std::all_of(details->area.begin(), details->area.end(),
                                         [&](LatLon corner) { return is_inside_mandate(corner); });
      return is_inside ? std::nullopt : std::optional(Refusal::outside_area);
    }
    if (details->sensor_status != nullptr && details->sensor_status->has_position)
      return clip(details->sensor_status->position);
  }
  if (identity && !positions_.was_seen(key_of(report.feed, *identity), report.receive_time))
    return Refusal::no_position;
  return std::nullopt;
}

bool Admission::correct_clock(Report& report) const {
  const Duration limit = feed_of(report).max_clock_offset;
  const EventTime received = as_event_time(report.receive_time);
  if (report.event_time >= received - limit && report.event_time <= received + limit) return false;
  report.event_time = received;
  return true;
}

void Admission::complete_from_configuration(Report& report) const {
  const std::string& feed_name = feed_of(report).name;
  const auto sensor = std::find_if(
      mission_->sensors.begin(), mission_->sensors.end(),
      [&](const Sensor& known) { return known.feed == feed_name && known.name == report.sensor; });
  if (sensor == mission_->sensors.end()) return;
  if (report.has(Field::position) && !report.has(Field::std_m) && !report.has(Field::covariance) &&
      sensor->std_m)
    report.set<Field::std_m>(*sensor->std_m);
  if (report.details == nullptr || report.details->polar == nullptr) return;

  Polar& polar = *report.details->polar;
  if (!polar.has_sensor_position && sensor->position) {
    polar.sensor_position = *sensor->position;
    polar.has_sensor_position = true;
  }
  if (polar.has_range && !polar.has_std_range && sensor->std_range_m) {
    polar.std_range_m = static_cast<float>(*sensor->std_range_m);
    polar.has_std_range = true;
  }
  if (!polar.has_std_azimuth && sensor->std_azimuth_deg) {
    polar.std_azimuth_deg = static_cast<float>(*sensor->std_azimuth_deg);
    polar.has_std_azimuth = true;
  }
}

bool Admission::is_trusted_own_unit(const Report& report) const {
  if (!feed_of(report).is_trusted) return false;
  return std::any_of(mission_->units.begin(), mission_->units.end(),
                     [&](const Unit& unit) { return matches(unit.identity, report); });
}

bool Admission::is_inside_mandate(LatLon position) const {
  return mission_->area == nullptr || mission_->area->is_within(position, mission_->buffer_m);
}

}  // namespace watchpost
