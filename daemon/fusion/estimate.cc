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
  moved.covariance = axes * estimate.covariance * axes.transpose();
  return moved;
}

// Joseph form, for a measurement of two neighbouring components of the state.
template <int First>
void fold_in(Estimate& estimate, const Eigen::Vector2d& measured, const Eigen::Matrix2d& noise) {
  Eigen::Matrix<double, 2, 4> observe = Eigen::Matrix<double, 2, 4>::Zero();
  observe(0, First) = 1;
  observe(1, First + 1) = 1;
  const Eigen::Matrix2d innovation_covariance =
      estimate.covariance.template block<2, 2>(First, First) + noise;
  const Eigen::Matrix<double, 4, 2> gain =
      estimate.covariance * observe.transpose() * innovation_covariance.inverse();
  const Eigen::Vector2d innovation = measured - observe * estimate.mean;
  const Eigen::Matrix4d keep = Eigen::Matrix4d::Identity() - gain * observe;
  estimate.mean += gain * innovation;
  estimate.covariance = keep * estimate.covariance * keep.transpose() + gain * noise * gain.transpose();
  const Eigen::Matrix4d symmetric = 0.5 * (estimate.covariance + estimate.covariance.transpose());
  estimate.covariance = symmetric;
}

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
  return estimate;
}

Estimate predict(const Estimate& estimate, EventTime time, const Motion& motion) {
  CHECK(time >= estimate.time, "a prediction into the past");
  Estimate predicted = estimate;
  if (time == estimate.time) return predicted;
  const double dt_s = seconds(time - estimate.time);
  Eigen::Matrix4d move = Eigen::Matrix4d::Identity();
  move(0, 2) = move(1, 3) = dt_s;
  const double noise = motion.process_noise_m2ps3;
  predicted.time = time;
  predicted.mean = move * estimate.mean;
  predicted.covariance = move * estimate.covariance * move.transpose();
  for (int axis = 0; axis < 2; ++axis) {
    predicted.covariance(axis, axis) += noise * dt_s * dt_s * dt_s / 3;
    predicted.covariance(axis, axis + 2) += noise * dt_s * dt_s / 2;
    predicted.covariance(axis + 2, axis) += noise * dt_s * dt_s / 2;
    predicted.covariance(axis + 2, axis + 2) += noise * dt_s;
  }
  if (predicted.mean.head<2>().norm() > anchor_distance_m_max) return reanchored(predicted);
  return predicted;
}

Estimate update(const Estimate& predicted, const Plot& plot) {
  CHECK(plot.time == predicted.time, "an update at another time than the plot's");
  Estimate updated = predicted;
  const EastNorth measured = predicted.frame.to_local(plot.position);
  // What the plot says in the plane at its own place, turned into ours: near the poles it matters.
  const Eigen::Matrix2d axes = turn(LocalFrame(plot.position), predicted.frame).topLeftCorner<2, 2>();
  fold_in<0>(updated, {measured.east_m, measured.north_m},
             axes * matrix_of(plot.covariance) * axes.transpose());
  if (plot.velocity_mps) {
    const double variance = plot.velocity_std_mps * plot.velocity_std_mps;
    fold_in<2>(updated, axes * Eigen::Vector2d(plot.velocity_mps->east_m, plot.velocity_mps->north_m),
               Eigen::Matrix2d::Identity() * variance);
  }
  if (is_point(plot)) updated.mean.head<2>() = Eigen::Vector2d(measured.east_m, measured.north_m);
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
