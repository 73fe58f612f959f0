#include "daemon/wire/convert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <tuple>

#include "daemon/model/report_batch.h"
#include "daemon/wire/random_samples.h"

namespace watchpost {
namespace {

using testing::HasSubstr;

template <class List, class Same>
bool all_same(const List& left, const List& right, Same same) {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i)
    if (!same(left[i], right[i])) return false;
  return true;
}

bool same_points(std::span<const LatLon> left, std::span<const LatLon> right) {
  return all_same(left, right, [](const LatLon& a, const LatLon& b) { return a == b; });
}

template <class T, class Same>
bool same_or_both_absent(const T* left, const T* right, Same same) {
  return (left == nullptr) == (right == nullptr) && (left == nullptr || same(*left, *right));
}

auto members(const Polar& it) {
  return std::make_tuple(it.sensor_position, it.range_m, it.azimuth_deg, it.elevation_deg, it.range_rate_mps,
                         it.std_range_m, it.std_azimuth_deg, it.has_sensor_position, it.has_range,
                         it.has_elevation, it.has_range_rate, it.has_std_range, it.has_std_azimuth);
}

auto members(const PointEvent& it) {
  return std::make_tuple(it.type, it.severity, it.text, it.fatalities, it.has_fatalities);
}

auto members(const SensorStatus& it) {
  return std::make_tuple(it.state, it.position, it.scan_number, it.has_position, it.has_scan_number,
                         it.is_scan_end);
}

bool same_details(const ReportDetails& left, const ReportDetails& right) {
  const auto texts = [](const ReportDetails& it) {
    return std::make_tuple(it.callsign, it.name, it.remote_id, it.tak_uid, it.sensor_track, it.raw);
  };
  const auto same_members = [](const auto& a, const auto& b) { return members(a) == members(b); };
  return texts(left) == texts(right) &&
         all_same(left.classification, right.classification,
                  [](const Classification& a, const Classification& b) {
                    return a.type == b.type && a.confidence == b.confidence;
                  }) &&
         same_or_both_absent(left.polar, right.polar, same_members) &&
         same_or_both_absent(left.event, right.event, same_members) &&
         same_or_both_absent(left.sensor_status, right.sensor_status,
                             [&](const SensorStatus& a, const SensorStatus& b) {
                               return same_members(a, b) && same_points(a.coverage, b.coverage);
                             }) &&
         same_points(left.area, right.area);
}

bool same(const Report& left, const Report& right) {
  const auto ends = [](const Report& it) {
    return std::make_tuple(it.event_time, it.receive_time, it.number, it.sensor, it.feed, it.present,
                           it.altitude_reference, it.affiliation, it.navigation, it.emergency,
                           it.is_outside_area);
  };
  const auto values = [](const Report& it) {
    return std::make_tuple(it.position, it.covariance, it.altitude_m, it.std_m, it.speed_mps, it.course_deg,
                           it.velocity_mps, it.up_mps, it.heading_deg, it.length_m, it.beam_m, it.mmsi,
                           it.imo, it.icao24, it.squawk, it.on_ground);
  };
  static constexpr ReportDetails none{};
  return ends(left) == ends(right) && values(left) == values(right) &&
         same_details(left.details != nullptr ? *left.details : none,
                      right.details != nullptr ? *right.details : none);
}

bool same(const Track& left, const Track& right) {
  const auto ends = [](const Track& it) {
    return std::make_tuple(it.id, it.revision, it.time, it.created_time, it.last_report_time, it.status,
                           it.existence, it.identity, it.affiliation, it.navigation, it.emergency, it.unit,
                           it.feeds, it.is_outside_area, it.is_lost);
  };
  const auto values = [](const Track& it) {
    return std::make_tuple(it.position, it.covariance, it.velocity_mps, it.altitude_m, it.altitude_reference,
                           it.heading_deg, it.length_m, it.beam_m);
  };
  return ends(left) == ends(right) && values(left) == values(right) &&
         all_same(left.classification, right.classification,
                  [](const TrackClass& a, const TrackClass& b) {
                    return a.type == b.type && a.confidence == b.confidence;
                  }) &&
         all_same(left.sensors, right.sensors, [](const TrackSensor& a, const TrackSensor& b) {
           return a.feed == b.feed && a.sensor == b.sensor && a.last_report_time == b.last_report_time;
         });
}

auto members(const Subject& it) {
  return std::make_tuple(it.track, it.unit, it.zone, it.sensor, it.report_id, it.identity);
}

bool same(const Alert& left, const Alert& right) {
  const auto head = [](const Alert& it) {
    return std::make_tuple(it.alert_id, it.revision, it.rule, it.kind, it.state, it.severity, it.urgency,
                           it.certainty, it.headline, members(it.subject), it.other.has_value(), it.place,
                           it.position, it.has_position, it.mgrs);
  };
  const auto tail = [](const Alert& it) {
    return std::make_tuple(it.event_time, it.raised_time, it.cleared_time, it.evidence.report_ids,
                           it.evidence.remark, it.track_ids, it.tainted_by, it.release_label, it.instruction,
                           it.acknowledged_by, it.notes);
  };
  return head(left) == head(right) && tail(left) == tail(right) &&
         (!left.other || members(*left.other) == members(*right.other)) &&
         all_same(left.evidence.values, right.evidence.values,
                  [](const EvidenceValue& a, const EvidenceValue& b) {
                    return std::tie(a.name, a.value, a.threshold, a.unit) ==
                           std::tie(b.name, b.value, b.threshold, b.unit);
                  });
}

// Over the wire: what is not UTF-8 would not arrive.
template <class Message>
Message sent(const Message& message) {
  Message arrived;
  RC_ASSERT(arrived.ParseFromString(message.SerializeAsString()));
  return arrived;
}

RC_GTEST_PROP(Convert, AReportThereAndBackIsTheSame, ()) {
  const Names names(sample::mission());
  Arena arena;
  std::deque<std::string> texts;
  const Report report = sample::report(arena, texts);
  pb::Report message;
  message.set_raw("left from before");
  to_proto(report, names, message);

  const pb::Report arrived = sent(message);
  Arena other_arena;
  const auto back = from_proto(arrived, names, other_arena);
  RC_ASSERT(back.ok());
  RC_ASSERT(same(report, *back));
}

RC_GTEST_PROP(Convert, ATrackThereAndBackIsTheSame, ()) {
  const Names names(sample::mission());
  const Track track = sample::track();
  pb::Track message;
  to_proto(track, names, "ALL", "3/0123", message);
  const auto back = from_proto(sent(message), names);
  RC_ASSERT(back.ok());
  RC_ASSERT(same(track, *back));
  RC_ASSERT(message.cell() == "3/0123");
  RC_ASSERT(message.release_label() == "ALL");
}

RC_GTEST_PROP(Convert, AnAlertThereAndBackIsTheSame, ()) {
  const Names names(sample::mission());
  const Alert alert = sample::alert();
  pb::Alert message;
  to_proto(alert, names, message);
  const auto back = from_proto(sent(message), names);
  RC_ASSERT(back.ok());
  RC_ASSERT(same(alert, *back));
  RC_ASSERT(!message.has_sequence());
  RC_ASSERT(!message.has_durable());
  RC_ASSERT(!message.has_published_time());
}

TEST(Convert, HealthThereAndBackIsTheSame) {
  const Names names(sample::mission());
  FeedHealth health;
  health.feed = FeedId{1};
  health.state = ConnectionState::open;
  health.received = 10;
  health.admitted = 4;
  health.faults = {1, 0, 2, 0, 3};
  health.refused = {5, 0, 0, 0, 0, 1, 0};
  health.frames = 16;
  health.bytes = 1600;
  health.connections = 2;
  health.shed = 7;
  health.clock_replaced = 8;
  health.last_received = receive_time_from_ns(99);

  pb::Health message;
  to_proto(health, names, receive_time_from_ns(1'000'000'000), message);
  EXPECT_EQ(message.faults(), 6U);
  ASSERT_EQ(message.refused_size(), 2);
  EXPECT_EQ(message.refused(0).reason(), pb::REFUSAL_OUTSIDE_AREA);
  EXPECT_EQ(message.refused(1).reason(), pb::REFUSAL_DUPLICATE);
  ASSERT_EQ(message.faults_by_kind_size(), 3);
  EXPECT_EQ(message.faults_by_kind(2).kind(), pb::FAULT_KIND_UNSUPPORTED);
  EXPECT_EQ(message.time().seconds(), 1);

  const auto back = from_proto(message, names);
  ASSERT_TRUE(back.ok());
  const auto members = [](const FeedHealth& it) {
    return std::make_tuple(it.feed, it.state, it.detail, it.frames, it.bytes, it.received, it.admitted,
                           it.faults, it.refused, it.clock_replaced, it.shed, it.connections,
                           it.last_received);
  };
  EXPECT_EQ(members(*back), members(health));
}

TEST(Convert, EveryRefusalHasItsNameOnTheWire) {
  for (int i = 0; i < refusal_count; ++i) {
    std::string expected = "REFUSAL_";
    for (const char letter : name(static_cast<Refusal>(i)))
      expected += static_cast<char>(std::toupper(letter));
    EXPECT_EQ(pb::Refusal_Name(static_cast<pb::Refusal>(i + 1)), expected);
  }
}

TEST(Convert, EnumeratorsKeepTheirMeaning) {
  EXPECT_EQ(to_proto(Mode::exercise), pb::MODE_EXERCISE);
  EXPECT_EQ(from_proto(pb::MODE_REPLAY), Mode::replay);
  EXPECT_EQ(to_proto(Severity::critical), pb::SEVERITY_CRITICAL);
  EXPECT_EQ(from_proto(pb::SEVERITY_INFO), Severity::info);
  EXPECT_EQ(from_proto(static_cast<pb::Severity>(99)), Severity::unspecified);
  EXPECT_EQ(word(Mode::actual), "ACTUAL");
  EXPECT_EQ(word(Severity::advisory), "ADVISORY");
  EXPECT_EQ(word(AlertState::cancelled), "CANCELLED");
  EXPECT_EQ(word(TrackStatus::coasting), "COASTING");
  EXPECT_EQ(word(Affiliation::partner), "PARTNER");
  EXPECT_EQ(word(ConnectionState::failed), "FAILED");
}

TEST(Convert, EnumeratorsOfAReportAreNamedAsInTheModel) {
  Report report;
  report.set<Field::altitude>(10);
  report.altitude_reference = AltitudeReference::barometric;
  report.affiliation = Affiliation::suspect;
  report.navigation = Navigation::moored;
  report.emergency = Emergency::minimum_fuel;
  pb::Report message;
  to_proto(report, Names(sample::mission()), message);
  EXPECT_EQ(message.position().altitude_reference(), pb::ALTITUDE_REFERENCE_BAROMETRIC);
  EXPECT_EQ(message.affiliation(), pb::AFFILIATION_SUSPECT);
  EXPECT_EQ(message.status().navigation(), pb::NAVIGATION_MOORED);
  EXPECT_EQ(message.status().emergency(), pb::EMERGENCY_MINIMUM_FUEL);
}

TEST(Convert, CodesHaveTheirDigits) {
  Report report;
  report.number = 12;
  report.set<Field::icao24>(0x00ABCD);
  report.set<Field::squawk>(07700);
  pb::Report message;
  to_proto(report, Names(sample::mission()), message);
  EXPECT_EQ(message.report_id(), "harbour-ais/12");
  EXPECT_EQ(message.feed(), "harbour-ais");
  EXPECT_EQ(message.format(), "ais");
  EXPECT_EQ(message.identity().icao24(), "00abcd");
  EXPECT_EQ(message.identity().squawk(), "7700");
}

TEST(Convert, WhatIsAbsentIsAbsentOnTheWireAndZeroIsAValue) {
  const Names names(sample::mission());
  pb::Report message;
  Report report;
  to_proto(report, names, message);
  EXPECT_FALSE(message.has_position());
  EXPECT_FALSE(message.has_velocity());
  EXPECT_FALSE(message.has_identity());
  EXPECT_FALSE(message.has_status());
  EXPECT_FALSE(message.has_heading_deg());

  report.set<Field::position>(LatLon{0, 0});
  report.set<Field::speed>(0);
  to_proto(report, names, message);
  EXPECT_TRUE(message.position().has_latitude_deg());
  EXPECT_TRUE(message.position().has_longitude_deg());
  EXPECT_TRUE(message.velocity().has_speed_mps());
  EXPECT_FALSE(message.velocity().has_course_deg());
}

TEST(Convert, TextThatIsNotUtf8IsMendedSoThatTheMessageArrives) {
  ReportDetails details;
  details.name =
      "A\xFF"
      "B";
  Report report;
  report.details = &details;
  pb::Report message;
  to_proto(report, Names(sample::mission()), message);
  EXPECT_EQ(message.identity().name(),
            "A\xEF\xBF\xBD"
            "B");
  pb::Report arrived;
  EXPECT_TRUE(arrived.ParseFromString(message.SerializeAsString()));
}

TEST(Convert, ATrackSaysSpeedAndCourse) {
  Track track;
  track.velocity_mps = {-3, 4};
  pb::Track message;
  to_proto(track, Names(sample::mission()), "ALL", "1/2", message);
  EXPECT_FLOAT_EQ(message.velocity().speed_mps(), 5);
  EXPECT_NEAR(message.velocity().course_deg(), 323.1301, 1e-4);

  track.velocity_mps = {-1e-12, 1};
  to_proto(track, Names(sample::mission()), "ALL", "1/2", message);
  EXPECT_EQ(message.velocity().course_deg(), 0);

  track.velocity_mps = {0, 0};
  to_proto(track, Names(sample::mission()), "ALL", "1/2", message);
  EXPECT_EQ(message.velocity().speed_mps(), 0);
  EXPECT_FALSE(message.velocity().has_course_deg());
}

// What is wrong with a message, in the words of from_proto().
std::string refusal_of(const pb::Report& message) {
  Arena arena;
  const auto report = from_proto(message, Names(sample::mission()), arena);
  return report.ok() ? "" : report.error().line();
}

TEST(Convert, AReportFromElsewhereIsNotTrusted) {
  pb::Report good;
  good.set_feed("radar-1");
  good.set_report_id("radar-1/7");
  EXPECT_EQ(refusal_of(good), "");

  const auto refused = [&good](auto change) {
    pb::Report message = good;
    change(message);
    return refusal_of(message);
  };
  EXPECT_THAT(refused([](pb::Report& it) { it.set_feed("nobody"); }), HasSubstr("feed"));
  for (const char* const id : {"radar-1", "radar-1/", "radar-1/x", "radar-1/1x", "other/1", ""})
    EXPECT_THAT(refused([&](pb::Report& it) { it.set_report_id(id); }), HasSubstr("FEED/N")) << id;
  EXPECT_THAT(refused([](pb::Report& it) { it.mutable_position()->set_latitude_deg(1); }),
              HasSubstr("longitude_deg"));
  EXPECT_THAT(refused([](pb::Report& it) { it.mutable_position()->add_covariance_en_m2(1); }),
              HasSubstr("three values"));
  EXPECT_THAT(refused([](pb::Report& it) { it.mutable_velocity()->set_east_mps(1); }),
              HasSubstr("north_mps"));
  EXPECT_THAT(refused([](pb::Report& it) { it.mutable_polar()->set_range_m(1); }), HasSubstr("azimuth_deg"));
  for (const char* const digits : {"12345", "1234567", "ABCDEF", "12345g", ""})
    EXPECT_THAT(refused([&](pb::Report& it) { it.mutable_identity()->set_icao24(digits); }),
                HasSubstr("hexadecimal"))
        << digits;
  for (const char* const digits : {"770", "7778", "77777", "-100"})
    EXPECT_THAT(refused([&](pb::Report& it) { it.mutable_identity()->set_squawk(digits); }),
                HasSubstr("octal"))
        << digits;
  EXPECT_THAT(refused([](pb::Report& it) { it.mutable_event_time()->set_nanos(1'000'000'000); }),
              HasSubstr("event_time"));
  EXPECT_THAT(refused([](pb::Report& it) { it.mutable_receive_time()->set_seconds(1LL << 62); }),
              HasSubstr("receive_time"));
  EXPECT_THAT(refused([](pb::Report& it) { it.mutable_area()->add_rings()->add_points(); }),
              HasSubstr("each point"));
  EXPECT_THAT(refused([](pb::Report& it) { it.mutable_sensor_status()->mutable_position(); }),
              HasSubstr("sensor_status.position"));
}

TEST(Convert, WithoutNamesFeedAndNumberAreLeftToTheSink) {
  pb::Report message;
  message.mutable_receive_time()->set_seconds(5);
  Arena arena;
  const auto report = from_proto(message, arena);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->number, 0U);
  EXPECT_EQ(unix_ns(report->event_time), 5'000'000'000);  // a source without a clock
  EXPECT_EQ(report->details, nullptr);
}

TEST(Names, TracksAreNamedByTheirNode) {
  const Names names(sample::mission());
  EXPECT_EQ(names.track(TrackId{17}), "camp-north-17");
  EXPECT_EQ(names.find_track("camp-north-17"), TrackId{17});
  for (const char* const other :
       {"camp-north-", "camp-north", "camp-south-17", "camp-north-17a", "", "camp-north17"})
    EXPECT_EQ(names.find_track(other), std::nullopt) << other;
}

}  // namespace
}  // namespace watchpost
