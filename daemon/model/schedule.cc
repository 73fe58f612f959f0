#include "daemon/model/schedule.h"

#include <algorithm>

namespace watchpost {
namespace {

Duration offset_at(const std::vector<TimeZoneTransition>& time_zone, EventTime time) {
  if (time_zone.empty()) return Duration{};
  const auto later = std::upper_bound(
      time_zone.begin(), time_zone.end(), time,
      [](EventTime wanted, const TimeZoneTransition& transition) { return wanted < transition.since; });
  return later == time_zone.begin() ? time_zone.front().offset : std::prev(later)->offset;
}

bool covers(const Schedule& schedule, int weekday, int minute) {
  const auto is_on = [&](int day) { return (schedule.days >> day & 1) != 0; };
  if (schedule.from_minute < schedule.to_minute)
    return is_on(weekday) && minute >= schedule.from_minute && minute < schedule.to_minute;
  const int day_before = (weekday + 6) % 7;
  return (is_on(weekday) && minute >= schedule.from_minute) ||
         (is_on(day_before) && minute < schedule.to_minute);
}

}  // namespace

bool is_active(const std::vector<Schedule>& schedules, const std::vector<TimeZoneTransition>& time_zone,
               EventTime time) {
  if (schedules.empty()) return true;
  const auto local = time + offset_at(time_zone, time);
  const auto minutes = std::chrono::floor<std::chrono::minutes>(local.time_since_epoch()).count();
  constexpr std::int64_t minutes_a_day = 24 * 60;
  const std::int64_t day =
      minutes >= 0 ? minutes / minutes_a_day : (minutes - minutes_a_day + 1) / minutes_a_day;
  const int minute = static_cast<int>(minutes - day * minutes_a_day);
  const int weekday = static_cast<int>(((day + 3) % 7 + 7) % 7);  // 1970-01-01 was a Thursday; 0 is Monday
  return std::any_of(schedules.begin(), schedules.end(),
                     [&](const Schedule& schedule) { return covers(schedule, weekday, minute); });
}

}  // namespace watchpost
