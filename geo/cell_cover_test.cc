#include "geo/cell_cover.h"

// clang-format off: it stands before what it prepares
#include "geo/before_s2.h"
// clang-format on

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <s2/s2cell.h>
#include <s2/s2cell_id.h>
#include <s2/s2latlng.h>
#include <s2/s2metrics.h>

#include <algorithm>
#include <cmath>

#include "geo/grid_test_support.h"

namespace watchpost {
namespace {

S2Point s2_point(Vector3 place) {
  return S2Point(place.x, place.y, place.z);
}

S2CellId s2_cell(const Cell& cell) {
  const int shift = S2CellId::kMaxLevel - cell.level;
  return S2CellId::FromFaceIJ(static_cast<int>(cell.face), static_cast<int>(cell.i << shift),
                              static_cast<int>(cell.j << shift))
      .parent(cell.level);
}

std::vector<S2CellId> cells_of(const CellCover& cover, int level) {
  std::vector<S2CellId> cells;
  cover.for_each(level, [&](const Cell& cell) { cells.push_back(s2_cell(cell)); });
  std::sort(cells.begin(), cells.end());
  return cells;
}

RC_GTEST_PROP(CellCover, HoldsTheS2CellOfEveryPlaceOnTheDisc, ()) {
  Scatter scatter(some_seed());
  const Disc disc = scatter.disc_near(some_place(scatter), 3e6, 2e6);
  const double angle_rad = disc.radius_m / least_curvature_radius_m;
  const CellCover cover(place_on_sphere(disc.centre), angle_rad);
  const int level = std::min(24, finest_level_as_wide_as(angle_rad / 8) + 1);
  const auto cells = cells_of(cover, level);
  RC_ASSERT(cells.size() == cover.cell_count(level));
  RC_ASSERT(std::adjacent_find(cells.begin(), cells.end()) == cells.end());
  for (int n = 0; n < 50; ++n) {
    // Also at its very edge, less what geodesics are calculated to.
    const double length_m = std::max(0.0, disc.radius_m * std::min(1.0, scatter.between(0, 1.3)) - 1e-6);
    const LatLon place = destination(disc.centre, scatter.between(0, 360), length_m);
    const S2CellId leaf(S2LatLng::FromDegrees(place.latitude_deg, place.longitude_deg).Normalized());
    RC_ASSERT(std::binary_search(cells.begin(), cells.end(), leaf.parent(level)));
  }
}

RC_GTEST_PROP(CellCover, OfALevelAsWideAsTheDiscAreAtMostFourCellsAFace, ()) {
  Scatter scatter(some_seed());
  const Disc disc = scatter.disc_near(some_place(scatter), 1e6, 5e5);
  const double angle_rad = disc.radius_m / least_curvature_radius_m;
  const int level = finest_level_as_wide_as(2 * angle_rad);
  const CellCover cover(place_on_sphere(disc.centre), angle_rad);
  RC_ASSERT(cover.cell_count(level) >= 1U);
  RC_ASSERT(cover.cell_count(level) <= 12U);
  RC_ASSERT(S2::kMinWidth.GetValue(level) >= 2 * angle_rad);
}

RC_GTEST_PROP(CellCover, DiscsAroundCellsHoldTheirCorners, ()) {
  Scatter scatter(some_seed());
  const LatLon place = some_place(scatter);
  const CellCover cover(place_on_sphere(place), 1e-9);
  cover.for_each(static_cast<int>(scatter.below(20)), [](const Cell& cell) {
    const CellDisc disc = disc_around(cell);
    const S2Cell corners(s2_cell(cell));
    for (int n = 0; n < 4; ++n)
      RC_ASSERT(S1Angle(corners.GetVertex(n), s2_point(disc.middle)).radians() <= disc.angle_rad);
  });
}

}  // namespace
}  // namespace watchpost
