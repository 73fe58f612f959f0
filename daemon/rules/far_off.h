// How far a place lies from some bounds at least: what is far from a zone need not ask the zone itself.
//
// Units         metres on the ellipsoid; never more than the true distance, and a third of it or more where
//               people live.
// Determinism   no function of libm.
#pragma once

#include <algorithm>
#include <cmath>

#include "geo/coordinates.h"

namespace watchpost {

// 0 within the bounds.
inline double distance_at_least_m(const LatLonBounds& bounds, LatLon place) {
  // Along a meridian a degree is 110,574 m or more.
  constexpr double latitude_m = 110'000;
  // To a meridian `gap` away it is at least R cos(latitude) sin(gap), with sin(x) >= 2x/pi up to 90 degrees
  // and cos(latitude) >= 1 - |latitude|/90; farther away than 90 degrees the pole is the nearest place of it.
  constexpr double longitude_m = 70'000;
  const double north_or_south_deg =
      std::max({bounds.south_deg - place.latitude_deg, place.latitude_deg - bounds.north_deg, 0.0});
  const auto eastward_deg = [](double from_deg, double to_deg) {
    const double width_deg = to_deg - from_deg;
    return width_deg < 0 ? width_deg + 360 : width_deg;
  };
  const double width_deg = eastward_deg(bounds.west_deg, bounds.east_deg);
  const double from_west_deg = eastward_deg(bounds.west_deg, place.longitude_deg);
  double gap_deg = 0;
  if (from_west_deg > width_deg) gap_deg = std::min({from_west_deg - width_deg, 360 - from_west_deg, 90.0});
  return std::max(latitude_m * north_or_south_deg,
                  longitude_m * gap_deg * (1 - std::abs(place.latitude_deg) / 90));
}

// Farther than this from a track, nothing has a share in where it may be: Area::probability_inside() is 0.
inline double reach_m(const CovarianceEN& covariance) {
  return 1 + 7 * std::sqrt(covariance.ee_m2 + covariance.nn_m2);
}

}  // namespace watchpost
