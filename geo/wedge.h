// Wedge: the part of the earth that a bearing points at, asked whether a disc may touch it.
//
// Never no where the disc touches it, on the ellipsoid; seldom yes where it does not: beyond the far
// corners, and for directions of discs farther than 4,800 km, which are not looked at.
//
// Units   metres, degrees clockwise from true north; half_width_deg to either side of azimuth_deg.
#pragma once

#include "geo/coordinates.h"
#include "geo/earth.h"

namespace watchpost {

class Wedge {
 public:
  Wedge(LatLon position, double azimuth_deg, double half_width_deg, double range_m_max);

  // `up` is the ellipsoid's normal at the disc's centre, of length 1.
  bool may_touch(Vector3 up, double radius_m) const;

 private:
  Vector3 apex_m_;
  Vector3 ahead_;  // level at the apex, along the azimuth
  Vector3 right_;
  double sine_;  // of half the width
  double cosine_;
  double range_m_max_;
};

}  // namespace watchpost
