// sensor-silent and gone-dark, as docs/rules.md says it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scenario/scenario.h"

namespace watchpost {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

RuleSpec& add_rule(Mission& mission, const std::string& kind) {
  RuleSpec& rule = mission.rules.emplace_back();
  rule.kind = rule.name = kind;
  return rule;
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

Mission with_silence_rule(const std::function<void(RuleSpec&)>& change = [](RuleSpec&) {}) {
  Mission mission = Scenario::mission_with_camp();
  change(add_rule(mission, "sensor-silent"));
  return mission;
}

TEST(SensorSilent, RaisesAfterFiveOfTheFeedsOwnIntervalsAndClearsWhenItIsHeard) {
  Scenario scene(with_silence_rule());
  heard(scene, "boat", 0s, 100s, 10s);
  EXPECT_THAT(scene.until(149s).told(), IsEmpty());
  EXPECT_THAT(scene.until(200s).told(), ElementsAre("150 RAISED test"));
  EXPECT_EQ(scene.last_alert().subject.sensor, "test");
  EXPECT_DOUBLE_EQ(scene.last_alert().evidence.values[0].value, 50);
  EXPECT_DOUBLE_EQ(scene.last_alert().evidence.values[0].threshold, 50);
  scene.reports("boat", 210s, Scenario::camp()).until(211s);
  EXPECT_THAT(scene.told(), ElementsAre("150 RAISED test", "210 CLEARED test"));
}

TEST(SensorSilent, WaitsAtLeastFiveSeconds) {
  Scenario scene(with_silence_rule());
  heard(scene, "boat", 0s, 20s, 200ms);
  EXPECT_THAT(scene.until(60s).told(), ElementsAre("25 RAISED test"));
}

TEST(SensorSilent, WatchesAFeedFromTheStartForAMinuteUntilItHasAnInterval) {
  Scenario never_heard(with_silence_rule());
  EXPECT_THAT(never_heard.until(100s).told(), ElementsAre("60 RAISED test"));
  Scenario heard_once(with_silence_rule());
  heard_once.reports("boat", 30s, Scenario::camp());
  EXPECT_THAT(heard_once.until(200s).told(), ElementsAre("90 RAISED test"));
}

TEST(SensorSilent, TakesTheTimeOfTheRule) {
  Scenario scene(with_silence_rule([](RuleSpec& rule) { rule.parameters.set("silent_s", 30.0); }));
  heard(scene, "boat", 0s, 100s, 1s);
  EXPECT_THAT(scene.until(200s).told(), ElementsAre("130 RAISED test"));
}

TEST(SensorSilent, CountsReceiveTimeNotEventTime) {
  Scenario scene(with_silence_rule());
  ScenarioReport report;
  report.name = "boat";
  report.position = Scenario::camp();
  for (int i = 0; i < 100; ++i) {
    report.at = 1s * (i % 2 == 0 ? i : i - 1);
    report.received = 1s * i;
    scene.reports(report);
  }
  EXPECT_THAT(scene.until(103s).told(), IsEmpty());
  EXPECT_THAT(scene.until(110s).told(), ElementsAre("104 RAISED test"));
}

TEST(SensorSilent, TellsOfOneSensorWhileAnotherOfItsFeedIsHeard) {
  Scenario scene(with_silence_rule());
  for (int i = 0; i <= 20; ++i) {
    heard(scene, "boat", 1s * i, 1s * i, 1s, 0, "north");
    heard(scene, "ship", 1s * i + 500ms, 1s * i + 500ms, 1s, 0, "south");
  }
  heard(scene, "ship", 21500ms, 60s, 1s, 0, "south");
  EXPECT_THAT(scene.told(), ElementsAre("25 RAISED north"));
  EXPECT_THAT(scene.last_alert().headline, StartsWith("Sensor north is silent"));
}

TEST(SensorSilent, IsOneAlertOnTheFeedWhereAllItsSensorsFallSilent) {
  Scenario scene(with_silence_rule([](RuleSpec& rule) { rule.parameters.set("silent_s", 30.0); }));
  for (int i = 0; i <= 20; ++i) {
    heard(scene, "boat", 5s * i, 5s * i, 1s, 0, "north");
    heard(scene, "ship", 5s * i + 3500ms, 5s * i + 3500ms, 1s, 0, "south");
  }
  scene.until(300s);
  EXPECT_THAT(scene.told(), ElementsAre("134 RAISED test"));
}

TEST(SensorSilent, BecomesOneAlertOnTheFeedWhenItsLastSensorFollows) {
  Scenario scene(with_silence_rule());
  for (int i = 0; i <= 20; ++i) {
    heard(scene, "boat", 1s * i, 1s * i, 1s, 0, "north");
    heard(scene, "ship", 1s * i + 500ms, 1s * i + 500ms, 1s, 0, "south");
  }
  heard(scene, "ship", 21500ms, 60500ms, 1s, 0, "south");
  scene.until(100s);
  EXPECT_THAT(scene.told(), ElementsAre("25 RAISED north", "66 RAISED test", "66 CLEARED north"));
}

TEST(SensorSilent, MayBeAboutSomeFeedsOnly) {
  Mission mission = with_silence_rule(
      [](RuleSpec& rule) { rule.parameters.set("feeds", std::vector<std::string>{"second"}); });
  mission.feeds.push_back(mission.feeds[0]);
  mission.feeds[1].name = "second";
  Scenario scene(mission);
  EXPECT_THAT(scene.until(100s).told(), ElementsAre("60 RAISED second"));
}

Mission with_dark_rule(const std::function<void(RuleSpec&)>& change = [](RuleSpec&) {}) {
  Mission mission = Scenario::mission_with_camp();
  change(add_rule(mission, "gone-dark"));
  return mission;
}

// Three boats, each 20 s; then one of them is silent and the others go on.
Scenario& one_falls_silent(Scenario& scene, Duration until, double others_east_m = 5000) {
  for (Duration at = 0s; at <= until; at += 20s) {
    if (at <= 400s) scene.reports("dark", at, Scenario::camp());
    scene.reports("one", at, Scenario::metres_from_camp(others_east_m, 0));
    scene.reports("two", at, Scenario::metres_from_camp(others_east_m, 500));
  }
  return scene;
}

TEST(GoneDark, RaisesForATransponderThatFallsSilentWhileOthersAreHeardAndClearsWithItsNextReport) {
  Scenario scene(with_dark_rule());
  one_falls_silent(scene, 1100s);
  EXPECT_THAT(scene.told(), ElementsAre("1000 RAISED dark"));
  EXPECT_THAT(scene.last_alert().headline, StartsWith("Track dark has gone dark"));
  EXPECT_DOUBLE_EQ(scene.last_alert().evidence.values[0].value, 600);
  EXPECT_TRUE(scene.last_alert().has_position);
  scene.reports("dark", 1110s, Scenario::camp());
  EXPECT_THAT(scene.told(), ElementsAre("1000 RAISED dark", "1110 CLEARED dark"));
}

TEST(GoneDark, IsNotWhereTheCoverageHasGone) {
  Scenario far(with_dark_rule());
  EXPECT_THAT(one_falls_silent(far, 1500s, 21'000).told(), IsEmpty());
  Scenario all(with_dark_rule());
  EXPECT_THAT(one_falls_silent(all, 920s).until(1500s).told(),
              IsEmpty());  // the others were last heard at 920 s
}

TEST(GoneDark, IsNotForWhoWasHeardSeldom) {
  Scenario scene(with_dark_rule());
  for (Duration at = 0s; at <= 1500s; at += 20s) {
    if (at <= 400s && at % 80s == 0s) scene.reports("dark", at, Scenario::camp());
    scene.reports("one", at, Scenario::metres_from_camp(5000, 0));
    scene.reports("two", at, Scenario::metres_from_camp(5000, 500));
  }
  EXPECT_THAT(scene.told(), IsEmpty());
}

TEST(GoneDark, IsNotForATrackThatWasDroppedOnLeavingTheArea) {
  Mission mission = with_dark_rule();
  mission.area = Scenario::square(Scenario::camp(), 10'000);
  Scenario scene(mission);
  for (Duration at = 0s; at <= 1500s; at += 10s) {
    if (at <= 390s) {
      ScenarioReport leaves;
      leaves.name = "dark";
      leaves.at = at;
      leaves.position = Scenario::metres_from_camp(9800.0 - 20 * (39 - seconds(at) / 10) * 10, 0);
      scene.reports(leaves);
    }
    scene.reports("one", at, Scenario::metres_from_camp(5000, 0));
    scene.reports("two", at, Scenario::metres_from_camp(5000, 500));
  }
  EXPECT_THAT(scene.told(), IsEmpty());
}

TEST(GoneDark, IsForItsSubjectsOnly) {
  Scenario scene(
      with_dark_rule([](RuleSpec& rule) { rule.subjects.emplace_back().classification = "aircraft"; }));
  EXPECT_THAT(one_falls_silent(scene, 1100s).told(), IsEmpty());
}

}  // namespace
}  // namespace watchpost
