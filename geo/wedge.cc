#include "geo/wedge.h"

#include <cmath>

#include "geo/trigonometry.h"

namespace watchpost {
namespace {

constexpr double rounding_m = 0.04;    // what place and radius may have lost on their way
constexpr double far_chord_m = 4.8e6;  // beyond it the ellipsoid's geodesics have no simple bounds
constexpr double large_radius_m = 1e6;

Vector3 earth_centred_from_up_m(Vector3 up) {
  const double normal_radius_m = earth_semi_major_m / std::sqrt(1 - earth_eccentricity_sq * up.z * up.z);
  return {normal_radius_m * up.x, normal_radius_m * up.y,
          normal_radius_m * (1 - earth_eccentricity_sq) * up.z};
}

}  // namespace

Wedge::Wedge(LatLon position, double azimuth_deg, double half_width_deg, double range_m_max)
    : apex_m_(earth_centred_m(position)), range_m_max_(range_m_max) {
  const SineCosine latitude = sine_cosine_deg(position.latitude_deg);
  const SineCosine longitude = sine_cosine_deg(position.longitude_deg);
  const Vector3 east{-longitude.sine, longitude.cosine, 0};
  const Vector3 north{-latitude.sine * longitude.cosine, -latitude.sine * longitude.sine, latitude.cosine};
  const SineCosine azimuth = sine_cosine_deg(azimuth_deg);
  ahead_ = azimuth.sine * east + azimuth.cosine * north;
  right_ = azimuth.cosine * east - azimuth.sine * north;
  const SineCosine half_width = sine_cosine_deg(half_width_deg);
  sine_ = half_width.sine;
  cosine_ = half_width.cosine;
}

bool Wedge::may_touch(Vector3 up, double radius_m) const {
  const Vector3 offset = earth_centred_from_up_m(up) - apex_m_;
  const double chord_sq = dot(offset, offset);
  const double reach_m = range_m_max_ + radius_m + rounding_m;
  if (chord_sq > reach_m * reach_m) return false;
  const double chord_m = std::sqrt(chord_sq);
  const double disc_m = 1.01 * radius_m + rounding_m;  // 1 %: the ellipsoid is no sphere
  if (chord_m <= disc_m || chord_m > far_chord_m || radius_m > large_radius_m) return true;

  const double ahead_m = dot(offset, ahead_);
  const double aside_m = std::fabs(dot(offset, right_));
  // Turned by half the width, so that the nearer edge lies ahead.
  const double along_edge_m = ahead_m * cosine_ + aside_m * sine_;
  const double off_edge_m = aside_m * cosine_ - ahead_m * sine_;
  if (off_edge_m <= 0 && ahead_m > 0) return true;  // between the edges; where that is behind, below

  // A disc of angular radius r at the angular distance d is seen from a sphere's apex within
  // asin(sin r / sin d) of its middle. With half the chord h = sin(d/2): sin d = 2 h sqrt(1 - h²).
  const double half = chord_m / (2 * earth_semi_major_m);
  const double seen = disc_m / (2 * half * std::sqrt(1 - half * half) * earth_semi_major_m);
  // The chord's direction is the normal section's, off the geodesic's by at most 6e-4 of the square of d.
  const double bend = 4e-3 * half * half + 1e-9;
  if (seen + bend >= 1) return true;
  return along_edge_m > 0 && off_edge_m <= (seen + bend) * std::hypot(along_edge_m, off_edge_m);
}

}  // namespace watchpost
