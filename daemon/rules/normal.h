// Shares of normal distributions: on one side of a line, within a circle.
//
// Units         metres, square metres.
// Determinism   erfc, sqrt and sums.
#pragma once

#include <algorithm>
#include <cmath>

#include "geo/coordinates.h"

namespace watchpost {

// A place known this well is a point (docs/rules.md).
inline bool is_point(const CovarianceEN& covariance) {
  constexpr double point_variance_m2 = 0.02 * 0.02 * (1 + 1e-9);
  return covariance.ee_m2 <= point_variance_m2 && covariance.nn_m2 <= point_variance_m2;
}

// Of the standard normal distribution, below x.
inline double normal_share_below(double x) {
  return 0.5 * std::erfc(-x / std::sqrt(2.0));
}

// Of a distribution about `mean`, within the circle of this radius about the origin; to 1e-5.
inline double share_within(EastNorth mean, const CovarianceEN& covariance, double radius_m) {
  // Along its axes: major, then minor.
  const double half_sum = (covariance.ee_m2 + covariance.nn_m2) / 2;
  const double half_difference = (covariance.ee_m2 - covariance.nn_m2) / 2;
  const double root = std::sqrt(half_difference * half_difference + covariance.en_m2 * covariance.en_m2);
  const double std_major = std::sqrt(std::max(half_sum + root, 1e-12));
  const double std_minor = std::sqrt(std::max(half_sum - root, 1e-12));
  EastNorth axis{1, 0};
  if (root > 0) {
    axis = half_difference >= 0 ? EastNorth{half_difference + root, covariance.en_m2}
                                : EastNorth{covariance.en_m2, root - half_difference};
    const double length = std::hypot(axis.east_m, axis.north_m);
    axis = {axis.east_m / length, axis.north_m / length};
  }
  const double along = mean.east_m * axis.east_m + mean.north_m * axis.north_m;
  const double beside = -mean.east_m * axis.north_m + mean.north_m * axis.east_m;

  // Simpson's rule over slices across the major axis, x = radius sin(angle): so that the ends are smooth too.
  const double low = std::max(-radius_m, along - 7 * std_major);
  const double high = std::min(radius_m, along + 7 * std_major);
  if (low >= high) return 0;
  constexpr int steps = 256;
  const double begin = std::asin(low / radius_m);
  const double step = (std::asin(high / radius_m) - begin) / steps;
  double sum = 0;
  for (int i = 0; i <= steps; ++i) {
    const double angle = begin + i * step;
    const double half_chord = radius_m * std::cos(angle);
    const double z = (radius_m * std::sin(angle) - along) / std_major;
    const double density = std::exp(-z * z / 2) / (std_major * std::sqrt(2 * 3.14159265358979323846));
    const double slice = normal_share_below((half_chord - beside) / std_minor) -
                         normal_share_below((-half_chord - beside) / std_minor);
    sum += density * slice * half_chord * (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2);
  }
  return std::clamp(sum * step / 3, 0.0, 1.0);
}

}  // namespace watchpost
