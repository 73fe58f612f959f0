#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/rules/judge.h"
#include "daemon/rules/rules_for_tests.h"

namespace watchpost {
namespace {

class ZoneEntryRule : public testing::Test {
 protected:
  // What becomes of a track known to `std_m` at this place.
  std::vector<Alert> judged(LatLon position, double std_m) {
    std::vector<Alert> alerts;
    judge_.track_updated(track_at(1, position, std_m), at_s(++second_), {FeedId{0}, 1}, alerts);
    return alerts;
  }

  static std::shared_ptr<const Mission> mission() {
    Mission mission = mission_with_zone();
    add_rule(mission);
    return std::make_shared<const Mission>(std::move(mission));
  }

  Judge judge_{mission()};
  std::int64_t second_ = 0;
};

// The edge at 20° E is a meridian, so that a place west or east of it is 1.2816 sigma away at 90 %.
LatLon east_of_edge(double metres) {
  return {10.5, 20 + metres / 109'446.9};
}

TEST_F(ZoneEntryRule, HoldsAtItsConfidenceExactly) {
  EXPECT_TRUE(judged(east_of_edge(127.5), 100).empty());
  EXPECT_EQ(judged(east_of_edge(128.8), 100).size(), 1U);
}

TEST_F(ZoneEntryRule, FailsOnlyWhereTheSubjectIsSurelyOutside) {
  ASSERT_EQ(judged(east_of_edge(1000), 10).size(), 1U);
  EXPECT_TRUE(judged(east_of_edge(-127.5), 100).empty());
  const auto cleared = judged(east_of_edge(-128.8), 100);
  ASSERT_EQ(cleared.size(), 1U);
  EXPECT_EQ(cleared[0].state, AlertState::cleared);
}

TEST_F(ZoneEntryRule, TakesThePlaceOfAPointExactly) {
  EXPECT_EQ(judged({10, 20}, 0.02).size(), 1U);  // a vertex
  EXPECT_EQ(judged(east_of_edge(-0.01), 0.02).size(), 1U);
  EXPECT_EQ(judged(east_of_edge(-0.01), 0.02).size(), 0U);  // and it has been told
}

}  // namespace
}  // namespace watchpost
