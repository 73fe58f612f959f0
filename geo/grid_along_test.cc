#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "geo/earth.h"
#include "geo/grid.h"
#include "geo/grid_test_support.h"
#include "geo/trigonometry.h"

namespace watchpost {
namespace {

using Slots = std::vector<Grid::Slot>;

bool has(const Slots& slots, Grid::Slot slot) {
  return std::find(slots.begin(), slots.end(), slot) != slots.end();
}

// Discs are laid so that they reach a place on the wedge, often by a millionth only.
RC_GTEST_PROP(GridAlong, NeverMissesADiscThatTouches, ()) {
  Scatter scatter(some_seed());
  const LatLon position = some_place(scatter);
  const double azimuth_deg = scatter.between(-180, 360);
  const double half_width_deg = scatter.any_size(0.01, 179);
  const double range_m_max = scatter.any_size(10, 8e6);
  Grid grid;
  for (Grid::Slot slot = 0; slot < 200; ++slot) {
    const double aside = std::clamp(scatter.between(-1.5, 1.5), -1.0, 1.0);  // often the very edge
    const double length_m = range_m_max * std::min(1.0, scatter.any_size(1e-3, 3));
    const LatLon touched = destination(position, azimuth_deg + aside * half_width_deg, length_m);
    const double radius_m = scatter.any_size(1, 2e6);
    grid.place(slot, destination(touched, scatter.between(0, 360), radius_m * (1 - 1e-6)), radius_m);
  }
  const Slots found = along(grid, position, azimuth_deg, half_width_deg, range_m_max);
  RC_ASSERT(std::adjacent_find(found.begin(), found.end(), std::greater_equal<>()) == found.end());
  RC_ASSERT(found.size() == 200U);
}

TEST(GridAlong, SeesAheadAndNotAsideNorBehindNorBeyond) {
  for (const LatLon position : awkward_places()) {
    for (const double azimuth_deg : {0.0, 77.0, 180.0, 301.0}) {
      Grid grid;
      grid.place(1, destination(position, azimuth_deg, 20'000), 100);
      grid.place(2, destination(position, azimuth_deg + 2.2, 20'000), 100);
      grid.place(3, destination(position, azimuth_deg + 3, 20'000), 100);
      grid.place(4, destination(position, azimuth_deg + 180, 20'000), 100);
      grid.place(5, destination(position, azimuth_deg, 31'000), 100);
      grid.place(6, destination(position, azimuth_deg + 180, 50), 100);  // holds the sensor itself
      EXPECT_EQ(along(grid, position, azimuth_deg, 2, 30'000), (Slots{1, 2, 6}));
    }
  }
}

// In the plane, which is right to a metre at 60 km.
double distance_to_wedge_m(EastNorth place, double azimuth_deg, double half_width_deg, double range_m_max) {
  const double length_m = std::hypot(place.east_m, place.north_m);
  const double aside_deg =
      std::fabs(std::remainder(atan2_deg(place.east_m, place.north_m) - azimuth_deg, 360.0));
  if (aside_deg <= half_width_deg) return std::max(0.0, length_m - range_m_max);
  const SineCosine beside = sine_cosine_deg(std::min(90.0, aside_deg - half_width_deg));
  const double edge_m = std::min(range_m_max, length_m * beside.cosine);
  return std::hypot(length_m * beside.cosine - edge_m, length_m * beside.sine);
}

TEST(GridAlong, FindsThoseThatTouchAndFewOthers) {
  Scatter scatter(8);
  Grid grid;
  std::vector<Disc> discs;
  for (Grid::Slot slot = 0; slot < 20'000; ++slot) {
    discs.push_back({destination({33, 34}, scatter.between(0, 360), 200'000 * std::sqrt(scatter.share())),
                     scatter.any_size(30, 500)});
    grid.place(slot, discs.back().centre, discs.back().radius_m);
  }
  std::size_t found_count = 0;
  std::size_t touching_count = 0;
  for (int n = 0; n < 100; ++n) {
    const LatLon position = destination({33, 34}, scatter.between(0, 360), scatter.between(0, 100'000));
    const AzimuthalPlane plane(position);
    const double azimuth_deg = scatter.between(0, 360);
    const Slots found = along(grid, position, azimuth_deg, 1, 50'000);
    found_count += found.size();
    for (Grid::Slot slot = 0; slot < discs.size(); ++slot) {
      const EastNorth place = plane.to_plane(earth_centred_m(discs[slot].centre));
      const double apart_m = distance_to_wedge_m(place, azimuth_deg, 1, 50'000);
      if (apart_m > discs[slot].radius_m + 1) continue;
      ++touching_count;
      EXPECT_TRUE(apart_m > discs[slot].radius_m - 1 || has(found, slot));
    }
  }
  EXPECT_GE(touching_count, 500U);
  EXPECT_LE(static_cast<double>(found_count), 1.02 * static_cast<double>(touching_count));
}

TEST(GridAlong, IsAskedAllRoundLikeADisc) {
  Grid grid;
  grid.place(1, {10, 20.01}, 100);
  grid.place(2, {10, 19.99}, 100);
  EXPECT_EQ(along(grid, {10, 20}, 90, 180, 5000), (Slots{1, 2}));
}

}  // namespace
}  // namespace watchpost
