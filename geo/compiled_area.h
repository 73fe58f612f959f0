// CompiledArea: what an Area asks. Not for use outside geo.
#pragma once

#include <vector>

#include "geo/degree_tree.h"
#include "geo/edge_tree.h"
#include "geo/polygon_builder.h"

namespace watchpost {

class CompiledArea {
 public:
  explicit CompiledArea(Boundary boundary);

  DegreeTree inside;
  EdgeTree edges;
  std::vector<PolygonRings> outline;
  LatLon centre;
};

Result<Area> compile_area(std::vector<PlaneRings> polygons, const LayerProjection& projection);

}  // namespace watchpost
