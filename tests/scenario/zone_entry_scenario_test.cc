// zone-entry and what the alert book does for every rule, as docs/rules.md says it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scenario/scenario.h"

namespace watchpost {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

const LatLon inside = Scenario::camp();
const LatLon outside = Scenario::metres_from_camp(5000, 0);

Mission mission(const std::function<void(RuleSpec&)>& change = [](RuleSpec&) {}) {
  Mission mission = Scenario::mission_with_camp();
  RuleSpec rule;
  rule.kind = "zone-entry";
  rule.name = "zone-entry-camp";
  rule.place = "camp";
  change(rule);
  mission.rules.push_back(rule);
  return mission;
}

Unit patrol(const std::string& name) {
  Unit unit;
  unit.name = "patrol-1";
  unit.identity.name = name;
  return unit;
}

// A boat that stands still and reports each 10 s from `from` to `to`.
void stands(Scenario& scene, LatLon position, Duration from, Duration to, double std_m = 1) {
  for (Duration at = from; at <= to; at += 10s) scene.reports("boat", at, position, std_m);
}

TEST(ZoneEntry, RaisesForASubjectThatFirstAppearsInsideAtItsSecondReport) {
  Scenario scene(mission());
  EXPECT_THAT(scene.reports("boat", 0s, inside).told(), IsEmpty());
  EXPECT_THAT(scene.reports("boat", 10s, inside).told(), ElementsAre("10 RAISED boat"));
}

TEST(ZoneEntry, RaisesOnceHoweverOftenTheSubjectReportsAndClearsWhenItIsOutside) {
  Scenario scene(mission());
  stands(scene, inside, 0s, 100s);
  scene.reports("boat", 110s, outside).reports("boat", 120s, outside);
  EXPECT_THAT(scene.told(), ElementsAre("10 RAISED boat", "120 CLEARED boat"));
  stands(scene, inside, 130s, 140s);
  EXPECT_THAT(scene.told(), ElementsAre("10 RAISED boat", "120 CLEARED boat", "140 RAISED boat"));
  EXPECT_NE(scene.alerts()[0].alert_id, scene.alerts()[2].alert_id);
  EXPECT_EQ(scene.alerts()[0].alert_id, scene.alerts()[1].alert_id);
}

TEST(ZoneEntry, IgnoresSubjectsThatItIsNotFor) {
  Scenario scene(mission([](RuleSpec& rule) { rule.subjects.emplace_back().classification = "aircraft"; }));
  stands(scene, inside, 0s, 20s);
  EXPECT_THAT(scene.told(), IsEmpty());
  ScenarioReport report;
  report.name = "boat";
  report.at = 30s;
  report.position = inside;
  report.type = "aircraft.uas";
  EXPECT_THAT(scene.reports(report).told(), ElementsAre("30 RAISED boat"));
}

TEST(ZoneEntry, NeverRaisesForASingleWildReport) {
  Scenario scene(mission());
  stands(scene, outside, 0s, 50s);
  scene.reports("boat", 60s, inside).reports("boat", 70s, outside).reports("boat", 80s, outside);
  EXPECT_THAT(scene.told(), IsEmpty());
}

TEST(ZoneEntry, DoesNotFlickerForANoisyTrackBesideTheEdge) {
  Scenario scene(mission());
  stands(scene, Scenario::metres_from_camp(1000, 0), 0s, 200s, 50);
  EXPECT_THAT(scene.told(), IsEmpty());  // as probably inside as outside
}

TEST(ZoneEntry, TakesAPreciseTrackForAPointInTheClosedPolygon) {
  Scenario scene(mission());
  stands(scene, Scenario::metres_from_camp(1000, 1000), 0s, 10s, 0.02);  // on a corner
  EXPECT_THAT(scene.told(), ElementsAre("10 RAISED boat"));
  Scenario beside(mission());
  stands(beside, Scenario::metres_from_camp(1000.01, 0), 0s, 10s, 0.02);
  EXPECT_THAT(beside.told(), IsEmpty());
}

TEST(ZoneEntry, StaysWhileTheTrackCoastsAndClearsAsLostWhenItIsDropped) {
  Scenario scene(mission());
  stands(scene, inside, 0s, 20s);
  scene.until(60s);
  EXPECT_EQ(scene.track("boat")->status, TrackStatus::coasting);
  EXPECT_THAT(scene.told(), ElementsAre("10 RAISED boat"));
  scene.until(200s);
  EXPECT_THAT(scene.told(), ElementsAre("10 RAISED boat", "120 CLEARED boat"));
  EXPECT_EQ(scene.last_alert().evidence.remark, "lost");
}

TEST(Hold, CompletesAtAReportOrAtTheFirstTickNotBeforeItsEnd) {
  const auto held = [](RuleSpec& rule) { rule.hold = 15s; };
  Scenario at_report(mission(held));
  at_report.reports("boat", 0s, inside).reports("boat", 10s, inside).reports("boat", 25s, inside);
  EXPECT_THAT(at_report.told(), ElementsAre("25 RAISED boat"));

  Scenario at_tick(mission(held));
  at_tick.reports("boat", 0s, inside).reports("boat", 8500ms, inside).reports("boat", 17s, inside).until(30s);
  EXPECT_THAT(at_tick.told(), ElementsAre("24 RAISED boat"));
}

TEST(Hold, BeginsAgainAfterTheSubjectWasOutside) {
  Scenario scene(mission([](RuleSpec& rule) { rule.hold = 25s; }));
  stands(scene, Scenario::metres_from_camp(900, 0), 0s, 20s);
  stands(scene, Scenario::metres_from_camp(1100, 0), 30s, 40s);
  stands(scene, Scenario::metres_from_camp(900, 0), 50s, 90s);
  EXPECT_THAT(scene.told(), ElementsAre("75 RAISED boat"));
}

TEST(Hold, IsForgottenWhenTheTrackCoasts) {
  Scenario scene(mission([](RuleSpec& rule) { rule.hold = 60s; }));
  stands(scene, inside, 0s, 20s);
  scene.until(90s);
  EXPECT_THAT(scene.told(), IsEmpty());
}

TEST(Hold, ThatWasToldAtATickIsCancelledWhenAReportShowsThatItDidNotLast) {
  Scenario scene(mission([](RuleSpec& rule) { rule.hold = 10s; }));
  ScenarioReport late;
  late.name = "boat";
  for (const int at_s : {0, 5}) {
    late.at = std::chrono::seconds(at_s);
    late.received = late.at + 5s;
    late.position = inside;
    scene.reports(late);
  }
  scene.until(15s);
  EXPECT_THAT(scene.told(), ElementsAre("15 RAISED boat"));
  for (const int at_s : {11, 13}) {
    late.at = std::chrono::seconds(at_s);
    late.received = late.at + 6s;
    late.position = outside;
    scene.reports(late);
  }
  EXPECT_THAT(scene.told(), ElementsAre("15 RAISED boat", "13 CANCELLED boat"));
}

TEST(Clear, WaitsForItsTimeAndIsUndoneByAReturn) {
  const auto slow = [](RuleSpec& rule) { rule.clear = 30s; };
  const LatLon near = Scenario::metres_from_camp(1100, 0);
  const LatLon edge = Scenario::metres_from_camp(900, 0);
  Scenario scene(mission(slow));
  stands(scene, edge, 0s, 20s);
  stands(scene, near, 30s, 40s);
  stands(scene, edge, 50s, 60s);
  EXPECT_THAT(scene.told(), ElementsAre("10 RAISED boat"));
  stands(scene, near, 70s, 120s);
  EXPECT_THAT(scene.told(), ElementsAre("10 RAISED boat", "100 CLEARED boat"));
}

// A boat on its way into the camp that names itself each 2 s, and in between is seen by a radar, or is not.
Scenario critical_entry(bool is_seen) {
  Scenario scene(mission([](RuleSpec& rule) { rule.severity = Severity::critical; }));
  for (int i = 0; i <= 20; ++i) {
    ScenarioReport report;
    report.at = 1s * i;
    report.position = Scenario::metres_from_camp(1150 - 10 * i, 0);
    report.std_m = 5;
    if (i % 2 == 0)
      report.name = "boat";
    else
      report.sensor = "radar";
    if (is_seen || i % 2 == 0) scene.reports(report);
  }
  return scene;
}

TEST(Forgery, IsRuledOutWhereASensorSeesWhatNamesItself) {
  const Scenario named = critical_entry(false);
  ASSERT_EQ(named.alerts().size(), 1U);
  EXPECT_EQ(named.last_alert().severity, Severity::warning);
  EXPECT_THAT(named.last_alert().evidence.remark, HasSubstr("CRITICAL"));
  const Scenario seen = critical_entry(true);
  ASSERT_FALSE(seen.alerts().empty());
  EXPECT_EQ(seen.last_alert().subject.identity.name, "boat");
  EXPECT_EQ(seen.last_alert().severity, Severity::critical);
}

TEST(Cooldown, HoldsTheNextAlertBackAndRaisesAtItsEndWhereTheConditionIsStillTrue) {
  const LatLon near = Scenario::metres_from_camp(1100, 0);
  const LatLon edge = Scenario::metres_from_camp(900, 0);
  Scenario scene(mission([](RuleSpec& rule) { rule.cooldown = 55s; }));
  stands(scene, edge, 0s, 20s);
  stands(scene, near, 30s, 40s);
  stands(scene, edge, 50s, 120s);
  EXPECT_THAT(scene.told(), ElementsAre("10 RAISED boat", "30 CLEARED boat", "85 RAISED boat"));
}

TEST(Cooldown, GoesOnForWhoWasLostAndReturnsUnderAnotherNumber) {
  Scenario scene(mission([](RuleSpec& rule) { rule.cooldown = 200s; }));
  scene.reports("boat", 0s, inside).reports("boat", 10s, inside).with_restarts().until(115s);
  EXPECT_THAT(scene.told(), ElementsAre("10 RAISED boat", "110 CLEARED boat"));
  for (Duration at = 120s; at <= 320s; at += 10s)
    scene.reports("boat", at, inside).reports("dhow", at, inside);
  EXPECT_THAT(scene.told(),
              ElementsAre("10 RAISED boat", "110 CLEARED boat", "130 RAISED dhow", "310 RAISED boat"));
}

TEST(Latch, KeepsAnAlertThatOnlyAPersonClears) {
  Scenario scene(mission([](RuleSpec& rule) { rule.is_latched = true; }));
  stands(scene, inside, 0s, 20s);
  stands(scene, outside, 30s, 50s);
  scene.until(1000s);
  EXPECT_THAT(scene.told(), ElementsAre("10 RAISED boat"));
  EXPECT_EQ(scene.core().open_alerts().size(), 1U);
}

TEST(Schedule, ThatOpensWithASubjectInsideRaisesAndClearsWhenItCloses) {
  // The scene begins on Monday 1970-01-12 at 13:46:40 UTC; the rule is on from 13:48 to 13:50.
  Scenario scene(mission([](RuleSpec& rule) { rule.active = {{0b1111111, 13 * 60 + 48, 13 * 60 + 50}}; }));
  stands(scene, inside, 0s, 300s);
  EXPECT_THAT(scene.told(), ElementsAre("80 RAISED boat", "200 CLEARED boat"));
}

TEST(Alert, SaysWhoWhereAndOnWhatGrounds) {
  Mission with_unit = mission([](RuleSpec& rule) { rule.instruction = "call the gate"; });
  with_unit.units.push_back(patrol("boat"));
  Scenario scene(with_unit);
  stands(scene, inside, 0s, 10s);
  const Alert& alert = scene.last_alert();
  EXPECT_EQ(alert.rule, "zone-entry-camp");
  EXPECT_EQ(alert.kind, "zone-entry");
  EXPECT_EQ(alert.place, "camp");
  EXPECT_EQ(alert.subject.unit, "patrol-1");
  EXPECT_EQ(alert.subject.identity.name, "boat");
  EXPECT_EQ(alert.alert_id.size(), 16U);
  EXPECT_EQ(alert.instruction, "call the gate");
  EXPECT_THAT(alert.evidence.report_ids, ElementsAre("test/2"));
  ASSERT_EQ(alert.evidence.values.size(), 1U);
  EXPECT_DOUBLE_EQ(alert.evidence.values[0].threshold, 0.9);
  EXPECT_GE(alert.evidence.values[0].value, 0.9);
  EXPECT_THAT(alert.headline, StartsWith("Own unit patrol-1 is inside zone camp at "));
  EXPECT_THAT(alert.headline, HasSubstr(alert.mgrs.substr(0, 3)));
}

TEST(Alert, OnTransponderReportsAloneIsNeverCritical) {
  const auto critical = [](RuleSpec& rule) { rule.severity = Severity::critical; };
  Scenario stranger(mission(critical));
  stands(stranger, inside, 0s, 10s);
  EXPECT_EQ(stranger.last_alert().severity, Severity::warning);
  EXPECT_THAT(stranger.last_alert().evidence.remark, HasSubstr("CRITICAL"));

  Mission ours = mission(critical);
  ours.feeds[0].is_trusted = true;
  ours.units.push_back(patrol("boat"));
  Scenario unit(ours);
  stands(unit, inside, 0s, 10s);
  EXPECT_EQ(unit.last_alert().severity, Severity::critical);
}

TEST(Alert, IsUpdatedWhenItsSubjectBecomesKnown) {
  Scenario scene(mission());
  stands(scene, inside, 0s, 20s);
  ScenarioReport later;
  later.name = "boat";
  later.at = 30s;
  later.position = inside;
  later.type = "vessel.cargo";
  scene.reports(later);
  EXPECT_THAT(scene.told(), ElementsAre("10 RAISED boat", "30 UPDATED boat"));
  EXPECT_EQ(scene.last_alert().revision, 2U);
  EXPECT_THAT(scene.last_alert().headline, StartsWith("Cargo vessel boat"));
}

TEST(Alert, CarriesTheLabelOfTheFeedItFollowsFrom) {
  Mission labelled = mission();
  labelled.feeds[0].label = "sector-west";
  Scenario scene(labelled);
  stands(scene, inside, 0s, 10s);
  EXPECT_EQ(scene.last_alert().release_label, "sector-west");
}

}  // namespace
}  // namespace watchpost
