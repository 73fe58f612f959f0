// ListedDisc, AskedDisc, DiscCells: what the grid keeps of a disc, when two may touch, where one is listed.
//
// Units         metres on the ellipsoid; steps are 2^-30 of the sphere's radius, some 6 mm.
// Determinism   whether discs touch follows from what is saved: three whole numbers and a float.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "geo/cell_cover.h"
#include "geo/coordinates.h"
#include "geo/earth.h"

namespace watchpost {

// A disc's own size has an even level: fewer levels to look up in, for cells somewhat too wide.
inline constexpr int finest_disc_level = 18;  // 23 m and more
inline constexpr int coarse_disc_level = 11;  // 3 km and more; odd, and so kept for those listed twice
inline constexpr int coarsest_disc_level = 2;
inline constexpr int everywhere_level = -1;
inline constexpr int nowhere_level = -2;
inline constexpr float everywhere_radius_m = 500'000;

constexpr std::uint32_t level_bit(int level) {
  return std::uint32_t{1} << level;
}

inline double angle_of_radius(double radius_m) {
  return radius_m / least_curvature_radius_m;
}

// The centre in steps on the unit sphere, and a radius that holds what rounding may have cost.
struct ListedDisc {
  std::int32_t x = 0;
  std::int32_t y = 0;
  std::int32_t z = 0;
  float radius_m = -1;  // negative: nowhere

  static ListedDisc of(LatLon centre, double radius_m);

  bool is_listed() const { return radius_m >= 0; }
  bool is_sound() const;  // a place on the sphere and a radius
  int level() const;
  Vector3 middle() const;
};

class AskedDisc {
 public:
  AskedDisc(LatLon position, double radius_m);

  Vector3 middle() const { return middle_; }
  double angle_rad() const { return angle_of_radius(radius_m_); }

  // Never no where they do.
  bool may_touch(const ListedDisc& disc) const {
    const double reach_steps = (radius_m_ + static_cast<double>(disc.radius_m)) * steps_per_m;
    const double chord_sq = chord_sq_steps(disc);
    if (chord_sq > reach_steps * reach_steps) return false;
    // Up to 600 km the arc is the chord to 0.04 %.
    return reach_steps < 0.1 * steps_per_radius || may_touch_afar(chord_sq, reach_steps);
  }

  // Never less than the distance between the centres.
  double distance_m_max(const ListedDisc& disc) const;

  static constexpr double steps_per_radius = 1 << 30;

 private:
  static constexpr double steps_per_m = steps_per_radius / least_curvature_radius_m;

  double chord_sq_steps(const ListedDisc& disc) const {
    const double x = disc.x - steps_.x;
    const double y = disc.y - steps_.y;
    const double z = disc.z - steps_.z;
    return x * x + y * y + z * z;
  }
  static bool may_touch_afar(double chord_sq, double reach_steps);

  Vector3 middle_;
  Vector3 steps_;
  double radius_m_;
};

// The keys that a disc is listed under, each once.
class DiscCells {
 public:
  explicit DiscCells(const ListedDisc& disc);

  int level() const { return level_; }
  std::span<const CellKey> keys() const { return {keys_.data(), count_}; }
  bool has(CellKey key) const;

 private:
  void add(const CellCover& cover, int level);

  int level_;
  std::array<CellKey, 32> keys_;  // at most 2 by 2 on each of 3 faces, at each of two levels
  std::size_t count_ = 0;
};

}  // namespace watchpost
