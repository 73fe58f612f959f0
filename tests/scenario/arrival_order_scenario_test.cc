// The order of arrival within the lag says nothing, as docs/rules.md says it: what was told and not cancelled
// is the same in the end, and what was wrong is cancelled, visibly.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "geo/polyline.h"
#include "tests/scenario/scenario.h"

namespace watchpost {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

RuleSpec& add_rule(Mission& mission, const std::string& kind, const std::string& name) {
  RuleSpec& rule = mission.rules.emplace_back();
  rule.kind = kind;
  rule.name = name;
  if (kind.substr(0, 4) == "zone") rule.place = "camp";
  return rule;
}

ScenarioReport report_of(std::string name, Duration at, LatLon position, Duration delay = 0s) {
  ScenarioReport report;
  report.name = std::move(name);
  report.at = at;
  report.received = at + delay;
  report.position = position;
  return report;
}

const LatLon inside = Scenario::metres_from_camp(990, 0);
const LatLon outside = Scenario::metres_from_camp(1010, 0);

Mission with_zone_rule(const std::function<void(RuleSpec&)>& change = [](RuleSpec&) {}) {
  Mission mission = Scenario::mission_with_camp();
  change(add_rule(mission, "zone-entry", "entry"));
  return mission;
}

TEST(LateReport, ThatProvesAnAlertWrongCancelsIt) {
  // Inside at 20 and 21 s, so that it has been inside for 5 s at 25; but the reports of 22 s, outside, come
  // late.
  Scenario scene(with_zone_rule([](RuleSpec& rule) { rule.hold = 5s; }));
  for (int i = 0; i <= 18; i += 2) scene.reports(report_of("boat", 1s * i, outside));
  scene.reports(report_of("boat", 20s, inside)).reports(report_of("boat", 21s, inside));
  scene.reports(report_of("boat", 24s, inside)).reports(report_of("boat", 26s, inside));
  EXPECT_THAT(scene.told(), ElementsAre("25 RAISED boat"));
  scene.reports(report_of("boat", 22s, outside, 5s)).reports(report_of("boat", 22500ms, outside, 5s));
  ASSERT_GE(scene.told().size(), 2U);
  EXPECT_EQ(scene.told()[1].substr(scene.told()[1].find(' ')), " CANCELLED boat");
  EXPECT_THAT(scene.alerts()[1].evidence.remark, HasSubstr("late report"));
}

TEST(LateReport, ThatShowsAnEarlierEntryMovesTheAlert) {
  Scenario scene(with_zone_rule());
  for (int i = 0; i <= 10; i += 2) scene.reports(report_of("boat", 1s * i, outside));
  scene.reports(report_of("boat", 16s, inside));
  scene.reports(report_of("boat", 13s, inside, 4s));
  EXPECT_THAT(scene.told(), ElementsAre("16 RAISED boat", "16 CANCELLED boat", "13 RAISED boat"));
  EXPECT_NE(scene.alerts()[0].alert_id, scene.alerts()[2].alert_id);
}

TEST(LateReport, OfAnEntryAndAnExitThatNobodySawIsToldWhole) {
  Scenario scene(with_zone_rule());
  for (int i = 0; i <= 10; i += 2) scene.reports(report_of("boat", 1s * i, outside));
  scene.reports(report_of("boat", 18s, outside));
  scene.reports(report_of("boat", 14s, inside, 6s));
  EXPECT_THAT(scene.told(), ElementsAre("14 RAISED boat", "18 CLEARED boat"));
}

TEST(LateReport, KeepsWhatPeopleDidWithTheAlertThatItMoves) {
  Scenario scene(with_zone_rule());
  for (int i = 0; i <= 10; i += 2) scene.reports(report_of("boat", 1s * i, outside));
  scene.reports(report_of("boat", 16s, inside)).acts(AlertAction::acknowledge, 16500ms);
  scene.reports(report_of("boat", 13s, inside, 4s));
  EXPECT_EQ(scene.last_alert().state, AlertState::raised);
  EXPECT_EQ(scene.last_alert().acknowledged_by, "desk");
}

TEST(LateReport, DoesNotUndoWhatAPersonHasCleared) {
  Scenario scene(with_zone_rule([](RuleSpec& rule) { rule.is_latched = true; }));
  for (int i = 0; i <= 10; i += 2) scene.reports(report_of("boat", 1s * i, inside));
  scene.reports(report_of("boat", 12s, outside)).reports(report_of("boat", 16s, outside));
  scene.acts(AlertAction::clear, 16500ms);
  scene.reports(report_of("boat", 14s, outside, 4s)).until(40s);
  EXPECT_THAT(scene.core().open_alerts(), IsEmpty());
  EXPECT_EQ(scene.told().size(), 2U);
}

TEST(LateReport, ThatBringsAnEndedConditionBackOpensItsAlertAgain) {
  Scenario scene(with_zone_rule([](RuleSpec& rule) { rule.clear = 4s; }));
  for (int i = 0; i <= 10; i += 2) scene.reports(report_of("boat", 1s * i, inside));
  scene.reports(report_of("boat", 12s, outside)).reports(report_of("boat", 17s, outside)).until(18s);
  EXPECT_THAT(scene.told(), ElementsAre("2 RAISED boat", "16 CLEARED boat"));
  scene.reports(report_of("boat", 14s, inside, 5s));
  EXPECT_EQ(scene.last_alert().state, AlertState::updated);
  EXPECT_FALSE(scene.last_alert().cleared_time.has_value());
  EXPECT_THAT(scene.until(30s).remaining(), ElementsAre("entry 2-21 boat"));
}

// Boats that walk about the camp's eastern edge, a line along it, and one another; in order of event time.
std::vector<ScenarioReport> walks() {
  std::vector<ScenarioReport> reports;
  for (const char* name : {"boat", "ship", "radio"}) {
    double east_m = *rc::gen::inRange(950, 1050);
    double north_m = *rc::gen::inRange(-100, 100);
    Duration at = std::chrono::milliseconds(*rc::gen::inRange(0, 3000));
    const int count = *rc::gen::inRange(10, 25);
    for (int i = 0; i < count; ++i) {
      reports.push_back(report_of(name, at, Scenario::metres_from_camp(east_m, north_m)));
      at += std::chrono::milliseconds(*rc::gen::inRange(500, 3000));
      east_m += *rc::gen::inRange(-30, 31);
      north_m += *rc::gen::inRange(-30, 31);
    }
    for (int i = 0; i < 12; ++i, at += 2s)  // and comes to rest
      reports.push_back(report_of(name, at, Scenario::metres_from_camp(east_m, north_m)));
  }
  std::stable_sort(reports.begin(), reports.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  return reports;
}

std::vector<std::string> remaining(const Mission& mission, std::vector<ScenarioReport> reports) {
  std::stable_sort(reports.begin(), reports.end(),
                   [](const auto& a, const auto& b) { return *a.received < *b.received; });
  Scenario scene(mission);
  scene.with_watermark_behind(10s);
  for (const ScenarioReport& report : reports) scene.reports(report);
  std::vector<std::string> lines = scene.until(*reports.back().received + 20s).remaining();
  // Which of a pair is the subject follows the numbers of the tracks, and these the order of arrival.
  for (std::string& line : lines) {
    const std::size_t plus = line.find('+');
    if (plus == std::string::npos) continue;
    const std::size_t blank = line.rfind(' ');
    const std::string one = line.substr(blank + 1, plus - blank - 1);
    const std::string two = line.substr(plus + 1);
    line = line.substr(0, blank + 1) + std::min(one, two) + "+" + std::max(one, two);
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

void expect_no_difference(const Mission& mission) {
  std::vector<ScenarioReport> reports = walks();
  const std::vector<std::string> in_order = remaining(mission, reports);
  for (ScenarioReport& report : reports)
    report.received = report.at + std::chrono::milliseconds(*rc::gen::inRange(0, 9000));
  const std::vector<std::string> out_of_order = remaining(mission, reports);
  RC_LOG() << "in order:     " << testing::PrintToString(in_order) << "\n"
           << "out of order: " << testing::PrintToString(out_of_order) << "\n";
  RC_ASSERT(in_order == out_of_order);
  RC_CLASSIFY(!in_order.empty());
}

// By event time the boat is silent from 8 s on and coasts at 18 s; its hold would be complete at 20 s.
Mission with_a_hold_that_silence_breaks() {
  return with_zone_rule([](RuleSpec& rule) { rule.hold = 17500ms; });
}

TEST(LateReport, BeforeASilenceDoesNotCompleteAHoldThatTheSilenceBreaks) {
  Scenario scene(with_a_hold_that_silence_breaks());
  for (int i = 0; i <= 8; i += 2) scene.reports(report_of("boat", 1s * i, inside, i == 8 ? 6s : 0s));
  scene.until(30s);
  EXPECT_THAT(scene.remaining(), IsEmpty());
}

TEST(LateReport, DoesNotHideASilence) {
  Scenario scene(with_a_hold_that_silence_breaks());
  for (int i = 0; i <= 8; i += 2) scene.reports(report_of("boat", 1s * i, inside, i == 8 ? 6s : 0s));
  for (int i = 21; i <= 41; i += 2) scene.reports(report_of("boat", 1s * i, inside));
  EXPECT_THAT(scene.remaining(), ElementsAre("entry 39- boat"));
}

RC_GTEST_PROP(ArrivalOrder, SaysNothingOfZoneEntry, ()) {
  expect_no_difference(with_zone_rule());
}

RC_GTEST_PROP(ArrivalOrder, SaysNothingOfHoldsClearsAndCooldowns, ()) {
  expect_no_difference(with_zone_rule([](RuleSpec& rule) {
    rule.hold = 1s * *rc::gen::inRange(0, 8);
    rule.clear = 1s * *rc::gen::inRange(0, 5);
    rule.cooldown = 1s * *rc::gen::inRange(0, 9);
  }));
}

RC_GTEST_PROP(ArrivalOrder, SaysNothingOfZoneExitAndZoneDwell, ()) {
  Mission mission = Scenario::mission_with_camp();
  add_rule(mission, "zone-exit", "exit");
  add_rule(mission, "zone-dwell", "dwell").parameters.set("dwell_s", 8.0);
  expect_no_difference(mission);
}

RC_GTEST_PROP(ArrivalOrder, SaysNothingOfLineCrossing, ()) {
  Mission mission = Scenario::mission_with_camp();
  mission.lines.emplace_back().name = "edge";
  mission.lines[0].line = std::make_shared<const Polyline>(
      *polyline_from_vertices({Scenario::metres_from_camp(1000, -400), Scenario::metres_from_camp(1005, 40),
                               Scenario::metres_from_camp(1000, 400)}));
  RuleSpec& rule = add_rule(mission, "line-crossing", "crossing");
  rule.place = "edge";
  rule.clear = 1s * *rc::gen::inRange(0, 6);
  expect_no_difference(mission);
}

RC_GTEST_PROP(ArrivalOrder, SaysNothingOfProximity, ()) {
  Mission mission = Scenario::mission_with_camp();
  RuleSpec& rule = add_rule(mission, "proximity", "near");
  rule.parameters.set("distance_m", 60.0);
  rule.hold = 1s * *rc::gen::inRange(0, 4);
  expect_no_difference(mission);
}

RC_GTEST_PROP(ArrivalOrder, SaysNothingOfContactLost, ()) {
  Mission mission = Scenario::mission_with_camp();
  mission.units.emplace_back().name = "patrol-1";
  mission.units[0].identity.name = "radio";
  add_rule(mission, "contact-lost", "lost").parameters.set("silent_s", 2.0);
  expect_no_difference(mission);
}

TEST(WildReports, RaiseNothingHoweverMany) {
  Mission mission = Scenario::mission_with_camp();
  add_rule(mission, "zone-entry", "entry");
  add_rule(mission, "zone-exit", "exit");
  add_rule(mission, "zone-dwell", "dwell").parameters.set("dwell_s", 0.0);
  add_rule(mission, "proximity", "near");
  Scenario scene(mission);
  // A hundred boats far away, each with a hundred single reports from inside the camp.
  for (int round = 0; round < 300; ++round)
    for (int boat = 0; boat < 100; ++boat) {
      const bool is_wild = round % 3 == 2;
      const LatLon home = Scenario::metres_from_camp(20'000 + 2000.0 * boat, 0);
      scene.reports("boat-" + std::to_string(boat), 5s * round, is_wild ? Scenario::camp() : home);
    }
  EXPECT_THAT(scene.told(), IsEmpty());
}

TEST(Restart, AtEachTickChangesNothingThatIsToldInAnyRule) {
  Mission mission = Scenario::mission_with_camp();
  mission.units.emplace_back().name = "patrol-1";
  mission.units[0].identity.name = "radio";
  mission.lines.emplace_back().name = "edge";
  mission.lines[0].line = std::make_shared<const Polyline>(*polyline_from_vertices(
      {Scenario::metres_from_camp(1000, -300), Scenario::metres_from_camp(1000, 300)}));
  add_rule(mission, "zone-entry", "entry").hold = 4s;
  add_rule(mission, "zone-exit", "exit").clear = 3s;
  add_rule(mission, "zone-dwell", "dwell").parameters.set("dwell_s", 8.0);
  add_rule(mission, "line-crossing", "crossing").place = "edge";
  add_rule(mission, "proximity", "near").parameters.set("distance_m", 60.0);
  add_rule(mission, "contact-lost", "lost").parameters.set("silent_s", 20.0);
  add_rule(mission, "gone-dark", "dark").parameters.set("silent_s", 30.0);
  add_rule(mission, "emergency", "emergency");
  add_rule(mission, "sensor-silent", "silent");
  add_rule(mission, "system-fault", "fault");
  Scenario still(mission);
  Scenario moved(mission);
  moved.with_restarts();
  for (Scenario* scene : {&still, &moved}) {
    for (int i = 0; i < 120; ++i) {
      const double east_m = 1000 + 60 * ((i % 12 < 6 ? i % 6 : 6 - i % 6) - 3);
      if (i < 60) scene->reports(report_of("radio", 1s * i, Scenario::metres_from_camp(east_m, 0)));
      scene->reports(report_of("boat", 1s * i + 300ms, Scenario::metres_from_camp(2000 - east_m, 20)));
      ScenarioReport ship = report_of("ship", 1s * i + 600ms, Scenario::metres_from_camp(1000, 100.0 + i));
      if (i == 50) ship.emergency = Emergency::general;
      scene->reports(ship);
      if (i == 70) scene->happens({SystemEventKind::pause, 4s, ""}, 70700ms);
    }
    scene->until(200s);
  }
  EXPECT_EQ(still.told(), moved.told());
  EXPECT_GT(still.told().size(), 20U);
  EXPECT_EQ(save(still.core()), save(moved.core()));
}

}  // namespace
}  // namespace watchpost
