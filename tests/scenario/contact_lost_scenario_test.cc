// contact-lost, and how a silent sensor inhibits it, as docs/rules.md says it.

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
using testing::UnorderedElementsAre;

RuleSpec& add_rule(Mission& mission, const std::string& kind) {
  RuleSpec& rule = mission.rules.emplace_back();
  rule.kind = rule.name = kind;
  return rule;
}

void add_unit(Mission& mission, const std::string& name) {
  Unit& unit = mission.units.emplace_back();
  unit.name = name;
  unit.identity.name = "radio-" + name;
}

Mission with_patrol(const std::function<void(RuleSpec&)>& change = [](RuleSpec&) {}) {
  Mission mission = Scenario::mission_with_camp();
  add_unit(mission, "patrol-1");
  change(add_rule(mission, "contact-lost"));
  return mission;
}

// Reports of one name, each `every`, from `from` to `to`; from feed and sensor.
Scenario& heard(Scenario& scene, const std::string& name, Duration from, Duration to, Duration every,
                std::uint16_t feed = 0, const std::string& sensor = "") {
  for (Duration at = from; at <= to; at += every) {
    ScenarioReport report;
    report.name = name;
    report.at = at;
    report.position = Scenario::camp();
    report.feed = feed;
    report.sensor = sensor;
    scene.reports(report);
  }
  return scene;
}

TEST(ContactLost, RaisesWhenTheSilenceIsLongEnoughAndClearsOnContact) {
  Scenario scene(with_patrol());
  heard(scene, "radio-patrol-1", 0s, 30s, 10s);
  EXPECT_THAT(scene.until(329s).told(), IsEmpty());
  EXPECT_THAT(scene.until(400s).told(), ElementsAre("330 RAISED patrol-1"));
  const Alert alert = scene.last_alert();
  EXPECT_THAT(alert.headline, StartsWith("Own unit patrol-1 has not been heard at "));
  EXPECT_EQ(alert.subject.unit, "patrol-1");
  ASSERT_THAT(alert.evidence.values, SizeIs(1));
  EXPECT_DOUBLE_EQ(alert.evidence.values[0].value, 300);
  EXPECT_DOUBLE_EQ(alert.evidence.values[0].threshold, 300);
  EXPECT_EQ(alert.evidence.values[0].unit, "s");
  EXPECT_THAT(alert.track_ids, SizeIs(1));
  scene.reports("radio-patrol-1", 410s, Scenario::camp());
  EXPECT_THAT(scene.told(), ElementsAre("330 RAISED patrol-1", "410 CLEARED patrol-1"));
}

TEST(ContactLost, RaisesAtTheFirstWholeSecondNotBeforeTheSilenceIsLongEnough) {
  Scenario scene(with_patrol());
  scene.reports("radio-patrol-1", 500ms, Scenario::camp());
  EXPECT_THAT(scene.until(400s).told(), ElementsAre("301 RAISED patrol-1"));
}

TEST(ContactLost, CountsFromTheStartForAUnitThatWasNeverHeard) {
  Scenario scene(with_patrol());
  EXPECT_THAT(scene.until(299s).told(), IsEmpty());
  EXPECT_THAT(scene.until(400s).told(), ElementsAre("300 RAISED patrol-1"));
  EXPECT_FALSE(scene.last_alert().has_position);
}

TEST(ContactLost, TakesTheTimeOfTheRuleThenThatOfTheUnit) {
  Mission by_unit = with_patrol();
  by_unit.units[0].report_interval = 20s;
  Scenario of_unit(by_unit);
  EXPECT_THAT(of_unit.reports("radio-patrol-1", 0s, Scenario::camp()).until(100s).told(),
              ElementsAre("60 RAISED patrol-1"));
  Mission by_rule = with_patrol([](RuleSpec& rule) { rule.parameters.set("silent_s", 45.0); });
  by_rule.units[0].report_interval = 20s;
  Scenario of_rule(by_rule);
  EXPECT_THAT(of_rule.reports("radio-patrol-1", 0s, Scenario::camp()).until(100s).told(),
              ElementsAre("45 RAISED patrol-1"));
}

TEST(ContactLost, TakesAnyAdmittedReportForContactStaticOnesToo) {
  Scenario scene(with_patrol());
  scene.reports("radio-patrol-1", 0s, Scenario::camp());
  ScenarioReport says_nothing_new;
  says_nothing_new.name = "radio-patrol-1";
  says_nothing_new.at = 200s;
  says_nothing_new.has_position = false;
  scene.reports(says_nothing_new);
  EXPECT_THAT(scene.until(600s).told(), ElementsAre("500 RAISED patrol-1"));
}

