#include "daemon/admission/admission.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "geo/area.h"

namespace watchpost {
namespace {

std::shared_ptr<Mission> mission() {
  auto mission = std::make_shared<Mission>();
  for (const char* name : {"ais", "blue"}) mission->feeds.emplace_back().name = name;
  const PolygonRings ring{{{0, 0}, {10, 0}, {10, 10}, {0, 10}}, {{{4, 4}, {6, 4}, {6, 6}, {4, 6}}}};
  auto area = area_from_polygons({ring});
  mission->area = std::make_shared<const Area>(std::move(*area));
  return mission;
}

Report report(double time_s, LatLon position, std::uint32_t mmsi = 1) {
  Report made;
  made.event_time = EventTime(duration_from_s(time_s));
  made.receive_time = ReceiveTime(duration_from_s(time_s));
  made.set<Field::mmsi>(mmsi);
  made.set<Field::position>(position);
  return made;
}

Report description(double time_s, std::uint32_t mmsi = 1) {
  Report made = report(time_s, {}, mmsi);
  made.clear(Field::position);
  return made;
}

constexpr LatLon inside{2, 2};
constexpr LatLon outside{2, 11};
constexpr LatLon in_hole{5, 5};

TEST(Admission, FollowsAChangedConfigurationFromThereOn) {
  const auto before = mission();
  Admission admission(before);
  Report moored = report(100, {8, 8});
  EXPECT_FALSE(admission.admit(moored));
  const auto next = std::make_shared<Mission>(*before);
  const PolygonRings ring{{{0, 0}, {4, 0}, {4, 4}, {0, 4}}, {}};
  next->area = std::make_shared<const Area>(*area_from_polygons({ring}));
  next->feeds[1].is_retired = true;
  next->feeds.emplace_back().name = "new";
  admission.reconfigure(next);
  Report again = report(101, {8, 8});
  EXPECT_EQ(admission.admit(again), Refusal::outside_area);
  Report said = description(102);
  EXPECT_EQ(admission.admit(said), Refusal::no_position) << "that it had a place is of the area before";
  Report here = report(103, inside, 2);
  here.feed = FeedId{2};
  EXPECT_FALSE(admission.admit(here));
  Report on_its_way = report(103, inside, 3);
  on_its_way.feed = FeedId{1};
  EXPECT_EQ(admission.admit(on_its_way), Refusal::expired_feed);
  EXPECT_EQ(admission.counters(FeedId{0}).received, 3U);
  EXPECT_EQ(admission.counters(FeedId{2}).admitted, 1U);
}

TEST(Admission, RefusesWhatIsOutsideTheMissionAreaAndCountsIt) {
  Admission admission(mission());
  Report in = report(1, inside), out = report(2, outside), hole = report(3, in_hole);
  EXPECT_EQ(admission.admit(in), std::nullopt);
  EXPECT_EQ(admission.admit(out), Refusal::outside_area);
  EXPECT_EQ(admission.admit(hole), Refusal::outside_area);
  const Admission::Counters& counters = admission.counters(FeedId(0));
  EXPECT_EQ(counters.received, 3U);
  EXPECT_EQ(counters.admitted, 1U);
  EXPECT_EQ(counters.refused[static_cast<std::size_t>(Refusal::outside_area)], 2U);
}

TEST(Admission, AdmitsWithinTheBuffer) {
  const auto buffered = mission();
  buffered->buffer_m = 112'000;  // a little more than a degree
  Admission admission(buffered);
  Report out = report(1, outside);
  EXPECT_EQ(admission.admit(out), std::nullopt);
}

TEST(Admission, FollowsOurOwnUnitsByATrustedFeedEverywhere) {
  const auto with_unit = mission();
  with_unit->feeds[1].is_trusted = true;
  Unit patrol;
  patrol.name = "patrol-1";
  patrol.identity.mmsi = 7;
  with_unit->units.push_back(patrol);
  Admission admission(with_unit);
  Report ours = report(1, outside, 7);
  ours.feed = FeedId(1);
  EXPECT_EQ(admission.admit(ours), std::nullopt);
  EXPECT_TRUE(ours.is_outside_area);
  Report untrusted = report(1, outside, 7);
  EXPECT_EQ(admission.admit(untrusted), Refusal::outside_area);
  Report stranger = report(1, outside, 8);
  stranger.feed = FeedId(1);
  EXPECT_EQ(admission.admit(stranger), Refusal::outside_area);
}

TEST(Admission, AdmitsAnIdentityAloneFor600SecondsAfterItsPositionOnThatFeed) {
  Admission admission(mission());
  Report early = description(0), there = report(1, inside), soon = description(601), late = description(1202);
  EXPECT_EQ(admission.admit(early), Refusal::no_position);
  EXPECT_EQ(admission.admit(there), std::nullopt);
  EXPECT_EQ(admission.admit(soon), std::nullopt);  // 600 s after
  EXPECT_EQ(admission.admit(late), Refusal::no_position);
  Report other_feed = description(2);
  other_feed.feed = FeedId(1);
  EXPECT_EQ(admission.admit(other_feed), Refusal::no_position);
}

TEST(Admission, RefusesADuplicateForTenSecondsFromWhateverFeed) {
  Admission admission(mission());
  Report first = report(1, inside);
  EXPECT_EQ(admission.admit(first), std::nullopt);
  Report again = report(1, inside);
  again.feed = FeedId(1);
  again.receive_time = ReceiveTime(duration_from_s(11));
  again.sensor = "another receiver";
  EXPECT_EQ(admission.admit(again), Refusal::duplicate);
  Report later = report(1, inside);
  later.receive_time = ReceiveTime(duration_from_s(11.001));
  EXPECT_EQ(admission.admit(later), std::nullopt);
  Report moved = report(1, {2, 2.0001});
  moved.receive_time = later.receive_time;
  EXPECT_EQ(admission.admit(moved), std::nullopt);
}

TEST(Admission, NeverTakesReportsWithoutAnIdentityForDuplicates) {
  Admission admission(mission());
  for (int i = 0; i < 2; ++i) {
    Report nameless = report(1, inside);
    nameless.clear(Field::mmsi);
    EXPECT_EQ(admission.admit(nameless), std::nullopt);
  }
}

TEST(Admission, ReplacesAnEventTimeTooFarFromTheReceiveTime) {
  Admission admission(mission());
  Report near = report(100, inside), far = report(100, inside, 2), extreme = report(100, inside, 3);
  near.event_time += std::chrono::seconds(60);
  far.event_time -= std::chrono::milliseconds(60'001);
  extreme.event_time = EventTime::max();
  for (Report* each : {&near, &far, &extreme}) EXPECT_EQ(admission.admit(*each), std::nullopt);
  EXPECT_EQ(near.event_time, EventTime(std::chrono::seconds(160)));
  EXPECT_EQ(far.event_time, EventTime(std::chrono::seconds(100)));
  EXPECT_EQ(extreme.event_time, EventTime(std::chrono::seconds(100)));
  EXPECT_EQ(admission.counters(FeedId(0)).clock_replaced, 2U);
}

TEST(Admission, RefusesWhatCannotBe) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto refusal = [](auto change) {
    Admission admission(mission());
    Report made = report(1, inside);
    change(made);
    return admission.admit(made);
  };
  EXPECT_EQ(refusal([](Report&) {}), std::nullopt);
  EXPECT_EQ(refusal([&](Report& made) { made.position.latitude_deg = nan; }), Refusal::impossible_value);
  EXPECT_EQ(refusal([](Report& made) { made.position.longitude_deg = 181; }), Refusal::impossible_value);
  EXPECT_EQ(refusal([](Report& made) { made.set<Field::std_m>(0.0); }), Refusal::impossible_value);
  EXPECT_EQ(refusal([](Report& made) { made.set<Field::course>(360.0); }), Refusal::impossible_value);
  EXPECT_EQ(refusal([](Report& made) { made.set<Field::speed>(-1.0); }), Refusal::impossible_value);
  EXPECT_EQ(refusal([](Report& made) {
              made.set<Field::covariance>(CovarianceEN{1, 2, 1});
            }),
            Refusal::impossible_value);
  EXPECT_EQ(refusal([](Report& made) { made.receive_time = ReceiveTime::min(); }), Refusal::impossible_time);
}

TEST(Admission, TakesASensorsPlaceFromTheConfigurationAndRefusesWhereItIsNotKnown) {
  const auto with_radar = mission();
  Sensor radar;
  radar.feed = "ais";
  radar.name = "radar";
  radar.position = inside;
  radar.std_azimuth_deg = 0.5;
  with_radar->sensors.push_back(radar);
  Admission admission(with_radar);
  const auto polar_report = [](Polar& polar, ReportDetails& details, std::string_view sensor) {
    Report made = report(1, {});
    made.clear(Field::position);
    made.clear(Field::mmsi);
    made.sensor = sensor;
    details.polar = &polar;
    made.details = &details;
    return made;
  };
  Polar polar;
  polar.range_m = 1000;
  polar.has_range = true;
  ReportDetails details;
  Report known = polar_report(polar, details, "radar");
  EXPECT_EQ(admission.admit(known), std::nullopt);
  EXPECT_EQ(polar.sensor_position, inside);
  EXPECT_FLOAT_EQ(polar.std_azimuth_deg, 0.5F);

  Polar lost;
  Report unknown = polar_report(lost, details, "elsewhere");
  EXPECT_EQ(admission.admit(unknown), Refusal::no_sensor_position);

  Polar far = polar;
  far.range_m = 2e6;
  Report beyond = polar_report(far, details, "radar");
  EXPECT_EQ(admission.admit(beyond), Refusal::outside_area);
}

TEST(Admission, TakesNothingFromAFeedOnceItHasExpired) {
  const auto expiring = mission();
  expiring->feeds[0].expires = ReceiveTime(std::chrono::seconds(100));
  Admission admission(expiring);
  Report before = report(99.9, inside), after = report(100, inside);
  EXPECT_EQ(admission.admit(before), std::nullopt);
  EXPECT_EQ(admission.admit(after), Refusal::expired_feed);
}

TEST(Recent, ForgetsTheOldestWhereThereIsNoRoom) {
  Recent recent(std::chrono::seconds(10), 3);
  const ReceiveTime now(std::chrono::seconds(1));
  for (std::uint64_t key = 1; key <= 4; ++key) recent.see(key, now);
  EXPECT_FALSE(recent.was_seen(1, now));
  EXPECT_TRUE(recent.was_seen(4, now));
  recent.see(4, now + std::chrono::seconds(8));
  recent.see(9, now + std::chrono::seconds(15));
  EXPECT_TRUE(recent.was_seen(4, now + std::chrono::seconds(18)));
  EXPECT_FALSE(recent.was_seen(2, now + std::chrono::seconds(15)));
  EXPECT_EQ(recent.size(), 2U);
}

}  // namespace
}  // namespace watchpost
