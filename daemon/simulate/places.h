// Places: polygons and lines on the plane of a mission, and where something is to them, exactly.
//
// Plain geometry of its own: the truth that alerts are held to must not rest on the code that raises them.
//
// Units     metres of a MissionPlane.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "geo/coordinates.h"

namespace watchpost::simulate {

struct Polygon {
  std::string name;
  std::vector<EastNorth> ring;  // not closed, of either orientation

  // To the edge: positive inside, negative outside.
  double margin_m(EastNorth place) const;
};

struct Polyline {
  std::string name;
  std::vector<EastNorth> vertices;

  // Which side the way from one place to another, short against the line's own segments, crosses to: +1 to
  // the left as seen from the first vertex to the last, -1 to the right, 0 where it does not cross.
  int crossing(EastNorth from, EastNorth to) const;
  // To the nearest point of it: positive on the left, negative on the right.
  double side_m(EastNorth place) const;
};

double distance_to_segment_m(EastNorth place, EastNorth begin, EastNorth end);

Polygon regular_polygon(std::string name, EastNorth middle, double radius_m, int corners);
Polygon rectangle(std::string name, EastNorth south_west, EastNorth north_east);

}  // namespace watchpost::simulate
