#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/rules/rules_for_tests.h"

namespace watchpost {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ZoneExitRule, NeedsOneMomentSurelyInside) {
  Mission mission = mission_with_zone();
  add_rule_of(mission, "zone-exit", "camp");
  RuleStage never(mission);
  EXPECT_THAT(never.sees(track_at(1, outside_zone), 1).sees(track_at(1, outside_zone), 2).told(), IsEmpty());
  RuleStage unsure(mission);
  EXPECT_THAT(unsure.sees(track_at(1, edge_of_zone, 100), 1).sees(track_at(1, outside_zone), 2).told(),
              IsEmpty());
  RuleStage was(mission);
  EXPECT_THAT(was.sees(track_at(1, inside_zone), 1).sees(track_at(1, outside_zone), 2).told(),
              ElementsAre("2 RAISED"));
}

TEST(ZoneExitRule, KnowsWhoWasInsideByNameNotByTrack) {
  Mission mission = mission_with_zone();
  add_rule_of(mission, "zone-exit", "camp");
  RuleStage stage(mission);
  Track returned = track_at(2, outside_zone);
  returned.identity.name = "boat-1";
  EXPECT_THAT(stage.sees(track_at(1, inside_zone), 1).sees(returned, 2).told(), ElementsAre("2 RAISED"));
  EXPECT_THAT(stage.sees(track_at(3, outside_zone), 3).told().size(), 1U);
}

TEST(ZoneExitRule, ForgetsAMomentInsideThatNeverWas) {
  Mission mission = mission_with_zone();
  add_rule_of(mission, "zone-exit", "camp");
  RuleStage stage(mission);
  stage.sees(track_at(1, inside_zone), 5).sees(track_at(1, outside_zone), 6);
  stage.judge().take_back(TrackId{1}, at_s(5));
  stage.sees(track_at(1, outside_zone), 5).sees(track_at(1, outside_zone), 6);
  stage.judge().settle(stage.alerts);
  EXPECT_THAT(stage.told(), ElementsAre("6 RAISED", "6 CANCELLED"));
}

}  // namespace
}  // namespace watchpost
