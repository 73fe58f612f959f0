// Densify: points along edges that are straight in their layer, so that nothing later needs to
// know what the layer's coordinates were.
//
// Units    plane points in the layer's own (degrees, metres); positions WGS 84.
// Errors   a place that the layer's projection cannot bring to the earth; too many points.
// Accuracy between neighbouring points the edge deviates from the geodesic, and from the straight
//          line in degrees, by at most 2 mm, and no piece is longer than 10 km.
// Source   RFC 7946, section 3.1.1 (a straight line in degrees).
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "daemon/base/result.h"
#include "geo/coordinates.h"

namespace watchpost {

// x is east (longitude), y is north (latitude), in the layer's units.
struct PlanePoint {
  double x = 0;
  double y = 0;

  bool operator==(const PlanePoint&) const = default;
};

// How a layer's coordinates lie on the earth.
class LayerProjection {
 public:
  virtual ~LayerProjection() = default;

  // Longitude in [-180, 180]; nothing where the point has no place on the earth.
  virtual std::optional<LatLon> to_wgs84(PlanePoint point) const = 0;

  // Whether x is WGS 84 longitude and y latitude, so that x and x + 360 are one place.
  virtual bool is_wgs84_degrees() const = 0;
};

// A layer in WGS 84 degrees; longitudes may pass ±180 by a full turn.
class DegreesProjection final : public LayerProjection {
 public:
  std::optional<LatLon> to_wgs84(PlanePoint point) const override;
  bool is_wgs84_degrees() const override { return true; }
};

inline constexpr double densify_tolerance_m = 0.002;
inline constexpr double edge_length_m_max = 10'000;
// Of all lines and rings of one geometry.
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
inline constexpr std::size_t densified_point_count_max =
    20'000;  // thousands of geometries are tried, not one
#else
inline constexpr std::size_t densified_point_count_max = 20'000'000;
#endif

// The path with points put between its own, which are all kept, in order. Refused where it has more than
// `point_count_max`: what its geometry has left of densified_point_count_max.
Result<std::vector<LatLon>> densify(const std::vector<PlanePoint>& path, const LayerProjection& projection,
                                    std::size_t point_count_max = densified_point_count_max);

}  // namespace watchpost
