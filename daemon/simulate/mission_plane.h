// MissionPlane: metres east and north of the middle of a made-up mission, linear in degrees.
//
// What is straight in it is straight in degrees, as the edges of zones and lines are: so the truth about
// who is inside what needs no approximation. A metre of it is a metre of the ground along the middle's
// own axes; 20 km north or south of the middle a metre east is up to 0.2 % off, which velocities and
// distances (ground_velocity_mps, ground_distance_m) take into account.
//
// Frames    WGS 84; not across the antimeridian, not at a pole.
#pragma once

#include "geo/coordinates.h"

namespace watchpost::simulate {

class MissionPlane {
 public:
  explicit MissionPlane(LatLon middle);

  LatLon to_degrees(EastNorth place) const;
  EastNorth to_plane(LatLon position) const;

  // On the ground, of something that moves over the plane at this velocity.
  EastNorth ground_velocity_mps(EastNorth place, EastNorth plane_velocity_mps) const;

  // The length of the geodesic.
  double ground_distance_m(EastNorth from, EastNorth to) const;

 private:
  LatLon middle_;
  double east_m_a_degree_;
  double north_m_a_degree_;
};

}  // namespace watchpost::simulate
