// CompiledPolyline: what a Polyline asks. Not for use outside geo.
#pragma once

#include <vector>

#include "geo/densify.h"
#include "geo/edge_tree.h"
#include "geo/polyline.h"

namespace watchpost {

struct CompiledPolyline {
  EdgeTree edges;
  std::vector<LatLon> vertices;
};

Result<Polyline> compile_polyline(std::vector<PlanePoint> path, const LayerProjection& projection);

// A line cut at the antimeridian is one: parts that meet end to start, in degrees also a turn apart, whatever
// their order (programs that cut write the western part first). Empty where they do not meet.
std::vector<PlanePoint> join_parts(std::vector<std::vector<PlanePoint>> parts, bool is_degrees);

}  // namespace watchpost
