// Discs for the tests of the grid: anywhere, and where a cube around the earth has its edges.
#pragma once

#include <rapidcheck.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "geo/coordinates.h"
#include "geo/frame.h"
#include "geo/geodesic.h"
#include "geo/grid.h"

namespace watchpost {

struct Disc {
  LatLon centre;
  double radius_m = 0;
};

// Numbers from 0 to 1 from one seed, the same on every machine (SplitMix64).
class Scatter {
 public:
  explicit Scatter(std::uint64_t seed) : state_(seed) {}

  double share() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
    return static_cast<double>((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53;
  }
  double between(double least, double most) { return least + (most - least) * share(); }
  // As likely from 1 to 10 as from 10 to 100.
  double any_size(double least, double most) { return least * std::pow(most / least, share()); }
  std::size_t below(std::size_t count) {
    return static_cast<std::size_t>(share() * static_cast<double>(count));
  }

  LatLon anywhere() { return {std::asin(between(-1, 1)) * 57.29577951308232, between(-180, 180)}; }
  Disc disc_near(LatLon middle, double distance_m_max, double radius_m_max) {
    const LatLon centre = destination(middle, between(0, 360), any_size(0.01, distance_m_max));
    return {centre, any_size(1, radius_m_max)};
  }

 private:
  std::uint64_t state_;
};

inline const std::vector<LatLon>& awkward_places() {
  constexpr double corner_deg = 35.264389682754654;  // of S2's cube
  static const std::vector<LatLon> places = {{90, 0},
                                             {-90, 0},
                                             {89.9999, 33},
                                             {0, 180},
                                             {12.5, -180},
                                             {-47, 179.99999},
                                             {0, 45},
                                             {20, 45},
                                             {-10, -45},
                                             {3, 135},
                                             {-30, -135},
                                             {45, 0},
                                             {45, 90},
                                             {-45, 180},
                                             {-45, -90},
                                             {40.60129, 30},
                                             {corner_deg, 45},
                                             {corner_deg, 135},
                                             {corner_deg, -45},
                                             {corner_deg, -135},
                                             {-corner_deg, 45},
                                             {0, 0},
                                             {-corner_deg, -134.999},
                                             {0, 90},
                                             {-corner_deg, -45}};
  return places;
}

// Anywhere, or at one of the awkward places.
inline LatLon some_place(Scatter& scatter) {
  return scatter.share() < 0.4 ? scatter.anywhere()
                               : awkward_places()[scatter.below(awkward_places().size())];
}

inline std::uint64_t some_seed() {
  return *rc::gen::noShrink(rc::gen::arbitrary<std::uint64_t>());
}

inline std::vector<Grid::Slot> near(const Grid& grid, LatLon position, double radius_m) {
  std::vector<Grid::Slot> found;
  grid.near(position, radius_m, found);
  return found;
}

inline std::vector<Grid::Slot> along(const Grid& grid, LatLon position, double azimuth_deg,
                                     double half_width_deg, double range_m_max) {
  std::vector<Grid::Slot> found;
  grid.along(position, azimuth_deg, half_width_deg, range_m_max, found);
  return found;
}

}  // namespace watchpost
