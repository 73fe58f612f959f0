#include "daemon/query/geometry_message.h"

// clang-format off: it stands before what it prepares
#include "geo/before_s2.h"
// clang-format on

#include <s2/s1angle.h>
#include <s2/s2earth.h>
#include <s2/s2latlng.h>
#include <s2/s2polyline.h>

#include <algorithm>
#include <utility>

#include "daemon/wire/convert.h"
#include "geo/area.h"
#include "geo/polyline.h"

namespace watchpost {
namespace {

constexpr double thinned_m = 0.1;
constexpr std::size_t points_a_polygon_max = 8'000;  // 20 bytes each, and a page has 256 KiB

// One thing to draw, small enough for a page of its own.
using Part = pb::Geometry;

std::vector<LatLon> thinned_to(const std::vector<LatLon>& vertices, double tolerance_m) {
  std::vector<S2Point> points;
  points.reserve(vertices.size());
  for (const LatLon& vertex : vertices)
    points.push_back(S2LatLng::FromDegrees(vertex.latitude_deg, vertex.longitude_deg).ToPoint());
  S2Polyline line;
  line.set_s2debug_override(S2Debug::DISABLE);
  line.Init(points);
  std::vector<int> kept;
  line.SubsampleVertices(S1Angle::Radians(S2Earth::MetersToRadians(tolerance_m)), &kept);
  std::vector<LatLon> thin;
  thin.reserve(kept.size() + 1);
  for (const int place : kept) thin.push_back(vertices[static_cast<std::size_t>(place)]);
  if (thin.size() < 2 && vertices.size() > 1) thin.push_back(vertices.back());
  return thin;
}

// Closed: the first vertex again at the end. A ring that would collapse keeps a triangle's corners.
std::vector<LatLon> thinned_ring(const std::vector<LatLon>& ring, double tolerance_m) {
  std::vector<LatLon> closed = ring;
  if (!closed.empty() && !(closed.front() == closed.back())) closed.push_back(closed.front());
  std::vector<LatLon> thin = thinned_to(closed, tolerance_m);
  if (thin.size() >= 4 || closed.size() < 4) return thin;
  const std::size_t third = (closed.size() - 1) / 3;
  return {closed[0], closed[third], closed[2 * third], closed[0]};
}

void add_ring(const std::vector<LatLon>& points, pb::Polygon& message) {
  pb::Ring& ring = *message.add_rings();
  for (const LatLon& point : points) to_proto(point, *ring.add_points());
}

pb::Polygon polygon_message(const PolygonRings& rings) {
  // Many small holes cannot be thinned below a triangle each: then only the first of them are drawn.
  constexpr std::size_t holes_max = points_a_polygon_max / 8;
  const std::size_t hole_count = std::min(rings.holes.size(), holes_max);
  for (double tolerance_m = thinned_m;; tolerance_m *= 2) {
    std::vector<std::vector<LatLon>> thin = {thinned_ring(rings.outer, tolerance_m)};
    for (std::size_t i = 0; i < hole_count; ++i) thin.push_back(thinned_ring(rings.holes[i], tolerance_m));
    std::size_t point_count = 0;
    for (const auto& ring : thin) point_count += ring.size();
    if (point_count > points_a_polygon_max) continue;
    pb::Polygon message;
    for (const auto& ring : thin) add_ring(ring, message);
    return message;
  }
}

template <class AddPolygon>
void add_area(const std::shared_ptr<const Area>& area, AddPolygon add_polygon) {
  if (area == nullptr) return;
  for (const PolygonRings& rings : area->outline()) *add_polygon() = polygon_message(rings);
}

void add_zones(const Mission& mission, std::vector<Part>& parts) {
  for (const Zone& zone : mission.zones)
    add_area(zone.area, [&] {
      pb::Zone& message = *parts.emplace_back().add_zones();
      message.set_name(zone.name);
      message.set_label(zone.label);
      return message.add_area();
    });
}

void add_lines(const Mission& mission, std::vector<Part>& parts) {
  for (const Line& line : mission.lines) {
    if (line.line == nullptr) continue;
    pb::Line& message = *parts.emplace_back().add_lines();
    message.set_name(line.name);
    message.set_label(line.label);
    for (const LatLon& point : thinned(line.line->vertices(), points_a_polygon_max))
      to_proto(point, *message.add_points());
  }
}

void add_sensors(const Mission& mission, std::vector<Part>& parts) {
  for (const Sensor& sensor : mission.sensors) {
    const auto started = [&] {
      pb::Sensor& message = *parts.emplace_back().add_sensors();
      message.set_feed(sensor.feed);
      message.set_name(sensor.name);
      if (sensor.position) to_proto(*sensor.position, *message.mutable_position());
      return &message;
    };
    if (sensor.coverage == nullptr)
      started();
    else
      add_area(sensor.coverage, [&] { return started()->add_coverage(); });
  }
}

std::vector<Part> geometry_parts(const Mission& mission) {
  std::vector<Part> parts(1);
  if (mission.area != nullptr) parts[0].set_buffer_m(mission.buffer_m);
  add_area(mission.area, [&] { return parts.emplace_back().add_area(); });
  add_zones(mission, parts);
  add_lines(mission, parts);
  for (const Asset& asset : mission.assets) {
    pb::Asset& message = *parts.emplace_back().add_assets();
    message.set_name(asset.name);
    message.set_label(asset.label);
    to_proto(asset.position, *message.mutable_position());
  }
  add_sensors(mission, parts);
  return parts;
}

// Merges a part into a page; parts of one zone or sensor become one entry.
void merge(const Part& part, pb::Geometry& page) {
  if (part.zones_size() == 1 && page.zones_size() > 0) {
    pb::Zone& last = *page.mutable_zones(page.zones_size() - 1);
    if (last.name() == part.zones(0).name()) return last.mutable_area()->MergeFrom(part.zones(0).area());
  }
  if (part.sensors_size() == 1 && page.sensors_size() > 0) {
    pb::Sensor& last = *page.mutable_sensors(page.sensors_size() - 1);
    if (last.name() == part.sensors(0).name() && last.feed() == part.sensors(0).feed())
      return last.mutable_coverage()->MergeFrom(part.sensors(0).coverage());
  }
  page.MergeFrom(part);
}

}  // namespace

std::vector<LatLon> thinned(const std::vector<LatLon>& vertices, std::size_t point_count_max) {
  for (double tolerance_m = thinned_m;; tolerance_m *= 2) {
    std::vector<LatLon> thin = thinned_to(vertices, tolerance_m);
    if (thin.size() <= std::max<std::size_t>(point_count_max, 2)) return thin;
  }
}

std::vector<pb::Geometry> geometry_pages(const Mission& mission, std::size_t page_bytes) {
  constexpr std::size_t header_bytes = 16;  // lengths and tags around a part
  std::vector<pb::Geometry> pages(1);
  std::size_t used_bytes = 0;
  for (const Part& part : geometry_parts(mission)) {
    const std::size_t part_bytes = part.ByteSizeLong() + header_bytes;
    if (used_bytes > 0 && used_bytes + part_bytes > page_bytes) {
      pages.emplace_back();
      used_bytes = 0;
    }
    merge(part, pages.back());
    used_bytes += part_bytes;
  }
  return pages;
}

pb::Geometry geometry_message(const Mission& mission) {
  pb::Geometry message;
  for (const Part& part : geometry_parts(mission)) merge(part, message);
  return message;
}

}  // namespace watchpost
