#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/rules/rules_for_tests.h"

namespace watchpost {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Report of_vessel(std::uint32_t mmsi) {
  Report report;
  report.set<Field::mmsi>(mmsi);
  report.set<Field::position>(inside_zone);
  return report;
}

TEST(GoneDarkRule, NeedsTwoOthersOfTheSameFeed) {
  for (const std::uint32_t others : {1U, 2U}) {
    Mission mission = mission_with_zone();
    add_rule_of(mission, "gone-dark").parameters.set("silent_s", 100.0);
    RuleStage stage(mission);
    for (std::int64_t time_s = 0; time_s < 200; time_s += 10) {
      if (time_s <= 50) stage.hears(of_vessel(232'000'000), time_s);
      for (std::uint32_t i = 1; i <= others; ++i) stage.hears(of_vessel(232'000'000 + i), time_s);
      stage.ticks(time_s, time_s + 9);
    }
    EXPECT_EQ(stage.alerts.size(), others - 1);
    if (others < 2) continue;
    EXPECT_THAT(stage.told(), ElementsAre("150 RAISED"));
    EXPECT_EQ(stage.alerts[0].subject.identity.mmsi, 232'000'000U);
  }
}

}  // namespace
}  // namespace watchpost
