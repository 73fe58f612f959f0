#include "geo/densify.h"

#include <cmath>

#include "geo/earth.h"
#include "geo/frame.h"

namespace watchpost {
namespace {

constexpr double piece_length_m_min = 0.01;  // shorter pieces, as where an edge meets a pole, are not split

struct PathPoint {
  PlanePoint plane;
  LatLon position;
  Vector3 earth_m;
};

PlanePoint middle(PlanePoint a, PlanePoint b) {
  return {0.5 * (a.x + b.x), 0.5 * (a.y + b.y)};
}

Error off_the_earth(PlanePoint point) {
  return {"", "coordinates " + text_of(point.x, point.y) + " lie off the earth or outside their projection"};
}

// How far the middle of the edge lies from the arc above the chord, and from the middle in degrees.
double deviation_m(const PathPoint& a, const PathPoint& b, const PathPoint& between) {
  const Vector3 chord = b.earth_m - a.earth_m;
  const Vector3 up = up_at(between.position);
  const Vector3 offset = between.earth_m - a.earth_m;
  const Vector3 across = cross(chord, up);
  const double across_length = length(across);
  const double from_arc_m = across_length > 0 ? std::abs(dot(offset, across)) / across_length : 0;

  const double half_turn_deg =
      0.5 * longitude_difference_deg(a.position.longitude_deg, b.position.longitude_deg);
  const LatLon straight{0.5 * (a.position.latitude_deg + b.position.latitude_deg),
                        a.position.longitude_deg + half_turn_deg};
  const double from_straight_m = length(earth_centred_m(straight) - between.earth_m);
  return std::fmax(from_arc_m, from_straight_m);
}

class Densifier {
 public:
  Densifier(const LayerProjection& projection, std::size_t point_count_max)
      : projection_(projection), point_count_max_(point_count_max) {}

  Status start(PlanePoint point) {
    const auto placed = place(point);
    if (!placed) return off_the_earth(point);
    last_ = *placed;
    points_.push_back(last_.position);
    return {};
  }

  Status line_to(PlanePoint point) {
    const auto placed = place(point);
    if (!placed) return off_the_earth(point);
    if (const Status status = split(last_, *placed, 0); !status.ok()) return status;
    last_ = *placed;
    return {};
  }

  std::vector<LatLon> take() { return std::move(points_); }

 private:
  std::optional<PathPoint> place(PlanePoint point) const {
    if (!std::isfinite(point.x) || !std::isfinite(point.y)) return std::nullopt;
    const auto position = projection_.to_wgs84(point);
    if (!position) return std::nullopt;
    return PathPoint{point, *position, earth_centred_m(*position)};
  }

  // Emits what lies after `a` up to and including `b`.
  Status split(const PathPoint& a, const PathPoint& b, int depth) {
    const auto between = place(middle(a.plane, b.plane));
    if (!between) return off_the_earth(middle(a.plane, b.plane));

    const double length_m = length(between->earth_m - a.earth_m) + length(b.earth_m - between->earth_m);
    const bool is_short = length_m < piece_length_m_min || depth > 40;
    const bool is_straight =
        length_m <= edge_length_m_max && deviation_m(a, b, *between) <= densify_tolerance_m;
    if (is_short || is_straight) {
      if (points_.size() >= point_count_max_)
        return Error{"",
                     "the geometry needs more than " + std::to_string(densified_point_count_max) + " points"};
      points_.push_back(b.position);
      return {};
    }
    if (const Status status = split(a, *between, depth + 1); !status.ok()) return status;
    return split(*between, b, depth + 1);
  }

  const LayerProjection& projection_;
  std::size_t point_count_max_;
  PathPoint last_;
  std::vector<LatLon> points_;
};

}  // namespace

std::optional<LatLon> DegreesProjection::to_wgs84(PlanePoint point) const {
  constexpr double slack_deg = 1e-9;  // what writers in single precision or by reprojection add
  if (!(std::abs(point.y) <= 90 + slack_deg) || !(std::abs(point.x) <= 540 + slack_deg)) return std::nullopt;
  return LatLon{std::fmax(-90.0, std::fmin(90.0, point.y)), normalized_longitude_deg(point.x)};
}

Result<std::vector<LatLon>> densify(const std::vector<PlanePoint>& path, const LayerProjection& projection,
                                    std::size_t point_count_max) {
  Densifier densifier(projection, point_count_max);
  for (std::size_t i = 0; i < path.size(); ++i) {
    const Status status = i == 0 ? densifier.start(path[i]) : densifier.line_to(path[i]);
    if (!status.ok()) return status.error();
  }
  return densifier.take();
}

}  // namespace watchpost
