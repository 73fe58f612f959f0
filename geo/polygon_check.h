// Checks of a polygon's rings in its layer's own coordinates, where its edges are straight.
//
// Errors   what and where, in the layer's coordinates; Error::where is empty.
#pragma once

#include <vector>

#include "daemon/base/result.h"
#include "geo/densify.h"

namespace watchpost {

// The outer ring first, then holes. After tidy(): not closed by repetition, no vertex twice in a row.
using PlaneRings = std::vector<std::vector<PlanePoint>>;

// Takes away repeated vertices. Refuses rings of fewer than 4 points (the closing one included),
// coordinates that are no numbers, rings wider than `width_max`.
Status tidy(PlaneRings& rings, double width_max);

// Refuses edges that cross one another, in one ring or between two. Touching is no crossing.
Status check_crossings(const PlaneRings& rings);

// Refuses rings without area: to be asked after crossings, for a figure of eight has none either.
Status check_areas(const PlaneRings& rings);

// Refuses holes that lie outside their outer ring, or leave nothing of it.
Status check_holes(const PlaneRings& rings);

// Twice the area, positive where the ring runs counter-clockwise.
double doubled_area(const std::vector<PlanePoint>& ring);

}  // namespace watchpost
