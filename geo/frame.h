// LocalFrame: a local east-north plane, tangent to the ellipsoid at its anchor.
//
// Frames   WGS 84 degrees to metres east and north of the anchor and back, at height 0. North is
//          the anchor's meridian; at a pole it is that of the anchor's longitude. Orthographic:
//          there and back is exact, and within 10 km of the anchor distances on the plane are
//          right to 1 part in a million (a share of (distance / earth's radius)² / 2).
// Errors   none. to_global() of a point off the earth (beyond its radius) gives the horizon.
// Threads  a trivially copyable value of 48 bytes.
#pragma once

#include "geo/coordinates.h"
#include "geo/earth.h"

namespace watchpost {

class LocalFrame {
 public:
  LocalFrame() : LocalFrame(LatLon{}) {}
  explicit LocalFrame(LatLon anchor);

  LatLon anchor() const { return anchor_; }
  EastNorth to_local(LatLon position) const;
  EastNorth earth_to_local(Vector3 place_m) const;  // earth-centred, for places that are asked for often
  LatLon to_global(EastNorth local) const;          // longitude in [-180, 180]

  // Where a velocity or covariance of this plane points, seen in another plane: the angle by
  // which this plane's north lies clockwise of that one's (meridian convergence), in degrees.
  double rotation_to_deg(const LocalFrame& other) const;

 private:
  Vector3 anchor_m() const;  // earth-centred

  LatLon anchor_;
  double sin_latitude_ = 0;
  double cos_latitude_ = 1;
  double sin_longitude_ = 0;
  double cos_longitude_ = 1;
};

// The length of the geodesic on WGS 84.
double distance_m(LatLon from, LatLon to);

// The longitude in [-180, 180] that is the same meridian; 180 and -180 stay as they are.
double normalized_longitude_deg(double longitude_deg);

}  // namespace watchpost
