// OGR: geometry from files (and PostGIS) that are untrusted input.
//
// Reads    GeoPackage, GeoJSON and GeoJSONSeq, KML, shapefile, FlatGeobuf, GPX, TopoJSON; `PG:…` alone
//          reaches a server. No virtual file systems, addresses or inline text.
// Frames   WGS 84 out. A layer in another reference system is densified in its own coordinates,
//          then transformed; one without is taken for WGS 84 degrees where its numbers fit.
// Errors   `where` is the source as given, `what` says what was found and what expected.
// Threads  one at a time: GDAL's error handler is the process's.
#pragma once

#include <string>
#include <vector>

#include "daemon/base/result.h"
#include "geo/area.h"
#include "geo/coordinates.h"
#include "geo/polyline.h"

namespace watchpost {

// `layer` empty: the only layer there is. `where` empty: all features; else an OGR SQL condition.
struct GeometrySource {
  std::string source;
  std::string layer;
  std::string where;
};

struct NamedPoint {
  std::string name;  // the attribute `name`; empty where the feature has none
  LatLon position;
};

Result<Area> load_area(const GeometrySource& source);                       // the union of all its polygons
Result<Polyline> load_line(const GeometrySource& source);                   // exactly one line
Result<LatLon> load_point(const GeometrySource& source);                    // exactly one point
Result<std::vector<NamedPoint>> load_points(const GeometrySource& source);  // at least one

}  // namespace watchpost
