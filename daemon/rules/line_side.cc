#include "daemon/rules/line_side.h"

#include <algorithm>
#include <cmath>

#include "geo/frame.h"

namespace watchpost {
namespace {

constexpr double degrees_to_radians = 3.14159265358979323846 / 180;
constexpr std::size_t block_edges = 16;

// Above 0 where c lies on the left of the way from a to b.
template <class Point>
double turn(Point a, Point b, Point c) {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

struct Scale {
  double x_m = 0;  // a degree of longitude
  double y_m = 0;  // a degree of latitude
};

// The ellipsoid's radii of curvature at the latitude (WGS 84).
Scale scale_at(double latitude_deg) {
  constexpr double semi_major_m = 6378137.0;
  constexpr double eccentricity_sq = 0.00669437999014;
  const double latitude = latitude_deg * degrees_to_radians;
  const double sine = std::sin(latitude);
  const double root = std::sqrt(1 - eccentricity_sq * sine * sine);
  return {degrees_to_radians * semi_major_m / root * std::cos(latitude),
          degrees_to_radians * semi_major_m * (1 - eccentricity_sq) / (root * root * root)};
}

}  // namespace

LineSide::LineSide(const std::vector<LatLon>& vertices) {
  for (const LatLon vertex : vertices) {
    double x = vertex.longitude_deg;
    if (!points_.empty()) x += 360 * std::round((points_.back().x - x) / 360);
    points_.push_back({x, vertex.latitude_deg});
  }
  double x_min = points_[0].x, x_max = x_min, y_min = points_[0].y, y_max = y_min;
  for (std::size_t begin = 0; begin + 1 < points_.size(); begin += block_edges) {
    Block block{begin,
                std::min(begin + block_edges, points_.size() - 1),
                points_[begin].x,
                points_[begin].x,
                points_[begin].y,
                points_[begin].y};
    for (std::size_t i = block.begin; i <= block.end; ++i) {
      block.x_min = std::min(block.x_min, points_[i].x);
      block.x_max = std::max(block.x_max, points_[i].x);
      block.y_min = std::min(block.y_min, points_[i].y);
      block.y_max = std::max(block.y_max, points_[i].y);
    }
    x_min = std::min(x_min, block.x_min);
    x_max = std::max(x_max, block.x_max);
    y_min = std::min(y_min, block.y_min);
    y_max = std::max(y_max, block.y_max);
    blocks_.push_back(block);
  }
  middle_x_ = (x_min + x_max) / 2;
  bounds_ = {y_min, normalized_longitude_deg(x_min), y_max, normalized_longitude_deg(x_max)};
}

LineSide::Point LineSide::unrolled(LatLon place) const {
  const double x = place.longitude_deg;
  return {x + 360 * std::round((middle_x_ - x) / 360), place.latitude_deg};
}

LineSide::Look LineSide::look(LatLon place) const {
  const Point at = unrolled(place);
  const Scale scale = scale_at(place.latitude_deg);
  double nearest_sq = HUGE_VAL;
  std::size_t nearest = 0;
  double nearest_share = 0;
  Look look;
  for (const Block& block : blocks_) {
    const double box_x = std::max({block.x_min - at.x, at.x - block.x_max, 0.0}) * scale.x_m;
    const double box_y = std::max({block.y_min - at.y, at.y - block.y_max, 0.0}) * scale.y_m;
    if (box_x * box_x + box_y * box_y > nearest_sq) continue;
    for (std::size_t i = block.begin; i < block.end; ++i) {
      const double edge_x = (points_[i + 1].x - points_[i].x) * scale.x_m;
      const double edge_y = (points_[i + 1].y - points_[i].y) * scale.y_m;
      const double to_x = (at.x - points_[i].x) * scale.x_m;
      const double to_y = (at.y - points_[i].y) * scale.y_m;
      const double length_sq = edge_x * edge_x + edge_y * edge_y;
      const double share =
          length_sq > 0 ? std::clamp((to_x * edge_x + to_y * edge_y) / length_sq, 0.0, 1.0) : 0.0;
      const double off_x = to_x - share * edge_x;
      const double off_y = to_y - share * edge_y;
      const double distance_sq = off_x * off_x + off_y * off_y;
      if (distance_sq >= nearest_sq) continue;
      nearest_sq = distance_sq;
      nearest = i;
      nearest_share = share;
      const double distance_m = std::sqrt(distance_sq);
      look.across = distance_m > 0 ? EastNorth{off_x / distance_m, off_y / distance_m} : EastNorth{};
    }
  }
  const double distance_m = std::sqrt(nearest_sq);
  const double side = side_at(nearest, nearest_share, at, scale.x_m / scale.y_m);
  look.left_m = side > 0 ? distance_m : side < 0 ? -distance_m : 0;
  return look;
}

// Above 0 on the left. Beside a vertex both its edges say together which side it is.
double LineSide::side_at(std::size_t edge, double share, Point place, double cosine) const {
  const auto vertex_side = [&](std::size_t vertex) {
    const auto normal = [&](std::size_t i) {
      const double x = (points_[i + 1].x - points_[i].x) * cosine;
      const double y = points_[i + 1].y - points_[i].y;
      const double length = std::sqrt(x * x + y * y);
      return length > 0 ? Point{-y / length, x / length} : Point{};
    };
    const Point before = normal(vertex - 1);
    const Point after = normal(vertex);
    return (place.x - points_[vertex].x) * cosine * (before.x + after.x) +
           (place.y - points_[vertex].y) * (before.y + after.y);
  };
  if (share <= 0 && edge > 0) return vertex_side(edge);
  if (share >= 1 && edge + 2 < points_.size()) return vertex_side(edge + 1);
  return turn(points_[edge], points_[edge + 1], place);
}

bool LineSide::is_crossed(LatLon from, LatLon to) const {
  const Point a = unrolled(from);
  Point b = unrolled(to);
  b.x += 360 * std::round((a.x - b.x) / 360);
  bool is_odd = false;
  for (const Block& block : blocks_) {
    if (std::max(a.x, b.x) < block.x_min || std::min(a.x, b.x) > block.x_max ||
        std::max(a.y, b.y) < block.y_min || std::min(a.y, b.y) > block.y_max)
      continue;
    for (std::size_t i = block.begin; i < block.end; ++i) {
      const bool is_between_ends = (turn(a, b, points_[i]) > 0) != (turn(a, b, points_[i + 1]) > 0);
      const bool has_changed_side =
          (turn(points_[i], points_[i + 1], a) > 0) != (turn(points_[i], points_[i + 1], b) > 0);
      is_odd ^= is_between_ends && has_changed_side;
    }
  }
  return is_odd;
}

}  // namespace watchpost
