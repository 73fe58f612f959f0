#include "geo/area.h"

#include <cmath>
#include <utility>

#include "geo/compiled_area.h"
#include "geo/frame.h"
#include "geo/normal_measure.h"

namespace watchpost {
namespace {

constexpr double point_std_m = 0.02;       // known to this or better is a point
constexpr double std_m_min = 0.005;        // along the better known axis of one that is not
constexpr double negligible_sigmas = 6.5;  // beyond them lies less than 1e-9

std::vector<PlanePoint> plane_ring(const std::vector<LatLon>& ring) {
  std::vector<PlanePoint> points;
  points.reserve(ring.size());
  for (const LatLon position : ring) points.push_back({position.longitude_deg, position.latitude_deg});
  return points;
}

LatLon centre_of(const LatLonBounds& bounds) {
  double width_deg = bounds.east_deg - bounds.west_deg;
  if (width_deg < 0) width_deg += 360;
  return {0.5 * (bounds.south_deg + bounds.north_deg),
          normalized_longitude_deg(bounds.west_deg + 0.5 * width_deg)};
}

EastNorth operator-(EastNorth a, EastNorth b) {
  return {a.east_m - b.east_m, a.north_m - b.north_m};
}

double cross(EastNorth a, EastNorth b) {
  return a.east_m * b.north_m - a.north_m * b.east_m;
}

bool cross_each_other(EastNorth a, EastNorth b, EastNorth c, EastNorth d) {
  return (cross(b - a, c - a) > 0) != (cross(b - a, d - a) > 0) &&
         (cross(d - c, a - c) > 0) != (cross(d - c, b - c) > 0);
}

// Whether a place of the plane is inside the edges as they lie on it: within millimetres of them
// contains() may say otherwise, and is asked for a place farther off instead.
bool is_inside_on_plane(const CompiledArea& area, LatLon mean, const AzimuthalPlane& plane, EastNorth place) {
  constexpr double clear_m = 0.05;
  if (area.edges.distance_m(mean, clear_m) > clear_m) return area.inside.contains(mean);
  const LocalFrame frame(mean);
  for (const double step_m : {0.3, 2.0, 20.0}) {
    for (const EastNorth direction : {EastNorth{1, 0.3}, {-0.3, 1}, {-1, -0.3}, {0.3, -1}}) {
      const EastNorth probe{step_m * direction.east_m, step_m * direction.north_m};
      const LatLon position = frame.to_global(probe);
      if (area.edges.distance_m(position, clear_m) <= clear_m) continue;
      bool is_inside = area.inside.contains(position);
      area.edges.for_each_edge_near(plane, 2 * step_m, [&](EastNorth from, EastNorth to) {
        is_inside ^= cross_each_other(place, probe, from, to);
      });
      return is_inside;
    }
  }
  return area.inside.contains(mean);
}

}  // namespace

CompiledArea::CompiledArea(Boundary boundary)
    : inside(boundary), outline(std::move(boundary.polygons)), centre(centre_of(inside.bounds())) {
  for (const PolygonRings& polygon : outline) {
    edges.add_ring(polygon.outer);
    for (const auto& hole : polygon.holes) edges.add_ring(hole);
  }
  edges.build();
}

Result<Area> compile_area(std::vector<PlaneRings> polygons, const LayerProjection& projection) {
  auto boundary = build_boundary(std::move(polygons), projection);
  if (!boundary.ok()) return boundary.error();
  return Area(std::make_shared<const CompiledArea>(std::move(*boundary)));
}

Result<Area> area_from_polygons(const std::vector<PolygonRings>& polygons) {
  std::vector<PlaneRings> planes;
  for (const PolygonRings& polygon : polygons) {
    PlaneRings rings = {plane_ring(polygon.outer)};
    for (const auto& hole : polygon.holes) rings.push_back(plane_ring(hole));
    planes.push_back(std::move(rings));
  }
  return compile_area(std::move(planes), DegreesProjection());
}

Area::Area(std::shared_ptr<const CompiledArea> compiled) : compiled_(std::move(compiled)) {}

bool Area::contains(LatLon position) const {
  return compiled_->inside.contains(position);
}

bool Area::is_within(LatLon position, double buffer_m) const {
  if (contains(position)) return true;
  if (!(buffer_m > 0)) return false;
  return compiled_->edges.distance_m(position, buffer_m) <= buffer_m;
}

double Area::margin_m(LatLon position) const {
  const double distance_m = compiled_->edges.distance_m(position);
  return contains(position) ? distance_m : -distance_m;
}

double Area::probability_inside(LatLon mean, const CovarianceEN& covariance) const {
  constexpr double point_variance_m2 = point_std_m * point_std_m;
  if (covariance.ee_m2 <= point_variance_m2 && covariance.nn_m2 <= point_variance_m2)
    return contains(mean) ? 1 : 0;

  // The mean's own side takes all, less what lies beyond each edge that is near enough to matter. A
  // shift of a ten-millionth of a deviation keeps the mean off edges and vertices.
  const NormalMeasure measure(covariance, std_m_min);
  const AzimuthalPlane plane(mean);
  const double shift_m = 1e-7 * measure.std_m_min();
  const EastNorth shift{0.8 * shift_m, 0.6 * shift_m};
  double beyond = 0;
  compiled_->edges.for_each_edge_near(
      plane, negligible_sigmas * measure.std_m_max(),
      [&](EastNorth from, EastNorth to) { beyond += measure.share_beyond(from - shift, to - shift); });
  const bool is_own_side_inside = is_inside_on_plane(*compiled_, mean, plane, shift);
  const double probability = (is_own_side_inside ? 1 : 0) - beyond;
  return std::fmin(1.0, std::fmax(0.0, probability));
}

const LatLonBounds& Area::bounds() const {
  return compiled_->inside.bounds();
}

LatLon Area::centre() const {
  return compiled_->centre;
}

const std::vector<PolygonRings>& Area::outline() const {
  return compiled_->outline;
}

}  // namespace watchpost
