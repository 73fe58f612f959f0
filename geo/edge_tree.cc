#include "geo/edge_tree.h"

#include <GeographicLib/Geocentric.hpp>
#include <algorithm>

#include "geo/frame.h"

namespace watchpost {
namespace {

constexpr std::uint32_t leaf_edge_count = 4;
constexpr double sagitta_m = 2.5;  // how deep the chord of a 10 km edge runs below the ground, and a little
constexpr double plane_limit_m = 100'000;

struct PlaneDistance {
  double distance_m = 0;
  double share = 0;
};

PlaneDistance distance_from_origin(EastNorth from, EastNorth to) {
  const double east_m = to.east_m - from.east_m;
  const double north_m = to.north_m - from.north_m;
  const double length_sq = east_m * east_m + north_m * north_m;
  double share = 0;
  if (length_sq > 0)
    share = std::clamp(-(from.east_m * east_m + from.north_m * north_m) / length_sq, 0.0, 1.0);
  return {std::hypot(from.east_m + share * east_m, from.north_m + share * north_m), share};
}

}  // namespace

void EdgeTree::add_ring(const std::vector<LatLon>& ring) {
  const auto first = static_cast<std::uint32_t>(places_m_.size());
  add_path(ring);
  edges_.push_back({static_cast<std::uint32_t>(places_m_.size() - 1), first});
}

void EdgeTree::add_path(const std::vector<LatLon>& path) {
  for (std::size_t i = 0; i < path.size(); ++i) {
    const auto place = static_cast<std::uint32_t>(places_m_.size());
    places_m_.push_back(earth_centred_m(path[i]));
    if (i > 0) edges_.push_back({place - 1, place});
  }
}

void EdgeTree::build() {
  if (!edges_.empty()) build_node(0, static_cast<std::uint32_t>(edges_.size()));
}

std::uint32_t EdgeTree::build_node(std::uint32_t begin, std::uint32_t end) {
  const auto index = static_cast<std::uint32_t>(nodes_.size());
  Node node{{HUGE_VAL, HUGE_VAL, HUGE_VAL}, {-HUGE_VAL, -HUGE_VAL, -HUGE_VAL}, begin, end, 0};
  for (std::uint32_t i = begin; i < end; ++i) {
    for (const Vector3 place : {places_m_[edges_[i].from], places_m_[edges_[i].to]}) {
      node.min = {std::min(node.min.x, place.x), std::min(node.min.y, place.y),
                  std::min(node.min.z, place.z)};
      node.max = {std::max(node.max.x, place.x), std::max(node.max.y, place.y),
                  std::max(node.max.z, place.z)};
    }
  }
  nodes_.push_back(node);
  if (end - begin > leaf_edge_count) {
    const std::uint32_t middle = begin + (end - begin) / 2;
    build_node(begin, middle);
    const std::uint32_t right = build_node(middle, end);
    nodes_[index].right = right;
  }
  return index;
}

// No place on the ground above the node's edges is nearer than this, in a straight line.
double EdgeTree::chord_bound_m(const Node& node, Vector3 place_m) const {
  const double x = std::max({node.min.x - place_m.x, place_m.x - node.max.x, 0.0});
  const double y = std::max({node.min.y - place_m.y, place_m.y - node.max.y, 0.0});
  const double z = std::max({node.min.z - place_m.z, place_m.z - node.max.z, 0.0});
  return std::sqrt(x * x + y * y + z * z) - sagitta_m;
}

void EdgeTree::search(std::uint32_t index, double bound_m, const AzimuthalPlane& plane,
                      Nearest& nearest) const {
  if (bound_m >= nearest.distance_m) return;
  const Node& node = nodes_[index];
  if (node.right == 0) {
    for (std::uint32_t i = node.begin; i < node.end; ++i) {
      const PlaneDistance found = distance_from_origin(plane.to_plane(places_m_[edges_[i].from]),
                                                       plane.to_plane(places_m_[edges_[i].to]));
      if (found.distance_m < nearest.distance_m) nearest = {found.distance_m, i, found.share};
    }
    return;
  }
  const double left_m = chord_bound_m(nodes_[index + 1], plane.origin_m());
  const double right_m = chord_bound_m(nodes_[node.right], plane.origin_m());
  if (left_m <= right_m) {
    search(index + 1, left_m, plane, nearest);
    search(node.right, right_m, plane, nearest);
  } else {
    search(node.right, right_m, plane, nearest);
    search(index + 1, left_m, plane, nearest);
  }
}

double EdgeTree::distance_m(LatLon position, double limit_m) const {
  if (nodes_.empty()) return HUGE_VAL;
  const AzimuthalPlane plane(position);
  Nearest nearest;
  nearest.distance_m = limit_m < HUGE_VAL ? limit_m * 1.01 + 10 : HUGE_VAL;
  const double start_m = nearest.distance_m;
  search(0, chord_bound_m(nodes_[0], plane.origin_m()), plane, nearest);
  if (nearest.distance_m == start_m) return HUGE_VAL;
  if (nearest.distance_m <= plane_limit_m) return nearest.distance_m;

  const Vector3 from = places_m_[edges_[nearest.edge].from];
  const Vector3 to = places_m_[edges_[nearest.edge].to];
  const Vector3 place = from + nearest.share * (to - from);
  LatLon nearest_position;
  double height_m = 0;
  GeographicLib::Geocentric::WGS84().Reverse(place.x, place.y, place.z, nearest_position.latitude_deg,
                                             nearest_position.longitude_deg, height_m);
  return watchpost::distance_m(position, nearest_position);
}

}  // namespace watchpost
