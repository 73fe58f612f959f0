// Time zone: the mission's local time as numbers, read once from the system's time-zone data.
//
// Determinism  the numbers are what rules see; the library is not asked again.
#pragma once

#include <string>
#include <vector>

#include "daemon/base/result.h"
#include "daemon/model/mission.h"

namespace watchpost {

// Each change of the offset from UTC between 1970 and 2100. Error::what is
// `found X, expected Y (did you mean Z?)`; Error::where is empty.
Result<std::vector<TimeZoneTransition>> load_time_zone(const std::string& name);

}  // namespace watchpost
