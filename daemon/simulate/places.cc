#include "daemon/simulate/places.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace watchpost::simulate {
namespace {

// Twice the area of the triangle: positive where `place` lies left of the way from begin to end.
double left_of(EastNorth begin, EastNorth end, EastNorth place) {
  return (end.east_m - begin.east_m) * (place.north_m - begin.north_m) -
         (end.north_m - begin.north_m) * (place.east_m - begin.east_m);
}

}  // namespace

double distance_to_segment_m(EastNorth place, EastNorth begin, EastNorth end) {
  const double east = end.east_m - begin.east_m;
  const double north = end.north_m - begin.north_m;
  const double length_sq = east * east + north * north;
  double share = 0;
  if (length_sq > 0)
    share = ((place.east_m - begin.east_m) * east + (place.north_m - begin.north_m) * north) / length_sq;
  share = std::clamp(share, 0.0, 1.0);
  return std::hypot(begin.east_m + share * east - place.east_m,
                    begin.north_m + share * north - place.north_m);
}

double Polygon::margin_m(EastNorth place) const {
  double nearest_m = std::numeric_limits<double>::infinity();
  bool is_inside = false;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const EastNorth a = ring[i];
    const EastNorth b = ring[(i + 1) % ring.size()];
    nearest_m = std::min(nearest_m, distance_to_segment_m(place, a, b));
    if ((a.north_m > place.north_m) == (b.north_m > place.north_m)) continue;
    const double share = (place.north_m - a.north_m) / (b.north_m - a.north_m);
    if (place.east_m < a.east_m + share * (b.east_m - a.east_m)) is_inside = !is_inside;
  }
  return is_inside ? nearest_m : -nearest_m;
}

int Polyline::crossing(EastNorth from, EastNorth to) const {
  int side = 0;
  for (std::size_t i = 0; i + 1 < vertices.size(); ++i) {
    const double before = left_of(vertices[i], vertices[i + 1], from);
    const double after = left_of(vertices[i], vertices[i + 1], to);
    if ((before > 0) == (after > 0)) continue;
    const bool is_within = (left_of(from, to, vertices[i]) > 0) != (left_of(from, to, vertices[i + 1]) > 0);
    if (is_within) side += after > 0 ? 1 : -1;
  }
  return side;
}

double Polyline::side_m(EastNorth place) const {
  double nearest_m = std::numeric_limits<double>::infinity();
  double side = 0;
  for (std::size_t i = 0; i + 1 < vertices.size(); ++i) {
    const double distance_m = distance_to_segment_m(place, vertices[i], vertices[i + 1]);
    const double left = left_of(vertices[i], vertices[i + 1], place);
    // At a bend both segments are as near: the one that it lies more squarely beside says the side.
    const double length_m = std::hypot(vertices[i + 1].east_m - vertices[i].east_m,
                                       vertices[i + 1].north_m - vertices[i].north_m);
    const bool is_nearer = distance_m < nearest_m - 1e-9;
    const bool is_squarer =
        std::abs(distance_m - nearest_m) <= 1e-9 && std::abs(left / length_m) > std::abs(side);
    if (!is_nearer && !is_squarer) continue;
    nearest_m = distance_m;
    side = left / length_m;
  }
  return side < 0 ? -nearest_m : nearest_m;
}

Polygon regular_polygon(std::string name, EastNorth middle, double radius_m, int corners) {
  Polygon polygon{std::move(name), {}};
  for (int i = 0; i < corners; ++i) {
    const double bearing = 2 * 3.14159265358979323846 * (i + 0.5) / corners;
    polygon.ring.push_back(
        {middle.east_m + radius_m * std::sin(bearing), middle.north_m + radius_m * std::cos(bearing)});
  }
  return polygon;
}

Polygon rectangle(std::string name, EastNorth south_west, EastNorth north_east) {
  return {std::move(name),
          {south_west,
           {north_east.east_m, south_west.north_m},
           north_east,
           {south_west.east_m, north_east.north_m}}};
}

}  // namespace watchpost::simulate
