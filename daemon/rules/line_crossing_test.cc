#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/rules/rules_for_tests.h"
#include "geo/polyline.h"

namespace watchpost {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Mission with_line() {
  Mission mission = mission_with_zone();
  mission.lines.emplace_back().name = "edge";
  mission.lines[0].line = std::make_shared<const Polyline>(*polyline_from_vertices({{10, 20}, {11, 20}}));
  add_rule_of(mission, "line-crossing", "edge").is_latched = true;
  return mission;
}

// The line runs north along 20° E: left of it is west.
LatLon east_of_line(double metres) {
  return {10.5, 20 + metres / 109'446.9};
}

TEST(LineCrossingRule, IsSureAtItsConfidence) {
  RuleStage stage(with_line());
  stage.sees(track_at(1, east_of_line(-500), 100), 1);
  EXPECT_THAT(stage.sees(track_at(1, east_of_line(127), 100), 2).told(), IsEmpty());
  EXPECT_THAT(stage.sees(track_at(1, east_of_line(129), 100), 3).told(), ElementsAre("3 RAISED"));
  EXPECT_NEAR(stage.alerts[0].evidence.values[0].value, 0.9, 0.01);
}

TEST(LineCrossingRule, TakesAPointForAPoint) {
  RuleStage stage(with_line());
  stage.sees(track_at(1, east_of_line(-0.1), 0.02), 1);
  EXPECT_THAT(stage.sees(track_at(1, east_of_line(0), 0.02), 2).told(), IsEmpty());
  EXPECT_THAT(stage.sees(track_at(1, east_of_line(0.1), 0.02), 3).told(), ElementsAre("3 RAISED"));
}

}  // namespace
}  // namespace watchpost
