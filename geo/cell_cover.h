// CellCover: the S2 cells, of any level, that a disc on the earth touches.
//
// Cells are S2's: (face, level, i, j) on the cube around the sphere of geodetic normals, so that they
// are the cells of a track's topic too. They are counted out in i and j, not along S2's curve: a
// rectangle of them on each face that the disc touches, exact at its sides; only at the corners of
// the rectangle may a cell lie just off the disc.
//
// Units         angles in radians on that sphere; a metre on the ellipsoid is never more of them than
//               least_curvature_radius_m says, and never less than most_curvature_radius_m says.
// Source        the quadratic projection of S2's s2coords.h; its cell metrics, s2metrics.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "geo/coordinates.h"
#include "geo/earth.h"

namespace watchpost {

// Of the ellipsoid: along the meridian at the equator, and at the poles.
inline constexpr double least_curvature_radius_m = earth_semi_major_m * (1 - earth_eccentricity_sq);
inline constexpr double most_curvature_radius_m = earth_semi_major_m / (1 - earth_flattening);

// A cell's name in 32 bits. Two cells may share one: who looks a cell up tells by distance what he wanted.
using CellKey = std::uint32_t;

inline CellKey cell_key(unsigned face, int level, std::uint32_t i, std::uint32_t j) {
  std::uint64_t key = std::uint64_t{face} << 60 | static_cast<std::uint64_t>(level) << 54 |
                      std::uint64_t{i} << 27 | std::uint64_t{j};
  key *= 0x9e3779b97f4a7c15ULL;
  key ^= key >> 32;
  key *= 0xd6e8feb86659fd93ULL;
  return static_cast<CellKey>(key >> 32);
}

struct Cell {
  unsigned face = 0;
  int level = 0;
  std::uint32_t i = 0;
  std::uint32_t j = 0;

  CellKey key() const { return cell_key(face, level, i, j); }
  Cell child(std::uint32_t which) const {
    return {face, level + 1, i << 1 | (which & 1), j << 1 | (which >> 1)};
  }
};

// A disc that holds the whole cell.
struct CellDisc {
  Vector3 middle;  // of length 1
  double angle_rad = 0;
};
CellDisc disc_around(const Cell& cell);

// The place on the unit sphere: up_at(), but for exact quarter turns, which an index does not need.
Vector3 place_on_sphere(LatLon position);

// The finest level whose cells are everywhere at least this wide.
int finest_level_as_wide_as(double width_rad);

// Discs must be smaller than this: it is what keeps one that lies behind a face from touching it.
inline constexpr double max_cover_angle_rad = 0.6;

class CellCover {
 public:
  static constexpr int leaf_level = 27;  // 4 to 8 cm wide; finer is never asked

  CellCover(Vector3 middle, double angle_rad);

  std::size_t cell_count(int level) const {
    std::size_t count = 0;
    for (std::size_t n = 0; n < face_count_; ++n) {
      const Rectangle& cells = rectangles_[n];
      const int shift = leaf_level - level;
      count += std::size_t{(cells.i_last >> shift) - (cells.i_first >> shift) + 1} *
               ((cells.j_last >> shift) - (cells.j_first >> shift) + 1);
    }
    return count;
  }

  template <class Visit>
  void for_each(int level, Visit visit) const {
    const int shift = leaf_level - level;
    for (std::size_t n = 0; n < face_count_; ++n) {
      const Rectangle& cells = rectangles_[n];
      for (std::uint32_t i = cells.i_first >> shift; i <= cells.i_last >> shift; ++i)
        for (std::uint32_t j = cells.j_first >> shift; j <= cells.j_last >> shift; ++j)
          visit(Cell{cells.face, level, i, j});
    }
  }

 private:
  struct Rectangle {
    unsigned face = 0;
    std::uint32_t i_first = 0;
    std::uint32_t i_last = 0;
    std::uint32_t j_first = 0;
    std::uint32_t j_last = 0;
  };

  // Whether the disc stays within the face, at no edge.
  bool add_face(unsigned face, Vector3 middle, double sine);

  std::array<Rectangle, 6> rectangles_;
  std::size_t face_count_ = 0;
};

}  // namespace watchpost
