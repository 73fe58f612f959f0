#include "geo/polygon_builder.h"

// clang-format off: it stands before what it prepares
#include "geo/before_s2.h"
// clang-format on

#include <s2/s2builderutil_s2polygon_layer.h>
#include <s2/s2builderutil_snap_functions.h>
#include <s2/s2latlng.h>
#include <s2/s2lax_polygon_shape.h>
#include <s2/s2polygon.h>
#include <s2/s2shapeutil_contains_brute_force.h>
#include <s2/s2winding_operation.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "geo/densify.h"
#include "geo/earth.h"
#include "geo/edge_tree.h"
#include "geo/trigonometry.h"

namespace watchpost {
namespace {

// S2 calculates on the unit sphere of geodetic latitudes; a metre there is this to within 0.7 %.
S1Angle sphere_angle(double length_m) {
  return S1Angle::Radians(length_m / earth_semi_major_m);
}

constexpr double united_snap_m = 0.005;    // more than twice what densified copies of one edge differ by
constexpr double single_snap_m = 0.00005;  // only what is one place but for rounding
constexpr double full_turn_deg = 360;
constexpr double contact_deg = 1e-6;  // polygons nearer than this may meet, and go through S2

S2Point sphere_point(LatLon position) {
  return S2LatLng::FromDegrees(position.latitude_deg, position.longitude_deg).Normalized().ToPoint();
}

// S2's own == is ambiguous in C++20, by its inheritance.
bool is_same(const S2Point& a, const S2Point& b) {
  return a.x() == b.x() && a.y() == b.y() && a.z() == b.z();
}

using SphereLoop = std::vector<S2Point>;

// A polygon placed on the earth, with the rings it came from; both have the inside on their left.
struct PlacedPolygon {
  PlaneRings rings;
  std::vector<std::vector<LatLon>> paths;
  double south_deg = 90;
  double north_deg = -90;
  double west_deg = 0;  // unrolled
  double east_deg = 0;
  bool meets_itself = false;  // where longitudes begin anew, or round a pole
};

// S2's points back to the degrees they came from, to the last bit.
class KnownPlaces {
 public:
  void add(const S2Point& point, LatLon position) { places_.push_back({point, position}); }
  void sort() {
    std::stable_sort(places_.begin(), places_.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
  }
  LatLon find(const S2Point& point) const {
    const auto place = std::lower_bound(places_.begin(), places_.end(), point,
                                        [](const auto& a, const S2Point& b) { return a.first < b; });
    if (place != places_.end() && is_same(place->first, point)) return place->second;
    const S2LatLng position(point);
    return {position.lat().degrees(), position.lng().degrees()};
  }

 private:
  std::vector<std::pair<S2Point, LatLon>> places_;
};

void measure_extent(PlacedPolygon& polygon) {
  const auto& outer = polygon.paths[0];
  double x = outer[0].longitude_deg;
  polygon.west_deg = polygon.east_deg = x;
  for (std::size_t i = 0; i < outer.size(); ++i) {
    polygon.south_deg = std::min(polygon.south_deg, outer[i].latitude_deg);
    polygon.north_deg = std::max(polygon.north_deg, outer[i].latitude_deg);
    x += longitude_difference_deg(outer[i].longitude_deg, outer[(i + 1) % outer.size()].longitude_deg);
    polygon.west_deg = std::min(polygon.west_deg, x);
    polygon.east_deg = std::max(polygon.east_deg, x);
  }
  polygon.meets_itself = polygon.east_deg - polygon.west_deg > full_turn_deg - contact_deg ||
                         polygon.north_deg > 90 - contact_deg || polygon.south_deg < -90 + contact_deg;
}

// Takes what its rings need from `points_left`.
Result<PlacedPolygon> place(PlaneRings rings, const LayerProjection& projection, std::size_t& points_left) {
  const double width_max = projection.is_wgs84_degrees() ? full_turn_deg * (1 + 1e-12) : HUGE_VAL;
  if (const Status status = tidy(rings, width_max); !status.ok()) return status.error();
  if (const Status status = check_crossings(rings); !status.ok()) return status.error();
  if (const Status status = check_areas(rings); !status.ok()) return status.error();
  if (const Status status = check_holes(rings); !status.ok()) return status.error();

  PlacedPolygon polygon;
  for (std::size_t i = 0; i < rings.size(); ++i) {
    const bool is_hole = i > 0;
    if ((doubled_area(rings[i]) < 0) != is_hole) std::reverse(rings[i].begin(), rings[i].end());
    std::vector<PlanePoint> closed = rings[i];
    closed.push_back(closed.front());
    auto path = densify(closed, projection, points_left);
    if (!path.ok()) return path.error();
    points_left -= path->size();
    path->pop_back();
    polygon.paths.push_back(std::move(*path));
  }
  polygon.rings = std::move(rings);
  measure_extent(polygon);
  return polygon;
}

bool may_meet(const PlacedPolygon& a, const PlacedPolygon& b) {
  if (a.meets_itself || b.meets_itself) return true;
  if (a.south_deg > b.north_deg + contact_deg || b.south_deg > a.north_deg + contact_deg) return false;
  for (int turn = -2; turn <= 2; ++turn) {
    const double shift_deg = turn * full_turn_deg;
    if (a.west_deg + shift_deg <= b.east_deg + contact_deg &&
        b.west_deg <= a.east_deg + shift_deg + contact_deg)
      return true;
  }
  return false;
}

// Polygons that may meet, directly or through others; in the order of their first.
std::vector<std::vector<std::size_t>> groups_of(const std::vector<PlacedPolygon>& polygons) {
  std::vector<std::size_t> leader(polygons.size());
  for (std::size_t i = 0; i < leader.size(); ++i) leader[i] = i;
  const auto find = [&leader](std::size_t i) {
    while (leader[i] != i) i = leader[i] = leader[leader[i]];
    return i;
  };
  std::vector<std::size_t> from_south = leader;
  std::stable_sort(from_south.begin(), from_south.end(), [&](std::size_t a, std::size_t b) {
    return polygons[a].south_deg < polygons[b].south_deg;
  });
  std::vector<std::size_t> open;  // those that reach the latitude at hand
  for (const std::size_t i : from_south) {
    open.erase(std::remove_if(open.begin(), open.end(),
                              [&](std::size_t j) {
                                return !polygons[j].meets_itself &&
                                       polygons[j].north_deg + contact_deg < polygons[i].south_deg &&
                                       !polygons[i].meets_itself;
                              }),
               open.end());
    for (const std::size_t j : open) {
      if (!may_meet(polygons[i], polygons[j])) continue;
      const std::size_t a = find(i);
      const std::size_t b = find(j);
      leader[std::max(a, b)] = std::min(a, b);
    }
    open.push_back(i);
  }
  std::vector<std::vector<std::size_t>> groups(polygons.size());
  for (std::size_t i = 0; i < polygons.size(); ++i) groups[find(i)].push_back(i);
  groups.erase(std::remove_if(groups.begin(), groups.end(), [](const auto& group) { return group.empty(); }),
               groups.end());
  return groups;
}

// A place so far from every edge that no rounding can put it on the wrong side of one.
LatLon choose_reference(const EdgeTree& edges) {
  constexpr int candidate_count = 64;
  LatLon candidate;
  for (double clearance_m = 300'000; clearance_m > 0.1; clearance_m *= 0.1) {
    for (int i = 0; i < candidate_count; ++i) {
      // A spiral over the sphere, in golden steps of longitude.
      const double sine = -1 + (2.0 * i + 1) / candidate_count;
      candidate = {atan2_deg(sine, std::sqrt(1 - sine * sine)), std::remainder(222.492235949962 * i, 360.0)};
      if (edges.distance_m(candidate, clearance_m) > clearance_m) return candidate;
    }
  }
  return candidate;
}

int ring_crossings(const std::vector<PlanePoint>& ring, PlanePoint point) {
  int count = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const PlanePoint a = ring[i];
    const PlanePoint b = ring[(i + 1) % ring.size()];
    if ((a.x <= point.x) == (b.x <= point.x)) continue;
    const double y = a.y + (point.x - a.x) / (b.x - a.x) * (b.y - a.y);
    if (y > point.y) count += a.x <= point.x ? -1 : 1;
  }
  return count;
}

int winding_of(const std::vector<PlanePoint>& ring, LatLon place) {
  int winding = 0;
  for (int turn = -2; turn <= 2; ++turn)
    winding += ring_crossings(ring, {place.longitude_deg + turn * full_turn_deg, place.latitude_deg});
  return winding;
}

// A path on the earth as a ring in degrees, without jumps of longitude; nothing where it goes round a pole,
// or so near to one that its pieces are not about straight in degrees.
std::optional<std::vector<PlanePoint>> ring_in_degrees(const std::vector<LatLon>& path) {
  constexpr double latitude_deg_max = 85;
  std::vector<PlanePoint> ring;
  double x = path[0].longitude_deg;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (std::abs(path[i].latitude_deg) > latitude_deg_max) return std::nullopt;
    ring.push_back({x, path[i].latitude_deg});
    x += longitude_difference_deg(path[i].longitude_deg, path[(i + 1) % path.size()].longitude_deg);
  }
  if (std::abs(x - path[0].longitude_deg) > full_turn_deg / 2) return std::nullopt;
  return ring;
}

// How many times the oriented rings go round the place. In degrees this is plane geometry, which
// knows the ring that covers the whole earth, and is not misled by edges that lie on one another. About a
// pole the inside is what lies left of the edges.
int winding_at(const PlacedPolygon& polygon, LatLon place, const LayerProjection& projection) {
  int winding = 0;
  if (projection.is_wgs84_degrees()) {
    for (const auto& ring : polygon.rings) winding += winding_of(ring, place);
    return winding;
  }
  bool is_about_pole = false;
  for (const auto& path : polygon.paths) {
    const auto ring = ring_in_degrees(path);
    is_about_pole |= !ring;
    if (ring) winding += winding_of(*ring, place);
  }
  if (!is_about_pole) return winding;
  std::vector<SphereLoop> loops;
  for (const auto& path : polygon.paths) {
    SphereLoop& loop = loops.emplace_back();
    for (const LatLon position : path) loop.push_back(sphere_point(position));
  }
  return s2shapeutil::ContainsBruteForce(S2LaxPolygonShape(loops), sphere_point(place)) ? 1 : 0;
}

SphereLoop sphere_loop(const std::vector<LatLon>& path, KnownPlaces& places) {
  SphereLoop loop;
  for (const LatLon position : path) {
    const S2Point point = sphere_point(position);
    if (loop.empty() || !is_same(loop.back(), point)) loop.push_back(point);
    places.add(point, position);
  }
  while (loop.size() > 1 && is_same(loop.front(), loop.back())) loop.pop_back();
  return loop;
}

std::vector<LatLon> ring_of(const S2Loop& loop, const KnownPlaces& places) {
  std::vector<LatLon> ring;
  ring.reserve(static_cast<std::size_t>(loop.num_vertices()));
  for (int i = 0; i < loop.num_vertices(); ++i) ring.push_back(places.find(loop.oriented_vertex(i)));
  return ring;
}

void append_polygons(const S2Polygon& region, const KnownPlaces& places,
                     std::vector<PolygonRings>& polygons) {
  if (region.is_full()) return;
  std::vector<std::size_t> polygon_of_loop(static_cast<std::size_t>(region.num_loops()));
  for (int i = 0; i < region.num_loops(); ++i) {
    const S2Loop& loop = *region.loop(i);
    std::size_t& polygon = polygon_of_loop[static_cast<std::size_t>(i)];
    if (loop.is_hole()) {
      polygon = polygon_of_loop[static_cast<std::size_t>(region.GetParent(i))];
      polygons[polygon].holes.push_back(ring_of(loop, places));
    } else {
      polygon = polygons.size();
      polygons.push_back({ring_of(loop, places), {}});
    }
  }
}

Status unite(const std::vector<PlacedPolygon>& polygons, const std::vector<std::size_t>& group,
             LatLon reference, int winding, std::vector<PolygonRings>& united) {
  S2Polygon region;
  region.set_s2debug_override(S2Debug::DISABLE);
  const double snap_m = group.size() > 1 ? united_snap_m : single_snap_m;
  const s2builderutil::IdentitySnapFunction snap(sphere_angle(snap_m));
  S2WindingOperation operation(std::make_unique<s2builderutil::S2PolygonLayer>(&region),
                               S2WindingOperation::Options(snap));
  KnownPlaces places;
  for (const std::size_t i : group)
    for (const auto& path : polygons[i].paths) operation.AddLoop(sphere_loop(path, places));
  S2Error error;
  if (!operation.Build(sphere_point(reference), winding, S2WindingOperation::WindingRule::POSITIVE, &error))
    return Error{"", "polygons cannot be united: " + error.text()};
  if (region.is_empty()) return Error{"", "the polygons have no area"};
  places.sort();
  append_polygons(region, places, united);
  return {};
}

}  // namespace

