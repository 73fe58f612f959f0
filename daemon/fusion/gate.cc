#include "daemon/fusion/gate.h"

#include <Eigen/LU>
#include <cmath>
#include <numbers>

#include "daemon/base/check.h"

namespace watchpost {

std::optional<Fit> fit(const Estimate& predicted, const PositionView& view, const GateSize& gate) {
  const Eigen::Matrix2d spread = predicted.covariance.topLeftCorner<2, 2>() + view.noise_m2;
  const double determinant = spread.determinant();
  CHECK(determinant > 0, "a covariance that is not positive definite");
  const Eigen::Vector2d miss = view.measured_m - predicted.mean.head<2>();
  const double distance_sq = (spread(1, 1) * miss[0] * miss[0] - 2 * spread(0, 1) * miss[0] * miss[1] +
                              spread(0, 0) * miss[1] * miss[1]) /
                             determinant;
  if (!(distance_sq <= gate.position_sq)) return std::nullopt;
  return Fit{distance_sq, std::log(determinant / view.noise_m2.determinant())};
}

std::optional<Fit> fit(const BearingView& view, double std_azimuth_deg, const GateSize& gate) {
  const double distance_sq = view.innovation_rad * view.innovation_rad / view.variance_rad2;
  if (!(distance_sq <= gate.bearing_sq)) return std::nullopt;
  const double noise_rad = std_azimuth_deg * std::numbers::pi / 180;
  return Fit{distance_sq, std::log(view.variance_rad2 / (noise_rad * noise_rad))};
}

// The noises are independent: the third value is weighed by what the position has made of the estimate.
std::optional<Fit> fit_range_rate(const Fit& by_position, const Estimate& predicted, const Plot& plot,
                                  const GateSize& gate) {
  const Estimate placed = update(predicted, view_position(predicted, plot, earth_centred_m(plot.position)));
  const RangeRateView view = view_range_rate(placed, plot);
  const double distance_sq =
      by_position.distance_sq + view.innovation_mps * view.innovation_mps / view.variance_m2ps2;
  if (!(distance_sq <= gate.with_rate_sq)) return std::nullopt;
  return Fit{distance_sq, by_position.vagueness + std::log(view.variance_m2ps2 / view.noise_m2ps2)};
}

// |miss|² <= γ λmax(P + R) <= γ (λmax(P) + λmax(R)), and a root of a sum is below the sum of roots.
double gate_radius_m(const Estimate& predicted, const GateSize& gate) {
  const auto position = predicted.covariance.topLeftCorner<2, 2>();
  return gate_radius_m(largest_std_m({position(0, 0), position(0, 1), position(1, 1)}), gate);
}

double gate_radius_m(double std_m, const GateSize& gate) {
  return std::sqrt(gate.position_sq) * std_m;
}

}  // namespace watchpost
