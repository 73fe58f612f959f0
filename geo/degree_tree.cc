#include "geo/degree_tree.h"

#include <algorithm>
#include <cmath>

#include "geo/earth.h"

namespace watchpost {
namespace {

constexpr double tolerance_deg = 1e-9;
constexpr double pole_deg = 90 - tolerance_deg;
constexpr std::size_t leaf_edge_count = 6;
constexpr int depth_max = 26;
constexpr double extent_deg_min = 1e-7;  // well above the tolerance, or all edges fall into every part
constexpr double vertex_clearance_deg = 1e-12;

bool is_pole(LatLon position) {
  return std::abs(position.latitude_deg) >= 90 - 1e-12;
}

// Whether the point lies left of the edge's line, which is north of it; on it is not.
bool is_left(const DegreeEdge& edge, double x, double y) {
  return (edge.x2 - edge.x1) * (y - edge.y1) > (edge.y2 - edge.y1) * (x - edge.x1);
}

// Whether a walk along the meridian from `y` to `y_end` crosses the edge. A meridian through a
// vertex passes just east of it.
bool crosses_on_meridian(const DegreeEdge& edge, double x, double y, double y_end) {
  return edge.x1 <= x && x < edge.x2 && is_left(edge, x, y) != is_left(edge, x, y_end);
}

// The same along a parallel, which goes through no vertex.
bool crosses_on_parallel(const DegreeEdge& edge, double x, double x_end, double y) {
  return (edge.y1 <= y) != (edge.y2 <= y) && is_left(edge, x, y) != is_left(edge, x_end, y);
}

bool crosses_walk(const DegreeEdge& edge, double x, double y, double x_end, double y_end) {
  return crosses_on_meridian(edge, x, y, y_end) != crosses_on_parallel(edge, x, x_end, y_end);
}

bool is_on_edge(const DegreeEdge& edge, double x, double y) {
  if (x < edge.x1 - tolerance_deg || x > edge.x2 + tolerance_deg) return false;
  if (y < std::min(edge.y1, edge.y2) - tolerance_deg || y > std::max(edge.y1, edge.y2) + tolerance_deg)
    return false;
  const double dx = edge.x2 - edge.x1;
  const double dy = edge.y2 - edge.y1;
  const double across = dx * (y - edge.y1) - dy * (x - edge.x1);
  return across * across <= tolerance_deg * tolerance_deg * (dx * dx + dy * dy);
}

// Whether the edge may come within reach of the rectangle; yes in doubt.
bool may_touch(const DegreeEdge& edge, double x_min, double x_max, double y_min, double y_max) {
  constexpr double pad_deg = 2 * tolerance_deg;
  if (edge.x2 < x_min - pad_deg || edge.x1 > x_max + pad_deg) return false;
  if (std::max(edge.y1, edge.y2) < y_min - pad_deg || std::min(edge.y1, edge.y2) > y_max + pad_deg)
    return false;
  const double dx = edge.x2 - edge.x1;
  const double dy = edge.y2 - edge.y1;
  const double middle = dx * (0.5 * (y_min + y_max) - edge.y1) - dy * (0.5 * (x_min + x_max) - edge.x1);
  const double reach =
      dx * (0.5 * (y_max - y_min) + pad_deg) + std::abs(dy) * (0.5 * (x_max - x_min) + pad_deg);
  return std::abs(middle) <= reach * (1 + 1e-9);
}

// Visits every ring's edges; a pole has no longitude, so an edge there keeps its other end's.
template <class Visit>
void for_each_step(const std::vector<LatLon>& ring, Visit visit) {
  const std::size_t count = ring.size();
  for (std::size_t i = 0; i < count; ++i) {
    const LatLon a = ring[i];
    const LatLon b = ring[(i + 1) % count];
    if (is_pole(a) && is_pole(b)) continue;
    const double from_deg = is_pole(a) ? b.longitude_deg : a.longitude_deg;
    const double to_deg = is_pole(b) ? a.longitude_deg : b.longitude_deg;
    visit(LatLon{a.latitude_deg, from_deg}, LatLon{b.latitude_deg, to_deg});
    if (is_pole(b)) {  // round the pole to the meridian on which the ring goes on
      const LatLon next = ring[(i + 2) % count];
      if (!is_pole(next)) visit(LatLon{b.latitude_deg, to_deg}, LatLon{b.latitude_deg, next.longitude_deg});
    }
  }
}

template <class Visit>
void for_each_ring(const Boundary& boundary, Visit visit) {
  for (const PolygonRings& polygon : boundary.polygons) {
    visit(polygon.outer);
    for (const auto& hole : polygon.holes) visit(hole);
  }
}

}  // namespace

DegreeTree::DegreeTree(const Boundary& boundary) {
  choose_cut(boundary);
  for_each_ring(boundary, [this](const auto& ring) { add_ring(ring); });
  box_ = {HUGE_VAL, -HUGE_VAL, HUGE_VAL, -HUGE_VAL};
  std::vector<std::uint32_t> edges(all_edges_.size());
  for (std::size_t i = 0; i < all_edges_.size(); ++i) {
    const DegreeEdge& edge = all_edges_[i];
    edges[i] = static_cast<std::uint32_t>(i);
    box_.x_min = std::min(box_.x_min, edge.x1);
    box_.x_max = std::max(box_.x_max, edge.x2);
    box_.y_min = std::min({box_.y_min, edge.y1, edge.y2});
    box_.y_max = std::max({box_.y_max, edge.y1, edge.y2});
  }
  set_outside(boundary);
  set_bounds();
  if (all_edges_.empty()) return;

  Node root;
  place_reference(root, box_, edges);
  root.is_inside = is_north_inside_;
  for (const DegreeEdge& edge : all_edges_)
    root.is_inside ^= crosses_on_meridian(edge, root.x, root.y, box_.y_max + 1);
  nodes_.push_back(root);
  build(0, box_, edges, 0);
  all_edges_ = {};
}

void DegreeTree::add_ring(const std::vector<LatLon>& ring) {
  for_each_step(ring, [this](LatLon a, LatLon b) {
    const double x = unrolled(a.longitude_deg);
    const double end = x + longitude_difference_deg(a.longitude_deg, b.longitude_deg);
    // The far end as it stands in the ring, not by way of the difference, so that vertices stay exact.
    const double exact = unrolled(b.longitude_deg);
    add_edge(x, a.latitude_deg, std::abs(exact - end) < 1e-6 ? exact : end, b.latitude_deg);
  });
}

void DegreeTree::add_edge(double x1, double y1, double x2, double y2) {
  if (x1 > x2 || (x1 == x2 && y1 > y2)) {
    std::swap(x1, x2);
    std::swap(y1, y2);
  }
  const double west = cut_deg_;
  const double east = cut_deg_ + 360;
  if (x1 < west && x2 > west) {
    const double y = y1 + (west - x1) / (x2 - x1) * (y2 - y1);
    all_edges_.push_back({x1 + 360, y1, east, y});
    all_edges_.push_back({west, y, x2, y2});
  } else if (x1 < east && x2 > east) {
    const double y = y1 + (east - x1) / (x2 - x1) * (y2 - y1);
    all_edges_.push_back({x1, y1, east, y});
    all_edges_.push_back({west, y, x2 - 360, y2});
  } else if (x2 <= west && x1 < west) {
    all_edges_.push_back({x1 + 360, y1, x2 + 360, y2});
  } else if (x1 >= east && x2 > east) {
    all_edges_.push_back({x1 - 360, y1, x2 - 360, y2});
  } else {
    all_edges_.push_back({x1, y1, x2, y2});
  }
}

// The middle of the widest range of longitudes without an edge.
void DegreeTree::choose_cut(const Boundary& boundary) {
  std::vector<std::pair<double, double>> spans;  // starts in [0, 360)
  for_each_ring(boundary, [&spans](const auto& ring) {
    for_each_step(ring, [&spans](LatLon a, LatLon b) {
      const double turn_deg = longitude_difference_deg(a.longitude_deg, b.longitude_deg);
      double start = turn_deg >= 0 ? a.longitude_deg : a.longitude_deg + turn_deg;
      if (start < 0) start += 360;
      if (start >= 360) start -= 360;
      spans.emplace_back(start, start + std::abs(turn_deg));
    });
  });
  if (spans.empty()) return;
  std::sort(spans.begin(), spans.end());
  double reached = spans[0].second;
  for (const auto& span : spans) reached = std::max(reached, span.second);
  reached -= 360;  // what the last spans cover of the next turn
  double widest = 0;
  double cut = 0;
  for (const auto& [start, end] : spans) {
    if (start - reached > widest) {
      widest = start - reached;
      cut = 0.5 * (start + reached);
    }
    reached = std::max(reached, end);
  }
  is_all_round_ = widest < 1e-6;
  if (is_all_round_) return;
  while (cut >= 180) cut -= 360;
  while (cut < -180) cut += 360;
  cut_deg_ = cut;
}

void DegreeTree::set_outside(const Boundary& boundary) {
  const double x = unrolled(boundary.reference.longitude_deg);
  const double y = boundary.reference.latitude_deg;
  bool north = boundary.is_reference_inside;
  bool whole_meridian = false;
  for (const DegreeEdge& edge : all_edges_) {
    north ^= crosses_on_meridian(edge, x, y, 100);
    whole_meridian ^= crosses_on_meridian(edge, x, -100, 100);
  }
  is_north_inside_ = north;
  is_south_inside_ = north != whole_meridian;
  is_north_pole_inside_ = is_north_inside_ || box_.y_max >= pole_deg;
  is_south_pole_inside_ = is_south_inside_ || box_.y_min <= -pole_deg;
}

void DegreeTree::set_bounds() {
  const bool is_north = is_north_inside_ || all_edges_.empty();
  const bool is_south = is_south_inside_ || all_edges_.empty();
  bounds_ = {is_south ? -90 : box_.y_min, -180, is_north ? 90 : box_.y_max, 180};
  if (is_all_round_ || is_north || is_south) return;
  const auto rolled = [](double x) { return x > 180 ? x - 360 : x; };
  bounds_.west_deg = box_.x_min == 180 ? -180 : rolled(box_.x_min);
  bounds_.east_deg = rolled(box_.x_max);
}

void DegreeTree::place_reference(Node& node, const Rectangle& rectangle,
                                 const std::vector<std::uint32_t>& edges) const {
  node.x = 0.5 * (rectangle.x_min + rectangle.x_max);
  const double height = rectangle.y_max - rectangle.y_min;
  const auto is_clear = [&](double y) {
    return std::all_of(edges.begin(), edges.end(), [&](std::uint32_t i) {
      const DegreeEdge& edge = all_edges_[i];
      return std::abs(edge.y1 - y) >= vertex_clearance_deg && std::abs(edge.y2 - y) >= vertex_clearance_deg;
    });
  };
  // Steps that no regular spacing of vertices shares; one must be clear, as the vertices are fewer.
  double share = 0.5;
  for (std::size_t i = 0; i <= 2 * edges.size() + 8; ++i) {
    node.y = rectangle.y_min + share * height;
    if (is_clear(node.y)) return;
    share += 0.6180339887498949 * 0.8;
    if (share > 0.9) share -= 0.8;
  }
}

void DegreeTree::build(std::size_t index, const Rectangle& rectangle, const std::vector<std::uint32_t>& edges,
                       int depth) {
  const double extent_deg = std::min(rectangle.x_max - rectangle.x_min, rectangle.y_max - rectangle.y_min);
  if (edges.size() <= leaf_edge_count || depth == depth_max || extent_deg < extent_deg_min) {
    nodes_[index].first = static_cast<std::uint32_t>(leaf_edges_.size());
    nodes_[index].edge_count = static_cast<std::uint32_t>(edges.size());
    for (const std::uint32_t i : edges) leaf_edges_.push_back(all_edges_[i]);
    return;
  }
  const std::size_t first = nodes_.size();
  nodes_[index].is_leaf = false;
  nodes_[index].first = static_cast<std::uint32_t>(first);
  nodes_.resize(first + 4);
  const double x = 0.5 * (rectangle.x_min + rectangle.x_max);
  const double y = 0.5 * (rectangle.y_min + rectangle.y_max);
  for (std::size_t quarter = 0; quarter < 4; ++quarter) {
    const Rectangle part{quarter & 1U ? x : rectangle.x_min, quarter & 1U ? rectangle.x_max : x,
                         quarter & 2U ? y : rectangle.y_min, quarter & 2U ? rectangle.y_max : y};
    Node child;
    std::vector<std::uint32_t> near;
    for (const std::uint32_t i : edges)
      if (may_touch(all_edges_[i], part.x_min, part.x_max, part.y_min, part.y_max)) near.push_back(i);
    place_reference(child, part, edges);
    child.is_inside = nodes_[index].is_inside;
    for (const std::uint32_t i : edges)
      child.is_inside ^= crosses_walk(all_edges_[i], child.x, child.y, nodes_[index].x, nodes_[index].y);
    nodes_[first + quarter] = child;
    build(first + quarter, part, near, depth + 1);
  }
}

bool DegreeTree::contains(LatLon position) const {
  const double y = position.latitude_deg;
  double longitude_deg = position.longitude_deg;
  if (!(y >= -90 - tolerance_deg && y <= 90 + tolerance_deg)) return false;
  if (!(longitude_deg >= -180 && longitude_deg <= 180)) {
    if (!std::isfinite(longitude_deg)) return false;
    longitude_deg = std::remainder(longitude_deg, 360.0);
  }
  if (y >= pole_deg) return is_north_pole_inside_;
  if (y <= -pole_deg) return is_south_pole_inside_;

  const double x = unrolled(longitude_deg);
  if (contains_unrolled(x, y)) return true;
  // Beside the cut an edge may lie on its other side.
  if (x - cut_deg_ <= tolerance_deg) return contains_unrolled(x + 360, y);
  if (cut_deg_ + 360 - x <= tolerance_deg) return contains_unrolled(x - 360, y);
  return false;
}

bool DegreeTree::contains_unrolled(double x, double y) const {
  if (x < box_.x_min - tolerance_deg || x > box_.x_max + tolerance_deg || y > box_.y_max + tolerance_deg ||
      nodes_.empty())
    return is_north_inside_;
  if (y < box_.y_min - tolerance_deg) return is_south_inside_;

  const Node* node = nodes_.data();
  Rectangle rectangle = box_;
  while (!node->is_leaf) {
    const double x_middle = 0.5 * (rectangle.x_min + rectangle.x_max);
    const double y_middle = 0.5 * (rectangle.y_min + rectangle.y_max);
    const bool is_east = x >= x_middle;
    const bool is_north = y >= y_middle;
    (is_east ? rectangle.x_min : rectangle.x_max) = x_middle;
    (is_north ? rectangle.y_min : rectangle.y_max) = y_middle;
    node = nodes_.data() + node->first + (is_east ? 1 : 0) + (is_north ? 2 : 0);
  }
  bool is_inside = node->is_inside;
  const DegreeEdge* edges = leaf_edges_.data() + node->first;
  for (std::uint32_t i = 0; i < node->edge_count; ++i) {
    if (is_on_edge(edges[i], x, y)) return true;
    is_inside ^= crosses_walk(edges[i], x, y, node->x, node->y);
  }
  return is_inside;
}

}  // namespace watchpost
