// emergency and system-fault, as docs/rules.md says it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scenario/scenario.h"

namespace watchpost {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

Mission mission(
    const std::string& kind, const std::function<void(RuleSpec&)>& change = [](RuleSpec&) {}) {
  Mission mission = Scenario::mission_with_camp();
  RuleSpec& rule = mission.rules.emplace_back();
  rule.kind = rule.name = kind;
  change(rule);
  return mission;
}

ScenarioReport beacon(Duration at, std::uint32_t mmsi = 970'012'345) {
  ScenarioReport report;
  report.mmsi = mmsi;
  report.at = at;
  report.position = Scenario::camp();
  report.type = "beacon";
  report.navigation = Navigation::distress_beacon;
  report.emergency = Emergency::distress_beacon;
  return report;
}

ScenarioReport aircraft(Duration at, std::optional<std::uint16_t> squawk) {
  ScenarioReport report;
  report.name = "UN123";
  report.at = at;
  report.position = Scenario::camp();
  report.type = "aircraft";
  report.squawk = squawk;
  return report;
}

TEST(EmergencyRule, ActsOnTheReportItself) {
  Scenario scene(mission("emergency"));
  EXPECT_THAT(scene.reports(beacon(0s)).told(), ElementsAre("0 RAISED 970012345"));
  const Alert& alert = scene.last_alert();
  EXPECT_EQ(alert.subject.identity.mmsi, 970'012'345U);
  EXPECT_FALSE(alert.subject.track.has_value());
  EXPECT_THAT(alert.headline, StartsWith("Distress beacon MMSI 970012345 is an active distress beacon at "));
  EXPECT_THAT(alert.evidence.report_ids, ElementsAre("test/1"));
}

TEST(EmergencyRule, MakesABeaconThatRepeatsForAnHourOneAlertAndItDoesNotExpire) {
  Scenario scene(mission("emergency"));
  scene.reports(beacon(0s)).acts(AlertAction::acknowledge, 5s);
  for (Duration at = 10s; at <= 3600s; at += 10s) scene.reports(beacon(at));
  scene.until(7200s);
  EXPECT_THAT(scene.told(), ElementsAre("0 RAISED 970012345", "4 ACKNOWLEDGED 970012345"));
  EXPECT_EQ(scene.core().open_alerts().size(), 1U);
}

TEST(EmergencyRule, LatchesUntilAPersonClears) {
  Scenario scene(mission("emergency"));
  scene.reports(aircraft(0s, 07700)).reports(aircraft(10s, 01200)).reports(aircraft(20s, 01200));
  EXPECT_THAT(scene.until(100s).told(), ElementsAre("0 RAISED UN123"));
  scene.acts(AlertAction::clear, 101s);
  EXPECT_EQ(scene.last_alert().state, AlertState::cleared);
  EXPECT_EQ(scene.last_alert().evidence.remark, "cleared by desk");
  EXPECT_EQ(scene.reports(aircraft(110s, 01200)).told().size(), 2U);
  EXPECT_THAT(scene.reports(aircraft(120s, 07700)).told().back(), "120 RAISED UN123");
}

TEST(EmergencyRule, KnowsTheThreeCodes) {
  for (const std::uint16_t code : {07500, 07600, 07700}) {
    Scenario scene(mission("emergency"));
    EXPECT_EQ(scene.reports(aircraft(0s, code)).told().size(), 1U);
    ASSERT_EQ(scene.last_alert().evidence.values.size(), 1U);
    EXPECT_EQ(scene.last_alert().evidence.values[0].name, "squawk");
  }
  for (const std::uint16_t code : {01200, 07000, 07777, 0, 07701}) {
    Scenario scene(mission("emergency"));
    EXPECT_THAT(scene.reports(aircraft(0s, code)).told(), IsEmpty());
  }
}

TEST(EmergencyRule, NeverRaisesForATestedBeacon) {
  Scenario scene(mission("emergency"));
  ScenarioReport test = beacon(0s);
  test.emergency = Emergency::beacon_test;
  test.navigation = Navigation::unspecified;
  scene.reports(test);
  test.at = 10s;
  test.navigation = Navigation::distress_beacon;  // whatever else is said
  scene.reports(test);
  EXPECT_THAT(scene.told(), IsEmpty());
}

TEST(EmergencyRule, RaisesTheStatusOfABeaconFromAnotherMmsiAsUnverified) {
  Scenario scene(mission("emergency", [](RuleSpec& rule) { rule.severity = Severity::critical; }));
  ScenarioReport report = beacon(0s, 232'001'234);
  report.emergency = Emergency::unspecified;
  report.type = "vessel";
  scene.reports(report);
  EXPECT_THAT(scene.told(), ElementsAre("0 RAISED 232001234"));
  EXPECT_THAT(scene.last_alert().headline, HasSubstr("unverified"));
  EXPECT_EQ(scene.last_alert().certainty, Certainty::possible);
  EXPECT_EQ(scene.last_alert().severity, Severity::warning);
  EXPECT_THAT(scene.last_alert().evidence.remark, HasSubstr("CRITICAL"));
}

TEST(EmergencyRule, MayBeCriticalWhereABeaconOrCodeIsTheReport) {
  const auto critical = [](RuleSpec& rule) { rule.severity = Severity::critical; };
  Scenario of_beacon(mission("emergency", critical));
  EXPECT_EQ(of_beacon.reports(beacon(0s)).last_alert().severity, Severity::critical);
  Scenario of_code(mission("emergency", critical));
  EXPECT_EQ(of_code.reports(aircraft(0s, 07700)).last_alert().severity, Severity::critical);
}

TEST(EmergencyRule, TakesADuressButtonAndNamesTheUnit) {
  Mission with_unit = mission("emergency", [](RuleSpec& rule) { rule.severity = Severity::critical; });
  with_unit.units.emplace_back().name = "patrol-1";
  with_unit.units[0].identity.name = "radio";
  Scenario scene(with_unit);
  ScenarioReport report;
  report.name = "radio";
  report.position = Scenario::camp();
  report.emergency = Emergency::duress;
  scene.reports(report);
  EXPECT_THAT(scene.told(), ElementsAre("0 RAISED patrol-1"));
  EXPECT_THAT(scene.last_alert().headline, StartsWith("Own unit patrol-1 has pressed its duress button"));
  EXPECT_EQ(scene.last_alert().severity, Severity::critical);
}

TEST(EmergencyRule, IsAboutTheReportWhereThereIsNoIdentity) {
  Scenario scene(mission("emergency"));
  ScenarioReport report;
  report.position = Scenario::camp();
  report.emergency = Emergency::general;
  EXPECT_THAT(scene.reports(report).told(), ElementsAre("0 RAISED test/1"));
}

TEST(EmergencyRule, IsForItsSubjectsOnly) {
  Scenario scene(
      mission("emergency", [](RuleSpec& rule) { rule.subjects.emplace_back().classification = "aircraft"; }));
  scene.reports(beacon(0s));
  EXPECT_THAT(scene.told(), IsEmpty());
  EXPECT_EQ(scene.reports(aircraft(10s, 07700)).told().size(), 1U);
}

TEST(EmergencyRule, IsToldAgainWhereItBecomesAnother) {
  Scenario scene(mission("emergency"));
  scene.reports(aircraft(0s, 07600)).reports(aircraft(10s, 07500));
  EXPECT_THAT(scene.told(), ElementsAre("0 RAISED UN123", "10 UPDATED UN123"));
  EXPECT_THAT(scene.last_alert().headline, HasSubstr("unlawful interference"));
}

TEST(EmergencyRule, HasTheTimeOfTheFirstReportWhicheverCameFirst) {
  Scenario scene(mission("emergency"));
  ScenarioReport second = beacon(10s);
  second.received = 10s;
  ScenarioReport first = beacon(5s);
  first.received = 11s;
  ScenarioReport between = beacon(8s);
  between.received = 12s;
  scene.reports(second).reports(first).reports(between);
  EXPECT_THAT(scene.remaining(), ElementsAre("emergency 5- 970012345"));
}

TEST(SystemFault, IsAStoreThatFailsUntilItRecovers) {
  Scenario scene(mission("system-fault"));
  scene.happens({SystemEventKind::store_fails, {}, "no space left"}, 10500ms);
  EXPECT_THAT(scene.until(100s).told(), ElementsAre("10 RAISED store"));
  EXPECT_EQ(scene.last_alert().evidence.remark, "no space left");
  EXPECT_EQ(scene.last_alert().headline, "The store fails: what should be on disk is not");
  scene.happens({SystemEventKind::store_recovers, {}, ""}, 200500ms);
  EXPECT_THAT(scene.told(), ElementsAre("10 RAISED store", "200 CLEARED store"));
}

TEST(SystemFault, IsAStepOfTheClockOrAPauseAndIsOver) {
  Scenario scene(mission("system-fault", [](RuleSpec& rule) { rule.clear = 60s; }));
  scene.happens({SystemEventKind::clock_step, -3s, ""}, 10500ms);
  scene.happens({SystemEventKind::pause, 5s, ""}, 20500ms);
  scene.until(100s);
  EXPECT_THAT(scene.told(), ElementsAre("10 RAISED system clock", "20 RAISED daemon",
                                        "70 CLEARED system clock", "80 CLEARED daemon"));
  EXPECT_EQ(scene.alerts()[0].headline, "The system clock was set back by 3.0 s");
  EXPECT_DOUBLE_EQ(scene.alerts()[0].evidence.values[0].value, -3);
}

TEST(SystemFault, IsLatchedWhereThatIsAskedFor) {
  Scenario scene(mission("system-fault", [](RuleSpec& rule) { rule.is_latched = true; }));
  scene.happens({SystemEventKind::pause, 5s, ""}, 20500ms).until(1000s);
  EXPECT_THAT(scene.told(), ElementsAre("20 RAISED daemon"));
}

TEST(SystemFault, StepsOfTheClockNeitherFireNorDelayOtherRules) {
  Mission both = mission("system-fault");
  RuleSpec& held = both.rules.emplace_back();
  held.kind = held.name = "zone-entry";
  held.place = "camp";
  held.hold = 15s;
  Scenario scene(both);
  scene.reports("boat", 0s, Scenario::camp()).reports("boat", 10s, Scenario::camp());
  scene.happens({SystemEventKind::clock_step, 3600s, ""}, 12s);
  scene.reports("boat", 20s, Scenario::camp()).reports("boat", 30s, Scenario::camp());
  EXPECT_EQ(scene.told().back(), "25 RAISED boat");
}

}  // namespace
}  // namespace watchpost
