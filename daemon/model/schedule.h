// When a rule is active: days and times of day in the mission's time zone.
//
// Determinism   a function of the schedule, the zone's transitions and the time; no time-zone
//               library is asked once the configuration is loaded.
#pragma once

#include <vector>

#include "daemon/base/time.h"
#include "daemon/model/mission.h"

namespace watchpost {

// An empty list of schedules is always active. A period includes its first minute and excludes
// its last; one that passes midnight belongs to the day on which it began.
bool is_active(const std::vector<Schedule>& schedules, const std::vector<TimeZoneTransition>& time_zone,
               EventTime time);

}  // namespace watchpost
