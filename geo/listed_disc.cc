#include "geo/listed_disc.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "daemon/base/check.h"

namespace watchpost {
namespace {

// Twice what a centre (5 mm) and the arithmetic may lose, on the side of those listed and of those asked.
constexpr double rounding_m = 0.02;
constexpr double radius_m_max = 21e6;  // more than half the earth around

// What is no number counts as nothing: a disc of no size.
double with_rounding(double radius_m) {
  return (radius_m > 0 ? std::min(radius_m, radius_m_max) : 0) + rounding_m;
}

}  // namespace

ListedDisc ListedDisc::of(LatLon centre, double radius_m) {
  CHECK(std::isfinite(centre.latitude_deg) && std::isfinite(centre.longitude_deg), "a disc without a centre");
  const Vector3 steps = AskedDisc::steps_per_radius * place_on_sphere(centre);
  const auto rounded = static_cast<float>(with_rounding(radius_m));
  return {static_cast<std::int32_t>(std::lrint(steps.x)), static_cast<std::int32_t>(std::lrint(steps.y)),
          static_cast<std::int32_t>(std::lrint(steps.z)),
          std::nextafter(rounded, std::numeric_limits<float>::max())};
}

bool ListedDisc::is_sound() const {
  const Vector3 place = middle();
  return std::fabs(dot(place, place) - 1) < 1e-8 && radius_m >= 0 &&
         static_cast<double>(radius_m) <= radius_m_max + 10;
}

int ListedDisc::level() const {
  if (!is_listed()) return nowhere_level;
  if (radius_m > everywhere_radius_m) return everywhere_level;
  const int level = finest_level_as_wide_as(2 * angle_of_radius(static_cast<double>(radius_m)));
  return std::clamp(level & ~1, coarsest_disc_level, finest_disc_level);
}

Vector3 ListedDisc::middle() const {
  return (1 / AskedDisc::steps_per_radius) *
         Vector3{static_cast<double>(x), static_cast<double>(y), static_cast<double>(z)};
}

AskedDisc::AskedDisc(LatLon position, double radius_m)
    : middle_(place_on_sphere(position)),
      steps_(steps_per_radius * middle_),
      radius_m_(with_rounding(radius_m)) {}

bool AskedDisc::may_touch_afar(double chord_sq, double reach_steps) {
  const double reach_rad = reach_steps / steps_per_radius;
  if (reach_rad >= std::numbers::pi) return true;
  // Near the other end of the earth a longer arc is no longer chord: the radii do not make up for rounding.
  return std::sqrt(chord_sq) <= 2 * steps_per_radius * std::sin(reach_rad / 2) + 4;
}

double AskedDisc::distance_m_max(const ListedDisc& disc) const {
  const double chord = std::sqrt(chord_sq_steps(disc)) / steps_per_radius;
  const double angle_rad =
      chord < 0.5 ? chord * (1 + chord * chord / 20) : 2 * std::asin(std::min(1.0, chord / 2));
  return angle_rad * most_curvature_radius_m;
}

DiscCells::DiscCells(const ListedDisc& disc) : level_(disc.level()) {
  if (level_ < 0) return;
  const CellCover cover(disc.middle(), angle_of_radius(static_cast<double>(disc.radius_m)));
  add(cover, level_);
  if (level_ > coarse_disc_level) add(cover, coarse_disc_level);
}

bool DiscCells::has(CellKey key) const {
  return std::find(keys().begin(), keys().end(), key) != keys().end();
}

void DiscCells::add(const CellCover& cover, int level) {
  cover.for_each(level, [this](const Cell& cell) {
    if (has(cell.key())) return;
    CHECK(count_ < keys_.size(), "a disc in more cells than its level allows");
    keys_[count_++] = cell.key();
  });
}

}  // namespace watchpost
