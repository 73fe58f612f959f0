// LineSide: on which side of a line is a place, how far, and does a way cross it?
//
// Frames        edges and ways straight in degrees; left is as seen from the line's first vertex to its last.
//               Right across the antimeridian and far north. Beyond an end of the line the side is that of
//               the end's edge, drawn out.
// Units         metres in a plane at the place: right to 1 % within tens of kilometres, better beside the
// line. Determinism   sums, products, square roots and one cosine.
#pragma once

#include <cstddef>
#include <vector>

#include "geo/coordinates.h"

namespace watchpost {

class LineSide {
 public:
  explicit LineSide(const std::vector<LatLon>& vertices);

  struct Look {
    double left_m = 0;  // distance from the line: above 0 on its left, below on its right
    EastNorth across;   // unit vector away from the line
  };
  Look look(LatLon place) const;

  // Whether the way changes sides an odd number of times, through the line and not around its ends.
  bool is_crossed(LatLon from, LatLon to) const;

  const LatLonBounds& bounds() const { return bounds_; }

 private:
  struct Point {  // unrolled degrees
    double x = 0;
    double y = 0;
  };
  // Edges begin to end, so that what is far from all of them is passed over at once.
  struct Block {
    std::size_t begin = 0;
    std::size_t end = 0;
    double x_min = 0, x_max = 0, y_min = 0, y_max = 0;
  };

  Point unrolled(LatLon place) const;
  double side_at(std::size_t edge, double share, Point place, double cosine) const;

  std::vector<Point> points_;
  std::vector<Block> blocks_;
  double middle_x_ = 0;
  LatLonBounds bounds_;
};

}  // namespace watchpost
