// proximity, as docs/rules.md says it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scenario/scenario.h"

namespace watchpost {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

// A patrol and whoever is within 500 m of it.
Mission mission(const std::function<void(RuleSpec&)>& change = [](RuleSpec&) {}) {
  Mission mission = Scenario::mission_with_camp();
  mission.units.emplace_back().name = "patrol-1";
  mission.units[0].identity.name = "radio";
  RuleSpec& rule = mission.rules.emplace_back();
  rule.kind = rule.name = "proximity";
  rule.subjects.emplace_back().unit = "patrol-1";
  change(rule);
  return mission;
}

// The patrol stands at the camp; the boat is at these metres east of it, each 10 s, five seconds after.
Scenario& passes(Scenario& scene, const std::vector<double>& east_m, double std_m = 1) {
  for (std::size_t i = 0; i < east_m.size(); ++i) {
    scene.reports("radio", 10s * i, Scenario::camp(), std_m);
    scene.reports("boat", 10s * i + 5s, Scenario::metres_from_camp(east_m[i], 0), std_m);
  }
  return scene;
}

TEST(Proximity, RaisesOnceForAPairAndClearsWhenTheyAreApart) {
  Scenario scene(mission());
  passes(scene, {800, 700, 600, 450, 400, 450, 600, 700, 800});
  ASSERT_THAT(scene.told(), SizeIs(2));
  EXPECT_EQ(scene.told()[0], "35 RAISED patrol-1+boat");
  EXPECT_EQ(scene.alerts()[1].state, AlertState::cleared);
  const Alert& alert = scene.alerts()[0];
  EXPECT_THAT(alert.headline, StartsWith("Own unit patrol-1 is within 500 m of Track boat at "));
  EXPECT_EQ(alert.subject.unit, "patrol-1");
  ASSERT_TRUE(alert.other.has_value());
  EXPECT_EQ(alert.other->identity.name, "boat");
  EXPECT_THAT(alert.track_ids, ElementsAre(TrackId{1}, TrackId{2}));
  ASSERT_THAT(alert.evidence.values, SizeIs(2));
  EXPECT_NEAR(alert.evidence.values[0].value, 450, 5);
  EXPECT_DOUBLE_EQ(alert.evidence.values[0].threshold, 500);
  EXPECT_EQ(alert.evidence.values[0].unit, "m");
  EXPECT_THAT(alert.evidence.report_ids, SizeIs(2));
}

TEST(Proximity, IsOneAlertWhicheverMatchedFirst) {
  // Both are subjects, both are others: the one with the lower number is the subject.
  Scenario scene(mission([](RuleSpec& rule) { rule.subjects.clear(); }));
  scene.reports("boat", 0s, Scenario::metres_from_camp(300, 0))
      .reports("boat", 1s, Scenario::metres_from_camp(300, 0));
  scene.reports("radio", 2s, Scenario::camp()).reports("radio", 3s, Scenario::camp());
  scene.reports("boat", 4s, Scenario::metres_from_camp(300, 0)).reports("radio", 5s, Scenario::camp());
  EXPECT_THAT(scene.told(), ElementsAre("3 RAISED boat+patrol-1"));
}

TEST(Proximity, IsAboutTheOthersThatAreAskedFor) {
  const auto near_uas =
      mission([](RuleSpec& rule) { rule.others.emplace_back().classification = "aircraft.uas"; });
  Scenario boat(near_uas);
  EXPECT_THAT(passes(boat, {400, 400, 400}).told(), IsEmpty());
  Scenario drone(near_uas);
  for (int i = 0; i < 3; ++i) {
    drone.reports("radio", 10s * i, Scenario::camp());
    ScenarioReport report;
    report.name = "drone";
    report.at = 10s * i + 5s;
    report.position = Scenario::metres_from_camp(400, 0);
    report.type = "aircraft.uas.fixed";
    drone.reports(report);
  }
  EXPECT_THAT(drone.told(), ElementsAre("15 RAISED patrol-1+drone"));
}

TEST(Proximity, IsInclusiveForWhatIsKnownToTwoCentimetres) {
  const auto told = [](double east_m) {
    Scenario scene(mission());
    for (int i = 0; i < 4; ++i) {
      scene.reports("radio", 10s * i, Scenario::camp(), 0.02);
      scene.reports("boat", 10s * i, Scenario::metres_from_camp(east_m, 0), 0.02);
    }
    return scene.told();
  };
  EXPECT_THAT(told(499.999), ElementsAre("10 RAISED patrol-1+boat"));
  EXPECT_THAT(told(501), IsEmpty());
}

TEST(Proximity, DoesNotFlickerAtTheDistance) {
  Scenario scene(mission());
  EXPECT_THAT(passes(scene, {500, 510, 490, 505, 495, 500, 500}, 30).told(), IsEmpty());
}

TEST(Proximity, NeverRaisesForASingleWildReport) {
  Scenario scene(mission());
  EXPECT_THAT(passes(scene, {5000, 5000, 5000, 100, 5000, 5000}).told(), IsEmpty());
}

TEST(Proximity, OfAUnitWithItselfIsNone) {
  Mission twice = mission([](RuleSpec& rule) { rule.subjects.clear(); });
  twice.units[0].identity.name = "";
  twice.units[0].identity.callsign = "ALPHA";
  Scenario scene(twice);
  for (int i = 0; i < 6; ++i) {
    ScenarioReport report;
    report.name = i % 2 == 0 ? "radio" : "tracker";
    report.callsign = "ALPHA";
    report.at = 5s * i;
    report.position = Scenario::camp();
    scene.reports(report);
  }
  EXPECT_THAT(scene.told(), IsEmpty());
}

TEST(Proximity, HoldsWhileBothReport) {
  Scenario held(mission([](RuleSpec& rule) { rule.hold = 22s; }));
  EXPECT_THAT(passes(held, {400, 400, 400, 400, 400}).told(), ElementsAre("37 RAISED patrol-1+boat"));
}

TEST(Proximity, ClearsAsLostWhenOneVanishes) {
  Scenario scene(mission());
  passes(scene, {400, 400, 400});
  scene.until(300s);
  ASSERT_THAT(scene.told(), SizeIs(2));
  EXPECT_EQ(scene.last_alert().evidence.remark, "lost");
}

TEST(Proximity, EndsWithItsHours) {
  // The scene begins on a Monday at 13:46:40 UTC; the rule is on from 13:48 (80 s) to 13:50 (200 s).
  Scenario scene(mission([](RuleSpec& rule) { rule.active = {{0b1111111, 13 * 60 + 48, 13 * 60 + 50}}; }));
  passes(scene, std::vector<double>(30, 400));
  EXPECT_THAT(scene.told(), ElementsAre("80 RAISED patrol-1+boat", "200 CLEARED patrol-1+boat"));
}

TEST(Proximity, OnTransponderReportsAloneIsNeverCritical) {
  const auto critical = [](RuleSpec& rule) { rule.severity = Severity::critical; };
  Scenario scene(mission(critical));
  EXPECT_EQ(passes(scene, {400, 400}).last_alert().severity, Severity::warning);
  Mission trusted = mission(critical);
  trusted.feeds[0].is_trusted = true;
  Scenario ours(trusted);
  EXPECT_EQ(passes(ours, {400, 400}).last_alert().severity, Severity::critical);
}

TEST(Proximity, IsFoundAcrossTheAntimeridianAndFarNorth) {
  for (const auto& [here, there] :
       {std::pair{LatLon{10, 179.999}, LatLon{10, -179.999}}, std::pair{LatLon{70, 20}, LatLon{70, 20.01}}}) {
    Scenario scene(mission());
    for (int i = 0; i < 3; ++i) scene.reports("radio", 10s * i, here).reports("boat", 10s * i + 5s, there);
    EXPECT_THAT(scene.told(), ElementsAre("15 RAISED patrol-1+boat"));
  }
}

TEST(Proximity, FindsEachPairAmongManyTracks) {
  Mission all = mission([](RuleSpec& rule) { rule.subjects.clear(); });
  Scenario scene(all);
  // Pairs 200 m apart, on a grid of 2 km.
  for (int second = 0; second < 3; ++second)
    for (int i = 0; i < 200; ++i) {
      const int column = i / 2 % 10, row = i / 20;
      const double east_m = 2000.0 * column, north_m = 2000.0 * row;
      scene.reports("boat-" + std::to_string(i), 10s * second,
                    Scenario::metres_from_camp(east_m + 200 * (i % 2), north_m));
    }
  EXPECT_THAT(scene.told(), SizeIs(100));
  for (const Alert& alert : scene.alerts()) EXPECT_EQ(alert.state, AlertState::raised);
}

}  // namespace
}  // namespace watchpost
