// From one configuration to the next while running: feeds and units keep their numbers.
//
// Everything that is kept of the past (tracks, alerts, plots, counters, what is on its way between threads)
// speaks of feeds and units by number. So a number is never given to another: one of a name that was there
// before keeps its own, also after an absence; one that is gone stays in its place, retired; new ones come
// behind.
//
// Determinism   a function of its arguments.
#pragma once

#include "daemon/model/mission.h"

namespace watchpost {

// The next configuration with the numbers of the one before. Name, node and mode stay as they were: they need
// a restart.
Mission with_numbers_of(const Mission& before, Mission next);

}  // namespace watchpost