TEST(ContactLost, KnowsTheUnitByATransponderThatHasNamedIt) {
  Mission mission = with_patrol();
  mission.units[0].identity = {};
  mission.units[0].identity.callsign = "PATROL1";
  Scenario scene(mission);
  ScenarioReport report;
  report.mmsi = 232001234;
  report.position = Scenario::camp();
  report.callsign = "PATROL1";
  scene.reports(report);
  report.callsign = "";
  report.at = 100s;
  scene.reports(report);
  EXPECT_THAT(scene.until(500s).told(), ElementsAre("400 RAISED patrol-1"));
}

TEST(ContactLost, IgnoresTracksThatAreNotOurs) {
  Scenario scene(with_patrol([](RuleSpec& rule) { rule.parameters.set("silent_s", 100.0); }));
  heard(scene, "radio-patrol-1", 0s, 1000s, 50s);
  heard(scene, "fishing-boat", 1001s, 1002s, 1s);
  heard(scene, "radio-patrol-1", 1050s, 2000s, 50s);
  EXPECT_THAT(scene.told(), IsEmpty());
}

TEST(ContactLost, IsForItsSubjectsOnly) {
  Mission mission = with_patrol([](RuleSpec& rule) { rule.subjects.emplace_back().unit = "patrol-2"; });
  add_unit(mission, "patrol-2");
  Scenario scene(mission);
  EXPECT_THAT(scene.until(400s).told(), ElementsAre("300 RAISED patrol-2"));
}

TEST(ContactLost, SpeaksWhenTheWatermarkHasComeToIt) {
  Scenario scene(with_patrol());
  scene.with_watermark_behind(20s).reports("radio-patrol-1", 0s, Scenario::camp());
  EXPECT_THAT(scene.until(319s).told(), IsEmpty());
  EXPECT_THAT(scene.until(320s).told(), ElementsAre("300 RAISED patrol-1"));
}

TEST(ContactLost, IsCancelledByALateReportThatShowsThatItNeverHeld) {
  Scenario scene(with_patrol());
  scene.reports("radio-patrol-1", 0s, Scenario::camp()).until(305s);
  ScenarioReport late;
  late.name = "radio-patrol-1";
  late.at = 298s;
  late.received = 306s;
  late.position = Scenario::camp();
  scene.reports(late);
  EXPECT_THAT(scene.told(), ElementsAre("300 RAISED patrol-1", "298 CANCELLED patrol-1"));
  EXPECT_THAT(scene.until(700s).remaining(), ElementsAre("contact-lost 598- patrol-1"));
}

TEST(ContactLost, IsTruthToldAnewWhereALateReportOnlyDividesTheSilence) {
  Scenario scene(with_patrol());
  scene.reports("radio-patrol-1", 0s, Scenario::camp()).until(400s);
  scene.reports("radio-patrol-1", 401s, Scenario::camp());
  ScenarioReport late;
  late.name = "radio-patrol-1";
  late.at = 50s;
  late.received = 402s;
  late.position = Scenario::camp();
  scene.reports(late);
  EXPECT_THAT(scene.remaining(), ElementsAre("contact-lost 350-401 patrol-1"));
}

TEST(ContactLost, IsActiveInItsHours) {
  // The scene begins on a Monday at 13:46:40 UTC; the rule is on from 13:55 (500 s) to 14:00 (800 s).
  Scenario scene(with_patrol([](RuleSpec& rule) { rule.active = {{0b1111111, 13 * 60 + 55, 14 * 60}}; }));
  scene.reports("radio-patrol-1", 0s, Scenario::camp());
  EXPECT_THAT(scene.until(900s).told(), ElementsAre("500 RAISED patrol-1", "800 CLEARED patrol-1"));
}

TEST(ContactLost, OnAForgeableTransponderMayBeCriticalSinceItIsAboutAbsence) {
  Scenario scene(with_patrol([](RuleSpec& rule) { rule.severity = Severity::critical; }));
  scene.reports("radio-patrol-1", 0s, Scenario::camp()).until(400s);
  EXPECT_EQ(scene.last_alert().severity, Severity::critical);
}

Mission with_gateway(int patrol_count) {
  Mission mission = Scenario::mission_with_camp();
  mission.feeds[0].name = "gateway";
  mission.feeds.push_back(mission.feeds[0]);
  mission.feeds[1].name = "harbour";
  for (int i = 1; i <= patrol_count; ++i) add_unit(mission, "patrol-" + std::to_string(i));
  add_rule(mission, "contact-lost");
  add_rule(mission, "sensor-silent");
  return mission;
}

