#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/rules/rules_for_tests.h"

namespace watchpost {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(EmergencyRuleAlone, RaisesForEachDistressAndForNothingElse) {
  const auto count = [](Emergency emergency) {
    Mission mission = mission_with_zone();
    add_rule_of(mission, "emergency");
    RuleStage stage(mission);
    Report report;
    report.set<Field::mmsi>(232'000'000U);
    report.emergency = emergency;
    return stage.hears(report, 1).alerts.size();
  };
  for (const Emergency distress :
       {Emergency::general, Emergency::medical, Emergency::minimum_fuel, Emergency::no_communication,
        Emergency::unlawful_interference, Emergency::downed, Emergency::distress_beacon, Emergency::duress})
    EXPECT_EQ(count(distress), 1U);
  for (const Emergency nothing : {Emergency::unspecified, Emergency::none, Emergency::beacon_test})
    EXPECT_EQ(count(nothing), 0U);
}

}  // namespace
}  // namespace watchpost
