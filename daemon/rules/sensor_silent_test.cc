#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/rules/rules_for_tests.h"

namespace watchpost {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SensorSilentRule, IsInclusiveAndCountsFromTheStart) {
  Mission mission = mission_with_zone();
  add_rule_of(mission, "sensor-silent").parameters.set("silent_s", 20.0);
  RuleStage stage(mission);
  EXPECT_THAT(stage.ticks(100, 119).told(), IsEmpty());
  EXPECT_THAT(stage.ticks(120, 130).told(), ElementsAre("120 RAISED"));
  EXPECT_THAT(stage.hears({}, 130).ticks(131, 131).told(), ElementsAre("120 RAISED", "131 CLEARED"));
}

}  // namespace
}  // namespace watchpost
