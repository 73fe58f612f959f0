#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/rules/rules_for_tests.h"

namespace watchpost {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ProximityRule, FollowsEitherOfAPair) {
  Mission mission = mission_with_zone();
  RuleSpec& rule = add_rule_of(mission, "proximity");
  rule.subjects.emplace_back().identity_kind = "name";
  rule.subjects[0].identity_value = "boat-2";
  RuleStage stage(mission);
  stage.sees(track_at(1, {10, 20}), 1).sees(track_at(2, {10, 20.1}), 1);
  EXPECT_THAT(stage.told(), IsEmpty());
  stage.sees(track_at(1, {10, 20.099}), 2);
  EXPECT_THAT(stage.told(), ElementsAre("2 RAISED"));
  EXPECT_EQ(stage.alerts[0].subject.track, TrackId{2});
  EXPECT_EQ(stage.alerts[0].other->track, TrackId{1});
  EXPECT_THAT(stage.alerts[0].track_ids, ElementsAre(TrackId{1}, TrackId{2}));
  stage.sees(track_at(2, {10, 20.2}), 3);
  EXPECT_THAT(stage.told(), ElementsAre("2 RAISED", "3 CLEARED"));
}

}  // namespace
}  // namespace watchpost
