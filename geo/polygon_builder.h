// Polygon builder: any number of polygons in a layer's coordinates become one region of the earth.
//
// Checks, orients, densifies, brings to WGS 84, and unites: what overlaps, and what was cut at the
// antimeridian or a pole, is one, and the shared edges are no boundary. Where several polygons
// are united, vertices within 5 mm of one another or of an edge are drawn together.
//
// Errors   what and where, in the layer's coordinates; Error::where is empty.
#pragma once

#include <vector>

#include "daemon/base/result.h"
#include "geo/area.h"
#include "geo/densify.h"
#include "geo/polygon_check.h"

namespace watchpost {

// A region's boundary. Rings are not closed by repetition and have the inside on their left.
struct Boundary {
  std::vector<PolygonRings> polygons;
  LatLon reference;  // a place far from the boundary …
  bool is_reference_inside = false;
};

// Refused where all rings together have more than `point_count_max` points once they are densified.
Result<Boundary> build_boundary(std::vector<PlaneRings> polygons, const LayerProjection& projection,
                                std::size_t point_count_max = densified_point_count_max);

}  // namespace watchpost
