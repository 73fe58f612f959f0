// Area: one region of the earth (the mission area, a zone), compiled once and asked often.
//
// Frames   WGS 84 degrees. Edges are straight in degrees, as RFC 7946 says, or follow what was
//          straight in the layer they came from to within 1 cm. Right at the poles and across
//          the antimeridian; a region cut there is one.
// Units    metres on the ellipsoid, positive inside.
// Errors   from area_from_polygons() and load_area() only; a compiled area answers everything.
// Threads  immutable: any number may ask. Copies share what was compiled.
// Determinism  a pure function of its arguments; contains() uses no function of libm.
#pragma once

#include <memory>
#include <vector>

#include "daemon/base/result.h"
#include "geo/coordinates.h"

namespace watchpost {

// Rings as people write them: either orientation, closed or not; longitudes may pass ±180.
struct PolygonRings {
  std::vector<LatLon> outer;
  std::vector<std::vector<LatLon>> holes;
};

class CompiledArea;  // geo/compiled_area.h

class Area {
 public:
  explicit Area(std::shared_ptr<const CompiledArea> compiled);

  // Whether the position is inside or on the boundary (also a hole's), to within 1e-9 degrees.
  bool contains(LatLon position) const;

  // Inside, or at most `buffer_m` outside.
  bool is_within(LatLon position, double buffer_m) const;

  // The distance to the boundary: positive inside, negative outside.
  double margin_m(LatLon position) const;

  // The probability that a normally distributed position lies inside, to 1e-4. A position known
  // to 0.02 m or better on both axes is a point: 1 or 0.
  double probability_inside(LatLon mean, const CovarianceEN& covariance) const;

  const LatLonBounds& bounds() const;

  // A point near the middle of the bounds; not always inside.
  LatLon centre() const;

  // The boundary, for display: united, outer rings counter-clockwise and holes clockwise, the first vertex
  // not repeated, longitudes in [-180, 180] (so neighbours may jump by 360). Includes the points
  // that densifying put in.
  const std::vector<PolygonRings>& outline() const;

 private:
  std::shared_ptr<const CompiledArea> compiled_;
};

// The union of polygons, at least one. Refuses what crosses itself, has no area, or lies off the
// earth; Error::where is empty.
Result<Area> area_from_polygons(const std::vector<PolygonRings>& polygons);

}  // namespace watchpost
