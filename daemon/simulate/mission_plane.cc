#include "daemon/simulate/mission_plane.h"

#include <cmath>

#include "geo/earth.h"
#include "geo/frame.h"

namespace watchpost::simulate {
namespace {

constexpr double radians_a_degree = 3.14159265358979323846 / 180;

struct MetresADegree {
  double east = 0;
  double north = 0;
};

// By the ellipsoid's radii of curvature at this latitude.
MetresADegree metres_a_degree(double latitude_deg) {
  const double latitude = latitude_deg * radians_a_degree;
  const double w_sq = 1 - earth_eccentricity_sq * std::sin(latitude) * std::sin(latitude);
  const double normal_m = earth_semi_major_m / std::sqrt(w_sq);
  const double meridian_m = earth_semi_major_m * (1 - earth_eccentricity_sq) / (w_sq * std::sqrt(w_sq));
  return {normal_m * std::cos(latitude) * radians_a_degree, meridian_m * radians_a_degree};
}

}  // namespace

MissionPlane::MissionPlane(LatLon middle)
    : middle_(middle),
      east_m_a_degree_(metres_a_degree(middle.latitude_deg).east),
      north_m_a_degree_(metres_a_degree(middle.latitude_deg).north) {}

LatLon MissionPlane::to_degrees(EastNorth place) const {
  return {middle_.latitude_deg + place.north_m / north_m_a_degree_,
          middle_.longitude_deg + place.east_m / east_m_a_degree_};
}

EastNorth MissionPlane::to_plane(LatLon position) const {
  return {(position.longitude_deg - middle_.longitude_deg) * east_m_a_degree_,
          (position.latitude_deg - middle_.latitude_deg) * north_m_a_degree_};
}

EastNorth MissionPlane::ground_velocity_mps(EastNorth place, EastNorth plane_velocity_mps) const {
  const MetresADegree here = metres_a_degree(to_degrees(place).latitude_deg);
  return {plane_velocity_mps.east_m * here.east / east_m_a_degree_,
          plane_velocity_mps.north_m * here.north / north_m_a_degree_};
}

double MissionPlane::ground_distance_m(EastNorth from, EastNorth to) const {
  return distance_m(to_degrees(from), to_degrees(to));
}

}  // namespace watchpost::simulate