void patrols_report(Scenario& scene, int count, Duration from, Duration to) {
  for (Duration at = from; at <= to; at += 10s)
    for (int i = 1; i <= count; ++i) heard(scene, "radio-patrol-" + std::to_string(i), at, at, 1s);
}

void harbour_goes_on(Scenario& scene, Duration from, Duration to) {
  heard(scene, "ferry", from, to, 2s, 1);
}

// Both feeds, until the patrols were heard at 60 s.
void first_minute(Scenario& scene, int patrol_count) {
  for (Duration at = 0s; at <= 60s; at += 10s) {
    patrols_report(scene, patrol_count, at, at);
    harbour_goes_on(scene, at + 1s, at + 9s);
  }
}

TEST(Inhibition, MakesFortyPatrolsWithoutContactOneAlertOnTheGateway) {
  Scenario scene(with_gateway(40));
  first_minute(scene, 40);
  harbour_goes_on(scene, 71s, 1000s);
  ASSERT_THAT(scene.told(), ElementsAre("110 RAISED gateway"));
  EXPECT_THAT(scene.last_alert().evidence.remark, HasSubstr("contact-lost"));
  EXPECT_THAT(scene.last_alert().headline, StartsWith("Feed gateway is silent"));
}

TEST(Inhibition, HoldsWhereTheGatewayIsTheOnlyFeed) {
  Mission mission = with_gateway(40);
  mission.feeds.pop_back();
  Scenario scene(mission);
  patrols_report(scene, 40, 0s, 60s);
  EXPECT_THAT(scene.until(1000s).told(), ElementsAre("110 RAISED gateway"));
}

TEST(Inhibition, EndsWithTheSilenceOfTheGatewayAndCountsAnewFromThere) {
  Scenario scene(with_gateway(3));
  first_minute(scene, 3);
  harbour_goes_on(scene, 71s, 1000s);
  for (Duration at = 1001s; at <= 1500s; at += 10s) {
    patrols_report(scene, 2, at, at);  // the third never comes back
    harbour_goes_on(scene, at + 1s, at + 9s);
  }
  EXPECT_THAT(scene.told(),
              ElementsAre("110 RAISED gateway", "1001 CLEARED gateway", "1301 RAISED patrol-3"));
}

TEST(Inhibition, IsNotWhereAllFeedsDieAtOnce) {
  Mission mission = with_gateway(2);
  for (Unit& unit : mission.units) unit.report_interval = 40s;
  Scenario scene(mission);
  for (Duration at = 0s; at <= 60s; at += 10s) {
    patrols_report(scene, 2, at, at);
    heard(scene, "ferry", at + 1s, at + 9s, 2s, 1);
  }
  scene.until(300s);
  // 69 s was the ferry's last; the patrols' 60 s.
  EXPECT_THAT(scene.told(), UnorderedElementsAre("110 RAISED gateway", "79 RAISED harbour",
                                                 "180 RAISED patrol-1", "180 RAISED patrol-2"));
}

TEST(Inhibition, DoesNotLeakOutAtARestart) {
  Scenario scene(with_gateway(5));
  scene.with_restarts();
  first_minute(scene, 5);
  harbour_goes_on(scene, 71s, 600s);
  EXPECT_THAT(scene.told(), ElementsAre("110 RAISED gateway"));
}

TEST(Inhibition, IsNotForAUnitThatIsHeardByAnotherFeedToo) {
  Scenario scene(with_gateway(1));
  first_minute(scene, 1);
  heard(scene, "radio-patrol-1", 71s, 71s, 1s, 1);
  harbour_goes_on(scene, 72s, 500s);
  EXPECT_THAT(scene.told(), ElementsAre("110 RAISED gateway", "371 RAISED patrol-1"));
}

TEST(AllFeedsDead, StillRaisesContactLostWithinItsTimeAndTwoTicks) {
  Mission mission = with_patrol();
  mission.feeds.push_back(mission.feeds[0]);
  mission.feeds[1].name = "second";
  Scenario scene(mission);
  heard(scene, "radio-patrol-1", 0s, 100500ms, 500ms);
  scene.until(402s);
  EXPECT_THAT(scene.told(), ElementsAre("401 RAISED patrol-1"));
}

TEST(Restart, InTheMiddleOfASilenceGoesOnWithIt) {
  Mission mission = with_gateway(2);
  mission.rules.pop_back();
  add_rule(mission, "gone-dark");
  Scenario scene(mission);
  scene.with_restarts();
  patrols_report(scene, 2, 0s, 60s);
  heard(scene, "radio-patrol-1", 61s, 400s, 10s);
  EXPECT_THAT(scene.told(), ElementsAre("360 RAISED patrol-2"));
}

}  // namespace
}  // namespace watchpost
