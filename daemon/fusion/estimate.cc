#include "daemon/fusion/estimate.h"

#include <Eigen/LU>
#include <cmath>
#include <numbers>

#include "daemon/base/check.h"

namespace watchpost {
namespace {

// Within this the plane's distances are right to a third of a millimetre.
constexpr double anchor_distance_m_max = 5'000;

Eigen::Matrix2d matrix_of(const CovarianceEN& covariance) {
  Eigen::Matrix2d matrix;
  matrix << covariance.ee_m2, covariance.en_m2, covariance.en_m2, covariance.nn_m2;
  return matrix;
}

bool is_round(const CovarianceEN& covariance) {
  return covariance.en_m2 == 0 && covariance.ee_m2 == covariance.nn_m2;
}

EastNorth local_position(const Estimate& estimate) {
  return {estimate.mean[0], estimate.mean[1]};
}

// The turn of axes from one plane into another, for velocities and both blocks of a covariance.
Eigen::Matrix4d turn(const LocalFrame& from, const LocalFrame& to) {
  const double angle_rad = from.rotation_to_deg(to) * std::numbers::pi / 180;
  const double cosine = std::cos(angle_rad);
  const double sine = std::sin(angle_rad);
  Eigen::Matrix2d axes;
  axes << cosine, sine, -sine, cosine;  // clockwise, as bearings go
  Eigen::Matrix4d both = Eigen::Matrix4d::Zero();
  both.topLeftCorner<2, 2>() = axes;
  both.bottomRightCorner<2, 2>() = axes;
  return both;
}

// The same estimate in a plane anchored where the object is.
Estimate reanchored(const Estimate& estimate) {
  Estimate moved = estimate;
  moved.frame = LocalFrame(estimate.frame.to_global(local_position(estimate)));
  const Eigen::Matrix4d axes = turn(estimate.frame, moved.frame);
  moved.mean = axes * estimate.mean;
  moved.mean.head<2>().setZero();
  const Eigen::Matrix4d turned = axes * estimate.covariance * axes.transpose();
  moved.covariance = 0.5 * (turned + turned.transpose());
  return moved;
}

// Joseph form, for a measurement of two neighbouring components of the state, written in the
// blocks that it touches: of the measured components, of the others, and between them.
template <int First>
void fold_in(Estimate& estimate, const Eigen::Vector2d& measured, const Eigen::Matrix2d& noise) {
  constexpr int other = 2 - First;
  auto& covariance = estimate.covariance;
  const Eigen::Matrix2d seen = covariance.template block<2, 2>(First, First);
  const Eigen::Matrix2d between = covariance.template block<2, 2>(other, First);
  const Eigen::Matrix2d rest = covariance.template block<2, 2>(other, other);
  const Eigen::Matrix2d inverse = (seen + noise).inverse();
  const Eigen::Matrix2d gain = seen * inverse;
  const Eigen::Matrix2d rest_gain = between * inverse;
  const Eigen::Vector2d innovation = measured - estimate.mean.template segment<2>(First);
  estimate.mean.template segment<2>(First) += gain * innovation;
  estimate.mean.template segment<2>(other) += rest_gain * innovation;

  const Eigen::Matrix2d keep = Eigen::Matrix2d::Identity() - gain;
  const Eigen::Matrix2d new_seen = keep * seen * keep.transpose() + gain * noise * gain.transpose();
  const Eigen::Matrix2d new_between =
      (between - rest_gain * seen) * keep.transpose() + rest_gain * noise * gain.transpose();
  const Eigen::Matrix2d crossed = rest_gain * between.transpose();
  const Eigen::Matrix2d new_rest =
      rest - crossed - crossed.transpose() + rest_gain * (seen + noise) * rest_gain.transpose();
  covariance.template block<2, 2>(First, First) = 0.5 * (new_seen + new_seen.transpose());
  covariance.template block<2, 2>(other, First) = new_between;
  covariance.template block<2, 2>(First, other) = new_between.transpose();
  covariance.template block<2, 2>(other, other) = 0.5 * (new_rest + new_rest.transpose());
}

// Joseph form for one number: `cross` is its covariance with the state.
void fold_in(Estimate& estimate, const Eigen::Vector4d& cross, double innovation, double variance) {
  const Eigen::Vector4d gain = cross / variance;
  estimate.mean += gain * innovation;
  const Eigen::Matrix4d crossed = gain * cross.transpose();
  const Eigen::Matrix4d updated =
      estimate.covariance - crossed - crossed.transpose() + variance * gain * gain.transpose();
  estimate.covariance = 0.5 * (updated + updated.transpose());
}

void fold_in(Estimate& estimate, const BearingView& view) {
  fold_in(estimate, estimate.covariance.leftCols<2>() * view.slope_per_m, view.innovation_rad,
          view.variance_rad2);
}

void fold_in(Estimate& estimate, const RangeRateView& view) {
  fold_in(estimate, estimate.covariance.rightCols<2>() * view.sight, view.innovation_mps,
          view.variance_m2ps2);
}

constexpr double radians_per_deg = std::numbers::pi / 180;

}  // namespace

Estimate first_estimate(const Plot& plot, const Motion& motion) {
  Estimate estimate;
  estimate.time = plot.time;
  estimate.frame = LocalFrame(plot.position);
  estimate.covariance.setZero();
  estimate.covariance.topLeftCorner<2, 2>() = matrix_of(plot.covariance);
  const double velocity_std_mps = plot.velocity_mps ? plot.velocity_std_mps : motion.speed_mps_max / 3;
  estimate.covariance(2, 2) = estimate.covariance(3, 3) = velocity_std_mps * velocity_std_mps;
  if (plot.velocity_mps) {
    estimate.mean[2] = plot.velocity_mps->east_m;
    estimate.mean[3] = plot.velocity_mps->north_m;
  }
  if (plot.range_rate) fold_in(estimate, view_range_rate(estimate, plot));
  return estimate;
}

Estimate predict(const Estimate& estimate, EventTime time, const Motion& motion) {
  CHECK(time >= estimate.time, "a prediction into the past");
  Estimate predicted = estimate;
  if (time == estimate.time) return predicted;
  const double dt_s = seconds(time - estimate.time);
  predicted.time = time;
  predicted.mean.head<2>() += dt_s * estimate.mean.tail<2>();
  // F P Fᵀ + Q, in blocks: F moves the position by dt times the velocity.
  const auto between = estimate.covariance.topRightCorner<2, 2>();
  const auto speeds = estimate.covariance.bottomRightCorner<2, 2>();
  predicted.covariance.topLeftCorner<2, 2>() +=
      dt_s * (between + between.transpose()) + (dt_s * dt_s) * speeds;
  predicted.covariance.topRightCorner<2, 2>() += dt_s * speeds;
  const double noise = motion.process_noise_m2ps3;
  for (int axis = 0; axis < 2; ++axis) {
    predicted.covariance(axis, axis) += noise * dt_s * dt_s * dt_s / 3;
    predicted.covariance(axis, axis + 2) += noise * dt_s * dt_s / 2;
    predicted.covariance(axis + 2, axis + 2) += noise * dt_s;
  }
  predicted.covariance.bottomLeftCorner<2, 2>() = predicted.covariance.topRightCorner<2, 2>().transpose();
  if (predicted.mean.head<2>().norm() > anchor_distance_m_max) return reanchored(predicted);
  return predicted;
}

PositionView view_position(const Estimate& predicted, const Plot& plot, Vector3 place_m) {
  PositionView view;
  const EastNorth measured = predicted.frame.earth_to_local(place_m);
  view.measured_m = {measured.east_m, measured.north_m};
  view.noise_m2 = matrix_of(plot.covariance);
  // What the plot says in the plane at its own place, turned into ours: near the poles it matters.
  if (is_round(plot.covariance)) return view;
  const Eigen::Matrix2d axes = turn(LocalFrame(plot.position), predicted.frame).topLeftCorner<2, 2>();
  view.noise_m2 = axes * view.noise_m2 * axes.transpose();
  return view;
}

std::optional<BearingView> view_bearing(const Estimate& predicted, const Plot& plot,
                                        const LocalFrame& sensor) {
  // Seen from the sensor's own plane the azimuth is exact; the slope is turned into ours.
  const EastNorth there = sensor.to_local(position_of(predicted));
  const double distance_m = std::hypot(there.east_m, there.north_m);
  const Eigen::Matrix2d position = predicted.covariance.topLeftCorner<2, 2>();
  // So near that the direction says nothing of a straight line: refused.
  constexpr double bent_rad = 0.5;
  if (!(distance_m * bent_rad > std::sqrt(position.trace()))) return std::nullopt;

  BearingView view;
  const double azimuth_rad = std::atan2(there.east_m, there.north_m);
  view.innovation_rad =
      std::remainder(plot.azimuth_deg * radians_per_deg - azimuth_rad, 2 * std::numbers::pi);
  const Eigen::Vector2d across = Eigen::Vector2d(there.north_m, -there.east_m) / (distance_m * distance_m);
  view.slope_per_m = turn(sensor, predicted.frame).topLeftCorner<2, 2>() * across;
  const double noise_rad = plot.std_azimuth_deg * radians_per_deg;
  view.variance_rad2 = view.slope_per_m.dot(position * view.slope_per_m) + noise_rad * noise_rad;
  return view;
}

RangeRateView view_range_rate(const Estimate& estimate, const Plot& plot) {
  const double azimuth_rad = plot.range_rate->azimuth_deg * radians_per_deg;
  RangeRateView view;
  view.sight = turn(LocalFrame(plot.position), estimate.frame).topLeftCorner<2, 2>() *
               Eigen::Vector2d(std::sin(azimuth_rad), std::cos(azimuth_rad));
  const Eigen::Vector2d across(view.sight[1], -view.sight[0]);
  const Eigen::Vector2d velocity_mps = estimate.mean.tail<2>();
  const Eigen::Matrix2d spread = estimate.covariance.bottomRightCorner<2, 2>();
  view.innovation_mps = plot.range_rate->rate_mps - view.sight.dot(velocity_mps);
  // Where the line of sight is off by an angle, what moves across it seems to come or go.
  const double across_m2ps2 = std::pow(across.dot(velocity_mps), 2) + across.dot(spread * across);
  const double off_rad = std_azimuth_deg_default * radians_per_deg;
  view.noise_m2ps2 = std::pow(std_range_rate_mps_default, 2) + off_rad * off_rad * across_m2ps2;
  view.variance_m2ps2 = view.sight.dot(spread * view.sight) + view.noise_m2ps2;
  return view;
}

Estimate update(const Estimate& predicted, const PositionView& view) {
  Estimate updated = predicted;
  fold_in<0>(updated, view.measured_m, view.noise_m2);
  return updated;
}

Estimate update(const Estimate& predicted, const Plot& plot) {
  CHECK(plot.time == predicted.time, "an update at another time than the plot's");
  Estimate updated = predicted;
  if (plot.kind == PlotKind::bearing) {
    if (const auto view = view_bearing(predicted, plot, LocalFrame(plot.position))) fold_in(updated, *view);
    return updated;
  }
  const PositionView view = view_position(predicted, plot, earth_centred_m(plot.position));
  fold_in<0>(updated, view.measured_m, view.noise_m2);
  if (plot.velocity_mps) {
    const Eigen::Matrix2d axes = turn(LocalFrame(plot.position), predicted.frame).topLeftCorner<2, 2>();
    const double variance = plot.velocity_std_mps * plot.velocity_std_mps;
    fold_in<2>(updated, axes * Eigen::Vector2d(plot.velocity_mps->east_m, plot.velocity_mps->north_m),
               Eigen::Matrix2d::Identity() * variance);
  }
  if (plot.range_rate) fold_in(updated, view_range_rate(updated, plot));
  if (is_point(plot)) updated.mean.head<2>() = view.measured_m;
  if (updated.mean.head<2>().norm() > anchor_distance_m_max) return reanchored(updated);
  return updated;
}

LatLon position_of(const Estimate& estimate) {
  return estimate.frame.to_global(local_position(estimate));
}

EastNorth velocity_of(const Estimate& estimate) {
  const Eigen::Vector4d turned = turn(estimate.frame, LocalFrame(position_of(estimate))) * estimate.mean;
  return {turned[2], turned[3]};
}

CovarianceEN covariance_of(const Estimate& estimate) {
  return {estimate.covariance(0, 0), estimate.covariance(0, 1), estimate.covariance(1, 1)};
}

}  // namespace watchpost
