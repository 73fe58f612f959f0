// DegreeTree: is a position inside a boundary whose edges are straight in degrees?
//
// A tree of rectangles in longitude and latitude, down to a few edges a leaf. Each rectangle knows
// whether one point of it is inside; a query walks from there to its position, along a parallel
// and a meridian, and counts the edges it crosses.
//
// Determinism  comparisons, sums and products only: no libm, so that every machine says the same.
// Threads      immutable after construction.
#pragma once

#include <cstdint>
#include <vector>

#include "geo/coordinates.h"
#include "geo/polygon_builder.h"

namespace watchpost {

// An edge in unrolled degrees: x is longitude, from west to east; south to north on a meridian.
struct DegreeEdge {
  double x1 = 0;
  double y1 = 0;
  double x2 = 0;
  double y2 = 0;
};

class DegreeTree {
 public:
  explicit DegreeTree(const Boundary& boundary);

  // Inside, or within 1e-9 degrees of an edge.
  bool contains(LatLon position) const;

  // Of the region that is inside.
  const LatLonBounds& bounds() const { return bounds_; }

 private:
  struct Node {
    double x = 0;             // a point of the rectangle, …
    double y = 0;             // … whose latitude is that of no vertex
    std::uint32_t first = 0;  // child of four, or edge
    std::uint32_t edge_count = 0;
    bool is_leaf = true;
    bool is_inside = false;
  };
  struct Rectangle {
    double x_min = 0;
    double x_max = 0;
    double y_min = 0;
    double y_max = 0;
  };

  void add_ring(const std::vector<LatLon>& ring);
  void choose_cut(const Boundary& boundary);
  void add_edge(double x1, double y1, double x2, double y2);
  void set_outside(const Boundary& boundary);
  void set_bounds();
  void build(std::size_t node, const Rectangle& rectangle, const std::vector<std::uint32_t>& edges,
             int depth);
  void place_reference(Node& node, const Rectangle& rectangle, const std::vector<std::uint32_t>& edges) const;
  double unrolled(double longitude_deg) const {
    return longitude_deg < cut_deg_ ? longitude_deg + 360 : longitude_deg;
  }
  bool contains_unrolled(double x, double y) const;

  std::vector<DegreeEdge> all_edges_;   // while building
  std::vector<DegreeEdge> leaf_edges_;  // leaf by leaf
  std::vector<Node> nodes_;
  Rectangle box_;
  LatLonBounds bounds_;
  double cut_deg_ = -180;         // the meridian at which longitudes are unrolled
  bool is_all_round_ = false;     // edges at every longitude: the cut goes through the boundary
  bool is_north_inside_ = false;  // north of all edges
  bool is_south_inside_ = false;
  bool is_north_pole_inside_ = false;
  bool is_south_pole_inside_ = false;
};

}  // namespace watchpost