Result<Boundary> build_boundary(std::vector<PlaneRings> polygons, const LayerProjection& projection,
                                std::size_t point_count_max) {
  if (polygons.empty()) return Error{"", "there is no polygon"};
  std::vector<PlacedPolygon> placed;
  EdgeTree edges;
  for (PlaneRings& rings : polygons) {
    auto polygon = place(std::move(rings), projection, point_count_max);
    if (!polygon.ok()) return polygon.error();
    for (const auto& path : polygon->paths) edges.add_ring(path);
    placed.push_back(std::move(*polygon));
  }
  edges.build();

  Boundary boundary;
  boundary.reference = choose_reference(edges);
  for (const auto& group : groups_of(placed)) {
    int winding = 0;
    for (const std::size_t i : group) winding += winding_at(placed[i], boundary.reference, projection);
    boundary.is_reference_inside |= winding > 0;

    PlacedPolygon& first = placed[group[0]];
    if (group.size() > 1 || first.meets_itself) {
      const std::size_t before = boundary.polygons.size();
      const Status status = unite(placed, group, boundary.reference, winding, boundary.polygons);
      if (!status.ok()) return status.error();
      // Only in degrees can a polygon be drawn that is the whole earth. Elsewhere edges that lie on one
      // another have left nothing that tells it from the rest.
      if (boundary.polygons.size() == before && !projection.is_wgs84_degrees())
        return Error{"", "the polygons cannot be told from the rest of the earth"};
    } else {
      boundary.polygons.push_back({std::move(first.paths[0]), {}});
      for (std::size_t i = 1; i < first.paths.size(); ++i)
        boundary.polygons.back().holes.push_back(std::move(first.paths[i]));
    }
  }
  return boundary;
}

}  // namespace watchpost
