// Polyline: one line on the earth, in order from its first vertex to its last.
//
// Frames   WGS 84 degrees; edges straight in degrees or as they were in the layer they came from
//          (then vertices() includes the points that densifying put in).
// Errors   from polyline_from_vertices() and load_line() only.
// Threads  immutable: any number may ask. Copies share what was compiled.
#pragma once

#include <memory>
#include <vector>

#include "daemon/base/result.h"
#include "geo/coordinates.h"

namespace watchpost {

struct CompiledPolyline;  // geo/compiled_polyline.h

class Polyline {
 public:
  explicit Polyline(std::shared_ptr<const CompiledPolyline> compiled);

  // As given, in order, longitudes in [-180, 180].
  const std::vector<LatLon>& vertices() const;

  // The distance on the ellipsoid to the nearest point of the line.
  double distance_m(LatLon position) const;

 private:
  std::shared_ptr<const CompiledPolyline> compiled_;
};

// A line through at least two different vertices; Error::where is empty.
Result<Polyline> polyline_from_vertices(const std::vector<LatLon>& vertices);

}  // namespace watchpost
