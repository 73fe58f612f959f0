// MGRS: grid references as people read them out, UPS at the poles included.
//
// Errors   none: every position has one. Truncated, as the standard asks, never rounded.
// Source   NGA.SIG.0012, by GeographicLib.
#pragma once

#include <string>

#include "geo/coordinates.h"

namespace watchpost {

// `31UDQ4825111932`; `digits` (0 to 5) each for easting and northing: 5 is 1 m, 3 is 100 m.
std::string mgrs(LatLon position, int digits = 5);

// `31U DQ 48251 11932`, for headlines.
std::string mgrs_spaced(LatLon position, int digits = 5);

}  // namespace watchpost
