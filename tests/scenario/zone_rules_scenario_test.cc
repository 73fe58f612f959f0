// zone-exit, zone-dwell and the zones that are hard to be right about, as docs/rules.md says it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scenario/scenario.h"

namespace watchpost {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

const LatLon inside = Scenario::metres_from_camp(900, 0);
const LatLon outside = Scenario::metres_from_camp(1100, 0);

Mission mission(
    const std::string& kind, const std::function<void(RuleSpec&)>& change = [](RuleSpec&) {}) {
  Mission mission = Scenario::mission_with_camp();
  RuleSpec rule;
  rule.kind = kind;
  rule.name = kind + "-camp";
  rule.place = "camp";
  change(rule);
  mission.rules.push_back(rule);
  return mission;
}

void stands(Scenario& scene, LatLon position, Duration from, Duration to, double std_m = 1,
            const std::string& name = "boat") {
  for (Duration at = from; at <= to; at += 10s) scene.reports(name, at, position, std_m);
}

TEST(ZoneExit, RaisesForASubjectThatWasInsideAndIsOutsideAndClearsWhenItIsInsideAgain) {
  Scenario scene(mission("zone-exit"));
  stands(scene, inside, 0s, 20s);
  stands(scene, outside, 30s, 60s);
  EXPECT_THAT(scene.told(), ElementsAre("30 RAISED boat"));
  stands(scene, inside, 70s, 80s);
  stands(scene, outside, 90s, 100s);
  EXPECT_THAT(scene.told(), ElementsAre("30 RAISED boat", "70 CLEARED boat", "90 RAISED boat"));
  EXPECT_THAT(scene.last_alert().headline, StartsWith("Track boat has left zone camp at "));
  ASSERT_EQ(scene.last_alert().evidence.values.size(), 1U);
  EXPECT_GE(scene.last_alert().evidence.values[0].value, 0.9);
}

TEST(ZoneExit, NeverRaisesForWhoWasNeverSurelyInside) {
  Scenario scene(mission("zone-exit"));
  stands(scene, outside, 0s, 50s);
  stands(scene, Scenario::metres_from_camp(1000, 0), 60s, 100s, 50);  // as probably inside as outside
  stands(scene, outside, 110s, 150s);
  EXPECT_THAT(scene.told(), IsEmpty());
}

TEST(ZoneExit, NeedsOneMomentInsideWithoutAHold) {
  Scenario scene(mission("zone-exit", [](RuleSpec& rule) { rule.hold = 25s; }));
  scene.reports("boat", 0s, inside).reports("boat", 10s, inside);
  stands(scene, outside, 20s, 60s);
  EXPECT_THAT(scene.told(), ElementsAre("45 RAISED boat"));
}

TEST(ZoneExit, IsNotWhenASubjectVanishesInside) {
  Scenario scene(mission("zone-exit"));
  stands(scene, inside, 0s, 20s);
  scene.until(300s);
  EXPECT_FALSE(scene.track("boat").has_value());
  EXPECT_THAT(scene.told(), IsEmpty());
}

TEST(ZoneExit, IsWhenASubjectThatWasLostInsideReturnsOutside) {
  Scenario scene(mission("zone-exit"));
  stands(scene, inside, 0s, 20s);
  scene.until(300s);
  stands(scene, outside, 310s, 330s);
  EXPECT_THAT(scene.told(), ElementsAre("320 RAISED boat"));  // by its second report, under another number
}

TEST(ZoneExit, RemembersWhoWasInsideBeforeItsHoursBegan) {
  // The scene begins on a Monday at 13:46:40 UTC; the rule is on from 13:48 to 13:50.
  Scenario scene(mission("zone-exit", [](RuleSpec& rule) {
    rule.active = {{0b1111111, 13 * 60 + 48, 13 * 60 + 50}};
  }));
  stands(scene, inside, 0s, 20s);
  stands(scene, outside, 30s, 300s);
  EXPECT_THAT(scene.told(), ElementsAre("80 RAISED boat", "200 CLEARED boat"));
}

TEST(ZoneExit, ClearsAsLostWhenTheSubjectVanishesOutside) {
  Scenario scene(mission("zone-exit"));
  stands(scene, inside, 0s, 20s);
  stands(scene, outside, 30s, 40s);
  scene.until(300s);
  ASSERT_EQ(scene.told().size(), 2U);
  EXPECT_EQ(scene.last_alert().state, AlertState::cleared);
  EXPECT_EQ(scene.last_alert().evidence.remark, "lost");
}

Mission dwelling(
    Duration dwell, const std::function<void(RuleSpec&)>& change = [](RuleSpec&) {}) {
  return mission("zone-dwell", [&](RuleSpec& rule) {
    rule.parameters.set("dwell_s", seconds(dwell));
    change(rule);
  });
}

TEST(ZoneDwell, RaisesAtTheReportOrTickAtWhichItHasLastedLongEnough) {
  Scenario at_report(dwelling(60s));
  stands(at_report, inside, 0s, 100s);
  EXPECT_THAT(at_report.told(), ElementsAre("70 RAISED boat"));
  const auto& values = at_report.last_alert().evidence.values;
  ASSERT_EQ(values.size(), 2U);
  EXPECT_EQ(values[1].name, "dwell");
  EXPECT_DOUBLE_EQ(values[1].value, 60);
  EXPECT_DOUBLE_EQ(values[1].threshold, 60);
  EXPECT_EQ(values[1].unit, "s");

  Scenario at_tick(dwelling(64500ms));
  stands(at_tick, inside, 0s, 100s);
  EXPECT_THAT(at_tick.told(), ElementsAre("75 RAISED boat"));
}

TEST(ZoneDwell, BeginsAgainAfterAnyExitHoweverShort) {
  Scenario scene(dwelling(60s, [](RuleSpec& rule) { rule.clear = 100s; }));
  stands(scene, Scenario::metres_from_camp(990, 0), 0s, 50s);
  scene.reports("boat", 55s, Scenario::metres_from_camp(1005, 0));
  stands(scene, Scenario::metres_from_camp(990, 0), 60s, 130s);
  EXPECT_THAT(scene.told(), ElementsAre("120 RAISED boat"));
}

TEST(ZoneDwell, ClearTimeConcernsRaisedAlertsOnly) {
  Scenario scene(dwelling(30s, [](RuleSpec& rule) { rule.clear = 25s; }));
  stands(scene, inside, 0s, 50s);
  scene.reports("boat", 60s, outside);
  stands(scene, inside, 70s, 90s);
  stands(scene, outside, 100s, 150s);
  EXPECT_THAT(scene.told(), ElementsAre("40 RAISED boat", "125 CLEARED boat"));
}

TEST(ZoneDwell, AddsItsHoldToItsDwell) {
  Scenario scene(dwelling(40s, [](RuleSpec& rule) { rule.hold = 20s; }));
  stands(scene, inside, 0s, 100s);
  EXPECT_THAT(scene.told(), ElementsAre("70 RAISED boat"));
}

TEST(ZoneDwell, LastsTenMinutesWhereNothingElseIsSaid) {
  Scenario scene(mission("zone-dwell"));
  stands(scene, inside, 0s, 700s);
  EXPECT_THAT(scene.told(), ElementsAre("610 RAISED boat"));
}

// A zone by its rings; a track known to 0.02 m at a place of it, twice.
std::vector<std::string> told_at(const PolygonRings& rings, LatLon place,
                                 const std::string& kind = "zone-entry") {
  Mission mission = ::watchpost::mission(kind);
  mission.zones[0].area = std::make_shared<const Area>(*area_from_polygons({rings}));
  Scenario scene(mission);
  scene.reports("boat", 0s, place, 0.02).reports("boat", 10s, place, 0.02);
  return scene.told();
}

TEST(Zones, HaveHolesInWhichNobodyIsInside) {
  const PolygonRings rings{{{10, 20}, {11, 20}, {11, 21}, {10, 21}},
                           {{{10.4, 20.4}, {10.6, 20.4}, {10.6, 20.6}, {10.4, 20.6}}}};
  EXPECT_EQ(told_at(rings, {10.2, 20.2}).size(), 1U);
  EXPECT_THAT(told_at(rings, {10.5, 20.5}), IsEmpty());
  EXPECT_EQ(told_at(rings, {10.4, 20.5}).size(), 1U);  // on the hole's edge: in the closed polygon
}

TEST(Zones, AreRightAcrossTheAntimeridianAndFarNorth) {
  const PolygonRings across{{{-1, 179.5}, {1, 179.5}, {1, 180.5}, {-1, 180.5}}, {}};
  EXPECT_EQ(told_at(across, {0, 179.9}).size(), 1U);
  EXPECT_EQ(told_at(across, {0, -179.9}).size(), 1U);
  EXPECT_THAT(told_at(across, {0, 179.4}), IsEmpty());
  // The northern edge is a parallel: 1 m beside it in the middle, where a great circle lies far north of it.
  const PolygonRings north{{{69, 10}, {70, 10}, {70, 30}, {69, 30}}, {}};
  constexpr double metre_deg = 1 / 111'560.0;
  EXPECT_EQ(told_at(north, {70 - metre_deg, 20}).size(), 1U);
  EXPECT_THAT(told_at(north, {70 + metre_deg, 20}), IsEmpty());
}

TEST(Zones, AreClosedForWhatIsKnownToTwoCentimetres) {
  const PolygonRings rings{{{10, 20}, {11, 20}, {11, 21}, {10, 21}}, {}};
  for (const LatLon vertex : rings.outer) EXPECT_EQ(told_at(rings, vertex).size(), 1U);
}

}  // namespace
}  // namespace watchpost
