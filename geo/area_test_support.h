// What the tests of areas share: shapes, and places a geodesic away from an edge.
#pragma once

#include <GeographicLib/Geodesic.hpp>
#include <vector>

#include "geo/area.h"
#include "geo/frame.h"

namespace watchpost {

inline std::vector<LatLon> box(double west_deg, double south_deg, double east_deg, double north_deg) {
  return {{south_deg, west_deg}, {south_deg, east_deg}, {north_deg, east_deg}, {north_deg, west_deg}};
}

inline Area area_of(const std::vector<PolygonRings>& polygons) {
  auto area = area_from_polygons(polygons);
  CHECK(area.ok(), area.error().what.c_str());
  return *area;
}

inline Area box_area(double west_deg, double south_deg, double east_deg, double north_deg) {
  return area_of({{box(west_deg, south_deg, east_deg, north_deg), {}}});
}

// The place at this distance along the geodesic that leaves in this direction.
inline LatLon beside(LatLon from, double azimuth_deg, double distance_m) {
  LatLon place;
  GeographicLib::Geodesic::WGS84().Direct(from.latitude_deg, from.longitude_deg, azimuth_deg, distance_m,
                                          place.latitude_deg, place.longitude_deg);
  return place;
}

inline LatLon on_line(LatLon a, LatLon b, double share) {
  return {a.latitude_deg + share * (b.latitude_deg - a.latitude_deg),
          normalized_longitude_deg(a.longitude_deg + share * (b.longitude_deg - a.longitude_deg))};
}

// The direction in which an edge that is straight in degrees runs at one place of it.
inline double azimuth_of_edge_deg(LatLon a, LatLon b, double share) {
  const LatLon from = on_line(a, b, share - 1e-7);
  const LatLon to = on_line(a, b, share + 1e-7);
  double out_deg = 0;
  double in_deg = 0;
  GeographicLib::Geodesic::WGS84().Inverse(from.latitude_deg, from.longitude_deg, to.latitude_deg,
                                           to.longitude_deg, out_deg, in_deg);
  return out_deg;
}

}  // namespace watchpost
