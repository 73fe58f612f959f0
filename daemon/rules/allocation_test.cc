// A judgement that finds nothing, and one of what was found before, asks for no memory.

#include <gtest/gtest.h>

#include "daemon/base/allocation_count_for_tests.h"
#include "daemon/rules/judge.h"
#include "daemon/rules/rules_for_tests.h"

namespace watchpost {
namespace {

// What 100 judgements of the track ask for, once it has been judged a few times.
std::size_t allocations_of(const Mission& mission, const Track& track, std::size_t alerts_wanted) {
  Judge judge(std::make_shared<const Mission>(mission));
  std::vector<Alert> alerts;
  alerts.reserve(100);
  std::int64_t time_s = 0;
  const auto judged = [&] { judge.track_updated(track, at_s(++time_s), {FeedId{0}, 1}, alerts); };
  for (int i = 0; i < 30; ++i) judged();
  const std::size_t before = allocation_count;
  for (int i = 0; i < 100; ++i) judged();
  const std::size_t asked = allocation_count - before;
  EXPECT_EQ(alerts.size(), alerts_wanted);
  return asked;
}

Mission mission_with_many_rules() {
  Mission mission = mission_with_zone();
  add_rule(mission, "plain");
  add_rule(mission, "held").hold = std::chrono::hours(1);
  add_rule(mission, "scheduled").active = {{0b1111111, 0, 1440}};
  RuleSpec& patterned = add_rule(mission, "patterned");
  patterned.subjects.emplace_back().classification = "aircraft";
  patterned.subjects.emplace_back().identity_kind = "mmsi";
  patterned.subjects.back().identity_value = "232001234";
  return mission;
}

TEST(Allocation, IsNotNeededForATrackThatNoRuleFindsAnythingOf) {
  EXPECT_EQ(allocations_of(mission_with_many_rules(), track_at(1, outside_zone), 0), 0U);
}

TEST(Allocation, IsNotNeededForATrackBesideTheEdge) {
  EXPECT_EQ(allocations_of(mission_with_many_rules(), track_at(1, edge_of_zone, 100), 0), 0U);
}

TEST(Allocation, IsNotNeededWhileAnAlertPersistsOrAHoldGoesOn) {
  EXPECT_EQ(allocations_of(mission_with_many_rules(), track_at(1, inside_zone), 2), 0U);
}

TEST(Allocation, IsCounted) {
  const std::size_t before = allocation_count;
  const std::string long_text(100, 'x');
  EXPECT_EQ(allocation_count - before, 1U) << long_text;
}

}  // namespace
}  // namespace watchpost
