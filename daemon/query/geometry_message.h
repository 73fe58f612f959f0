// GeometryMessage: what the configuration draws on the map, as consumers get it.
//
// Every outline and line is thinned until it fits a page: to within 0.1 m, and more coarsely only
// where it has more points than a page holds. It is for display; rules use the exact one.
// Determinism  a pure function of the mission.
#pragma once

#include <cstddef>
#include <vector>

#include "daemon/model/mission.h"
#include "watchpost/v1/query.pb.h"

namespace watchpost {

// In page order; several messages for the same zone, line or area add up. At least one.
std::vector<::watchpost::v1::Geometry> geometry_pages(const Mission& mission, std::size_t page_bytes);

// All of it as one message, however long.
::watchpost::v1::Geometry geometry_message(const Mission& mission);

// The vertices of a line that keep it within a distance of what it was, first and last included, but at
// most `point_count_max` of them.
std::vector<LatLon> thinned(const std::vector<LatLon>& vertices, std::size_t point_count_max);

}  // namespace watchpost
