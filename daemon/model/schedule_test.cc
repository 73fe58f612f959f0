#include "daemon/model/schedule.h"

#include <gtest/gtest.h>

namespace watchpost {
namespace {

constexpr std::uint8_t monday = 1, friday = 1 << 4, saturday = 1 << 5;
constexpr std::uint8_t working_days = 0b0011111;

EventTime at(std::int64_t day_since_1970, int hour, int minute) {
  return event_time_from_ns(((day_since_1970 * 24 + hour) * 60 + minute) * 60 * 1'000'000'000LL);
}
// 2024-03-29 is a Friday: day 19811 since 1970.
constexpr std::int64_t a_friday = 19811;

TEST(Schedule, WithoutPeriodsIsAlwaysActive) {
  EXPECT_TRUE(is_active({}, {}, at(a_friday, 3, 0)));
}

TEST(Schedule, IncludesItsFirstMinuteAndExcludesItsLast) {
  const std::vector<Schedule> schedule = {{friday, 8 * 60, 17 * 60}};
  EXPECT_FALSE(is_active(schedule, {}, at(a_friday, 7, 59)));
  EXPECT_TRUE(is_active(schedule, {}, at(a_friday, 8, 0)));
  EXPECT_TRUE(is_active(schedule, {}, at(a_friday, 16, 59)));
  EXPECT_FALSE(is_active(schedule, {}, at(a_friday, 17, 0)));
}

TEST(Schedule, ThatPassesMidnightBelongsToTheDayItBeganOn) {
  const std::vector<Schedule> nights = {{working_days, 22 * 60, 6 * 60}};
  EXPECT_TRUE(is_active(nights, {}, at(a_friday, 22, 0)));
  EXPECT_TRUE(is_active(nights, {}, at(a_friday + 1, 5, 59)));   // Friday's night ends on Saturday
  EXPECT_FALSE(is_active(nights, {}, at(a_friday + 1, 22, 0)));  // Saturday has none
  EXPECT_FALSE(is_active(nights, {}, at(a_friday + 3, 5, 0)));   // nor had Sunday
}

TEST(Schedule, OfAWholeDayEndsAtMidnight) {
  const std::vector<Schedule> day = {{saturday, 0, 24 * 60}};
  EXPECT_FALSE(is_active(day, {}, at(a_friday, 23, 59)));
  EXPECT_TRUE(is_active(day, {}, at(a_friday + 1, 0, 0)));
  EXPECT_TRUE(is_active(day, {}, at(a_friday + 1, 23, 59)));
  EXPECT_FALSE(is_active(day, {}, at(a_friday + 2, 0, 0)));
}

TEST(Schedule, FollowsTheTimeZoneAcrossItsTransition) {
  // One hour ahead of UTC, two from Sunday 2024-03-31 01:00 UTC on.
  const std::vector<TimeZoneTransition> zone = {{at(0, 0, 0), std::chrono::hours(1)},
                                                {at(a_friday + 2, 1, 0), std::chrono::hours(2)}};
  const std::vector<Schedule> morning = {{0b1111111, 6 * 60, 7 * 60}};
  EXPECT_TRUE(is_active(morning, zone, at(a_friday, 5, 30)));
  EXPECT_FALSE(is_active(morning, zone, at(a_friday, 4, 30)));
  EXPECT_TRUE(is_active(morning, zone, at(a_friday + 2, 4, 30)));
  EXPECT_FALSE(is_active(morning, zone, at(a_friday + 2, 5, 30)));
}

TEST(Schedule, HoldsBefore1970Too) {
  EXPECT_TRUE(is_active({{friday, 0, 24 * 60}}, {}, at(-6, 12, 0)));  // Friday 1969-12-26
  EXPECT_FALSE(is_active({{monday, 0, 24 * 60}}, {}, at(-6, 12, 0)));
}

}  // namespace
}  // namespace watchpost
