#include "geo/frame.h"

#include <GeographicLib/Geodesic.hpp>
#include <cmath>
#include <type_traits>

#include "geo/trigonometry.h"

namespace watchpost {

static_assert(std::is_trivially_copyable_v<LocalFrame> && sizeof(LocalFrame) == 48);

LocalFrame::LocalFrame(LatLon anchor) : anchor_(anchor) {
  const SineCosine latitude = sine_cosine_deg(anchor.latitude_deg);
  const SineCosine longitude = sine_cosine_deg(anchor.longitude_deg);
  sin_latitude_ = latitude.sine;
  cos_latitude_ = latitude.cosine;
  sin_longitude_ = longitude.sine;
  cos_longitude_ = longitude.cosine;
}

// From the sines and cosines that are kept: cheaper than to keep it, with a million frames in memory.
Vector3 LocalFrame::anchor_m() const {
  const double to_axis_m =
      earth_semi_major_m / std::sqrt(1 - earth_eccentricity_sq * sin_latitude_ * sin_latitude_);
  const double outward_m = to_axis_m * cos_latitude_;
  return {outward_m * cos_longitude_, outward_m * sin_longitude_,
          to_axis_m * (1 - earth_eccentricity_sq) * sin_latitude_};
}

EastNorth LocalFrame::to_local(LatLon position) const {
  return earth_to_local(earth_centred_m(position));
}

EastNorth LocalFrame::earth_to_local(Vector3 place_m) const {
  const Vector3 offset = place_m - anchor_m();
  const double outward_m = cos_longitude_ * offset.x + sin_longitude_ * offset.y;
  return {-sin_longitude_ * offset.x + cos_longitude_ * offset.y,
          -sin_latitude_ * outward_m + cos_latitude_ * offset.z};
}

LatLon LocalFrame::to_global(EastNorth local) const {
  const Vector3 east{-sin_longitude_, cos_longitude_, 0};
  const Vector3 north{-sin_latitude_ * cos_longitude_, -sin_latitude_ * sin_longitude_, cos_latitude_};
  const Vector3 up{cos_latitude_ * cos_longitude_, cos_latitude_ * sin_longitude_, sin_latitude_};
  const Vector3 flat = anchor_m() + local.east_m * east + local.north_m * north;

  // Down (or up) from the plane to the ellipsoid: a quadratic in the height, in coordinates in
  // which the ellipsoid is a sphere of radius a.
  const double stretch = 1 / (1 - earth_flattening);
  const Vector3 start{flat.x, flat.y, flat.z * stretch};
  const Vector3 direction{up.x, up.y, up.z * stretch};
  const double a = dot(direction, direction);
  const double b = dot(start, direction);
  const double c = dot(start, start) - earth_semi_major_m * earth_semi_major_m;
  const double root = std::sqrt(std::fmax(0.0, b * b - a * c));
  const double height_m = -c / (b + root);  // the nearer of the two, without cancellation
  const Vector3 place = flat + height_m * up;

  const double axis_distance_m = std::hypot(place.x, place.y);
  return {atan2_deg(place.z, (1 - earth_eccentricity_sq) * axis_distance_m), atan2_deg(place.y, place.x)};
}

double LocalFrame::rotation_to_deg(const LocalFrame& other) const {
  const Vector3 north{-sin_latitude_ * cos_longitude_, -sin_latitude_ * sin_longitude_, cos_latitude_};
  const Vector3 other_east{-other.sin_longitude_, other.cos_longitude_, 0};
  const Vector3 other_north{-other.sin_latitude_ * other.cos_longitude_,
                            -other.sin_latitude_ * other.sin_longitude_, other.cos_latitude_};
  return atan2_deg(dot(north, other_east), dot(north, other_north));
}

double distance_m(LatLon from, LatLon to) {
  double geodesic_m = 0;
  GeographicLib::Geodesic::WGS84().Inverse(from.latitude_deg, from.longitude_deg, to.latitude_deg,
                                           to.longitude_deg, geodesic_m);
  return geodesic_m;
}

double normalized_longitude_deg(double longitude_deg) {
  if (longitude_deg >= -180 && longitude_deg <= 180) return longitude_deg;
  return std::remainder(longitude_deg, 360.0);
}

}  // namespace watchpost
