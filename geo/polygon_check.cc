#include "geo/polygon_check.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

#include "geo/earth.h"

namespace watchpost {
namespace {

constexpr std::size_t leaf_edge_count = 4;

// Positive where `c` lies left of the line from `a` to `b`; 0 where rounding cannot tell. Always computed
// from the same corner of the three, so that rounding does not depend on the way a ring runs.
double side(PlanePoint a, PlanePoint b, PlanePoint c) {
  const auto is_after = [](PlanePoint p, PlanePoint q) { return p.x != q.x ? p.x > q.x : p.y > q.y; };
  double sign = 1;
  const auto put_in_order = [&](PlanePoint& p, PlanePoint& q) {
    if (!is_after(p, q)) return;
    std::swap(p, q);
    sign = -sign;
  };
  put_in_order(a, b);
  put_in_order(b, c);
  put_in_order(a, b);
  const double left = (b.x - a.x) * (c.y - a.y);
  const double right = (b.y - a.y) * (c.x - a.x);
  const double cross = left - right;
  return std::abs(cross) <= 1e-15 * (std::abs(left) + std::abs(right)) ? 0 : sign * cross;
}

struct Edge {
  PlanePoint before;  // the vertex before `from` in its ring
  PlanePoint from;
  PlanePoint to;
};

// Whether `direction` points into the angle swept counter-clockwise from `first` to `second`.
bool is_between(PlanePoint origin, PlanePoint first, PlanePoint second, PlanePoint direction) {
  const auto turn = [origin](PlanePoint a, PlanePoint b) { return side(origin, a, b); };
  if (turn(first, second) >= 0) return turn(first, direction) > 0 && turn(direction, second) > 0;
  return !(turn(second, direction) >= 0 && turn(direction, first) >= 0);
}

// The rings pass through each other at a vertex that both have.
bool cross_at_vertex(const Edge& a, const Edge& b) {
  return is_between(a.from, a.before, a.to, b.before) != is_between(a.from, a.before, a.to, b.to) &&
         side(a.from, a.before, b.before) != 0 && side(a.from, a.before, b.to) != 0 &&
         side(a.from, a.to, b.before) != 0 && side(a.from, a.to, b.to) != 0;
}

bool is_inside_segment(PlanePoint from, PlanePoint to, PlanePoint point) {
  const double along = (point.x - from.x) * (to.x - from.x) + (point.y - from.y) * (to.y - from.y);
  const double whole = (to.x - from.x) * (to.x - from.x) + (to.y - from.y) * (to.y - from.y);
  return along > 0 && along < whole;
}

// One ring's vertex lies on the other's edge, and it passes from one side to the other there.
bool cross_at_edge(const Edge& through, const Edge& edge) {
  if (side(edge.from, edge.to, through.from) != 0) return false;
  if (!is_inside_segment(edge.from, edge.to, through.from)) return false;
  return side(edge.from, edge.to, through.before) * side(edge.from, edge.to, through.to) < 0;
}

std::optional<PlanePoint> crossing(const Edge& a, const Edge& b) {
  const double b_from = side(a.from, a.to, b.from);
  const double b_to = side(a.from, a.to, b.to);
  const double a_from = side(b.from, b.to, a.from);
  const double a_to = side(b.from, b.to, a.to);
  if (b_from * b_to < 0 && a_from * a_to < 0) {
    const double share = a_from / (a_from - a_to);
    return PlanePoint{a.from.x + share * (a.to.x - a.from.x), a.from.y + share * (a.to.y - a.from.y)};
  }
  if (a.from == b.from && cross_at_vertex(a, b)) return a.from;
  if (cross_at_edge(a, b)) return a.from;
  if (cross_at_edge(b, a)) return b.from;
  return std::nullopt;
}

enum class Place { inside, outside, on_edge };

Place place_in_ring(const std::vector<PlanePoint>& ring, PlanePoint point) {
  bool is_inside = false;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const PlanePoint a = ring[i];
    const PlanePoint b = ring[(i + 1) % ring.size()];
    if (a == point) return Place::on_edge;
    if (std::min(a.y, b.y) > point.y || std::max(a.y, b.y) < point.y) continue;
    const double turn = side(a, b, point);
    if (turn == 0 && (b == point || a.y != b.y || (a.x <= point.x) != (b.x <= point.x)))
      return Place::on_edge;
    if ((a.y > point.y) != (b.y > point.y)) is_inside ^= (turn > 0) == (b.y > a.y);
  }
  return is_inside ? Place::inside : Place::outside;
}

struct Box {
  double x_min = HUGE_VAL;
  double x_max = -HUGE_VAL;
  double y_min = HUGE_VAL;
  double y_max = -HUGE_VAL;

  void add(PlanePoint p) {
    x_min = std::min(x_min, p.x);
    x_max = std::max(x_max, p.x);
    y_min = std::min(y_min, p.y);
    y_max = std::max(y_max, p.y);
  }
  bool touches(const Box& other) const {
    return x_min <= other.x_max && other.x_min <= x_max && y_min <= other.y_max && other.y_min <= y_max;
  }
};

// A binary tree over edges in the order of their rings: neighbours in a ring are neighbours in space.
class CrossingSearch {
 public:
  explicit CrossingSearch(std::vector<Edge> edges) : edges_(std::move(edges)) { build(0, edges_.size()); }

