#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/rules/rules_for_tests.h"

namespace watchpost {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SystemFaultRule, NamesThePartOfTheMachine) {
  Mission mission = mission_with_zone();
  add_rule_of(mission, "system-fault").is_latched = true;
  RuleStage stage(mission);
  stage.judge().event({SystemEventKind::pause, std::chrono::seconds(3), ""}, at_s(5), stage.alerts);
  stage.judge().event({SystemEventKind::store_fails, {}, "no space"}, at_s(6), stage.alerts);
  EXPECT_THAT(stage.told(), ElementsAre("5 RAISED", "6 RAISED"));
  EXPECT_EQ(stage.alerts[0].headline, "The daemon stood still for 3.0 s");
  EXPECT_EQ(stage.alerts[0].subject.sensor, "daemon");
}

}  // namespace
}  // namespace watchpost
