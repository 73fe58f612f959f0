// The direct geodesic on WGS 84: where one comes to.
#pragma once

#include "geo/coordinates.h"

namespace watchpost {

// The end of the geodesic that leaves `from` at the azimuth (degrees clockwise from true north)
// and is `length_m` long; longitude in [-180, 180].
LatLon destination(LatLon from, double azimuth_deg, double length_m);

}  // namespace watchpost
