#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/rules/rules_for_tests.h"

namespace watchpost {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ZoneDwellRule, IsInclusiveAndBeginsAgainAfterAnExit) {
  Mission mission = mission_with_zone();
  add_rule_of(mission, "zone-dwell", "camp").parameters.set("dwell_s", 10.0);
  RuleStage stage(mission);
  stage.sees(track_at(1, inside_zone), 0).sees(track_at(1, inside_zone), 9);
  EXPECT_THAT(stage.told(), IsEmpty());
  stage.sees(track_at(1, outside_zone), 10)
      .sees(track_at(1, inside_zone), 11)
      .sees(track_at(1, inside_zone), 21);
  EXPECT_THAT(stage.told(), ElementsAre("21 RAISED"));
  EXPECT_DOUBLE_EQ(stage.alerts[0].evidence.values[1].value, 10);
}

}  // namespace
}  // namespace watchpost
