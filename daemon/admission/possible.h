// What a report can be at all, whoever sent it and whatever the mandate.
#pragma once

#include "daemon/model/report.h"

namespace watchpost {

// Whether every number that is there is finite and in the range of its field.
bool is_possible(const Report& report);

// Whether the time is of an age in which there are recordings: 1970 to 2200.
bool is_time_possible(ReceiveTime received);

// A number that two reports share where they say the same of the same thing at the same time:
// everything but who heard it and when (feed, sensor, receive time, number, source bytes).
std::uint64_t content_hash(const Report& report);

}  // namespace watchpost
