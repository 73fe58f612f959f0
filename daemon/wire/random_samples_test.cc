#include "daemon/wire/random_samples.h"

#include <cmath>
#include <cstring>

namespace watchpost::sample {
namespace {

Identity identity() {
  Identity identity;
  if (chance(50)) identity.mmsi = *rc::gen::inRange<std::uint32_t>(1, 999'999'999);
  if (chance(50)) identity.imo = *rc::gen::inRange<std::uint32_t>(1, 9'999'999);
  if (chance(50)) identity.icao24 = *rc::gen::inRange<std::uint32_t>(0, 1 << 24);
  if (chance(50)) identity.squawk = *rc::gen::inRange<std::uint16_t>(0, 1 << 12);
  for (std::string Identity::*member : {&Identity::callsign, &Identity::name, &Identity::remote_id,
                                        &Identity::tak_uid, &Identity::sensor_track})
    if (chance(50)) identity.*member = text();
  return identity;
}

Subject subject() {
  Subject subject;
  switch (up_to(5)) {
    case 0:
      subject.track = TrackId{*rc::gen::arbitrary<std::uint64_t>()};
      break;
    case 1:
      subject.unit = some_text();
      break;
    case 2:
      subject.zone = some_text();
      break;
    case 3:
      subject.sensor = some_text();
      break;
    case 4:
      subject.report_id = some_text();
      break;
    default:
      break;
  }
  subject.identity = identity();
  return subject;
}

std::span<const LatLon> ring(Arena& arena) {
  std::vector<LatLon> points;
  for (int i = up_to(5); i > 0; --i) points.push_back(place());
  return arena.copy(std::span<const LatLon>(points));
}

Polar* polar(Arena& arena) {
  Polar polar;
  polar.azimuth_deg = real();
  if ((polar.has_sensor_position = chance(50))) polar.sensor_position = place();
  if ((polar.has_range = chance(50))) polar.range_m = real();
  if ((polar.has_elevation = chance(50))) polar.elevation_deg = real_float();
  if ((polar.has_range_rate = chance(50))) polar.range_rate_mps = real_float();
  if ((polar.has_std_range = chance(50))) polar.std_range_m = real_float();
  if ((polar.has_std_azimuth = chance(50))) polar.std_azimuth_deg = real_float();
  return arena.copy(polar);
}

void fill_scalars(Report& report) {
  if (chance(70)) report.set<Field::position>(place());
  if (chance(30)) {
    report.set<Field::altitude>(real_float());
    report.altitude_reference = static_cast<AltitudeReference>(up_to(4));
  }
  if (chance(50)) report.set<Field::std_m>(real_float());
  if (chance(20)) report.set<Field::covariance>(CovarianceEN{real(), real(), real()});
  if (chance(50)) report.set<Field::speed>(real_float());
  if (chance(50)) report.set<Field::course>(real_float());
  if (chance(50)) report.set<Field::velocity_en>(EastNorth{real(), real()});
  if (chance(30)) report.set<Field::up>(real_float());
  if (chance(50)) report.set<Field::heading>(real_float());
  if (chance(30)) report.set<Field::length>(real_float());
  if (chance(30)) report.set<Field::beam>(real_float());
  if (chance(50)) report.set<Field::mmsi>(*rc::gen::arbitrary<std::uint32_t>());
  if (chance(30)) report.set<Field::imo>(*rc::gen::arbitrary<std::uint32_t>());
  if (chance(30)) report.set<Field::icao24>(up_to((1 << 24) - 1));
  if (chance(30)) report.set<Field::squawk>(up_to((1 << 12) - 1));
  if (chance(30)) report.set<Field::on_ground>(chance(50));
  report.affiliation = static_cast<Affiliation>(chance(50) ? 0 : up_to(5));
  report.navigation = static_cast<Navigation>(chance(50) ? 0 : up_to(10));
  report.emergency = static_cast<Emergency>(chance(50) ? 0 : up_to(10));
  report.is_outside_area = chance(20);
}

}  // namespace

double real() {
  if (chance(20)) return up_to(20) - 10;
  if (chance(30)) return up_to(216'000'000) / 600'000.0 - 180;
  if (chance(30)) return up_to(1'000'000) / 1000.0;
  for (;;) {
    const auto bits = *rc::gen::arbitrary<std::uint64_t>();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (std::isfinite(value)) return value;
  }
}

float real_float() {
  if (chance(70)) return static_cast<float>(up_to(36000)) / 10.0F;
  return static_cast<float>(real());
}

LatLon place() {
  return {real(), real()};
}

std::int64_t time_ns() {
  const std::int64_t whole_ms = *rc::gen::inRange<std::int64_t>(-9'000'000'000'000, 9'000'000'000'000);
  static constexpr std::int64_t steps_ns[] = {0, 1, 1'000, 100'000'000};
  return whole_ms / 1000 * 1'000'000'000 + steps_ns[up_to(3)] * up_to(9);
}

Report report(Arena& arena, std::deque<std::string>& texts) {
  const auto view = [&] { return std::string_view(texts.emplace_back(chance(50) ? "" : text())); };
  Report report;
  report.feed = FeedId{static_cast<std::uint16_t>(up_to(1))};
  report.number = *rc::gen::arbitrary<std::uint64_t>();
  report.sensor = view();
  report.event_time = event_time_from_ns(time_ns());
  report.receive_time = receive_time_from_ns(time_ns());
  fill_scalars(report);
  if (chance(30)) return report;

  ReportDetails details;
  for (std::string_view ReportDetails::*member :
       {&ReportDetails::callsign, &ReportDetails::name, &ReportDetails::remote_id, &ReportDetails::tak_uid,
        &ReportDetails::sensor_track, &ReportDetails::raw})
    details.*member = view();
  if (chance(30)) details.raw = texts.emplace_back("\xFF\xFE" + text());
  std::vector<Classification> types;
  for (int i = chance(50) ? up_to(3) : 0; i > 0; --i) types.push_back({view(), real_float()});
  auto* const place = static_cast<Classification*>(arena.allocate(sizeof(Classification) * 4, 8));
  for (std::size_t i = 0; i < types.size(); ++i) new (place + i) Classification(types[i]);
  details.classification = {place, types.size()};
  if (chance(30)) details.polar = polar(arena);
  if (chance(20)) details.event = arena.copy(PointEvent{view(), view(), view(), 7, true});
  if (chance(20)) details.area = ring(arena);
  if (chance(20)) {
    SensorStatus status{view(), {}, ring(arena), 0, chance(50), chance(50), chance(50)};
    if (status.has_position) status.position = sample::place();
    if (status.has_scan_number) status.scan_number = *rc::gen::arbitrary<std::uint32_t>();
    details.sensor_status = arena.copy(status);
  }
  report.details = arena.copy(details);
  return report;
}

Track track() {
  Track track;
  track.id = TrackId{*rc::gen::arbitrary<std::uint64_t>()};
  track.revision = *rc::gen::arbitrary<std::uint64_t>();
  track.time = event_time_from_ns(time_ns());
  track.created_time = event_time_from_ns(time_ns());
  track.last_report_time = event_time_from_ns(time_ns());
  track.position = place();
  track.covariance = {real(), real(), real()};
  track.velocity_mps = {real(), real()};
  if (chance(50)) {
    track.altitude_m = real_float();
    track.altitude_reference = static_cast<AltitudeReference>(up_to(4));
  }
  if (chance(50)) track.heading_deg = real_float();
  if (chance(50)) track.length_m = real_float();
  if (chance(50)) track.beam_m = real_float();
  track.status = static_cast<TrackStatus>(up_to(4));
  track.existence = real();
  track.identity = identity();
  for (int i = up_to(2); i > 0; --i) track.classification.push_back({text(), real_float()});
  track.affiliation = static_cast<Affiliation>(up_to(5));
  track.navigation = static_cast<Navigation>(up_to(10));
  track.emergency = static_cast<Emergency>(up_to(10));
  if (chance(30)) track.unit = UnitId{static_cast<std::uint16_t>(up_to(1))};
  for (std::uint16_t feed = 0; feed < 2; ++feed) {
    if (chance(50)) continue;
    for (int i = up_to(2); i >= 0; --i)
      track.sensors.push_back({FeedId{feed}, text(), event_time_from_ns(time_ns())});
    track.feeds.push_back(feed);
  }
  track.is_outside_area = chance(50);
  track.is_lost = chance(50);
  return track;
}

Alert alert() {
  Alert alert;
  for (std::string Alert::*member :
       {&Alert::alert_id, &Alert::rule, &Alert::kind, &Alert::headline, &Alert::place, &Alert::mgrs,
        &Alert::release_label, &Alert::instruction, &Alert::acknowledged_by})
    alert.*member = text();
  alert.revision = *rc::gen::arbitrary<std::uint64_t>();
  alert.state = static_cast<AlertState>(up_to(5));
  alert.severity = static_cast<Severity>(up_to(4));
  alert.urgency = static_cast<Urgency>(up_to(5));
  alert.certainty = static_cast<Certainty>(up_to(5));
  alert.subject = subject();
  if (chance(50)) alert.other = subject();
  if ((alert.has_position = chance(70))) alert.position = place();
  alert.event_time = event_time_from_ns(time_ns());
  alert.raised_time = event_time_from_ns(time_ns());
  if (chance(50)) alert.cleared_time = event_time_from_ns(time_ns());
  for (int i = up_to(2); i > 0; --i) alert.evidence.report_ids.push_back(text());
  for (int i = up_to(2); i > 0; --i) alert.evidence.values.push_back({text(), real(), real(), text()});
  alert.evidence.remark = text();
  for (int i = up_to(2); i > 0; --i) alert.track_ids.push_back(TrackId{*rc::gen::arbitrary<std::uint64_t>()});
  for (int i = up_to(2); i > 0; --i) alert.tainted_by.push_back(text());
  for (int i = up_to(2); i > 0; --i) alert.notes.push_back(text());
  return alert;
}

}  // namespace watchpost::sample
