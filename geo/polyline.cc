#include "geo/polyline.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "geo/compiled_polyline.h"
#include "geo/densify.h"

namespace watchpost {

Result<Polyline> compile_polyline(std::vector<PlanePoint> path, const LayerProjection& projection) {
  path.erase(std::unique(path.begin(), path.end()), path.end());
  if (path.size() < 2) return Error{"", "the line has fewer than 2 different points"};
  auto points = densify(path, projection);
  if (!points.ok()) return points.error();

  CompiledPolyline compiled;
  compiled.edges.add_path(*points);
  compiled.edges.build();
  if (projection.is_wgs84_degrees()) {
    for (const PlanePoint point : path) compiled.vertices.push_back(*projection.to_wgs84(point));
  } else {
    compiled.vertices = std::move(*points);
  }
  return Polyline(std::make_shared<const CompiledPolyline>(std::move(compiled)));
}

namespace {

// By how many turns of the globe the start must be moved to meet the end; none where they do not meet.
std::optional<double> turns_to_meet(PlanePoint end, PlanePoint start, bool is_degrees) {
  constexpr double meeting = 1e-9;
  const double turns = is_degrees ? std::round((end.x - start.x) / 360) : 0;
  if (std::abs(start.x + turns * 360 - end.x) > meeting || std::abs(start.y - end.y) > meeting)
    return std::nullopt;
  return turns;
}

}  // namespace

std::vector<PlanePoint> join_parts(std::vector<std::vector<PlanePoint>> parts, bool is_degrees) {
  const auto follows_another = [&](const std::vector<PlanePoint>& part) {
    return std::any_of(parts.begin(), parts.end(), [&](const std::vector<PlanePoint>& other) {
      return &other != &part && turns_to_meet(other.back(), part.front(), is_degrees);
    });
  };
  const auto first = std::find_if_not(parts.begin(), parts.end(), follows_another);
  if (first != parts.end()) std::rotate(parts.begin(), first, first + 1);
  std::vector<PlanePoint> line = parts[0];
  for (auto rest = parts.begin() + 1; rest != parts.end(); ++rest) {
    const auto next = std::find_if(rest, parts.end(), [&](const std::vector<PlanePoint>& part) {
      return turns_to_meet(line.back(), part.front(), is_degrees).has_value();
    });
    if (next == parts.end()) return {};
    std::iter_swap(rest, next);
    const double turns = *turns_to_meet(line.back(), rest->front(), is_degrees);
    for (const PlanePoint point : *rest) line.push_back({point.x + turns * 360, point.y});
  }
  return line;
}

Result<Polyline> polyline_from_vertices(const std::vector<LatLon>& vertices) {
  std::vector<PlanePoint> path;
  path.reserve(vertices.size());
  for (const LatLon vertex : vertices) path.push_back({vertex.longitude_deg, vertex.latitude_deg});
  return compile_polyline(std::move(path), DegreesProjection());
}

Polyline::Polyline(std::shared_ptr<const CompiledPolyline> compiled) : compiled_(std::move(compiled)) {}

const std::vector<LatLon>& Polyline::vertices() const {
  return compiled_->vertices;
}

double Polyline::distance_m(LatLon position) const {
  return compiled_->edges.distance_m(position);
}

}  // namespace watchpost
