// Estimate: where an object is and how it moves, with the covariance of both.
//
// Model     nearly constant velocity in a local east-north plane, white acceleration (Bar-Shalom,
//           Li, Kirubarajan 2001, 6.2.2); Joseph form updates, so that the covariance stays positive
//           definite.
// Frames    state is (east_m, north_m, east_mps, north_mps) in `frame`; the plane is anchored anew
//           when the object has moved away from its anchor, velocity and covariance turned along.
// Determinism   pure functions of their arguments.
#pragma once

#include <Eigen/Core>
#include <optional>

#include "daemon/base/time.h"
#include "daemon/fusion/motion.h"
#include "daemon/fusion/plot.h"
#include "geo/coordinates.h"
#include "geo/frame.h"

namespace watchpost {

struct Estimate {
  EventTime time;
  LocalFrame frame;
  Eigen::Vector4d mean = Eigen::Vector4d::Zero();
  Eigen::Matrix4d covariance = Eigen::Matrix4d::Identity();
};

// From a first plot alone; the velocity is as uncertain as the kind allows where it is not said.
Estimate first_estimate(const Plot& plot, const Motion& motion);

// REQUIRES: time >= estimate.time
Estimate predict(const Estimate& estimate, EventTime time, const Motion& motion);

// A position as it looks in the estimate's plane.
struct PositionView {
  Eigen::Vector2d measured_m;
  Eigen::Matrix2d noise_m2;
};
// `place_m` is the plot's position, earth-centred.
PositionView view_position(const Estimate& predicted, const Plot& plot, Vector3 place_m);

// The estimate with a position folded in.
Estimate update(const Estimate& predicted, const PositionView& view);

// A direction beside the one in which the estimate lies.
struct BearingView {
  double innovation_rad = 0;      // measured - expected, in [-pi, pi]
  double variance_rad2 = 0;       // of the innovation
  Eigen::Vector2d slope_per_m{};  // of the azimuth, by the position in the estimate's plane
};
// Nothing where the object is so near the sensor that a direction is no straight line.
std::optional<BearingView> view_bearing(const Estimate& predicted, const Plot& plot,
                                        const LocalFrame& sensor);

// A range rate beside the one that the estimate's velocity makes along the line of sight.
struct RangeRateView {
  double innovation_mps = 0;  // measured - expected
  double variance_m2ps2 = 0;  // of the innovation
  double noise_m2ps2 = 0;     // of the measurement, and of the line of sight across which the object moves
  Eigen::Vector2d sight{};    // away from the sensor, in the estimate's plane
};
// REQUIRES: plot.range_rate
RangeRateView view_range_rate(const Estimate& estimate, const Plot& plot);

// The estimate with what the plot says of position and velocity, or of direction, folded in.
// REQUIRES: plot.time == estimate.time
Estimate update(const Estimate& predicted, const Plot& plot);

LatLon position_of(const Estimate& estimate);
EastNorth velocity_of(const Estimate& estimate);       // in the plane at its own position
CovarianceEN covariance_of(const Estimate& estimate);  // of the position

}  // namespace watchpost
