#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/rules/rules_for_tests.h"

namespace watchpost {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Report of_radio() {
  static ReportDetails details;
  details.name = "radio";
  Report report;
  report.details = &details;
  return report;
}

TEST(ContactLostRule, RaisesAtTheLimitAndClearsOnContact) {
  Mission mission = mission_with_zone();
  mission.units.emplace_back().name = "patrol-1";
  mission.units[0].identity.name = "radio";
  add_rule_of(mission, "contact-lost");
  RuleStage patrol(mission);
  EXPECT_THAT(patrol.hears(of_radio(), 0).ticks(0, 299).told(), IsEmpty());
  EXPECT_THAT(patrol.ticks(300, 360).told(), ElementsAre("300 RAISED"));
  EXPECT_THAT(patrol.hears(of_radio(), 370).told(), ElementsAre("300 RAISED", "370 CLEARED"));
}

}  // namespace
}  // namespace watchpost
