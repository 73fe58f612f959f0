// line-crossing, as docs/rules.md says it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "geo/polyline.h"
#include "tests/scenario/scenario.h"

namespace watchpost {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A line from 2 km south to 2 km north of the camp: its left is west.
Mission mission(const std::function<void(RuleSpec&)>& change = [](RuleSpec&) {}) {
  Mission mission = Scenario::mission_with_camp();
  const auto line = polyline_from_vertices(
      {Scenario::metres_from_camp(0, -2000), Scenario::camp(), Scenario::metres_from_camp(0, 2000)});
  mission.lines.emplace_back().name = "ceasefire";
  mission.lines[0].line = std::make_shared<const Polyline>(*line);
  RuleSpec rule;
  rule.kind = "line-crossing";
  rule.name = "crossing";
  rule.place = "ceasefire";
  change(rule);
  mission.rules.push_back(rule);
  return mission;
}

// A boat that reports each 10 s, at these metres east of the line.
Scenario& goes(Scenario& scene, Duration from, const std::vector<double>& east_m, double north_m = 100,
               double std_m = 1) {
  for (std::size_t i = 0; i < east_m.size(); ++i)
    scene.reports("boat", from + 10s * i, Scenario::metres_from_camp(east_m[i], north_m), std_m);
  return scene;
}

TEST(LineCrossing, RaisesAtTheReportThatIsSurelyBeyondAndClearsAtTheNextTick) {
  Scenario scene(mission());
  goes(scene, 0s, {-150, -100, -50, 50, 100, 150});
  scene.until(60s);
  EXPECT_THAT(scene.told(), ElementsAre("30 RAISED boat", "30 CLEARED boat"));
  EXPECT_EQ(scene.alerts()[0].place, "ceasefire");
  EXPECT_THAT(scene.alerts()[0].headline, HasSubstr("has crossed line ceasefire to its right side"));
  EXPECT_GE(scene.alerts()[0].evidence.values[0].value, 0.9);
}

TEST(LineCrossing, HasADirectionSeenFromTheFirstVertexToTheLast) {
  const auto to = [](const char* direction) {
    return mission([&](RuleSpec& rule) {
      rule.parameters.set("direction", std::string(direction));
      rule.clear = 1000s;
    });
  };
  const std::vector<double> east = {-150, -50, 50, 150};
  const std::vector<double> west = {150, 50, -50, -150};
  Scenario left_going_east(to("left"));
  EXPECT_THAT(goes(left_going_east, 0s, east).told(), IsEmpty());
  Scenario left_going_west(to("left"));
  EXPECT_THAT(goes(left_going_west, 0s, west).told(), ElementsAre("20 RAISED boat"));
  Scenario right_going_east(to("right"));
  EXPECT_THAT(goes(right_going_east, 0s, east).told(), ElementsAre("20 RAISED boat"));
  Scenario right_going_west(to("right"));
  EXPECT_THAT(goes(right_going_west, 0s, west).told(), IsEmpty());
}

TEST(LineCrossing, CountsOnlyWhatWasSurelyBeforeAndIsSurelyBeyond) {
  Scenario first_seen_beyond(mission());
  EXPECT_THAT(goes(first_seen_beyond, 0s, {50, 100, 150}).told(), IsEmpty());
  Scenario never_sure(mission());
  EXPECT_THAT(goes(never_sure, 0s, {-10, 10, -10, 10, -10, 10}, 100, 50).told(), IsEmpty());
}

TEST(LineCrossing, IsOneHoweverLongTheTrackWasTooNearToBeSure) {
  Scenario scene(mission([](RuleSpec& rule) { rule.clear = 1000s; }));
  goes(scene, 0s, {-60, -50, 0.1, -0.1, 0.1, 0.2, 50, 60});
  EXPECT_THAT(scene.told(), ElementsAre("60 RAISED boat"));
}

TEST(LineCrossing, DoesNotCountAWayAroundTheEnd) {
  Scenario around(mission());
  around.reports("boat", 0s, Scenario::metres_from_camp(-50, 1950));
  for (int i = 1; i < 20; ++i)
    around.reports("boat", 10s * i,
                   Scenario::metres_from_camp(-50 + 5 * i, i < 10 ? 1950 + 15 * i : 2235 - 15 * i));
  EXPECT_THAT(around.told(), IsEmpty());
  Scenario beyond_the_end(mission());
  EXPECT_THAT(goes(beyond_the_end, 0s, {-150, -50, 50, 150}, 2010).told(), IsEmpty());
  Scenario within_the_end(mission());
  EXPECT_EQ(goes(within_the_end, 0s, {-150, -50, 50, 150}, 1990).told().size(), 2U);
}

TEST(LineCrossing, IsUpdatedByAFurtherOneBeforeItHasCleared) {
  Scenario scene(mission([](RuleSpec& rule) { rule.clear = 60s; }));
  goes(scene, 0s, {-50, -50, 50, 50, -50, -50, -50, -50, -50, -50, -50, -50, -50, -50});
  EXPECT_THAT(scene.told(), ElementsAre("20 RAISED boat", "40 UPDATED boat", "100 CLEARED boat"));
  EXPECT_THAT(scene.alerts()[1].headline, HasSubstr("to its left side"));
}

TEST(LineCrossing, IsOpenAgainWhereALateReportShowsAFurtherOneBeforeItHadCleared) {
  Scenario scene(mission([](RuleSpec& rule) { rule.clear = 60s; }));
  goes(scene, 0s, {-50, -50, 50, 50, 50, 50, 50});
  scene.until(80s);
  EXPECT_THAT(scene.told(), ElementsAre("20 RAISED boat", "80 CLEARED boat"));
  ScenarioReport late;
  late.name = "boat";
  late.at = 75s;
  late.position = Scenario::metres_from_camp(-50, 100);
  late.received = 82s;
  scene.reports(late).reports("boat", 85s, Scenario::metres_from_camp(-50, 100));
  goes(scene, 90s, {-50, -50, -50, -50, -50, -50});
  EXPECT_THAT(scene.remaining(), ElementsAre("crossing 20-135 boat"));
}

TEST(LineCrossing, ThatIsUndoneBeforeItsHoldIsOverRaisesNothing) {
  const auto held = [](RuleSpec& rule) {
    rule.hold = 25s;
    rule.parameters.set("direction", std::string("right"));
  };
  Scenario undone(mission(held));
  EXPECT_THAT(goes(undone, 0s, {-50, -50, 50, 50, -50, -50, -50, -50}).told(), IsEmpty());
  Scenario stays(mission(held));
  EXPECT_THAT(goes(stays, 0s, {-50, -50, 50, 50, 50, 50, 50}).told(),
              ElementsAre("45 RAISED boat", "45 CLEARED boat"));
}

TEST(LineCrossing, NeverRaisesForASingleWildReport) {
  Scenario scene(mission());
  goes(scene, 0s, {-50, -50, -50, -50, 5000, -50, -50, -50});
  EXPECT_THAT(scene.told(), IsEmpty());
}

TEST(LineCrossing, LatchedStaysUntilAPersonClears) {
  Scenario scene(mission([](RuleSpec& rule) { rule.is_latched = true; }));
  goes(scene, 0s, {-50, -50, 50, 50, 50});
  EXPECT_THAT(scene.told(), ElementsAre("20 RAISED boat"));
  scene.acts(AlertAction::clear, 100s);
  EXPECT_EQ(scene.last_alert().state, AlertState::cleared);
}

}  // namespace
}  // namespace watchpost