  std::optional<PlanePoint> find() const { return within(0); }

 private:
  struct Node {
    Box box;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t right = 0;  // 0: a leaf; the left child is the next node
  };

  std::size_t build(std::size_t begin, std::size_t end) {
    const std::size_t index = nodes_.size();
    nodes_.push_back({{}, begin, end, 0});
    Box box;
    for (std::size_t i = begin; i < end; ++i) {
      box.add(edges_[i].from);
      box.add(edges_[i].to);
    }
    nodes_[index].box = box;
    if (end - begin > leaf_edge_count) {
      const std::size_t middle = begin + (end - begin) / 2;
      build(begin, middle);
      const std::size_t right = build(middle, end);
      nodes_[index].right = right;
    }
    return index;
  }

  std::optional<PlanePoint> within(std::size_t index) const {
    const Node& node = nodes_[index];
    if (node.right == 0) return pairs(node, node);
    if (auto found = within(index + 1)) return found;
    if (auto found = within(node.right)) return found;
    return between(index + 1, node.right);
  }

  std::optional<PlanePoint> between(std::size_t first, std::size_t second) const {
    const Node& a = nodes_[first];
    const Node& b = nodes_[second];
    if (!a.box.touches(b.box)) return std::nullopt;
    if (a.right == 0 && b.right == 0) return pairs(a, b);
    if (b.right == 0 || (a.right != 0 && a.end - a.begin >= b.end - b.begin)) {
      if (auto found = between(first + 1, second)) return found;
      return between(a.right, second);
    }
    if (auto found = between(first, second + 1)) return found;
    return between(first, b.right);
  }

  std::optional<PlanePoint> pairs(const Node& a, const Node& b) const {
    for (std::size_t i = a.begin; i < a.end; ++i)
      for (std::size_t j = std::max(b.begin, i + 1); j < b.end; ++j)
        if (auto found = crossing(edges_[i], edges_[j])) return found;
    return std::nullopt;
  }

  std::vector<Edge> edges_;
  std::vector<Node> nodes_;
};

}  // namespace

double doubled_area(const std::vector<PlanePoint>& ring) {
  double area = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const PlanePoint a = ring[i];
    const PlanePoint b = ring[(i + 1) % ring.size()];
    area += (a.x - ring[0].x) * (b.y - ring[0].y) - (b.x - ring[0].x) * (a.y - ring[0].y);
  }
  return area;
}

Status tidy(PlaneRings& rings, double width_max) {
  for (auto& ring : rings) {
    Box box;
    for (const PlanePoint& point : ring) {
      if (!std::isfinite(point.x) || !std::isfinite(point.y))
        return Error{"", "polygon has a coordinate that is not a finite number"};
      box.add(point);
    }
    const std::string place = ring.empty() ? "" : " near " + text_of(ring[0].x, ring[0].y);
    ring.erase(std::unique(ring.begin(), ring.end()), ring.end());
    if (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
    if (ring.size() < 3)
      return Error{"",
                   "polygon ring" + place +
                       " has fewer than 4 points, expected at least 3 different ones and the first again"};
    if (box.x_max - box.x_min > width_max)
      return Error{"", "polygon ring" + place + " is more than 360 degrees wide"};
  }
  return {};
}

Status check_areas(const PlaneRings& rings) {
  for (const auto& ring : rings) {
    Box box;
    for (const PlanePoint& point : ring) box.add(point);
    const double extent = (box.x_max - box.x_min) * (box.y_max - box.y_min);
    if (!(std::abs(doubled_area(ring)) > 1e-12 * extent))
      return Error{"", "polygon ring near " + text_of(ring[0].x, ring[0].y) + " has no area"};
  }
  return {};
}

Status check_holes(const PlaneRings& rings) {
  double left = std::abs(doubled_area(rings[0]));
  const double whole = left;
  for (std::size_t i = 1; i < rings.size(); ++i) {
    left -= std::abs(doubled_area(rings[i]));
    // As no edges cross, the first vertex that does not touch the outer ring tells for all.
    for (const PlanePoint vertex : rings[i]) {
      const Place place = place_in_ring(rings[0], vertex);
      if (place == Place::inside) break;
      if (place == Place::outside)
        return Error{"", "polygon has a hole outside its outer ring near " + text_of(vertex.x, vertex.y)};
    }
  }
  if (left > 1e-12 * whole) return {};
  return Error{
      "", "polygon near " + text_of(rings[0][0].x, rings[0][0].y) + " has no area: its holes leave nothing"};
}

Status check_crossings(const PlaneRings& rings) {
  std::vector<Edge> edges;
  for (const auto& ring : rings)
    for (std::size_t i = 0; i < ring.size(); ++i)
      edges.push_back({ring[(i + ring.size() - 1) % ring.size()], ring[i], ring[(i + 1) % ring.size()]});
  if (edges.empty()) return {};
  const auto found = CrossingSearch(std::move(edges)).find();
  if (found) return Error{"", "polygon crosses itself near " + text_of(found->x, found->y)};
  return {};
}

}  // namespace watchpost
