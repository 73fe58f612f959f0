#include "geo/earth.h"

#include <cmath>
#include <cstdio>
#include <numbers>

#include "geo/trigonometry.h"

namespace watchpost {

double length(Vector3 vector) {
  return std::sqrt(dot(vector, vector));
}

Vector3 up_at(LatLon position) {
  const SineCosine latitude = sine_cosine_deg(position.latitude_deg);
  const SineCosine longitude = sine_cosine_deg(position.longitude_deg);
  return {latitude.cosine * longitude.cosine, latitude.cosine * longitude.sine, latitude.sine};
}

Vector3 earth_centred_m(LatLon position) {
  const Vector3 up = up_at(position);
  const double normal_radius_m = earth_semi_major_m / std::sqrt(1 - earth_eccentricity_sq * up.z * up.z);
  return {normal_radius_m * up.x, normal_radius_m * up.y,
          normal_radius_m * (1 - earth_eccentricity_sq) * up.z};
}

double longitude_difference_deg(double from_deg, double to_deg) {
  return std::remainder(to_deg - from_deg, 360.0);
}

AzimuthalPlane::AzimuthalPlane(LatLon position) {
  const SineCosine latitude = sine_cosine_deg(position.latitude_deg);
  const SineCosine longitude = sine_cosine_deg(position.longitude_deg);
  const double w_sq = 1 - earth_eccentricity_sq * latitude.sine * latitude.sine;
  const double normal_radius_m = earth_semi_major_m / std::sqrt(w_sq);
  const double meridian_radius_m = normal_radius_m * (1 - earth_eccentricity_sq) / w_sq;

  origin_m_ = {normal_radius_m * latitude.cosine * longitude.cosine,
               normal_radius_m * latitude.cosine * longitude.sine,
               normal_radius_m * (1 - earth_eccentricity_sq) * latitude.sine};
  east_ = {-longitude.sine, longitude.cosine, 0};
  north_ = {-latitude.sine * longitude.cosine, -latitude.sine * longitude.sine, latitude.cosine};
  curvature_east_per_m_ = 1 / normal_radius_m;
  curvature_north_per_m_ = 1 / meridian_radius_m;
}

EastNorth AzimuthalPlane::to_plane(Vector3 earth_m) const {
  const Vector3 offset = earth_m - origin_m_;
  const double east_m = dot(offset, east_);
  const double north_m = dot(offset, north_);
  const double flat_sq = east_m * east_m + north_m * north_m;
  if (flat_sq < 1e-12) return {east_m, north_m};

  // Euler's formula for the curvature in this direction, and the arc over the chord.
  const double curvature_per_m =
      (north_m * north_m * curvature_north_per_m_ + east_m * east_m * curvature_east_per_m_) / flat_sq;
  const double chord_m = length(offset);
  const double half_angle = 0.5 * chord_m * curvature_per_m;
  const double u = half_angle * half_angle;
  const double arc_m = half_angle < 0.05 ? chord_m * (1 + u * (1.0 / 6 + u * (3.0 / 40 + u * 15.0 / 336)))
                                         : 2 / curvature_per_m * std::asin(std::fmin(1.0, half_angle));
  const double scale = arc_m / std::sqrt(flat_sq);
  return {scale * east_m, scale * north_m};
}

std::string text_of(double first, double second) {
  char text[96];
  std::snprintf(text, sizeof text, "%.6f, %.6f", first, second);
  return text;
}

}  // namespace watchpost
