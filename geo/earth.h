// Earth: positions on the WGS 84 ellipsoid as earth-centred vectors, and a little arithmetic.
//
// Units    metres; degrees in, radians inside.
// Source   NIMA TR8350.2 (WGS 84).
#pragma once

#include <string>

#include "geo/coordinates.h"

namespace watchpost {

inline constexpr double earth_semi_major_m = 6378137.0;
inline constexpr double earth_flattening = 1 / 298.257223563;
inline constexpr double earth_eccentricity_sq = earth_flattening * (2 - earth_flattening);

struct Vector3 {
  double x = 0;
  double y = 0;
  double z = 0;
};

inline Vector3 operator+(Vector3 a, Vector3 b) {
  return {a.x + b.x, a.y + b.y, a.z + b.z};
}
inline Vector3 operator-(Vector3 a, Vector3 b) {
  return {a.x - b.x, a.y - b.y, a.z - b.z};
}
inline Vector3 operator*(double s, Vector3 a) {
  return {s * a.x, s * a.y, s * a.z};
}
inline double dot(Vector3 a, Vector3 b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}
inline Vector3 cross(Vector3 a, Vector3 b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
double length(Vector3 vector);

// The position's place at height 0.
Vector3 earth_centred_m(LatLon position);

// The ellipsoid's outward normal.
Vector3 up_at(LatLon position);

// From one meridian to the other the short way, in [-180, 180].
double longitude_difference_deg(double from_deg, double to_deg);

// A plane laid on the earth at one position, for distances and directions from it: azimuthal
// equidistant. Distances from the position are right to 1 mm up to 100 km, and to 0.5 % anywhere.
class AzimuthalPlane {
 public:
  explicit AzimuthalPlane(LatLon position);

  Vector3 origin_m() const { return origin_m_; }
  EastNorth to_plane(Vector3 earth_m) const;

 private:
  Vector3 origin_m_;
  Vector3 east_;
  Vector3 north_;
  double curvature_north_per_m_;
  double curvature_east_per_m_;
};

// `34.501000, 33.200100`: how places stand in messages.
std::string text_of(double first, double second);

}  // namespace watchpost
