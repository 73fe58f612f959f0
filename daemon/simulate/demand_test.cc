// Small scenes whose alerts can be worked out with a pencil.
#include "daemon/simulate/demand.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "daemon/simulate/recording_for_tests.h"
#include "daemon/simulate/transmission.h"

namespace watchpost::simulate {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

Scene scene_of(const WatchRule& rule, double duration_s) {
  Scene scene{.setting = test_setting(duration_s), .mission = "test", .area = {}};
  scene.area = rectangle("area", {-20'000, -20'000}, {20'000, 20'000});
  scene.zones = {rectangle("camp", {-1000, -1000}, {1000, 1000})};
  scene.lines = {{"line", {{-5000, 0}, {5000, 0}}}};
  scene.rules = {rule};
  scene.radar.clutter_a_look = 0;
  return scene;
}

Actor vessel(const std::string& object, std::uint32_t mmsi, Path path) {
  Actor actor{.object = object, .kind = "vessel", .path = std::move(path)};
  actor.ais = AisVoice{.mmsi = mmsi, .name = object};
  return actor;
}

// Northwards at 5 m/s, from `south_m` south of the middle.
Path northwards(double east_m, double south_m, double length_m) {
  Path path(0, {east_m, -south_m}, 0, 5);
  path.run(length_m);
  return path;
}

Demands demands_after_transmission(Scene& scene) {
  transmit(scene, [](std::size_t, std::size_t) {});
  return demands_of(scene);
}

TEST(Demand, AnEntryIsRaisedWhenTheEdgeIsPassedAndClearedAtTheOtherEdge) {
  Scene scene = scene_of({.kind = "zone-entry", .place = "camp"}, 1200);
  scene.actors = {vessel("one", 200000001, northwards(0, 3000, 6000))};
  const Demands demands = demands_after_transmission(scene);
  EXPECT_THAT(demands.doubts, IsEmpty());
  ASSERT_THAT(demands.alerts, SizeIs(1));
  const Expected& alert = demands.alerts[0];
  EXPECT_EQ(alert.rule, "zone-entry-camp");
  // At the edge after 400 s; 40 m are 8 s; three reports of 10 s and the tick.
  EXPECT_NEAR(alert.raise.begin_s, 392, 1e-3);
  EXPECT_NEAR(alert.raise.end_s, 408 + 31, 1e-3);
  ASSERT_TRUE(alert.clear);
  EXPECT_NEAR(alert.clear->begin_s, 792, 1e-3);
  EXPECT_NEAR(alert.clear->end_s, 808 + 31, 1e-3);
}

TEST(Demand, WhoPassesOutsideTheEdgeIsNoAlertAndWhoGrazesItIsADoubt) {
  Scene scene = scene_of({.kind = "zone-entry", .place = "camp"}, 1200);
  scene.actors = {vessel("one", 200000001, northwards(1100, 3000, 6000))};
  Demands demands = demands_after_transmission(scene);
  EXPECT_THAT(demands.alerts, IsEmpty());
  EXPECT_THAT(demands.doubts, IsEmpty());
  scene = scene_of({.kind = "zone-entry", .place = "camp"}, 1200);
  scene.actors = {vessel("one", 200000001, northwards(1020, 3000, 6000))};
  demands = demands_after_transmission(scene);
  EXPECT_THAT(demands.doubts, SizeIs(1));
}

TEST(Demand, AnExitNeedsThatItWasInside) {
  Scene scene = scene_of({.kind = "zone-exit", .place = "camp"}, 1200);
  scene.actors = {vessel("from-inside", 200000001, northwards(0, 0, 6000)),
                  vessel("never-inside", 200000002, northwards(3000, 0, 6000))};
  const Demands demands = demands_after_transmission(scene);
  ASSERT_THAT(demands.alerts, SizeIs(1));
  EXPECT_EQ(demands.alerts[0].subject->object, "from-inside");
  EXPECT_NEAR(demands.alerts[0].raise.begin_s, 192, 1e-3);
  EXPECT_FALSE(demands.alerts[0].clear);
}

TEST(Demand, ADwellIsRaisedSoMuchLaterAndNotForWhoLeavesBefore) {
  const WatchRule rule{.kind = "zone-dwell", .place = "camp", .numbers = {{"dwell_s", 300}}};
  Scene scene = scene_of(rule, 1200);
  scene.actors = {vessel("slow", 200000001, northwards(0, 3000, 6000))};
  const Demands demands = demands_after_transmission(scene);
  EXPECT_THAT(demands.doubts, IsEmpty());
  ASSERT_THAT(demands.alerts, SizeIs(1));
  EXPECT_NEAR(demands.alerts[0].raise.begin_s, 692, 1e-3);
  Scene longer = scene_of({.kind = "zone-dwell", .place = "camp", .numbers = {{"dwell_s", 600}}}, 1200);
  longer.actors = {vessel("slow", 200000001, northwards(0, 3000, 6000))};
  EXPECT_THAT(demands_after_transmission(longer).alerts, IsEmpty());
}

TEST(Demand, ACrossingCountsInItsDirectionBetweenTheEnds) {
  for (const auto& [direction, east_m, count] :
       {std::tuple("left", 0.0, 1U), std::tuple("right", 0.0, 0U), std::tuple("left", 6000.0, 0U)}) {
    Scene scene = scene_of(
        {.kind = "line-crossing", .place = "line", .numbers = {{"clear_s", 120}}, .direction = direction},
        1200);
    scene.actors = {vessel("one", 200000001, northwards(east_m, 2000, 5000))};
    const Demands demands = demands_after_transmission(scene);
    ASSERT_THAT(demands.alerts, SizeIs(count)) << direction << " " << east_m;
    if (count == 0) continue;
    EXPECT_NEAR(demands.alerts[0].raise.begin_s, 392, 1e-3);
    EXPECT_NEAR(demands.alerts[0].clear->begin_s, 392 + 120, 1e-3);
  }
}

TEST(Demand, TwoThatPassAreNearWhileTheirDistanceOnTheGroundIsSmall) {
  Scene scene =
      scene_of({.kind = "proximity", .subjects = {"unit:patrol"}, .numbers = {{"distance_m", 500}}}, 1200);
  Path standing(0, {300, 0});
  standing.wait(1200);
  scene.actors = {vessel("patrol", 200000001, standing),
                  vessel("other", 200000002, northwards(0, 2000, 5000))};
  scene.actors[0].unit = "patrol";
  const Demands demands = demands_after_transmission(scene);
  ASSERT_THAT(demands.alerts, SizeIs(1));
  EXPECT_EQ(demands.alerts[0].subject->object, "patrol");
  EXPECT_EQ(demands.alerts[0].other->object, "other");
  // 580 m with 80 m of slack: 496 m south of the nearest point.
  EXPECT_NEAR(demands.alerts[0].raise.begin_s, (2000 - std::sqrt(580.0 * 580 - 300 * 300)) / 5, 0.01);
  EXPECT_NEAR(demands.alerts[0].clear->end_s, (2000 + std::sqrt(580.0 * 580 - 300 * 300)) / 5 + 31, 0.01);
}

TEST(Demand, LostContactCountsFromTheLastReportThatWasHeard) {
  Scene scene = scene_of({.kind = "contact-lost", .numbers = {{"silent_s", 300}}}, 2000);
  Actor patrol{.object = "patrol", .kind = "vehicle", .unit = "patrol", .path = northwards(0, 3000, 10'000)};
  patrol.radio = RadioVoice{"PATROL", 15};
  patrol.silences = {{600, 1200}};
  scene.actors = {patrol};
  const Demands demands = demands_after_transmission(scene);
  ASSERT_THAT(demands.alerts, SizeIs(1));
  double last_s = 0;
  double next_s = 0;
  for (const Heard& heard : scene.actors[0].heard) {
    if (heard.event_s < 600) last_s = heard.event_s;
    if (heard.event_s >= 1200 && next_s == 0) next_s = heard.event_s;
  }
  EXPECT_EQ(demands.alerts[0].raise.begin_s, last_s + 300);
  EXPECT_EQ(demands.alerts[0].clear->begin_s, next_s);
}

TEST(Demand, ATransponderIsDarkOnlyWhereTwoOthersNearByAreHeard) {
  for (const std::size_t others : {1U, 2U}) {
    Scene scene = scene_of({.kind = "gone-dark", .numbers = {{"silent_s", 600}}}, 2000);
    scene.actors = {vessel("dark", 200000001, northwards(0, 5000, 10'000))};
    scene.actors[0].silences = {{500, 1500}};
    for (std::uint32_t i = 0; i < others; ++i)
      scene.actors.push_back(
          vessel("other-" + std::to_string(i), 200000002 + i, northwards(4000, 5000, 10'000)));
    EXPECT_THAT(demands_after_transmission(scene).alerts, SizeIs(others == 2 ? 1 : 0));
  }
}

TEST(Demand, WhoLeavesTheAreaIsNotDark) {
  Scene scene = scene_of({.kind = "gone-dark", .numbers = {{"silent_s", 600}}}, 3000);
  Path leaving(0, {0, 15'000}, 0, 10);
  leaving.run(10'000);
  scene.actors = {vessel("leaving", 200000001, leaving),
                  vessel("a", 200000002, northwards(100, -14'000, 5000)),
                  vessel("b", 200000003, northwards(200, -14'000, 5000))};
  EXPECT_THAT(demands_after_transmission(scene).alerts, IsEmpty());
}

TEST(Demand, AFeedIsSilentByItsTimesOfArrival) {
  Scene scene = scene_of({.kind = "sensor-silent", .numbers = {{"silent_s", 60}}}, 1000);
  Path standing(0, {0, 1000});
  standing.wait(1000);
  scene.actors = {vessel("boat", 200000001, standing)};
  scene.actors[0].ais.reset();
  scene.actors[0].is_seen_by_radar = true;
  scene.radar.detection = 1;
  scene.radar.silences = {{500, 700}};
  const Demands demands = demands_after_transmission(scene);
  ASSERT_THAT(demands.alerts, SizeIs(1));
  EXPECT_EQ(demands.alerts[0].sensor, FeedNames::radar);
  EXPECT_NEAR(demands.alerts[0].raise.begin_s, 497.62 + 60, 1e-9);
  EXPECT_NEAR(demands.alerts[0].clear->begin_s, 700.12, 1e-9);
}

TEST(Demand, ATestedBeaconIsNoAlertAndAMeantOneStaysToTheEnd) {
  Scene scene = scene_of({.kind = "emergency", .place = ""}, 2000);
  Path standing(0, {0, 0});
  standing.wait(2000);
  Actor beacon = vessel("beacon", 970990001, standing);
  beacon.ais->is_distress_beacon = true;
  beacon.ais->test = Span{100, 200};
  scene.actors = {beacon};
  EXPECT_THAT(demands_after_transmission(scene).alerts, IsEmpty());
  beacon.ais->distress = Span{1000, 1900};
  scene.actors = {beacon};
  const Demands demands = demands_after_transmission(scene);
  ASSERT_THAT(demands.alerts, SizeIs(1));
  EXPECT_NEAR(demands.alerts[0].raise.begin_s, 1000, 10);
  EXPECT_FALSE(demands.alerts[0].clear);
}

}  // namespace
}  // namespace watchpost::simulate
