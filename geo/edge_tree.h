// EdgeTree: how far is it to the nearest edge, and which edges are near?
//
// A tree of boxes around earth-centred chords, in the order of the rings: neighbours in a ring are
// neighbours in space. Distances are taken on a plane laid at the position asked for, which
// is right to 1 mm up to 100 km; beyond, the geodesic to the nearest place is computed.
//
// Threads  immutable after construction.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "geo/coordinates.h"
#include "geo/earth.h"

namespace watchpost {

class EdgeTree {
 public:
  // A closed ring or an open path; pieces are at most 10 km long, as densify() leaves them.
  void add_ring(const std::vector<LatLon>& ring);
  void add_path(const std::vector<LatLon>& path);
  void build();

  bool is_empty() const { return edges_.empty(); }

  // The distance to the nearest edge; what lies beyond the limit may be given as infinite.
  double distance_m(LatLon position, double limit_m = HUGE_VAL) const;

  // Calls visit(from, to), on the plane at the position, for every edge that may come within the
  // radius, in the order of the rings.
  template <class Visit>
  void for_each_edge_near(const AzimuthalPlane& plane, double radius_m, Visit visit) const {
    if (!nodes_.empty()) visit_near(0, plane, radius_m, visit);
  }

 private:
  struct Edge {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
  };
  struct Node {
    Vector3 min;
    Vector3 max;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t right = 0;  // 0: a leaf; the left child is the next node
  };
  struct Nearest {
    double distance_m = HUGE_VAL;
    std::uint32_t edge = 0;
    double share = 0;  // where along it
  };

  std::uint32_t build_node(std::uint32_t begin, std::uint32_t end);
  double chord_bound_m(const Node& node, Vector3 place_m) const;
  void search(std::uint32_t index, double bound_m, const AzimuthalPlane& plane, Nearest& nearest) const;

  template <class Visit>
  void visit_near(std::uint32_t index, const AzimuthalPlane& plane, double radius_m, Visit& visit) const {
    const Node& node = nodes_[index];
    if (chord_bound_m(node, plane.origin_m()) > radius_m) return;
    if (node.right != 0) {
      visit_near(index + 1, plane, radius_m, visit);
      visit_near(node.right, plane, radius_m, visit);
      return;
    }
    for (std::uint32_t i = node.begin; i < node.end; ++i)
      visit(plane.to_plane(places_m_[edges_[i].from]), plane.to_plane(places_m_[edges_[i].to]));
  }

  std::vector<Vector3> places_m_;
  std::vector<Edge> edges_;
  std::vector<Node> nodes_;
};

}  // namespace watchpost
